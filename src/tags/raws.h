/* SPDX-License-Identifier: MIT */
/* A growing list of raw tag items in an arena: what every tag reader fills. */
#ifndef ST_RAWS_H
#define ST_RAWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "simdtag/types.h"

typedef struct st_raws {
    simdtag_raw *at;
    uint32_t n, cap;
} st_raws;

/* Makes room for one more; false when memory or ST_MAX_RAWS is exhausted. */
bool st_raws_grow(st_raws *list, st_arena *arena);

/* A new item at the end, cleared to zero; NULL when memory or ST_MAX_RAWS is exhausted.
 * Invalidates older pointers. */
static inline simdtag_raw *st_raws_add(st_raws *list, st_arena *arena)
{
    if (list->n == list->cap && !st_raws_grow(list, arena))
        return NULL;
    simdtag_raw *item = &list->at[list->n++];
    *item = (simdtag_raw){0};
    return item;
}

#endif

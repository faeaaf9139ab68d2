/* SPDX-License-Identifier: MIT */
/* A growing list of raw tag items. */
#include "tags/raws.h"

#include <string.h>

#include "base/limits.h"

simdtag_raw *st_raws_add(st_raws *list, st_arena *arena)
{
    if (list->n == list->cap) {
        const uint32_t cap = list->cap ? list->cap * 2 : 32;
        simdtag_raw *grown = cap > ST_MAX_RAWS ? NULL : st_arena_alloc(arena, cap * sizeof *grown);
        if (grown == NULL)
            return NULL;
        if (list->n)
            memcpy(grown, list->at, list->n * sizeof *grown);
        list->at = grown;
        list->cap = cap;
    }
    simdtag_raw *item = &list->at[list->n++];
    *item = (simdtag_raw){0};
    return item;
}

void st_raws_remove(st_raws *list, uint32_t i)
{
    memmove(&list->at[i], &list->at[i + 1], (list->n - i - 1) * sizeof *list->at);
    list->n--;
}

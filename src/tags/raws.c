/* SPDX-License-Identifier: MIT */
/* A growing list of raw tag items. */
#include "tags/raws.h"

#include <string.h>

#include "base/limits.h"

bool st_raws_grow(st_raws *list, st_arena *arena)
{
    const uint32_t cap = list->cap ? list->cap * 2 : 32;
    simdtag_raw *grown = cap > ST_MAX_RAWS ? NULL : st_arena_alloc(arena, cap * sizeof *grown);
    if (grown == NULL)
        return false;
    if (list->n)
        memcpy(grown, list->at, list->n * sizeof *grown);
    list->at = grown;
    list->cap = cap;
    return true;
}

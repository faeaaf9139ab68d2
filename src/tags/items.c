/* SPDX-License-Identifier: MIT */
/* Growing lists of items and pictures. */
#include "tags/items.h"

#include <string.h>

/* Room for one more of `size` bytes each: doubles the array inside the arena. */
static void *grow(st_arena *arena, void *at, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return at;
    const size_t more = *cap ? *cap * 2 : 16;
    void *grown = st_arena_alloc(arena, more * size);
    if (grown && n)
        memcpy(grown, at, n * size);
    if (grown)
        *cap = more;
    return grown;
}

void st_items_reserve(st_items *list, st_arena *arena, size_t n)
{
    *list = (st_items){.at = st_arena_alloc(arena, n * sizeof *list->at)};
    list->cap = list->at ? n : 0;
}

bool st_items_grow(st_items *list, st_arena *arena)
{
    simdtag_item *at = grow(arena, list->at, list->n, &list->cap, sizeof *at);
    if (at)
        list->at = at;
    return at != NULL;
}

simdtag_picture *st_pictures_add(st_pictures *list, st_arena *arena)
{
    simdtag_picture *at = grow(arena, list->at, list->n, &list->cap, sizeof *at);
    if (at == NULL)
        return NULL;
    list->at = at;
    at[list->n] = (simdtag_picture){.mime = "", .description = ""};
    return &at[list->n++];
}

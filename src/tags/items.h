/* SPDX-License-Identifier: MIT */
/* Growing lists of the C API's items and pictures in an arena: what the decoders of each tag
 * system fill. */
#ifndef ST_ITEMS_H
#define ST_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "simdtag/simdtag.h"

typedef struct st_items {
    simdtag_item *at;
    size_t n, cap;
} st_items;

typedef struct st_pictures {
    simdtag_picture *at;
    size_t n, cap;
} st_pictures;

/* Room for n items in a list that has none; a list without room finds it as it grows. */
void st_items_reserve(st_items *list, st_arena *arena, size_t n);

/* Makes room for one more; false when memory is exhausted. */
bool st_items_grow(st_items *list, st_arena *arena);

/* Adds an item. `key` and `value` must be NUL-terminated and live as long as the arena; value
 * may be NULL (not text). Returns 0, or -1 when memory is exhausted. */
static inline int st_items_add(st_items *list, st_arena *arena, const char *key, const char *value,
                               size_t value_len, const simdtag_raw *raw)
{
    if (list->n == list->cap && !st_items_grow(list, arena))
        return -1;
    list->at[list->n++] = (simdtag_item){key, value, value_len, raw};
    return 0;
}

/* n bytes of UTF-8 of a raw item as a NUL-terminated string: where they stand, when a zero byte
 * follows them, else a copy; NULL when memory is exhausted. p[n] must be there to be looked at,
 * and stay as long as the item: a file's items have a zero byte behind them (src/api/file.c). */
static inline const char *st_item_text(st_arena *arena, const uint8_t *p, size_t n)
{
    if (p[n] == 0)
        return (const char *)p;
    char *copy = st_arena_alloc(arena, n + 1);
    if (copy) {
        memcpy(copy, p, n);
        copy[n] = 0;
    }
    return copy;
}

/* A new picture at the end, cleared; NULL when memory is exhausted. */
simdtag_picture *st_pictures_add(st_pictures *list, st_arena *arena);

#endif

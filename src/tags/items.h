/* SPDX-License-Identifier: MIT */
/* Growing lists of the C API's items and pictures in an arena: what the decoders of each tag
 * system fill. */
#ifndef ST_ITEMS_H
#define ST_ITEMS_H

#include <stddef.h>

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

/* Adds an item. `key` and `value` must be NUL-terminated and live as long as the arena; value
 * may be NULL (not text). Returns 0, or -1 when memory is exhausted. */
int st_items_add(st_items *list, st_arena *arena, const char *key, const char *value,
                 size_t value_len, const simdtag_raw *raw);

/* A new picture at the end, cleared; NULL when memory is exhausted. */
simdtag_picture *st_pictures_add(st_pictures *list, st_arena *arena);

#endif

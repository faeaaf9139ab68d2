/* SPDX-License-Identifier: MIT */
/* APEv2 tags (and APEv1, whose items look the same): header and items, bytes to raw items; items
 * of the C API. */
#ifndef ST_APE_H
#define ST_APE_H

#include <stdbool.h>

#include "base/arena.h"
#include "tags/items.h"
#include "tags/raws.h"

enum {
    ST_APE_HEADER = 32,                 /* bytes of a header, and of a footer */
    ST_APE_KEY_MAX = 255,
    ST_APE_ITEM_LOOK = 8 + ST_APE_KEY_MAX + 1, /* so many bytes show an item up to its value */
    ST_APE_TEXT = 0,                    /* kinds of values */
    ST_APE_BINARY = 1,
    ST_APE_EXTERNAL = 2
};

#define ST_APE_HAS_HEADER 0x80000000u /* header flag: the tag has a header, not only a footer */

/* A header or footer. */
typedef struct st_ape_header {
    uint32_t version, size, items, flags; /* size: of the items and the footer */
} st_ape_header;

/* The first bytes of an item, up to its value. */
typedef struct st_ape_item {
    const uint8_t *key; /* NUL-terminated */
    uint32_t key_len;
    uint32_t size;  /* of the value */
    uint32_t flags; /* as stored */
    uint32_t head;  /* bytes before the value */
} st_ape_item;

/* Whether 32 bytes begin with "APETAGEX". */
bool st_ape_magic(const uint8_t *data);

/* Reads 32 bytes that do. */
st_ape_header st_ape_header_of(const uint8_t *data);

/* Text, binary or external, from an item's flags (bits 1 and 2); 3 is reserved. */
static inline unsigned st_ape_kind(uint32_t flags)
{
    return flags >> 1 & 3;
}

/* An item from its first n bytes: all that the tag has left, or at least ST_APE_ITEM_LOOK.
 * SIMDTAG_ERR_APE when they are too few for an item, SIMDTAG_ERR_APE_ITEM when it is damaged,
 * with *words saying how. */
simdtag_status st_ape_item_of(const uint8_t *data, size_t n, st_ape_item *item,
                              const char **words);

/* Adds an item as SIMDTAG_RAW_APE: `shown` bytes of its value are at item->key + key_len + 1, the
 * rest, if any, was left in the file at file_off. False when memory or ST_MAX_RAWS is exhausted. */
bool st_ape_add(st_raws *raws, st_arena *arena, const st_ape_item *item, size_t shown,
                uint64_t file_off);

/* Every value of every item, in file order and under the key as stored; a binary one has none.
 * SIMDTAG_OK, or SIMDTAG_ERR_NOMEM. */
simdtag_status st_ape_items(const simdtag_doc *doc, st_arena *arena, st_items *list);

/* The binary items named "Cover Art (...)". */
simdtag_status st_ape_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

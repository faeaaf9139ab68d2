/* SPDX-License-Identifier: MIT */
/* APE tags that a test builds byte by byte, for every format that carries one. */
#ifndef ST_TEST_APE_MAKE_H
#define ST_TEST_APE_MAKE_H

#include "built.h"

enum { APE_HEADER = 1, APE_FOOTER = 2 };

/* An item; `flags` 0 text, 2 binary, 4 external. */
static inline void put_ape_item(built *b, const char *key, uint32_t flags, const void *value,
                                size_t n)
{
    put_le(b, n, 4);
    put_le(b, flags, 4);
    put(b, key, strlen(key) + 1);
    put(b, value, n);
}

static inline void put_ape_text(built *b, const char *key, const char *value)
{
    put_ape_item(b, key, 0, value, strlen(value));
}

static inline void put_ape_header(built *b, uint32_t size, uint32_t items, uint32_t flags)
{
    put_text(b, "APETAGEX");
    put_le(b, 2000, 4);
    put_le(b, size, 4);
    put_le(b, items, 4);
    put_le(b, flags, 4);
    put_le(b, 0, 8);
}

/* A tag of `n` items that are already in *items, which is then empty; `parts` says which of header
 * and footer it has. The size counts the footer. */
static inline void put_ape_tag(built *b, built *items, uint32_t n, unsigned parts)
{
    const uint32_t size = (uint32_t)items->n + (parts & APE_FOOTER ? 32 : 0);
    const uint32_t flags =
        (parts & APE_HEADER ? 0x80000000u : 0) | (parts & APE_FOOTER ? 0 : 0x40000000u);
    if (parts & APE_HEADER)
        put_ape_header(b, size, n, flags | 0x20000000u);
    put(b, items->at, items->n);
    if (parts & APE_FOOTER)
        put_ape_header(b, size, n, flags);
    drop(items);
}

#endif

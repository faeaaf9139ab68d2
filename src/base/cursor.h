/* SPDX-License-Identifier: MIT */
/* A bounds-checked cursor with a sticky error: the only way parsers walk over bytes of a file.
 *
 * A read past the end returns 0 (or NULL), sets `bad` and leaves nothing to read; header code
 * therefore stays straight-line and asks `st_ok` once at the end of a record. Sizes are compared
 * as "n > left", never "at + n > end". */
#ifndef ST_CURSOR_H
#define ST_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

typedef struct st_cur {
    const uint8_t *at, *end;
    bool bad;
} st_cur;

static inline st_cur st_cur_of(const void *data, size_t len)
{
    const uint8_t *p = (const uint8_t *)data;
    return (st_cur){p, p ? p + len : p, p == NULL};
}

static inline bool st_ok(const st_cur *c)
{
    return !c->bad;
}

static inline size_t st_left(const st_cur *c)
{
    return (size_t)(c->end - c->at);
}

/* Pointer to the next n bytes, which are then behind the cursor; NULL when there are fewer. */
static inline const uint8_t *st_take(st_cur *c, size_t n)
{
    if (c->bad || n > st_left(c)) {
        c->bad = true;
        c->at = c->end;
        return NULL;
    }
    const uint8_t *p = c->at;
    c->at += n;
    return p;
}

static inline void st_skip(st_cur *c, size_t n)
{
    (void)st_take(c, n);
}

/* Big-endian number of 1 to 8 bytes. */
static inline uint64_t st_be(st_cur *c, unsigned width)
{
    const uint8_t *p = st_take(c, width);
    uint64_t v = 0;
    for (unsigned i = 0; p && i < width; i++)
        v = v << 8 | p[i];
    return v;
}

/* Little-endian number of 1 to 8 bytes. */
static inline uint64_t st_le(st_cur *c, unsigned width)
{
    const uint8_t *p = st_take(c, width);
    uint64_t v = 0;
    for (unsigned i = 0; p && i < width; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

static inline uint8_t st_u8(st_cur *c)
{
    const uint8_t *p = st_take(c, 1);
    return p ? p[0] : 0;
}

/* The usual widths are spelled out: compilers make one load and one byte swap of them. */
static inline uint16_t st_be16(st_cur *c)
{
    const uint8_t *p = st_take(c, 2);
    return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

static inline uint32_t st_be32(st_cur *c)
{
    const uint8_t *p = st_take(c, 4);
    return p ? st_load_be32(p) : 0;
}

static inline uint32_t st_le32(st_cur *c)
{
    const uint8_t *p = st_take(c, 4);
    return p ? st_load_le32(p) : 0;
}

/* A box its owner cannot leave: the next n bytes as a cursor of their own, so damage does not
 * spread to siblings. */
static inline st_cur st_sub(st_cur *c, size_t n)
{
    const uint8_t *p = st_take(c, n);
    return p ? (st_cur){p, p + n, false} : (st_cur){c->end, c->end, true};
}

#endif

/* SPDX-License-Identifier: MIT */
/* Reading bits, the highest of a byte first, with a sticky end: what the cursor is for bytes. */
#ifndef ST_BITS_H
#define ST_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct st_bits {
    const uint8_t *data;
    uint64_t at, end; /* in bits; `at` may be beyond `end` */
    bool bad;
} st_bits;

static inline st_bits st_bits_of(const uint8_t *data, size_t len)
{
    return (st_bits){data, 0, (uint64_t)len * 8, false};
}

/* The next n <= 32 bits; 0 when there are fewer, and then `bad` is set. */
static inline uint32_t st_take_bits(st_bits *b, unsigned n)
{
    if (b->bad || b->at > b->end || n > b->end - b->at) {
        b->bad = true;
        return 0;
    }
    const uint8_t *p = b->data + (b->at >> 3);
    const unsigned before = (unsigned)(b->at & 7), bytes = (before + n + 7) / 8;
    uint64_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    b->at += n;
    return (uint32_t)(v >> (8 * bytes - before - n) & ((UINT64_C(1) << n) - 1));
}

static inline void st_skip_bits(st_bits *b, uint64_t n)
{
    if (b->bad || b->at > b->end || n > b->end - b->at)
        b->bad = true;
    else
        b->at += n;
}

#endif

/* SPDX-License-Identifier: MIT */
/* A file that a test builds in memory, byte by byte from its specification. */
#ifndef ST_TEST_BUILT_H
#define ST_TEST_BUILT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Grows as it is written to; free(at) at the end. */
typedef struct built {
    uint8_t *at;
    size_t n, cap;
} built;

static inline void put(built *b, const void *data, size_t n)
{
    if (b->n + n >= b->cap)
        b->at = realloc(b->at, b->cap = 2 * (b->n + n) + 64);
    if (n)
        memcpy(b->at + b->n, data, n);
    b->n += n;
}

static inline void put_text(built *b, const char *text)
{
    put(b, text, strlen(text));
}

static inline void put_be(built *b, uint64_t v, unsigned width)
{
    for (unsigned i = width; i-- > 0;)
        put(b, &(uint8_t){(uint8_t)(v >> 8 * i)}, 1);
}

static inline void put_le(built *b, uint64_t v, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        put(b, &(uint8_t){(uint8_t)(v >> 8 * i)}, 1);
}

static inline void put_fill(built *b, uint8_t byte, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put(b, &byte, 1);
}

static inline void drop(built *b)
{
    free(b->at);
    *b = (built){0};
}

#endif

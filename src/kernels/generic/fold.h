/* SPDX-License-Identifier: MIT */
/* A to Z, in words of eight bytes and in single ones. */
#ifndef ST_FOLD_H
#define ST_FOLD_H

#include "kernels/generic/word.h"

/* Top bits of the bytes that are 'A' to 'Z', exactly: no carry leaves a byte. */
static inline uint64_t st_capitals8(uint64_t v)
{
    const uint64_t seven = v & ~ST_TOPS8;
    return (seven + (0x80 - 'A') * ST_ONES8) & ~(seven + (0x7F - 'Z') * ST_ONES8) & ~v & ST_TOPS8;
}

static inline uint8_t st_fold_byte(uint8_t c)
{
    return (uint8_t)(c - 'A') <= 'Z' - 'A' ? (uint8_t)(c | 0x20) : c;
}

#endif

/* SPDX-License-Identifier: MIT */
/* Words of eight bytes for the portable kernels: loads, and the classic tests for a zero lane. */
#ifndef ST_WORD_H
#define ST_WORD_H

#include <stdint.h>
#include <string.h>

#define ST_ONES8 UINT64_C(0x0101010101010101)
#define ST_TOPS8 UINT64_C(0x8080808080808080)
#define ST_ONES16 UINT64_C(0x0001000100010001)
#define ST_TOPS16 UINT64_C(0x8000800080008000)

/* Eight bytes, the first one in the lowest bits on every machine. */
static inline uint64_t st_load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint32_t st_load32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    return v;
}

/* Top bits of the zero lanes. The lowest one set is exact; a borrow can set more above it, never
 * without it. */
static inline uint64_t st_zero8(uint64_t v) { return (v - ST_ONES8) & ~v & ST_TOPS8; }
static inline uint64_t st_zero16(uint64_t v) { return (v - ST_ONES16) & ~v & ST_TOPS16; }

/* Index of the lowest byte that has its top bit set; v is not 0. */
static inline unsigned st_first8(uint64_t v) { return (unsigned)__builtin_ctzll(v) >> 3; }

#endif

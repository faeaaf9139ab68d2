/* SPDX-License-Identifier: MIT */
/* Numbers of four and eight bytes where they stand in memory; whoever calls has seen that they are
 * there. */
#ifndef ST_BYTES_H
#define ST_BYTES_H

#include <stdint.h>

/* A name of four characters as a number, the first one in the highest byte. */
#define ST_FOURCC(a, b, c, d) \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* Spelled out: compilers make one load, and one byte swap where it is needed, of each. */
static inline uint32_t st_load_be32(const uint8_t *p)
{
    return ST_FOURCC(p[0], p[1], p[2], p[3]);
}

static inline uint32_t st_load_le32(const uint8_t *p)
{
    return ST_FOURCC(p[3], p[2], p[1], p[0]);
}

static inline uint64_t st_load_le64(const uint8_t *p)
{
    return st_load_le32(p) | (uint64_t)st_load_le32(p + 4) << 32;
}

/* The number in the low seven bits of each byte, whatever the eighth is (ID3v2 sizes). */
static inline uint32_t st_low_sevens(uint32_t v)
{
    return (v & 0x7F) | (v & 0x7F00) >> 1 | (v & 0x7F0000) >> 2 | (v & 0x7F000000) >> 3;
}

#endif

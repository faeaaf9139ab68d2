/* SPDX-License-Identifier: MIT */
/* The portable UTF-16 kernels, written once for both byte orders; `big` is a constant at each
 * use. */
#ifndef ST_GENERIC_UTF16_H
#define ST_GENERIC_UTF16_H

#include "kernels/generic/word.h"
#include "kernels/kernels.h"

static inline unsigned st_unit16(const uint8_t *p, bool big)
{
    return big ? (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0];
}

/* Packs the low bytes of four lanes of 16 bits (low = lowest byte of the lane). */
static inline uint32_t st_pack16(uint64_t v)
{
    v = (v | v >> 8) & UINT64_C(0x0000FFFF0000FFFF);
    return (uint32_t)(v | v >> 16);
}

static inline void st_store32(uint8_t *p, uint32_t v)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    memcpy(p, &v, sizeof v);
}

/* One code point at src[i]; returns the bytes of src it takes, 0 when malformed. */
static inline size_t st_utf16_point(const uint8_t *src, size_t n, bool big, uint8_t **out)
{
    const unsigned u = st_unit16(src, big);
    uint8_t *o = *out;
    if (u < 0x80) {
        *o++ = (uint8_t)u;
    } else if (u < 0x800) {
        *o++ = (uint8_t)(0xC0 | u >> 6);
        *o++ = (uint8_t)(0x80 | (u & 0x3F));
    } else if ((u & 0xF800) != 0xD800) {
        *o++ = (uint8_t)(0xE0 | u >> 12);
        *o++ = (uint8_t)(0x80 | (u >> 6 & 0x3F));
        *o++ = (uint8_t)(0x80 | (u & 0x3F));
    } else { /* RFC 2781 2.2: a high surrogate, then a low one */
        if (n < 4 || u >= 0xDC00)
            return 0;
        const unsigned low = st_unit16(src + 2, big);
        if ((low & 0xFC00) != 0xDC00)
            return 0;
        const unsigned c = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
        *o++ = (uint8_t)(0xF0 | c >> 18);
        *o++ = (uint8_t)(0x80 | (c >> 12 & 0x3F));
        *o++ = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        *o++ = (uint8_t)(0x80 | (c & 0x3F));
        *out = o;
        return 4;
    }
    *out = o;
    return 2;
}

static inline size_t st_utf16_to_utf8(uint8_t *dst, const uint8_t *src, size_t n, bool big)
{
    const uint64_t not_ascii = big ? UINT64_C(0x80FF80FF80FF80FF) : UINT64_C(0xFF80FF80FF80FF80);
    uint8_t *out = dst;
    size_t i = 0;
    if (n & 1)
        return ST_MALFORMED;
    while (i < n) {
        for (; n - i >= 8; i += 8) {
            const uint64_t w = st_load64(src + i);
            if (w & not_ascii)
                break;
            st_store32(out, st_pack16(big ? w >> 8 : w));
            out += 4;
        }
        for (size_t stop = n - i < 8 ? n : i + 8; i < stop;) {
            const size_t took = st_utf16_point(src + i, n - i, big, &out);
            if (took == 0)
                return ST_MALFORMED;
            i += took;
        }
    }
    return (size_t)(out - dst);
}

static inline uint32_t st_utf16_class(const uint8_t *src, size_t n, bool big)
{
    const uint64_t mask = big ? UINT64_C(0x00F800F800F800F8) : UINT64_C(0xF800F800F800F800);
    const uint64_t mark = big ? UINT64_C(0x00D800D800D800D8) : UINT64_C(0xD800D800D800D800);
    uint64_t all = 0, surrogates = 0;
    uint32_t units = 0, flag = 0;
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        const uint64_t w = st_load64(src + i);
        all |= w;
        surrogates |= st_zero16((w & mask) ^ mark);
    }
    for (; n - i >= 2; i += 2) {
        const unsigned u = st_unit16(src + i, big);
        units |= u;
        flag |= (u & 0xF800) == 0xD800;
    }
    all |= all >> 32;
    all |= all >> 16;
    all &= 0xFFFF;
    units |= (uint32_t)(big ? (all >> 8 | (all & 0xFF) << 8) : all);
    return units | (flag | (surrogates != 0)) << 16;
}

static inline size_t st_utf16_narrow(uint8_t *dst, const uint8_t *src, size_t n, bool big)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        const uint64_t w = st_load64(src + i);
        st_store32(dst + i / 2, st_pack16((big ? w >> 8 : w) & UINT64_C(0x00FF00FF00FF00FF)));
    }
    for (; n - i >= 2; i += 2)
        dst[i / 2] = src[i + big];
    return n / 2;
}

#endif

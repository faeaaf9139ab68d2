/* SPDX-License-Identifier: MIT */
/* Base64 to bytes, for METADATA_BLOCK_PICTURE: whole groups by the kernel, what stands between and
 * behind them one by one. */
#include "text/text.h"

enum { SPACE = -1, END = -2, BAD = -3 };

static int value_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    switch (c) {
    case '+':
        return 62;
    case '/':
        return 63;
    case '=':
        return END;
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
        return SPACE;
    default:
        return BAD;
    }
}

size_t st_base64_decode(uint8_t *dst, const uint8_t *src, size_t n)
{
    uint8_t *out = dst;
    uint32_t bits = 0;
    unsigned have = 0; /* characters in `bits` */
    size_t i = 0;
    for (;;) {
        if (have == 0 && n - i >= 4) {
            const size_t got = st_k.base64_decode(out, src + i, n - i);
            out += got;
            i += got / 3 * 4;
        }
        if (i == n)
            break;
        const int v = value_of(src[i++]);
        if (v == SPACE)
            continue;
        if (v == END)
            break;
        if (v == BAD)
            return ST_MALFORMED;
        bits = bits << 6 | (uint32_t)v;
        if (++have == 4) {
            *out++ = (uint8_t)(bits >> 16);
            *out++ = (uint8_t)(bits >> 8);
            *out++ = (uint8_t)bits;
            have = 0;
        }
    }
    if (have == 1)
        return ST_MALFORMED;
    if (have == 2) /* 12 bits, 8 of them data */
        *out++ = (uint8_t)(bits >> 4);
    if (have == 3) { /* 18 bits, 16 of them data */
        *out++ = (uint8_t)(bits >> 10);
        *out++ = (uint8_t)(bits >> 2);
    }
    return (size_t)(out - dst);
}

/* SPDX-License-Identifier: MIT */
/* base64_encode, portable. */
#include "kernels/kernels.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t st_base64_encode_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    uint8_t *out = dst;
    for (; n >= 3; n -= 3, src += 3, out += 4) {
        const uint32_t v = (uint32_t)src[0] << 16 | (uint32_t)src[1] << 8 | src[2];
        out[0] = (uint8_t)alphabet[v >> 18];
        out[1] = (uint8_t)alphabet[v >> 12 & 63];
        out[2] = (uint8_t)alphabet[v >> 6 & 63];
        out[3] = (uint8_t)alphabet[v & 63];
    }
    if (n) {
        const uint32_t v = (uint32_t)src[0] << 16 | (n == 2 ? (uint32_t)src[1] << 8 : 0);
        out[0] = (uint8_t)alphabet[v >> 18];
        out[1] = (uint8_t)alphabet[v >> 12 & 63];
        out[2] = n == 2 ? (uint8_t)alphabet[v >> 6 & 63] : '=';
        out[3] = '=';
        out += 4;
    }
    return (size_t)(out - dst);
}

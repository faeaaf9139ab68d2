/* SPDX-License-Identifier: MIT */
/* latin1_to_utf8, portable: ASCII eight bytes at a time. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_latin1_to_utf8_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    uint8_t *out = dst;
    size_t i = 0;
    while (i < n) {
        while (n - i >= 8 && !(st_load64(src + i) & ST_TOPS8)) {
            memcpy(out, src + i, 8); /* at least 16 bytes are left in dst */
            out += 8;
            i += 8;
        }
        for (size_t stop = n - i < 8 ? n : i + 8; i < stop; i++) {
            const uint8_t c = src[i];
            if (c < 0x80) {
                *out++ = c;
            } else {
                *out++ = (uint8_t)(0xC0 | c >> 6);
                *out++ = (uint8_t)(0x80 | (c & 0x3F));
            }
        }
    }
    return (size_t)(out - dst);
}

/* SPDX-License-Identifier: MIT */
/* utf16_swap, portable: four units a word. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_utf16_swap_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    const uint64_t low = UINT64_C(0x00FF00FF00FF00FF);
    n &= ~(size_t)1;
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, src + i, sizeof v);
        v = (v & low) << 8 | (v >> 8 & low);
        memcpy(dst + i, &v, sizeof v);
    }
    for (; i < n; i += 2) {
        dst[i] = src[i + 1];
        dst[i + 1] = src[i];
    }
    return n;
}

/* SPDX-License-Identifier: MIT */
/* is_ascii, portable. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

bool st_is_ascii_c(const uint8_t *src, size_t n)
{
    uint64_t any = 0;
    if (n >= 8) {
        size_t i = 0;
        for (; n - i > 32; i += 32) {
            any = st_load64(src + i) | st_load64(src + i + 8) | st_load64(src + i + 16) |
                  st_load64(src + i + 24);
            if (any & ST_TOPS8)
                return false;
        }
        for (; n - i > 8; i += 8)
            any |= st_load64(src + i);
        any |= st_load64(src + n - 8); /* the tail, over bytes already seen */
    } else {
        for (size_t i = 0; i < n; i++)
            any |= src[i];
    }
    return !(any & ST_TOPS8);
}

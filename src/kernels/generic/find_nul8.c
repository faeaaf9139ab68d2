/* SPDX-License-Identifier: MIT */
/* find_nul8, portable. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_find_nul8_c(const uint8_t *src, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        const uint64_t hit = st_zero8(st_load64(src + i));
        if (hit)
            return i + st_first8(hit);
    }
    while (i < n && src[i])
        i++;
    return i;
}

/* SPDX-License-Identifier: MIT */
/* find_nul16, portable. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_find_nul16_c(const uint8_t *src, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        const uint64_t hit = st_zero16(st_load64(src + i));
        if (hit)
            return i + (st_first8(hit) & ~1u);
    }
    for (; n - i >= 2; i += 2)
        if (!(src[i] | src[i + 1]))
            return i;
    return n; /* an odd last byte is no unit */
}

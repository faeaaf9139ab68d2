/* SPDX-License-Identifier: MIT */
/* rfind_pattern32, portable: eight positions at a time, from the end, by the pattern's first
 * byte. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_rfind_pattern32_c(const uint8_t *src, size_t n, uint32_t pattern)
{
    if (n < 4)
        return n;
    const uint64_t spread = (pattern & 0xFF) * ST_ONES8;
    size_t end = n - 3; /* positions left to try: [0, end) */
    for (; end >= 8; end -= 8) {
        if (!st_zero8(st_load64(src + end - 8) ^ spread))
            continue;
        for (size_t i = end; i-- > end - 8;)
            if (st_load32(src + i) == pattern)
                return i;
    }
    while (end-- > 0)
        if (st_load32(src + end) == pattern)
            return end;
    return n;
}

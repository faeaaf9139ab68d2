/* SPDX-License-Identifier: MIT */
/* find_pattern32, portable: eight positions at a time, by the pattern's first byte. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_find_pattern32_c(const uint8_t *src, size_t n, uint32_t pattern)
{
    if (n < 4)
        return n;
    const uint64_t spread = (pattern & 0xFF) * ST_ONES8;
    const size_t end = n - 3; /* positions to try: [0, end) */
    size_t i = 0;
    for (; end - i >= 8; i += 8) {
        uint64_t hits = st_zero8(st_load64(src + i) ^ spread); /* may hold false ones */
        for (; hits; hits &= hits - 1)
            if (st_load32(src + i + st_first8(hits)) == pattern)
                return i + st_first8(hits);
    }
    for (; i < end; i++)
        if (st_load32(src + i) == pattern)
            return i;
    return n;
}

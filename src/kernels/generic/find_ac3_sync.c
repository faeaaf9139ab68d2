/* SPDX-License-Identifier: MIT */
/* find_ac3_sync, portable: looks for 0B bytes eight at a time and tests what is behind each. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* ATSC A/52 5.3 and E.1.2: the syncword; then, by bsid (the upper five bits of byte 5), the AC-3
 * fields fscod (3 is reserved) and frmsizecod (38 on is undefined), or the E-AC-3 fields strmtyp
 * (3 is reserved), fscod and, where that is 3, fscod2 (3 is reserved). */
static inline bool begins_header(const uint8_t *p)
{
    if (p[0] != 0x0B || p[1] != 0x77)
        return false;
    const unsigned bsid = p[5] >> 3;
    if (bsid <= 10)
        return p[4] >> 6 != 3 && (p[4] & 0x3F) < 38;
    return bsid <= 16 && p[2] >> 6 != 3 && p[4] >> 4 != 15;
}

size_t st_find_ac3_sync_c(const uint8_t *src, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8 + 5; i += 8) {
        uint64_t hits = st_zero8(st_load64(src + i) ^ 0x0B * ST_ONES8);
        for (; hits; hits &= hits - 1) {
            const size_t at = i + st_first8(hits);
            if (begins_header(src + at))
                return at;
        }
    }
    for (; n - i >= 6; i++)
        if (begins_header(src + i))
            return i;
    return n;
}

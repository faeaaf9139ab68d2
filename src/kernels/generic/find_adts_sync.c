/* SPDX-License-Identifier: MIT */
/* find_adts_sync, portable: looks for FF bytes eight at a time and tests the header bits behind
 * each. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* ISO 14496-3 1.A.2.2.1: twelve sync bits, two layer bits that are 0; sampling rate indices 13 to
 * 15 are reserved or forbidden (table 1.18). */
static inline bool begins_header(const uint8_t *p)
{
    return p[0] == 0xFF && (p[1] & 0xF6) == 0xF0 && (p[2] & 0x3C) < 13 << 2;
}

size_t st_find_adts_sync_c(const uint8_t *src, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8 + 2; i += 8) {
        uint64_t hits = st_zero8(~st_load64(src + i)); /* may hold false ones, which
                                                          begins_header refuses */
        for (; hits; hits &= hits - 1) {
            const size_t at = i + st_first8(hits);
            if (begins_header(src + at))
                return at;
        }
    }
    for (; n - i >= 3; i++)
        if (begins_header(src + i))
            return i;
    return n;
}

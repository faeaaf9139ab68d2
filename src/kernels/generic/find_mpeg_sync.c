/* SPDX-License-Identifier: MIT */
/* find_mpeg_sync, portable: looks for FF bytes eight at a time and tests the header bits behind
 * each. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* ISO 11172-3 2.4.2.3 and, for the version bits, the MPEG 2.5 extension: 11 sync bits, version
 * 01 is reserved, layer 00 is reserved, bitrate index 15 is forbidden, sampling rate index 3 is
 * reserved. */
static inline bool begins_header(const uint8_t *p)
{
    return p[0] == 0xFF && p[1] >= 0xE0 && (p[1] & 0x18) != 0x08 && (p[1] & 0x06) != 0 &&
           p[2] < 0xF0 && (p[2] & 0x0C) != 0x0C;
}

size_t st_find_mpeg_sync_c(const uint8_t *src, size_t n)
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

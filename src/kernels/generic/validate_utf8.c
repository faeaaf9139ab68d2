/* SPDX-License-Identifier: MIT */
/* validate_utf8, portable: ASCII eight bytes at a time, the rest by the table of RFC 3629
 * section 4. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* Length of the well-formed sequence that begins at p with a byte >= 0x80; 0 if it is none. */
static inline size_t sequence(const uint8_t *p, size_t left)
{
    const uint8_t lead = p[0];
    if (lead < 0xC2 || lead > 0xF4) /* continuation, overlong C0 C1, beyond U+10FFFF */
        return 0;
    const size_t len = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left < len)
        return 0;
    const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;  /* overlong forms */
    /* surrogates, U+110000 */
    const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

bool st_validate_utf8_c(const uint8_t *src, size_t n)
{
    size_t i = 0;
    while (i < n) {
        if (src[i] < 0x80) {
            if (n - i >= 8 && !(st_load64(src + i) & ST_TOPS8))
                i += 8;
            else
                i++;
            continue;
        }
        const size_t len = sequence(src + i, n - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

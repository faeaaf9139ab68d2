/* SPDX-License-Identifier: MIT */
/* unsync_encode, portable: copies eight bytes at a time while there is no FF among them. */
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

size_t st_unsync_encode_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    uint8_t *out = dst;
    size_t i = 0;
    while (i < n) {
        uint64_t v;
        if (n - i >= 8 && !st_zero8(~st_load64(src + i))) {
            memcpy(&v, src + i, sizeof v);
            memcpy(out, &v, sizeof v);
            out += 8;
            i += 8;
            continue;
        }
        const size_t stop = n - i < 8 ? n : i + 8;
        while (i < stop) {
            const uint8_t c = src[i++];
            *out++ = c;
            if (c == 0xFF && (i == n || src[i] >= 0xE0 || src[i] == 0))
                *out++ = 0;
        }
    }
    return (size_t)(out - dst);
}

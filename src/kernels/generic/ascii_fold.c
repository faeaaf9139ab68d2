/* SPDX-License-Identifier: MIT */
/* ascii_fold, portable. */
#include "kernels/generic/fold.h"
#include "kernels/kernels.h"

size_t st_ascii_fold_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, src + i, sizeof v);
        v |= st_capitals8(v) >> 2;
        memcpy(dst + i, &v, sizeof v);
    }
    for (; i < n; i++)
        dst[i] = st_fold_byte(src[i]);
    return n;
}

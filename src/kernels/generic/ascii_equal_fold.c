/* SPDX-License-Identifier: MIT */
/* ascii_equal_fold, portable. */
#include "kernels/generic/fold.h"
#include "kernels/kernels.h"

bool st_ascii_equal_fold_c(const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t v, w;
        memcpy(&v, a + i, sizeof v);
        memcpy(&w, b + i, sizeof w);
        if (v != w && (v | st_capitals8(v) >> 2) != (w | st_capitals8(w) >> 2))
            return false;
    }
    for (; i < n; i++)
        if (st_fold_byte(a[i]) != st_fold_byte(b[i]))
            return false;
    return true;
}

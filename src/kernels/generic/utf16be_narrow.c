/* SPDX-License-Identifier: MIT */
/* utf16be_narrow, portable. */
#include "kernels/generic/utf16.h"

size_t st_utf16be_narrow_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_utf16_narrow(dst, src, n, true);
}

/* SPDX-License-Identifier: MIT */
/* utf16le_to_utf8, portable. */
#include "kernels/generic/utf16.h"

size_t st_utf16le_to_utf8_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_utf16_to_utf8(dst, src, n, false);
}

/* SPDX-License-Identifier: MIT */
/* utf16le_class, portable. */
#include "kernels/generic/utf16.h"

uint32_t st_utf16le_class_c(const uint8_t *src, size_t n) { return st_utf16_class(src, n, false); }

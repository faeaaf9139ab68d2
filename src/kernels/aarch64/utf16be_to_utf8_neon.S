/* SPDX-License-Identifier: MIT */
/* utf16be_to_utf8 for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/utf8_out.h"
#include "kernels/aarch64/utf16.h"

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(utf16be_to_utf8)
        utf16_to_utf8 1

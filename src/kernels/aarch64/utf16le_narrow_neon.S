/* SPDX-License-Identifier: MIT */
/* utf16le_narrow for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/narrow.h"

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(utf16le_narrow)
        narrow  uzp1, 0

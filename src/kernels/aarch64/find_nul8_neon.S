/* SPDX-License-Identifier: MIT */
/* find_nul8 for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/find.h"

/* size_t (x0 src, x1 n) */
KERNEL(find_nul8)
        movi    v7.2d, #0
        find    16b, 8b
        ret

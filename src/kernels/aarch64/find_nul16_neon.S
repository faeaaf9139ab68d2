/* SPDX-License-Identifier: MIT */
/* find_nul16 for NEON: the search over whole units; an odd last byte is left out, and "none" is
 * the length with it. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/find.h"

/* size_t (x0 src, x1 n) */
KERNEL(find_nul16)
        mov     x8, x1
        and     x1, x1, #-2
        movi    v7.2d, #0
        find    8h, 4h
        cmp     x0, x1
        csel    x0, x8, x0, eq
        ret

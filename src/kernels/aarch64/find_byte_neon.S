/* SPDX-License-Identifier: MIT */
/* find_byte for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/find.h"

/* size_t (x0 src, x1 n, w2 byte) */
KERNEL(find_byte)
        dup     v7.16b, w2
        find    16b, 8b
        ret

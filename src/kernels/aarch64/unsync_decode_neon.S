/* SPDX-License-Identifier: MIT */
/* unsync_decode for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/unsync.h"

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(unsync_decode)
        unsync  0

/* SPDX-License-Identifier: MIT */
/* unsync_encode for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/unsync.h"

/* size_t (x0 dst, x1 src, x2 n); dst has 2 n bytes */
KERNEL(unsync_encode)
        unsync  1

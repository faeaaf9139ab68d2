/* SPDX-License-Identifier: MIT */
/* utf16be_class for NEON. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/class.h"

/* uint32_t (x0 src, x1 n) */
KERNEL(utf16be_class)
        class_of 1

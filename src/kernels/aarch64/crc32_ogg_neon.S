/* SPDX-License-Identifier: MIT */
/* crc32_ogg for NEON and PMULL. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/crc.h"

/* uint32_t (w0 crc, x1 src, x2 n) */
KERNEL(crc32_ogg)
        crc     0x04C11DB7, 32

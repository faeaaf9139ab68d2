/* SPDX-License-Identifier: MIT */
/* crc8_flac for NEON and PMULL. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/crc.h"

/* uint32_t (w0 crc, x1 src, x2 n) */
KERNEL(crc8_flac)
        crc     0x07, 8

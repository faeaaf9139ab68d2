/* SPDX-License-Identifier: MIT */
/* find_adts_sync for NEON: the header test of ISO 14496-3 1.A.2.2.1 on 16 positions at once. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/sync.h"

        .macro setup
        movi    v16.16b, #0xFF
        movi    v17.16b, #0xF6                  /* four sync bits and the layer */
        movi    v18.16b, #0xF0
        movi    v19.16b, #0x3C
        movi    v20.16b, #(13 << 2)
        .endm

        .macro candidates
        ldr     q0, [x4]
        ldur    q1, [x4, #1]
        cmeq    v0.16b, v0.16b, v16.16b
        and     v1.16b, v1.16b, v17.16b
        cmeq    v1.16b, v1.16b, v18.16b
        and     v0.16b, v0.16b, v1.16b
        .endm

        .macro headers
        ldur    q1, [x4, #2]
        and     v1.16b, v1.16b, v19.16b
        cmhi    v1.16b, v20.16b, v1.16b
        and     v0.16b, v0.16b, v1.16b
        .endm

/* size_t (x0 src, x1 n) */
KERNEL(find_adts_sync)
        sync    2, 0xFF
.Lheader:
        ldrb    w5, [x4, #1]
        ldrb    w6, [x4, #2]
        mov     w7, #0xF6
        and     w5, w5, w7
        cmp     w5, #0xF0
        b.ne    .Lnext
        and     w6, w6, #0x3C
        cmp     w6, #(13 << 2)
        b.lo    .Lfound
        b       .Lnext

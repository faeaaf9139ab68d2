/* SPDX-License-Identifier: MIT */
/* find_ac3_sync for NEON: the header test of ATSC A/52 (see the portable version) on 16 positions
 * at once. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/sync.h"

        .macro setup
        movi    v16.16b, #0x0B
        movi    v17.16b, #0x77
        movi    v18.16b, #0x3F
        movi    v19.16b, #37
        movi    v20.16b, #0xC0
        movi    v21.16b, #0xF0
        movi    v22.16b, #(10 << 3 | 7)
        movi    v23.16b, #(16 << 3 | 7)
        .endm

        .macro candidates
        ldr     q0, [x4]
        ldur    q1, [x4, #1]
        cmeq    v0.16b, v0.16b, v16.16b
        cmeq    v1.16b, v1.16b, v17.16b
        and     v0.16b, v0.16b, v1.16b
        .endm

        .macro headers
        ldur    q2, [x4, #2]
        ldur    q4, [x4, #4]
        ldur    q5, [x4, #5]
        and     v1.16b, v4.16b, v18.16b
        cmhs    v1.16b, v19.16b, v1.16b         /* AC-3: frmsizecod and fscod */
        cmhi    v6.16b, v20.16b, v4.16b
        and     v1.16b, v1.16b, v6.16b
        cmhi    v3.16b, v20.16b, v2.16b         /* E-AC-3: strmtyp, fscod with fscod2, bsid */
        cmhi    v6.16b, v21.16b, v4.16b
        and     v3.16b, v3.16b, v6.16b
        cmhs    v6.16b, v23.16b, v5.16b
        and     v3.16b, v3.16b, v6.16b
        cmhs    v6.16b, v22.16b, v5.16b
        bsl     v6.16b, v1.16b, v3.16b
        and     v0.16b, v0.16b, v6.16b
        .endm

/* size_t (x0 src, x1 n) */
KERNEL(find_ac3_sync)
        sync    5, 0x0B
.Lheader:
        ldrb    w5, [x4, #1]
        cmp     w5, #0x77
        b.ne    .Lnext
        ldrb    w5, [x4, #5]
        ldrb    w6, [x4, #4]
        cmp     w5, #0x57
        b.hi    .Le_ac3
        cmp     w6, #0xC0
        b.hs    .Lnext
        and     w6, w6, #0x3F
        cmp     w6, #38
        b.lo    .Lfound
        b       .Lnext
.Le_ac3:
        cmp     w5, #0x87
        b.hi    .Lnext
        cmp     w6, #0xF0
        b.hs    .Lnext
        ldrb    w5, [x4, #2]
        cmp     w5, #0xC0
        b.lo    .Lfound
        b       .Lnext

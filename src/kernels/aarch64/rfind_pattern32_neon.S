/* SPDX-License-Identifier: MIT */
/* rfind_pattern32 for NEON: 16 positions at once, from the end. */
#include "kernels/aarch64/kernel.h"

/* size_t (x0 src, x1 n, w2 pattern) */
KERNEL(rfind_pattern32)
        subs    x3, x1, #3                      /* positions to try */
        b.ls    .Lnone
        cmp     x3, #16
        b.lo    .Leach
        fmov    s7, w2
        dup     v4.16b, v7.b[0]
        dup     v5.16b, v7.b[1]
        dup     v6.16b, v7.b[2]
        dup     v7.16b, v7.b[3]
        sub     x3, x3, #16
.Lloop:
        add     x4, x0, x3
        ldr     q0, [x4]
        ldur    q1, [x4, #1]
        ldur    q2, [x4, #2]
        ldur    q3, [x4, #3]
        cmeq    v0.16b, v0.16b, v4.16b
        cmeq    v1.16b, v1.16b, v5.16b
        cmeq    v2.16b, v2.16b, v6.16b
        cmeq    v3.16b, v3.16b, v7.16b
        and     v0.16b, v0.16b, v1.16b
        and     v2.16b, v2.16b, v3.16b
        and     v0.16b, v0.16b, v2.16b
        nibbles 5, 0
        cbnz    x5, .Lfound
        cbz     x3, .Lnone                      /* this was the first vector */
        subs    x3, x3, #16
        csel    x3, x3, xzr, hs                 /* the first one overlaps the second */
        b       .Lloop
.Lfound:
        clz     x5, x5
        eor     x5, x5, #63
        add     x0, x3, x5, lsr #2
        ret

.Leach:
        sub     x3, x3, #1
        ldr     w4, [x0, x3]
        cmp     w4, w2
        b.eq    .Lat
        cbnz    x3, .Leach
.Lnone:
        mov     x0, x1
        ret
.Lat:
        mov     x0, x3
        ret

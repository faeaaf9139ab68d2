/* SPDX-License-Identifier: MIT */
/* find_pattern32 for NEON: 16 positions at once. */
#include "kernels/aarch64/kernel.h"

/* size_t (x0 src, x1 n, w2 pattern) */
KERNEL(find_pattern32)
        subs    x3, x1, #3                      /* positions to try */
        b.ls    .Lnone
        mov     x4, #0
        cmp     x3, #16
        b.lo    .Leach
        fmov    s7, w2
        dup     v4.16b, v7.b[0]
        dup     v5.16b, v7.b[1]
        dup     v6.16b, v7.b[2]
        dup     v7.16b, v7.b[3]
        sub     x3, x3, #16                     /* start of the last vector */
.Lloop:
        add     x5, x0, x4
        ldr     q0, [x5]
        ldur    q3, [x5, #3]
        cmeq    v0.16b, v0.16b, v4.16b
        cmeq    v3.16b, v3.16b, v7.16b
        and     v0.16b, v0.16b, v3.16b
        umaxp   v3.16b, v0.16b, v0.16b
        fmov    x6, d3
        cbnz    x6, .Lcandidate
.Ladvance:
        cmp     x4, x3                          /* was this the last vector? */
        b.eq    .Lnone
        add     x4, x4, #16
        cmp     x4, x3
        csel    x4, x4, x3, lo
        b       .Lloop
.Lcandidate:
        ldur    q1, [x5, #1]
        ldur    q2, [x5, #2]
        cmeq    v1.16b, v1.16b, v5.16b
        cmeq    v2.16b, v2.16b, v6.16b
        and     v1.16b, v1.16b, v2.16b
        and     v0.16b, v0.16b, v1.16b
        nibbles 6, 0
        cbz     x6, .Ladvance
        rbit    x6, x6
        clz     x6, x6
        add     x0, x4, x6, lsr #2
        ret

.Leach:                                         /* up to 15 positions, one by one */
        ldr     w5, [x0, x4]
        cmp     w5, w2
        b.eq    .Lat
        add     x4, x4, #1
        cmp     x4, x3
        b.lo    .Leach
.Lnone:
        mov     x0, x1
        ret
.Lat:
        mov     x0, x4
        ret

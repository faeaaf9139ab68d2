/* SPDX-License-Identifier: MIT */
/* ascii_equal_fold for NEON: bytes may differ in the bit of the case, and only where either is a
 * letter. */
#include "kernels/aarch64/kernel.h"

/* v0 and v1: what differs but by case, into v0. */
        .macro differ a
        eor     v1.\a, v1.\a, v0.\a
        orr     v0.\a, v0.\a, v6.\a
        sub     v0.\a, v0.\a, v4.\a
        cmhi    v0.\a, v5.\a, v0.\a             /* a letter */
        and     v0.\a, v0.\a, v6.\a
        bic     v0.\a, v1.\a, v0.\a
        .endm

/* bool (x0 a, x1 b, x2 n) */
KERNEL(ascii_equal_fold)
        cmp     x2, #8
        b.lo    .Lunder8
        movi    v4.16b, #'a'
        movi    v5.16b, #26
        movi    v6.16b, #0x20
        cmp     x2, #16
        b.lo    .Lunder16
        sub     x3, x2, #16                     /* start of the last vector */
        mov     x4, #0
.Lloop:
        ldr     q0, [x0, x4]
        ldr     q1, [x1, x4]
        differ  16b
        umaxp   v0.16b, v0.16b, v0.16b
        fmov    x5, d0
        cbnz    x5, .Lother
        cmp     x4, x3                          /* was this the last vector? */
        b.eq    .Lsame
        add     x4, x4, #16
        cmp     x4, x3
        csel    x4, x4, x3, lo
        b       .Lloop
.Lunder16:
        sub     x3, x2, #8
        ldr     d0, [x0]
        ldr     d1, [x1]
        ldr     d2, [x0, x3]
        ldr     d3, [x1, x3]
        ins     v0.d[1], v2.d[0]
        ins     v1.d[1], v3.d[0]
        differ  16b
        umaxp   v0.16b, v0.16b, v0.16b
        fmov    x5, d0
        cbnz    x5, .Lother
.Lsame:
        mov     w0, #1
        ret
.Lunder8:
        cbz     x2, .Lsame
        sub     x2, x2, #1
        ldrb    w3, [x0, x2]
        ldrb    w4, [x1, x2]
        eor     w5, w3, w4
        cbz     w5, .Lunder8
        cmp     w5, #0x20
        b.ne    .Lother
        orr     w3, w3, #0x20
        sub     w3, w3, #'a'
        cmp     w3, #26
        b.lo    .Lunder8
.Lother:
        mov     w0, #0
        ret

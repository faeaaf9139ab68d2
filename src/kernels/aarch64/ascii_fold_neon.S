/* SPDX-License-Identifier: MIT */
/* ascii_fold for NEON. Folding twice is folding once, so a short end is a vector that overlaps the
 * one before, in place too. */
#include "kernels/aarch64/kernel.h"

        .macro fold v, t, arrangement
        sub     v\t\().\arrangement, v\v\().\arrangement, v4.\arrangement
        cmhi    v\t\().\arrangement, v5.\arrangement, v\t\().\arrangement
        and     v\t\().\arrangement, v\t\().\arrangement, v6.\arrangement
        orr     v\v\().\arrangement, v\v\().\arrangement, v\t\().\arrangement
        .endm

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(ascii_fold)
        cmp     x2, #8
        b.lo    .Lunder8
        movi    v4.16b, #'A'
        movi    v5.16b, #26
        movi    v6.16b, #0x20
        cmp     x2, #16
        b.lo    .Lunder16
        sub     x3, x2, #16                     /* start of the last vector */
        ldr     q2, [x1, x3]                    /* before anything is written */
        fold    2, 3, 16b
        mov     x4, #0
        cbz     x3, .Llast
.Lloop:
        ldr     q0, [x1, x4]
        fold    0, 1, 16b
        str     q0, [x0, x4]
        add     x4, x4, #16
        cmp     x4, x3
        b.lo    .Lloop
.Llast:
        str     q2, [x0, x3]
        b       .Ldone
.Lunder16:
        sub     x3, x2, #8
        ldr     d0, [x1]
        ldr     d1, [x1, x3]
        fold    0, 2, 8b
        fold    1, 3, 8b
        str     d0, [x0]
        str     d1, [x0, x3]
        b       .Ldone
.Lunder8:
        cbz     x2, .Ldone
        mov     x4, #0
.Lbyte:
        ldrb    w3, [x1, x4]
        sub     w5, w3, #'A'
        orr     w6, w3, #0x20
        cmp     w5, #26
        csel    w3, w6, w3, lo
        strb    w3, [x0, x4]
        add     x4, x4, #1
        cmp     x4, x2
        b.lo    .Lbyte
.Ldone:
        mov     x0, x2
        ret

/* SPDX-License-Identifier: MIT */
/* utf16_swap for NEON: the place of a unit in dst is known, so a short end is a vector that
 * overlaps the one before. */
#include "kernels/aarch64/kernel.h"

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(utf16_swap)
        and     x2, x2, #-2
        cmp     x2, #16
        b.lo    .Lunder16
        sub     x3, x2, #16                     /* start of the last vector */
        mov     x4, #0
.Lloop:
        ldr     q0, [x1, x4]
        rev16   v0.16b, v0.16b
        str     q0, [x0, x4]
        cmp     x4, x3
        b.eq    .Ldone
        add     x4, x4, #16
        cmp     x4, x3
        csel    x4, x4, x3, lo
        b       .Lloop
.Lunder16:
        cmp     x2, #8
        b.lo    .Lunder8
        sub     x3, x2, #8
        ldr     d0, [x1]
        ldr     d1, [x1, x3]
        rev16   v0.8b, v0.8b
        rev16   v1.8b, v1.8b
        str     d0, [x0]
        str     d1, [x0, x3]
        b       .Ldone
.Lunder8:
        mov     x4, #0
        cbz     x2, .Ldone
.Lunit:
        ldrh    w3, [x1, x4]
        rev16   w3, w3
        strh    w3, [x0, x4]
        add     x4, x4, #2
        cmp     x4, x2
        b.lo    .Lunit
.Ldone:
        mov     x0, x2
        ret

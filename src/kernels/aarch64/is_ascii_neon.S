/* SPDX-License-Identifier: MIT */
/* is_ascii for NEON: ORs everything and looks at the top bits; what is short is two overlapping
 * loads. */
#include "kernels/aarch64/kernel.h"

/* bool (x0 src, x1 n) */
KERNEL(is_ascii)
        cmp     x1, #16
        b.hs    .Lvectors
        cmp     x1, #8
        b.hs    .Ltwo8
        cbz     x1, .Lyes
        load_under_8 2, 0, 1, 3, 4
        tst     x2, #0x8080808080808080
        cset    w0, eq
        ret
.Lyes:
        mov     w0, #1
        ret
.Ltwo8:
        sub     x2, x1, #8
        ldr     x3, [x0]
        ldr     x2, [x0, x2]
        orr     x3, x3, x2
        tst     x3, #0x8080808080808080
        cset    w0, eq
        ret

.Lvectors:
        add     x3, x0, x1
        sub     x3, x3, #16                     /* start of the last vector */
        subs    x1, x1, #64
        b.lo    .Lrest
.Lloop64:
        ldp     q0, q1, [x0], #32
        ldp     q2, q3, [x0], #32
        orr     v0.16b, v0.16b, v1.16b
        orr     v2.16b, v2.16b, v3.16b
        orr     v0.16b, v0.16b, v2.16b
        umaxv   b0, v0.16b
        umov    w2, v0.b[0]
        tbnz    w2, #7, .Lno
        subs    x1, x1, #64
        b.hs    .Lloop64
.Lrest:                                         /* fewer than 64 are left, or 16 to 63 there were */
        ldr     q0, [x3]
.Lloop16:
        cmp     x0, x3
        b.hs    .Ldone
        ldr     q1, [x0], #16
        orr     v0.16b, v0.16b, v1.16b
        b       .Lloop16
.Ldone:
        umaxv   b0, v0.16b
        umov    w2, v0.b[0]
        lsr     w2, w2, #7
        eor     w0, w2, #1
        ret
.Lno:
        mov     w0, #0
        ret

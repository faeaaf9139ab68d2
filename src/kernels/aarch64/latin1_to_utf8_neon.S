/* SPDX-License-Identifier: MIT */
/* latin1_to_utf8 for NEON: ASCII is copied; elsewhere bytes become words of one or two bytes,
 * packed four at a time. */
#include "kernels/aarch64/kernel.h"
#include "kernels/aarch64/utf8_out.h"

/* size_t (x0 dst, x1 src, x2 n); dst has 2 n bytes, so eight may be stored wherever four more
 * are to come */
KERNEL(latin1_to_utf8)
        mov     x8, x0
        cmp     x2, #16
        b.lo    .Lunder16
        two_bytes_setup
.Lloop:                                         /* 16 or more are left */
        ldr     q5, [x1]
        umaxv   b0, v5.16b
        umov    w3, v0.b[0]
        tbnz    w3, #7, .Lmixed
        str     q5, [x0], #16
        add     x1, x1, #16
        sub     x2, x2, #16
        cmp     x2, #16
        b.hs    .Lloop
        cbz     x2, .Ldone                      /* up to 15, and 16 or more have gone before */
        add     x3, x1, x2
        ldur    q5, [x3, #-16]
        umaxv   b0, v5.16b
        umov    w3, v0.b[0]
        tbnz    w3, #7, .Lunder16
        add     x0, x0, x2
        stur    q5, [x0, #-16]                  /* all ASCII: what is written again is what
                                                   stands there */
        b       .Ldone
.Lmixed:
        uxtl    v0.8h, v5.8b
        emit8
        uxtl2   v0.8h, v5.16b
        emit8
        add     x1, x1, #16
        sub     x2, x2, #16
        cmp     x2, #16
        b.hs    .Lloop
.Lunder16:
        cmp     x2, #8
        b.lo    .Lunder8
        sub     x3, x2, #8
        ldr     x4, [x1]
        ldr     x5, [x1, x3]
        orr     x6, x4, x5
        tst     x6, #0x8080808080808080
        b.ne    .Lfour_setup
        str     x4, [x0]
        str     x5, [x0, x3]
        add     x0, x0, x2
        b       .Ldone
.Lunder8:
        cmp     x2, #4
        b.lo    .Lunder4
        sub     x3, x2, #4
        ldr     w4, [x1]
        ldr     w5, [x1, x3]
        orr     w6, w4, w5
        tst     w6, #0x80808080
        b.ne    .Lfour_setup
        str     w4, [x0]
        str     w5, [x0, x3]
        add     x0, x0, x2
        b       .Ldone
.Lfour_setup:                                   /* 4 to 15, not all ASCII */
        two_bytes_setup
.Lfour:
        ldr     s0, [x1], #4
        uxtl    v0.8h, v0.8b
        emit4
        sub     x2, x2, #4
        cmp     x2, #4
        b.hs    .Lfour
.Lunder4:
        cbz     x2, .Ldone
.Lbyte:
        ldrb    w3, [x1], #1
        tbnz    w3, #7, .Ltwo
        strb    w3, [x0], #1
        subs    x2, x2, #1
        b.ne    .Lbyte
        b       .Ldone
.Ltwo:
        lsr     w4, w3, #6
        orr     w4, w4, #0xC0
        and     w3, w3, #0x3F
        orr     w3, w3, #0x80
        strb    w4, [x0], #1
        strb    w3, [x0], #1
        subs    x2, x2, #1
        b.ne    .Lbyte
.Ldone:
        sub     x0, x0, x8
        ret

        two_bytes_constants

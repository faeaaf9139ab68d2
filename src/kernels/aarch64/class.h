/* SPDX-License-Identifier: MIT */
/* utf16le_class and utf16be_class. OR does not mind a unit taken twice, so every length is full
 * or overlapping vectors.
 *
 * class_of big: x0 src, x1 n; result in w0. */
        .macro units v, t, big
        .if \big
        rev16   v\v\().16b, v\v\().16b
        .endif
        orr     v0.16b, v0.16b, v\v\().16b
        and     v\t\().16b, v\v\().16b, v16.16b
        cmeq    v\t\().8h, v\t\().8h, v17.8h
        orr     v1.16b, v1.16b, v\t\().16b
        .endm

        .macro class_of big
        ands    x1, x1, #-2
        b.eq    .Lempty
        movi    v0.2d, #0
        movi    v1.2d, #0
        movi    v16.8h, #0xF8, lsl #8
        movi    v17.8h, #0xD8, lsl #8
        cmp     x1, #16
        b.hs    .Lvectors
        cmp     x1, #8
        b.hs    .Ltwo8
        load_under_8 2, 0, 1, 3, 4
        fmov    d2, x2
        units   2, 3, \big
        b       .Lsum
.Ltwo8:
        sub     x2, x1, #8
        ldr     d2, [x0]
        ldr     d3, [x0, x2]
        mov     v2.d[1], v3.d[0]
        units   2, 3, \big
        b       .Lsum
.Lvectors:
        add     x2, x0, x1
        sub     x2, x2, #16                     /* the last vector */
        ldr     q2, [x2]
        units   2, 3, \big
.Lloop:
        cmp     x0, x2
        b.hs    .Lsum
        ldr     q2, [x0], #16
        units   2, 3, \big
        b       .Lloop
.Lsum:
        fmov    x2, d0
        mov     x3, v0.d[1]
        orr     x2, x2, x3
        orr     x2, x2, x2, lsr #32
        orr     x2, x2, x2, lsr #16
        and     w2, w2, #0xFFFF
        umaxv   h1, v1.8h
        umov    w3, v1.h[0]
        and     w3, w3, #1
        orr     w0, w2, w3, lsl #16
        ret
.Lempty:
        mov     w0, #0
        ret
        .endm

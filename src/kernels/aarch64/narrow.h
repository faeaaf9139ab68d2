/* SPDX-License-Identifier: MIT */
/* utf16le_narrow and utf16be_narrow: the place of a byte in dst is known, so a short end is a
 * vector that overlaps the one before.
 *
 * narrow pick, big: x0 dst, x1 src, x2 n; `pick` is uzp1 (even bytes) or uzp2 (odd bytes). */
        .macro narrow pick, big
        lsr     x3, x2, #1                      /* units, which is the result */
        cmp     x3, #8
        b.lo    .Lunder8
        cmp     x3, #16
        b.hs    .Lvectors
        add     x4, x1, x3, lsl #1
        ldr     q0, [x1]
        ldur    q1, [x4, #-16]
        add     x5, x0, x3
        \pick   v0.16b, v0.16b, v0.16b
        \pick   v1.16b, v1.16b, v1.16b
        str     d0, [x0]
        stur    d1, [x5, #-8]
        mov     x0, x3
        ret
.Lvectors:
        sub     x4, x3, #16                     /* unit where the last vector starts */
        mov     x5, #0
.Lloop:
        add     x6, x1, x5, lsl #1
        ldp     q0, q1, [x6]
        \pick   v0.16b, v0.16b, v1.16b
        str     q0, [x0, x5]
        cmp     x5, x4
        b.eq    .Ldone
        add     x5, x5, #16
        cmp     x5, x4
        csel    x5, x5, x4, lo
        b       .Lloop
.Lunder8:
        cbz     x3, .Ldone
        mov     x5, x3
        .if \big
        add     x1, x1, #1
        .endif
.Lunit:
        ldrb    w6, [x1], #2
        strb    w6, [x0], #1
        subs    x5, x5, #1
        b.ne    .Lunit
.Ldone:
        mov     x0, x3
        ret
        .endm

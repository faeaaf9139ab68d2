/* SPDX-License-Identifier: MIT */
/* The search for a lane that equals another, for find_byte, find_nul8 (lanes of one byte) and
 * find_nul16 (of two).
 *
 * find full, half: x0 src, x1 n (a whole number of lanes), the lane sought in every lane of v7.
 * Leaves the index in x0, x1 if none. `full` and `half` are the arrangements of a whole and half
 * a register: 16b and 8b, or 8h and 4h. Changes x2 to x6, v0 to v4. */
        .macro find full, half
        cmp     x1, #16
        b.hs    .Lvectors
        cmp     x1, #8
        b.hs    .Ltwo8
        cbz     x1, .Lnone
        load_under_8 2, 0, 1, 3, 4
        fmov    d0, x2
        cmeq    v0.\half, v0.\half, v7.\half
        fmov    x2, d0
        rbit    x2, x2
        clz     x2, x2
        lsr     x2, x2, #3                      /* what is found above n is no input */
        cmp     x2, x1
        csel    x0, x2, x1, lo
        b       .Lreturn
.Ltwo8:
        sub     x3, x1, #8
        ldr     d0, [x0]
        ldr     d1, [x0, x3]
        cmeq    v0.\half, v0.\half, v7.\half
        cmeq    v1.\half, v1.\half, v7.\half
        fmov    x2, d0
        cbz     x2, 1f
        mov     x3, #0
        b       2f
1:      fmov    x2, d1
        cbz     x2, .Lnone
2:      rbit    x2, x2
        clz     x2, x2
        add     x0, x3, x2, lsr #3
        b       .Lreturn

.Lvectors:
        mov     x2, #0
        sub     x3, x1, #16                     /* start of the last vector */
        cmp     x1, #128
        b.hs    .Lloop64
.Lloop16:
        ldr     q0, [x0, x2]
        cmeq    v0.\full, v0.\full, v7.\full
        nibbles 4, 0
        cbnz    x4, .Lfound
        add     x2, x2, #16
        cmp     x2, x3
        b.lo    .Lloop16
        mov     x2, x3                          /* the last vector overlaps the one before */
        ldr     q0, [x0, x2]
        cmeq    v0.\full, v0.\full, v7.\full
        nibbles 4, 0
        cbnz    x4, .Lfound
.Lnone:
        mov     x0, x1
        b       .Lreturn
.Lfound:
        rbit    x4, x4
        clz     x4, x4
        add     x0, x2, x4, lsr #2
        b       .Lreturn

.Lloop64:
        add     x5, x0, x2
        ldp     q0, q1, [x5]
        ldp     q2, q3, [x5, #32]
        cmeq    v0.\full, v0.\full, v7.\full
        cmeq    v1.\full, v1.\full, v7.\full
        cmeq    v2.\full, v2.\full, v7.\full
        cmeq    v3.\full, v3.\full, v7.\full
        orr     v0.16b, v0.16b, v1.16b
        orr     v2.16b, v2.16b, v3.16b
        orr     v0.16b, v0.16b, v2.16b
        umaxp   v0.16b, v0.16b, v0.16b
        fmov    x4, d0
        cbnz    x4, .Lloop16                    /* it is in these 64 bytes */
        add     x2, x2, #64
        add     x5, x2, #48
        cmp     x5, x3
        b.ls    .Lloop64
        cmp     x2, x3
        csel    x2, x2, x3, lo
        b       .Lloop16
.Lreturn:
        .endm

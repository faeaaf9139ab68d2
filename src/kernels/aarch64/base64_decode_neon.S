/* SPDX-License-Identifier: MIT */
/* base64_decode for NEON. Which characters are digits is a matter of both halves of a byte: a table
 * of each half has bits that meet only for others. Stores never pass what has been read, so dst
 * may be src. */
#include "kernels/aarch64/kernel.h"

/* v<v>: characters to their values; v<bad> is not 0 where there is no digit. Changes v6, v7. */
        .macro values v, bad
        ushr    v6.16b, v\v\().16b, #4
        and     v7.16b, v\v\().16b, v20.16b
        tbl     v\bad\().16b, {v16.16b}, v6.16b
        tbl     v7.16b, {v17.16b}, v7.16b
        and     v\bad\().16b, v\bad\().16b, v7.16b
        cmeq    v7.16b, v\v\().16b, v21.16b     /* '/', which shares its upper half with '+' */
        add     v6.16b, v6.16b, v7.16b
        tbl     v6.16b, {v18.16b}, v6.16b
        add     v\v\().16b, v\v\().16b, v6.16b
        .endm

/* Four values of six bits each to three bytes, together in the lowest 12. Changes v1. */
        .macro pack
        ushr    v1.8h, v0.8h, #8
        sli     v1.8h, v0.8h, #6
        ushr    v0.4s, v1.4s, #16
        sli     v0.4s, v1.4s, #12
        tbl     v0.16b, {v0.16b}, v19.16b
        .endm

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(base64_decode)
        mov     x8, x0
        and     x2, x2, #-4
        cbz     x2, .Ldone
        ADDRESS(x3, .Ltables)
        ldp     q16, q17, [x3]
        ldp     q18, q19, [x3, #32]
        movi    v20.16b, #0x0F
        movi    v21.16b, #0x2F
        cmp     x2, #64
        b.lo    .Lunder64
.Lloop64:
        ld4     {v0.16b, v1.16b, v2.16b, v3.16b}, [x1]
        values  0, 4
        values  1, 5
        orr     v4.16b, v4.16b, v5.16b
        values  2, 5
        orr     v4.16b, v4.16b, v5.16b
        values  3, 5
        orr     v4.16b, v4.16b, v5.16b
        umaxp   v4.16b, v4.16b, v4.16b
        fmov    x4, d4
        cbnz    x4, .Lunder64
        shl     v4.16b, v0.16b, #2
        ushr    v6.16b, v1.16b, #4
        orr     v4.16b, v4.16b, v6.16b
        shl     v5.16b, v1.16b, #4
        ushr    v6.16b, v2.16b, #2
        orr     v5.16b, v5.16b, v6.16b
        shl     v6.16b, v2.16b, #6
        orr     v6.16b, v6.16b, v3.16b
        st3     {v4.16b, v5.16b, v6.16b}, [x0], #48
        add     x1, x1, #64
        sub     x2, x2, #64
        cmp     x2, #64
        b.hs    .Lloop64
.Lunder64:
        cmp     x2, #16
        b.lo    .Lunder16
.Lloop16:
        ldr     q0, [x1]
        values  0, 2
        umaxp   v2.16b, v2.16b, v2.16b
        fmov    x4, d2
        cbnz    x4, .Lgroup
        pack
        str     d0, [x0]
        add     x4, x0, #8
        st1     {v0.s}[2], [x4]
        add     x0, x0, #12
        add     x1, x1, #16
        sub     x2, x2, #16
        cmp     x2, #16
        b.hs    .Lloop16
.Lunder16:
        cbz     x2, .Ldone
.Lgroup:                                        /* until one is bad, or the end */
        ldr     s0, [x1]
        values  0, 2
        fmov    w4, s2
        cbnz    w4, .Ldone
        pack
        fmov    w4, s0
        strh    w4, [x0]
        lsr     w4, w4, #16
        strb    w4, [x0, #2]
        add     x0, x0, #3
        add     x1, x1, #4
        subs    x2, x2, #4
        b.ne    .Lgroup
.Ldone:
        sub     x0, x0, x8
        ret

        CONSTANTS
        .p2align 4
.Ltables:
        .byte   0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08 /* by the upper half */
        .fill   8, 1, 0x10
        .byte   0x15                            /* by the lower half */
        .fill   9, 1, 0x11
        .byte   0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A
        .byte   0, 16, 19, 4, -65, -65, -71, -71 /* from the character to the value */
        .fill   8, 1, 0
        .byte   2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80

/* SPDX-License-Identifier: MIT */
/* validate_utf8 for NEON: the nibble-table method of Keiser and Lemire; the tables are explained
 * in the AVX2 file. The end is a vector filled up with zeros: a sequence that is cut off then
 * meets an ASCII byte, which is wrong in itself. */
#include "kernels/aarch64/kernel.h"

#define TOO_SHORT 1
#define TOO_LONG 2
#define OVERLONG_3 4
#define TOO_LARGE 8
#define SURROGATE 16
#define OVERLONG_2 32
#define OVERLONG_4 64
#define TWO_CONTS 128
#define ALWAYS (TOO_SHORT | TOO_LONG | TWO_CONTS)

/* Checks v0 behind v7, findings into v6. Changes v1 to v5. */
        .macro block
        ext     v1.16b, v7.16b, v0.16b, #15     /* the byte before each */
        ext     v2.16b, v7.16b, v0.16b, #14
        ext     v3.16b, v7.16b, v0.16b, #13
        ushr    v4.16b, v1.16b, #4
        and     v1.16b, v1.16b, v19.16b
        ushr    v5.16b, v0.16b, #4
        tbl     v4.16b, {v16.16b}, v4.16b
        tbl     v1.16b, {v17.16b}, v1.16b
        tbl     v5.16b, {v18.16b}, v5.16b
        and     v4.16b, v4.16b, v1.16b
        and     v4.16b, v4.16b, v5.16b
        uqsub   v2.16b, v2.16b, v20.16b         /* top bit: E0 or more two before */
        uqsub   v3.16b, v3.16b, v21.16b         /* top bit: F0 or more three before */
        orr     v2.16b, v2.16b, v3.16b
        and     v2.16b, v2.16b, v22.16b         /* here a second continuation must stand */
        eor     v4.16b, v4.16b, v2.16b
        orr     v6.16b, v6.16b, v4.16b
        .endm

/* bool (x0 src, x1 n) */
KERNEL(validate_utf8)
        cmp     x1, #16
        b.hs    .Lvectors
        cmp     x1, #8
        b.hs    .Ltwo8
        cbz     x1, .Lyes
        load_under_8 2, 0, 1, 3, 4
        tst     x2, #0x8080808080808080
        b.eq    .Lyes
        fmov    d0, x2
        b       .Lonly
.Ltwo8:
        sub     x3, x1, #8
        ldr     x2, [x0]
        ldr     x4, [x0, x3]
        orr     x5, x2, x4
        tst     x5, #0x8080808080808080
        b.eq    .Lyes
        fmov    d0, x2
        cbz     x3, .Lonly                      /* just eight */
        neg     x3, x3, lsl #3
        lsr     x4, x4, x3                      /* bytes 8 to n - 1: shifted by 64 - 8 (n - 8),
                                                   taken modulo 64 */
        mov     v0.d[1], x4
.Lonly:
        ADDRESS(x3, .Ltables)
        ldp     q16, q17, [x3]
        ldr     q18, [x3, #32]
        movi    v6.2d, #0
        movi    v7.2d, #0
        movi    v19.16b, #0x0F
        movi    v20.16b, #0x60
        movi    v21.16b, #0x70
        movi    v22.16b, #0x80
.Llast:
        block
        umaxv   b0, v6.16b
        umov    w2, v0.b[0]
        cmp     w2, #0
        cset    w0, eq
        ret
.Lyes:
        mov     w0, #1
        ret

.Lvectors:
        ADDRESS(x3, .Ltables)
        ldp     q16, q17, [x3]
        ldr     q18, [x3, #32]
        movi    v6.2d, #0
        movi    v7.2d, #0
        movi    v19.16b, #0x0F
        movi    v20.16b, #0x60
        movi    v21.16b, #0x70
        movi    v22.16b, #0x80
.Lloop:
        ldr     q0, [x0], #16
        orr     v1.16b, v0.16b, v7.16b
        umaxv   b1, v1.16b
        umov    w2, v1.b[0]
        tbz     w2, #7, .Lascii
        block
.Lascii:
        mov     v7.16b, v0.16b
        sub     x1, x1, #16
        cmp     x1, #16
        b.hs    .Lloop
        add     x0, x0, x1                      /* the last x1 bytes, 0 to 15, zeros behind them */
        ldur    q0, [x0, #-16]
        add     x3, x3, #64
        sub     x3, x3, x1
        ldr     q1, [x3]
        tbl     v0.16b, {v0.16b}, v1.16b
        b       .Llast

        CONSTANTS
        .p2align 4
.Ltables:
        .byte   TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG
        .byte   TWO_CONTS, TWO_CONTS, TWO_CONTS, TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT
        .byte   TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | OVERLONG_4
        .byte   ALWAYS | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, ALWAYS | OVERLONG_2, ALWAYS, ALWAYS
        .byte   ALWAYS | TOO_LARGE
        .rept   8
        .byte   ALWAYS | TOO_LARGE | OVERLONG_4
        .endr
        .byte   ALWAYS | TOO_LARGE | OVERLONG_4 | SURROGATE
        .byte   ALWAYS | TOO_LARGE | OVERLONG_4, ALWAYS | TOO_LARGE | OVERLONG_4
        .rept   2
        .byte   TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT
        .endr
        .byte   TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | OVERLONG_4
        .byte   TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE
        .byte   TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE
        .byte   TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE
        .byte   TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT
        /* indices to slide a vector's end to its front */
        .byte   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .fill   16, 1, 0xFF

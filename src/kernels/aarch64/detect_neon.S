/* SPDX-License-Identifier: MIT */
/* detect for NEON: signatures at fixed places by compares without branches; the others by nibble
 * tables over the first two bytes of each, 16 positions at once, and a full comparison of the
 * few candidates. The tables are explained in the AVX2 file. */
#include "kernels/aarch64/kernel.h"

/* after a comparison: adds bit number `bit` to w8 when it was equal */
        .macro seen bit
        cset    w4, eq
        orr     w8, w8, w4, lsl #\bit
        .endm

/* w3 against four characters */
        .macro is a, b, c, d
        mov     w4, #(\a | \b << 8)
        movk    w4, #(\c | \d << 8), lsl #16
        cmp     w3, w4
        .endm

/* uint32_t (x0 src, x1 n). Inside: w8 = what was seen, x5 = position under test, x9 = link of
 * .Ltry. */
KERNEL(detect)
        mov     x2, #128
        cmp     x1, x2
        csel    x1, x1, x2, lo
        mov     w8, #0
        cmp     x1, #4
        b.lo    .Ltiny
        ldr     w3, [x0]
        is      'f', 'L', 'a', 'C'
        seen    1
        is      'O', 'g', 'g', 'S'
        seen    2
        is      'R', 'I', 'F', 'F'
        seen    12
        and     w6, w3, #0xFFFFFF
        mov     w4, #('I' | 'D' << 8)
        movk    w4, #'3', lsl #16
        cmp     w6, w4
        seen    0
        mov     w4, #0xF6FF
        and     w3, w3, w4
        mov     w4, #0xF2FF
        cmp     w3, w4
        seen    7
        cmp     x1, #36
        b.lo    .Lanywhere
        ldr     x3, [x0, #28]
        ldr     x4, .Lfishead
        cmp     x3, x4
        seen    8

.Lanywhere:
        mov     x5, #0
        cmp     x1, #17
        b.lo    .Leach
        ADDRESS(x3, .Ltables)
        ldp     q3, q4, [x3]
        ldp     q5, q6, [x3, #32]
        movi    v7.16b, #0x0F
        mov     x10, #0                         /* where the vector starts */
        sub     x11, x1, #17                    /* where the last one does: positions are 0 to n
                                                   - 2 */
.Lblock:
        add     x2, x0, x10
        ldr     q0, [x2]
        ldur    q1, [x2, #1]
        and     v2.16b, v0.16b, v7.16b
        tbl     v2.16b, {v3.16b}, v2.16b
        ushr    v0.16b, v0.16b, #4
        tbl     v0.16b, {v4.16b}, v0.16b
        and     v2.16b, v2.16b, v0.16b
        and     v0.16b, v1.16b, v7.16b
        tbl     v0.16b, {v5.16b}, v0.16b
        ushr    v1.16b, v1.16b, #4
        tbl     v1.16b, {v6.16b}, v1.16b
        and     v0.16b, v0.16b, v1.16b
        cmtst   v2.16b, v2.16b, v0.16b
        nibbles 12, 2
        and     x12, x12, #0x1111111111111111   /* one bit a position */
        cbz     x12, .Lnext
.Lcandidate:
        rbit    x5, x12
        clz     x5, x5
        add     x5, x10, x5, lsr #2
        sub     x13, x12, #1
        and     x12, x12, x13
        adr     x9, .Ltried
        b       .Ltry
.Ltried:
        hint    #36                             /* bti j */
        cbnz    x12, .Lcandidate
.Lnext:
        cmp     x10, x11
        b.eq    .Ldone
        add     x10, x10, #16
        cmp     x10, x11
        csel    x10, x10, x11, lo
        b       .Lblock
.Ldone:
        mov     w0, w8
        ret

.Leach:                                         /* up to 16 bytes: every position up to n - 3 */
        sub     x11, x1, #2
        adr     x9, .Leach_tried
.Leach_loop:
        b       .Ltry
.Leach_tried:
        hint    #36
        add     x5, x5, #1
        cmp     x5, x11
        b.lo    .Leach_loop
        mov     w0, w8
        ret

/* Adds to w8 what begins at x5, and goes to x9. Changes x2, x3, x4, x6, x7. */
.Ltry:
        add     x2, x0, x5
        sub     x7, x1, x5                      /* bytes from here on */
        cmp     x7, #4
        b.lo    .Ltry3
        ldr     w3, [x2]
        is      'f', 't', 'y', 'p'
        b.eq    .Lftyp
        is      'F', 'L', 'A', 'C'
        b.eq    .Loggflac
        is      'O', 'p', 'u', 's'
        b.eq    .Lopus
        is      'S', 'p', 'e', 'e'
        b.eq    .Lspeex
        is      1, 'v', 'o', 'r'
        b.eq    .Lvorbis
        is      0x80, 't', 'h', 'e'
        b.eq    .Ltheora
        and     w3, w3, #0xFFFFFF
.Lmp4:
        is      'm', 'p', '4', 0
        seen    6
        br      x9
.Ltry3:
        cmp     x7, #3
        b.lo    .Lnot
        ldrh    w3, [x2]
        ldrb    w4, [x2, #2]
        orr     w3, w3, w4, lsl #16
        b       .Lmp4
.Lnot:
        br      x9
.Lftyp:
        orr     w8, w8, #1 << 5
        br      x9
.Loggflac:
        orr     w8, w8, #1 << 11
        br      x9
.Lopus:
        cmp     x7, #8
        b.lo    .Lnot
        ldr     w3, [x2, #4]
        is      'H', 'e', 'a', 'd'
        seen    4
        br      x9
.Lspeex:
        cmp     x7, #8
        b.lo    .Lnot
        ldr     w3, [x2, #4]
        is      'x', ' ', ' ', ' '
        seen    9
        br      x9
.Lvorbis:
        cmp     x7, #7
        b.lo    .Lnot
        ldur    w3, [x2, #3]
        is      'r', 'b', 'i', 's'
        seen    3
        br      x9
.Ltheora:
        cmp     x7, #7
        b.lo    .Lnot
        ldur    w3, [x2, #3]
        is      'e', 'o', 'r', 'a'
        seen    10
        br      x9

.Ltiny:                                         /* 0 to 3 bytes */
        cmp     x1, #2
        b.lo    .Ldone
        ldrh    w3, [x0]
        mov     w4, #0xF6FF
        and     w6, w3, w4
        mov     w4, #0xF2FF
        cmp     w6, w4
        seen    7
        cmp     x1, #3
        b.lo    .Ldone
        ldrb    w4, [x0, #2]
        orr     w3, w3, w4, lsl #16
        is      'I', 'D', '3', 0
        seen    0
        is      'm', 'p', '4', 0
        seen    6
        b       .Ldone

        .p2align 3
.Lfishead:
        .ascii  "fishead\0"

        CONSTANTS
        .p2align 4
.Ltables:
        .byte   32, 1, 0, 16, 0, 0, 4 | 64, 0, 0, 0, 0, 0, 0, 8, 0, 2
        .byte   1, 0, 0, 0, 2 | 64, 16, 4 | 8, 0, 32, 0, 0, 0, 0, 0, 0, 0
        .byte   2 | 8 | 16, 0, 0, 0, 4 | 32, 0, 1, 0, 0, 0, 0, 0, 64, 0, 0, 0
        .byte   0, 0, 0, 0, 64, 0, 0, 1 | 2 | 4 | 8 | 16 | 32, 0, 0, 0, 0, 0, 0, 0, 0

/* SPDX-License-Identifier: MIT */
/* Writing UTF-8 of code points below 0x800 that stand as words: one or two bytes each.
 *
 * two_bytes_setup: constants into v20 to v24 and the packing table's address into x9.
 * emit8: eight words of v0 to x0, which goes on by what counts; changes x10, x11, v1 to v4.
 * emit4: the four low words of v0. Eight bytes are stored for four words, whatever they need. */
        .macro two_bytes_setup
        ADDRESS(x9, .Lpack_words)
        ldr     q24, [x9, #128]
        movi    v20.8h, #0x7F
        movi    v21.8h, #0x3F, lsl #8
        movi    v22.8h, #0xC0
        movi    v23.8h, #0x80, lsl #8
        orr     v22.16b, v22.16b, v23.16b
        .endm

/* v0 = the words as one or two bytes each; w10 = one bit a word, set where it is two. */
        .macro to_two
        cmhi    v1.8h, v0.8h, v20.8h
        ushr    v2.8h, v0.8h, #6                /* lead byte C0 | w >> 6 */
        shl     v3.8h, v0.8h, #8
        and     v3.16b, v3.16b, v21.16b         /* then 80 | w & 3F */
        orr     v2.16b, v2.16b, v22.16b
        orr     v2.16b, v2.16b, v3.16b
        bit     v0.16b, v2.16b, v1.16b
        and     v1.16b, v1.16b, v24.16b
        addv    h1, v1.8h
        umov    w10, v1.h[0]
        .endm

        .macro pack_store bits, v
        add     x11, x9, x\bits, lsl #3
        ldr     d2, [x11]
        tbl     v2.8b, {v\v\().16b}, v2.8b
        str     d2, [x0]
        ldrb    w11, [x11, #144]                /* bytes that count */
        add     x0, x0, x11
        .endm

        .macro emit8
        to_two
        and     w12, w10, #15
        pack_store 12, 0
        lsr     w12, w10, #4
        ext     v0.16b, v0.16b, v0.16b, #8
        pack_store 12, 0
        .endm

        .macro emit4
        to_two
        and     w12, w10, #15
        pack_store 12, 0
        .endm

/* The table: sixteen rows of eight indices (row = which of four words have two bytes), the
 * weights of eight words, then the rows' lengths eight bytes apart. */
        .macro two_bytes_constants
        CONSTANTS
        .p2align 4
.Lpack_words:
        .set    .Lbits, 0
        .rept   16
        .set    .Lused, 0
        .set    .Lword, 0
        .rept   4
        .byte   2 * .Lword
        .set    .Lused, .Lused + 1
        .if     (.Lbits >> .Lword) & 1
        .byte   2 * .Lword + 1
        .set    .Lused, .Lused + 1
        .endif
        .set    .Lword, .Lword + 1
        .endr
        .fill   8 - .Lused, 1, 0xFF
        .set    .Lbits, .Lbits + 1
        .endr
        .hword  1, 2, 4, 8, 16, 32, 64, 128
        .set    .Lbits, 0
        .rept   16
        .byte   4 + (.Lbits & 1) + ((.Lbits >> 1) & 1) + ((.Lbits >> 2) & 1) + (.Lbits >> 3)
        .byte   0, 0, 0, 0, 0, 0, 0
        .set    .Lbits, .Lbits + 1
        .endr
        .endm

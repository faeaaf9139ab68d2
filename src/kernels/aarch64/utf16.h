/* SPDX-License-Identifier: MIT */
/* utf16le_to_utf8 and utf16be_to_utf8: ASCII is narrowed 16 units at a time; eight units below
 * 0x800 go as words of one or two bytes, eight of three bytes each by one interleaved store,
 * whatever is mixed and every surrogate unit by unit.
 *
 * utf16_to_utf8 big: x0 dst, x1 src, x2 n. Inside: x2 units left, x8 = start of dst, x7 = units
 * left where the unit loop stops. */
        .macro native v, big
        .if \big
        rev16   v\v\().16b, v\v\().16b
        .endif
        .endm
        .macro native_word r, big
        .if \big
        rev16   w\r, w\r
        .endif
        .endm
/* Largest unit of v<v> to w<out>; changes v<t>. */
        .macro largest out, v, t
        umaxv   h\t, v\v\().8h
        umov    w\out, v\t\().h[0]
        .endm

        .macro utf16_to_utf8 big
        tbnz    x2, #0, .Lbad
        mov     x8, x0
        lsr     x2, x2, #1
        cmp     x2, #8
        b.lo    .Lunder8
        two_bytes_setup
        movi    v25.8h, #0xF8, lsl #8
        movi    v26.8h, #0xD8, lsl #8
        movi    v27.8b, #0xE0
        movi    v28.8b, #0x80
        movi    v29.8b, #0x3F
.Lloop:                                         /* eight or more are left */
        cmp     x2, #16
        b.lo    .Leight
        ldp     q0, q5, [x1]
        native  0, \big
        native  5, \big
        orr     v6.16b, v0.16b, v5.16b
        largest 3, 6, 6
        cmp     w3, #0x80
        b.hs    .Leight_loaded
        xtn     v0.8b, v0.8h
        xtn2    v0.16b, v5.8h
        str     q0, [x0], #16
        add     x1, x1, #32
        sub     x2, x2, #16
        b       .Lnext
.Leight:
        ldr     q0, [x1]
        native  0, \big
.Leight_loaded:
        largest 3, 0, 5
        cmp     w3, #0x80
        b.hs    .Lmixed
        xtn     v0.8b, v0.8h
        str     d0, [x0], #8
.Leight_done:
        add     x1, x1, #16
        sub     x2, x2, #8
.Lnext:
        cmp     x2, #8
        b.hs    .Lloop
        cbz     x2, .Ldone                      /* up to 7, and eight or more have gone before */
        add     x3, x1, x2, lsl #1
        ldur    q0, [x3, #-16]
        native  0, \big
        largest 3, 0, 5
        cmp     w3, #0x80
        b.hs    .Lunder8
        xtn     v0.8b, v0.8h
        add     x0, x0, x2
        stur    d0, [x0, #-8]                   /* all ASCII: what is written again is what
                                                   stands there */
        b       .Ldone
.Lmixed:
        lsr     w4, w3, #11
        cbnz    w4, .Lover7ff
        emit8
        b       .Leight_done
.Lover7ff:
        and     v1.16b, v0.16b, v25.16b
        cmeq    v2.8h, v1.8h, #0                /* below 0x800 */
        cmeq    v1.8h, v1.8h, v26.8h            /* surrogate */
        orr     v1.16b, v1.16b, v2.16b
        largest 3, 1, 1
        sub     x7, x2, #8
        cbnz    w3, .Lunit
        ushr    v1.8h, v0.8h, #12
        shrn    v2.8b, v0.8h, #6
        xtn     v1.8b, v1.8h
        xtn     v3.8b, v0.8h
        orr     v1.8b, v1.8b, v27.8b            /* E0 | u >> 12 */
        and     v2.8b, v2.8b, v29.8b
        and     v3.8b, v3.8b, v29.8b
        orr     v2.8b, v2.8b, v28.8b            /* 80 | u >> 6 & 3F */
        orr     v3.8b, v3.8b, v28.8b            /* 80 | u & 3F */
        st3     {v1.8b, v2.8b, v3.8b}, [x0], #24
        b       .Leight_done

.Lunder8:
        mov     x7, #0
        cbz     x2, .Ldone
.Lunit:                                         /* until x7 units, or one less, are left */
        ldrh    w3, [x1], #2
        native_word 3, \big
        sub     x2, x2, #1
        cmp     w3, #0x80
        b.hs    .Ltwo
        strb    w3, [x0], #1
.Lunit_done:
        cmp     x2, x7
        b.hi    .Lunit
        b       .Lnext
.Ltwo:
        and     w4, w3, #0x3F
        orr     w4, w4, #0x80                   /* the last byte */
        cmp     w3, #0x800
        b.hs    .Lthree
        lsr     w3, w3, #6
        orr     w3, w3, #0xC0
        strb    w3, [x0], #1
        strb    w4, [x0], #1
        b       .Lunit_done
.Lthree:
        lsr     w5, w3, #11
        cmp     w5, #0x1B                       /* D800 >> 11 */
        b.eq    .Lsurrogate
        lsr     w5, w3, #12
        orr     w5, w5, #0xE0
        ubfx    w3, w3, #6, #6
        orr     w3, w3, #0x80
        strb    w5, [x0], #1
        strb    w3, [x0], #1
        strb    w4, [x0], #1
        b       .Lunit_done
.Lsurrogate:                                    /* RFC 2781 2.2 */
        tbnz    w3, #10, .Lbad                  /* a low one first */
        cbz     x2, .Lbad
        ldrh    w4, [x1], #2
        native_word 4, \big
        sub     x2, x2, #1
        lsr     w5, w4, #10
        cmp     w5, #0x37                       /* DC00 >> 10 */
        b.ne    .Lbad
        and     w3, w3, #0x3FF
        and     w5, w4, #0x3FF
        add     w3, w3, #0x40                   /* 0x10000 >> 10 */
        orr     w5, w5, w3, lsl #10             /* the code point */
        lsr     w3, w5, #18
        orr     w3, w3, #0xF0
        strb    w3, [x0], #1
        ubfx    w3, w5, #12, #6
        orr     w3, w3, #0x80
        strb    w3, [x0], #1
        ubfx    w3, w5, #6, #6
        orr     w3, w3, #0x80
        strb    w3, [x0], #1
        and     w3, w5, #0x3F
        orr     w3, w3, #0x80
        strb    w3, [x0], #1
        b       .Lunit_done
.Lbad:
        mov     x0, #-1
        ret
.Ldone:
        sub     x0, x0, x8
        ret

        two_bytes_constants
        .endm

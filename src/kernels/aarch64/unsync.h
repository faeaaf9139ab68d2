/* SPDX-License-Identifier: MIT */
/* unsync_decode and unsync_encode. Both look for an FF with 00 or E0 to FF behind it: the one takes
 * a 00 out and refuses the others, the other puts a 00 between. What has no such pair is copied by
 * vectors, each of which needs one byte more than it copies.
 *
 * unsync encode: x0 dst, x1 src, x2 n. Inside: x8 = start of dst, x9 = end of src, x10 = where the
 * last whole vector starts. */

/* The pairs among v<data> and the bytes v<next> behind them, as lanes of v<data>. */
        .macro pairs data, next, a
        sub     v3.\a, v\next\().\a, v6.\a      /* 00 and E0 to FF become FF and DF to FE */
        cmeq    v\data\().\a, v\data\().\a, v7.\a
        cmhs    v3.\a, v3.\a, v5.\a
        and     v\data\().\a, v\data\().\a, v3.\a
        .endm

        .macro unsync encode
        mov     x8, x0
        add     x9, x1, x2
        cbz     x2, .Lempty
        ldurb   w3, [x9, #-1]
        .if \encode == 0
        cmp     w3, #0xFF
        b.eq    .Lbad
        .endif
        movi    v7.16b, #0xFF
        movi    v6.16b, #1
        movi    v5.16b, #0xDF
        cmp     x2, #17
        b.hs    .Lover16
        cmp     x2, #9
        b.lo    .Lbytes
        ldr     d0, [x1]                        /* 9 to 16: two overlapping eights */
        ldur    d1, [x1, #1]
        ldur    d2, [x9, #-9]
        ldur    d4, [x9, #-8]
        fmov    x4, d0
        fmov    x5, d4
        pairs   0, 1, 8b
        pairs   2, 4, 8b
        orr     v0.8b, v0.8b, v2.8b
        fmov    x6, d0
        cbnz    x6, .Lbytes
        str     x4, [x0]
        add     x0, x0, x2
        stur    x5, [x0, #-8]
        b       .Ldone

.Lbytes:
        ldrb    w3, [x1], #1
        strb    w3, [x0], #1
        cmp     w3, #0xFF
        b.eq    .Lff
.Lnext:
        cmp     x1, x9
        b.lo    .Lbytes
        b       .Ldone
.Lff:
        .if \encode
        cmp     x1, x9
        b.eq    .Ldone
        ldrb    w3, [x1]
        sub     w3, w3, #1
        cmp     w3, #0xDF                       /* 00 has become very large */
        b.lo    .Lnext
        strb    wzr, [x0], #1
        b       .Lnext
        .else
        ldrb    w3, [x1]                        /* there is one: the last byte is not FF */
        cmp     w3, #0xE0
        b.hs    .Lbad
        cmp     w3, #0
        cinc    x1, x1, eq                      /* leaves a 00 out */
        b       .Lnext
        .endif

.Lover16:
        sub     x10, x9, #17
.Lloop:
        ldr     q0, [x1]
        ldur    q1, [x1, #1]
        str     q0, [x0]                        /* there is room: no more than what has been read
                                                   is written */
        pairs   0, 1, 16b
        nibbles 4, 0
        cbnz    x4, .Lpair
        add     x1, x1, #16
        add     x0, x0, #16
        cmp     x1, x10
        b.ls    .Lloop
.Llast:                                         /* up to 16 bytes, and more have gone before */
        subs    x3, x9, x1
        b.eq    .Ldone
        ldr     q0, [x10]
        ldur    q1, [x10, #1]
        pairs   0, 1, 16b
        nibbles 4, 0
        cbnz    x4, .Lbytes                     /* a pair in what has gone before will do, too */
        add     x0, x0, x3
        stur    q1, [x0, #-16]                  /* what is written again is what stands there */
        b       .Ldone
.Lpair:
        rbit    x4, x4
        clz     x4, x4
        lsr     x4, x4, #2
        add     x4, x4, #1                      /* the FF is the last that counts */
        add     x0, x0, x4
        .if \encode
        add     x1, x1, x4
        strb    wzr, [x0], #1
        .else
        ldrb    w3, [x1, x4]
        cbnz    w3, .Lbad
        add     x1, x1, x4
        add     x1, x1, #1
        .endif
        cmp     x1, x10
        b.ls    .Lloop
        b       .Llast

.Ldone:
        .if \encode
        ldurb   w3, [x9, #-1]
        cmp     w3, #0xFF
        b.ne    .Lwhole
        strb    wzr, [x0], #1
.Lwhole:
        .endif
        sub     x0, x0, x8
        ret
.Lempty:
        mov     x0, #0
        ret
        .if \encode == 0
.Lbad:
        mov     x0, #-1
        ret
        .endif
        .endm

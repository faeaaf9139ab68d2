/* SPDX-License-Identifier: MIT */
/* CRCs without reflection, by carry-less multiplication: as x86_64/crc.inc, which explains it.
 *
 * crc poly, degree: w0 crc, x1 src, x2 n. Inside: x3 = the constants, v16 to v24 some of them. */
        .arch_extension crypto

/* x^d modulo the generator, into CRC_POWER. */
        .macro power d
        .set    CRC_POWER, 1
        .rept   \d
        .set    CRC_POWER, CRC_POWER << 1
        .if     CRC_POWER & 0x100000000
        .set    CRC_POWER, CRC_POWER ^ CRC_GENERATOR
        .endif
        .endr
        .endm

/* The multipliers that carry a number d bits further. */
        .macro carry d
        power   \d
        .quad   CRC_POWER
        power   (\d + 64)
        .quad   CRC_POWER
        .endm

/* acc = acc x^d, by the multipliers `by`. Two products are left to be added: acc and tmp. */
        .macro fold acc, by, tmp
        pmull2  v\tmp\().1q, v\acc\().2d, v\by\().2d
        pmull   v\acc\().1q, v\acc\().1d, v\by\().1d
        .endm

/* acc = acc x^d + the next 16 bytes of src. Changes v4, v5. */
        .macro next acc, by
        ldr     q5, [x1], #16
        fold    \acc, \by, 4
        number  5
        eor     v\acc\().16b, v\acc\().16b, v4.16b
        eor     v\acc\().16b, v\acc\().16b, v5.16b
        .endm

/* to = acc x^d + to. Changes v4. */
        .macro onto acc, by, to
        fold    \acc, \by, 4
        eor     v\to\().16b, v\to\().16b, v4.16b
        eor     v\to\().16b, v\to\().16b, v\acc\().16b
        .endm

/* Sixteen bytes as a number: the first one highest. */
        .macro number v
        rev64   v\v\().16b, v\v\().16b
        ext     v\v\().16b, v\v\().16b, v\v\().16b, #8
        .endm

/* The 64 bits of v0, modulo the generator, to w0. */
        .macro barrett
        ushr    d1, d0, #32
        pmull   v1.1q, v1.1d, v16.1d
        ushr    d1, d1, #32
        pmull   v1.1q, v1.1d, v17.1d
        eor     v0.8b, v0.8b, v1.8b
        fmov    w0, s0
        .endm

        .macro finish
        .if     CRC_SHIFT
        lsr     w0, w0, #CRC_SHIFT
        .endif
        ret
        .endm

        .macro crc poly, degree
        .set    CRC_SHIFT, 32 - \degree
        .set    CRC_GENERATOR, 0x100000000 | (\poly << CRC_SHIFT)
        lsl     w0, w0, #CRC_SHIFT              /* the upper half of x0 is no argument */
        cbz     x2, .Lempty
        ADDRESS(x3, .Lconstants)
        ldp     q16, q17, [x3]                  /* quotient, generator */
        ldp     q18, q19, [x3, #32]             /* x^64; by 32 */
        ldr     q20, [x3, #64]                  /* by 128 */
        cmp     x2, #16
        b.lo    .Lunder16
        ldr     q0, [x1], #16
        sub     x2, x2, #16
        number  0
        movi    v1.2d, #0
        ins     v1.s[3], w0
        eor     v0.16b, v0.16b, v1.16b
        cmp     x2, #48
        b.hs    .Lover63
.Lones:
        cmp     x2, #16
        b.lo    .Lend
.Lone:
        next    0, 20
        sub     x2, x2, #16
        cmp     x2, #16
        b.hs    .Lone
.Lend:
        cbz     x2, .Lreduce
        add     x4, x3, #(128 + 16)              /* .Lslide + 16 */
        sub     x4, x4, x2                      /* X and up to 15 bytes more: fold what leaves the
                                                   16 */
        ldp     q2, q3, [x4]
        add     x5, x1, x2
        ldur    q5, [x5, #-16]
        tbl     v1.16b, {v0.16b}, v2.16b        /* X x^(8 n), its lowest bytes from the end of
                                                   src */
        number  5
        cmlt    v2.16b, v2.16b, #0
        bsl     v2.16b, v5.16b, v1.16b
        tbl     v0.16b, {v0.16b}, v3.16b        /* the top bytes of X */
        onto    0, 20, 2
        mov     v0.16b, v2.16b
.Lreduce:                                       /* X x^32 */
        pmull2  v1.1q, v0.2d, v19.2d
        movi    v2.2d, #0
        fmov    d0, d0
        ext     v0.16b, v2.16b, v0.16b, #12
        eor     v0.16b, v0.16b, v1.16b          /* 96 bits */
.Lreduce96:
        pmull2  v1.1q, v0.2d, v18.2d
        eor     v0.16b, v0.16b, v1.16b          /* only the lower 64 bits count now */
        barrett
        finish

.Lover63:
        ldp     q1, q2, [x1]
        ldr     q3, [x1, #32]
        number  1
        number  2
        number  3
        add     x1, x1, #48
        sub     x2, x2, #48
        ldp     q21, q22, [x3, #80]             /* by 256, by 384 */
        ldr     q23, [x3, #112]                 /* by 512 */
        cmp     x2, #64
        b.lo    .Lfour
.Lloop:
        next    0, 23
        next    1, 23
        next    2, 23
        next    3, 23
        sub     x2, x2, #64
        cmp     x2, #64
        b.hs    .Lloop
.Lfour:
        onto    0, 22, 3
        onto    1, 21, 3
        onto    2, 20, 3
        mov     v0.16b, v3.16b
        b       .Lones

.Lunder16:
        add     x4, x1, x2
        lsl     x6, x2, #3
        mov     x7, #1
        cmp     x2, #8
        b.lo    .Lunder8
        ldr     x5, [x1]
        ldur    x4, [x4, #-8]
        rev     x5, x5
        rev     x4, x4
        eor     x5, x5, x0, lsl #32
        sub     x6, x6, #64                     /* bits behind the first 64 */
        lsl     x7, x7, x6
        sub     x7, x7, #1
        and     x4, x4, x7
        lsl     x7, x5, x6
        orr     x4, x4, x7
        eor     x6, x6, #63
        lsr     x5, x5, #1
        lsr     x5, x5, x6                      /* by 64 less those bits */
        fmov    d0, x4
        ins     v0.d[1], x5
        b       .Lreduce
.Lunder8:
        cmp     x2, #4
        b.lo    .Lunder4
        ldr     w5, [x1]
        ldur    w4, [x4, #-4]
        rev     w5, w5
        rev     w4, w4
        eor     w5, w5, w0
        sub     x6, x6, #32
        lsl     x7, x7, x6
        sub     x7, x7, #1
        and     x4, x4, x7
        lsl     x7, x5, x6
        orr     x4, x4, x7
        lsl     x5, x4, #32
        lsr     x4, x4, #32
        fmov    d0, x5
        ins     v0.d[1], x4
        b       .Lreduce96
.Lunder4:
        mov     x5, #0
.Lbyte:
        ldrb    w4, [x1], #1
        orr     x5, x4, x5, lsl #8
        subs    x2, x2, #1
        b.ne    .Lbyte
        lsl     x0, x0, x6                      /* above: what meets the bytes; below: what does
                                                   not */
        eor     x0, x0, x5, lsl #32
        fmov    d0, x0
        barrett
        finish
.Lempty:
        finish

        CONSTANTS
        .p2align 4
        .set    CRC_MU, 1                       /* x^64 divided by the generator */
        .set    CRC_REST, CRC_GENERATOR ^ 0x100000000
        .rept   32
        .set    CRC_MU, CRC_MU << 1 | CRC_REST >> 31
        .set    CRC_REST, CRC_REST << 1 ^ (CRC_REST >> 31) * CRC_GENERATOR
        .endr
.Lconstants:
        .quad   CRC_MU, 0
        .quad   CRC_GENERATOR, 0
        power   64
        .quad   0, CRC_POWER
        carry   32
        carry   128
        carry   256
        carry   384
        carry   512
.Lslide:
        .fill   16, 1, 0x80
        .byte   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .fill   16, 1, 0x80
        .endm

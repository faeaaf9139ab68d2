/* SPDX-License-Identifier: MIT */
/* The search for a frame header, by two macros of the format's, with x4 the address of the first
 * of 16 positions:
 *   candidates  lanes of v0 where the first two bytes look right; may change v1 to v3
 *   headers     of those in v0, the ones with a valid header; may change v1 to v7
 * They may use what the macro `setup` puts into v16 to v31; it may change x5.
 *
 * sync more, first: x0 src, x1 n; `more` bytes of a header follow the first one, which is the byte
 * `first`. The label .Lheader, behind it, gets the address x4 of a position that begins with
 * `first` and goes to .Lfound or .Lnext; x5 to x7 are free. */
        .macro sync more, first
        subs    x2, x1, #\more                  /* positions to try */
        b.ls    .Lnone
        mov     x3, #0
        cmp     x2, #16
        b.lo    .Leach
        setup
        sub     x2, x2, #16                     /* start of the last vector */
.Lloop:
        add     x4, x0, x3
        candidates
        umaxp   v1.16b, v0.16b, v0.16b
        fmov    x5, d1
        cbnz    x5, .Lcandidate
.Ladvance:
        cmp     x3, x2                          /* was this the last vector? */
        b.eq    .Lnone
        add     x3, x3, #16
        cmp     x3, x2
        csel    x3, x3, x2, lo
        b       .Lloop
.Lcandidate:
        headers
        nibbles 5, 0
        cbz     x5, .Ladvance
        rbit    x5, x5
        clz     x5, x5
        add     x0, x3, x5, lsr #2
        ret

.Leach:                                         /* up to 15 positions, one by one */
        add     x4, x0, x3
        ldrb    w5, [x4]
        cmp     w5, #\first
        b.eq    .Lheader
.Lnext:
        add     x3, x3, #1
        cmp     x3, x2
        b.lo    .Leach
.Lnone:
        mov     x0, x1
        ret
.Lfound:
        mov     x0, x3
        ret
        .endm

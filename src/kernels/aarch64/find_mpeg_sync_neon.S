/* SPDX-License-Identifier: MIT */
/* find_mpeg_sync for NEON: the header test of ISO 11172-3 2.4.2.3 on 16 positions at once; see
 * the AVX2 file. */
#include "kernels/aarch64/kernel.h"

/* size_t (x0 src, x1 n) */
KERNEL(find_mpeg_sync)
        subs    x2, x1, #2                      /* positions to try */
        b.ls    .Lnone
        cmp     x2, #16
        b.lo    .Leach
        ADDRESS(x3, .Ltables)
        ldp     q16, q17, [x3]
        ldp     q18, q19, [x3, #32]
        movi    v20.16b, #0x0F
        movi    v21.16b, #0xE0
        mov     x3, #0
        sub     x2, x2, #16                     /* start of the last vector */
.Lloop:
        add     x4, x0, x3
        ldr     q0, [x4]
        ldur    q1, [x4, #1]
        not     v0.16b, v0.16b
        cmeq    v0.16b, v0.16b, #0              /* byte 0 is FF */
        cmhs    v3.16b, v1.16b, v21.16b         /* byte 1 >= E0 */
        and     v0.16b, v0.16b, v3.16b
        umaxp   v3.16b, v0.16b, v0.16b
        fmov    x5, d3
        cbnz    x5, .Lcandidate
.Ladvance:
        cmp     x3, x2                          /* was this the last vector? */
        b.eq    .Lnone
        add     x3, x3, #16
        cmp     x3, x2
        csel    x3, x3, x2, lo
        b       .Lloop
.Lcandidate:
        ldur    q2, [x4, #2]
        and     v3.16b, v1.16b, v20.16b
        tbl     v3.16b, {v16.16b}, v3.16b       /* layer not 00; bit 0: good below E, bit 1:
                                                   below F */
        ushr    v1.16b, v1.16b, #4
        tbl     v1.16b, {v17.16b}, v1.16b
        and     v1.16b, v1.16b, v3.16b
        and     v3.16b, v2.16b, v20.16b
        tbl     v3.16b, {v18.16b}, v3.16b       /* rate index not 3 */
        ushr    v2.16b, v2.16b, #4
        tbl     v2.16b, {v19.16b}, v2.16b       /* bitrate index not 15 */
        and     v2.16b, v2.16b, v3.16b
        cmtst   v1.16b, v1.16b, v2.16b
        and     v0.16b, v0.16b, v1.16b
        nibbles 5, 0
        cbz     x5, .Ladvance
        rbit    x5, x5
        clz     x5, x5
        add     x0, x3, x5, lsr #2
        ret

.Leach:                                         /* up to 15 positions, one by one */
        mov     x3, #0
.Lbyte:
        add     x4, x0, x3
        ldrb    w5, [x4]
        cmp     w5, #0xFF
        b.ne    .Lnext
        ldrb    w5, [x4, #1]
        ldrb    w6, [x4, #2]
        cmp     w5, #0xE0
        b.lo    .Lnext
        cmp     w6, #0xF0
        b.hs    .Lnext
        mvn     w6, w6
        tst     w6, #0x0C
        b.eq    .Lnext
        tst     w5, #0x06
        b.eq    .Lnext
        and     w5, w5, #0x18
        cmp     w5, #0x08
        b.ne    .Lat
.Lnext:
        add     x3, x3, #1
        cmp     x3, x2
        b.lo    .Lbyte
.Lnone:
        mov     x0, x1
        ret
.Lat:
        mov     x0, x3
        ret

        CONSTANTS
        .p2align 4
.Ltables:
        .byte   0, 0, 3, 3, 3, 3, 3, 3, 0, 0, 2, 2, 2, 2, 2, 2
        .byte   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2
        .byte   3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0
        .byte   3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0

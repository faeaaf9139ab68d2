/* SPDX-License-Identifier: MIT */
/* base64_encode for NEON: the digits are one table in four registers. */
#include "kernels/aarch64/kernel.h"

/* size_t (x0 dst, x1 src, x2 n) */
KERNEL(base64_encode)
        mov     x8, x0
        ADDRESS(x3, .Lalphabet)
        cmp     x2, #12
        b.lo    .Lunder12
        ld1     {v16.16b, v17.16b, v18.16b, v19.16b}, [x3]
        ldr     q20, [x3, #64]
        movi    v21.16b, #0x3F
        cmp     x2, #48
        b.lo    .Lloop12
.Lloop48:
        ld3     {v0.16b, v1.16b, v2.16b}, [x1], #48
        ushr    v4.16b, v0.16b, #2
        ushr    v5.16b, v1.16b, #4
        sli     v5.16b, v0.16b, #4
        ushr    v6.16b, v2.16b, #6
        sli     v6.16b, v1.16b, #2
        and     v5.16b, v5.16b, v21.16b
        and     v6.16b, v6.16b, v21.16b
        and     v7.16b, v2.16b, v21.16b
        tbl     v4.16b, {v16.16b, v17.16b, v18.16b, v19.16b}, v4.16b
        tbl     v5.16b, {v16.16b, v17.16b, v18.16b, v19.16b}, v5.16b
        tbl     v6.16b, {v16.16b, v17.16b, v18.16b, v19.16b}, v6.16b
        tbl     v7.16b, {v16.16b, v17.16b, v18.16b, v19.16b}, v7.16b
        st4     {v4.16b, v5.16b, v6.16b, v7.16b}, [x0], #64
        sub     x2, x2, #48
        cmp     x2, #48
        b.hs    .Lloop48
        cmp     x2, #12
        b.lo    .Lunder12
.Lloop12:
        ldr     d0, [x1]
        add     x4, x1, #8
        ld1     {v0.s}[2], [x4]
        tbl     v0.16b, {v0.16b}, v20.16b       /* 24 bits in each lane */
        ushr    v1.4s, v0.4s, #18
        ushr    v2.4s, v0.4s, #12
        ushr    v3.4s, v0.4s, #6
        sli     v1.4s, v2.4s, #8
        sli     v1.4s, v3.4s, #16
        sli     v1.4s, v0.4s, #24
        and     v1.16b, v1.16b, v21.16b
        tbl     v1.16b, {v16.16b, v17.16b, v18.16b, v19.16b}, v1.16b
        str     q1, [x0], #16
        add     x1, x1, #12
        sub     x2, x2, #12
        cmp     x2, #12
        b.hs    .Lloop12

.Lunder12:
        cmp     x2, #3
        b.lo    .Lend
        ldrb    w4, [x1], #1
        ldrb    w5, [x1], #1
        ldrb    w6, [x1], #1
        orr     w5, w5, w4, lsl #8
        orr     w6, w6, w5, lsl #8
        lsr     w4, w6, #18
        ubfx    w5, w6, #12, #6
        ubfx    w7, w6, #6, #6
        and     w6, w6, #0x3F
        ldrb    w4, [x3, x4]
        ldrb    w5, [x3, x5]
        ldrb    w7, [x3, x7]
        ldrb    w6, [x3, x6]
        orr     w4, w4, w5, lsl #8
        orr     w4, w4, w7, lsl #16
        orr     w4, w4, w6, lsl #24
        str     w4, [x0], #4
        sub     x2, x2, #3
        b       .Lunder12
.Lend:                                          /* 0 to 2 */
        cbz     x2, .Ldone
        ldrb    w4, [x1]
        mov     w5, #0
        mov     w7, #'='
        cmp     x2, #2
        b.lo    .Lone
        ldrb    w5, [x1, #1]
        ubfiz   w7, w5, #2, #4
        ldrb    w7, [x3, x7]
.Lone:
        orr     w5, w5, w4, lsl #8
        lsr     w4, w4, #2
        ubfx    w5, w5, #4, #6
        ldrb    w4, [x3, x4]
        ldrb    w5, [x3, x5]
        mov     w6, #'='
        strb    w4, [x0]
        strb    w5, [x0, #1]
        strb    w7, [x0, #2]
        strb    w6, [x0, #3]
        add     x0, x0, #4
.Ldone:
        sub     x0, x0, x8
        ret

        CONSTANTS
        .p2align 4
.Lalphabet:
        .ascii  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        .byte   2, 1, 0, 0x80, 5, 4, 3, 0x80, 8, 7, 6, 0x80, 11, 10, 9, 0x80

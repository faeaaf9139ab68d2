/* SPDX-License-Identifier: MIT */
/* st_checked_call for aarch64 (AAPCS64): calls a kernel and reports which of x19-x29 and d8-d15
 * it broke; see harness.h. */
#if defined(__aarch64__)
        .text

        .macro mark_x n
        add     x\n, x9, #\n
        .endm
        .macro mark_d n
        add     x10, x9, #(64 + \n)
        fmov    d\n, x10
        .endm
        .macro expect_x n, bit
        add     x11, x9, #\n
        cmp     x\n, x11
        cset    x11, ne
        orr     x10, x10, x11, lsl #\bit
        .endm
        .macro expect_d n, bit
        add     x11, x9, #(64 + \n)
        fmov    x12, d\n
        cmp     x12, x11
        cset    x11, ne
        orr     x10, x10, x11, lsl #\bit
        .endm

        .globl  st_checked_call
        .type   st_checked_call, %function
        .p2align 2
st_checked_call:
        hint    #34                             /* bti c */
        stp     x29, x30, [sp, #-192]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        str     x0, [sp, #160]
        ldr     x9, =0x5eedbeef5eed0000
        .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
        mark_x  \n
        .endr
        .irp n, 8, 9, 10, 11, 12, 13, 14, 15
        mark_d  \n
        .endr
        mov     x8, x0
        ldp     x0, x1, [x8, #8]
        ldp     x2, x3, [x8, #24]
        ldr     x8, [x8]
        mov     x4, x9                          /* junk: nothing may rely on these */
        mov     x5, x9
        mov     x6, x9
        mov     x7, x9
        mov     x16, x8
        blr     x16
        ldr     x8, [sp, #160]
        str     x0, [x8, #40]
        ldr     x9, =0x5eedbeef5eed0000
        mov     x10, #0
        expect_x 19, 0
        expect_x 20, 1
        expect_x 21, 2
        expect_x 22, 3
        expect_x 23, 4
        expect_x 24, 5
        expect_x 25, 6
        expect_x 26, 7
        expect_x 27, 8
        expect_x 28, 9
        expect_x 29, 10
        expect_d 8, 11
        expect_d 9, 12
        expect_d 10, 13
        expect_d 11, 14
        expect_d 12, 15
        expect_d 13, 16
        expect_d 14, 17
        expect_d 15, 18
        str     x10, [x8, #48]
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        ldp     x29, x30, [sp], #192
        ret
        .ltorg
        .size   st_checked_call, . - st_checked_call

/* A bad kernel, to prove that the trampoline sees. */
        .globl  st_bad_registers
        .type   st_bad_registers, %function
        .p2align 2
st_bad_registers:
        hint    #34
        mov     x23, #0
        fmov    d9, xzr
        ret
        .size   st_bad_registers, . - st_bad_registers
#endif
#if defined(__linux__)
        .section .note.GNU-stack, "", %progbits
#endif

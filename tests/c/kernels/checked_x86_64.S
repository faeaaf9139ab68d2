/* SPDX-License-Identifier: MIT */
/* st_checked_call for x86_64 (System V): calls a kernel and reports what of the calling
 * convention it broke; see harness.h. */
#if defined(__x86_64__)
        .intel_syntax noprefix
        .text

        .set MARK_RBX, 0x1b1b1b1b5eedbeef
        .set MARK_RBP, 0x2b2b2b2b5eedbeef
        .set MARK_R12, 0x3b3b3b3b5eedbeef
        .set MARK_R13, 0x4b4b4b4b5eedbeef
        .set MARK_R14, 0x5b5b5b5b5eedbeef
        .set MARK_R15, 0x6b6b6b6b5eedbeef

        .macro expect reg, mark, bit
        movabs  r10, offset \mark
        cmp     \reg, r10
        je      1f
        or      r9, \bit
1:
        .endm

        .globl  st_checked_call
        .type   st_checked_call, @function
st_checked_call:
        endbr64
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        sub     rsp, 24
        mov     [rsp], rdi
        mov     r11, rdi
        cmp     qword ptr [r11 + 56], 0
        je      2f
        vzeroupper
2:      movabs  rbx, offset MARK_RBX
        movabs  rbp, offset MARK_RBP
        movabs  r12, offset MARK_R12
        movabs  r13, offset MARK_R13
        movabs  r14, offset MARK_R14
        movabs  r15, offset MARK_R15
        mov     rdi, [r11 + 8]
        mov     rsi, [r11 + 16]
        mov     rdx, [r11 + 24]
        mov     rcx, [r11 + 32]
        mov     rax, [r11]
        movabs  r8, offset MARK_RBX             /* junk: nothing may rely on these */
        movabs  r9, offset MARK_RBP
        mov     r10, r8
        mov     r11, r9
        call    rax
        pushfq
        pop     r8
        cld
        mov     r11, [rsp]
        mov     [r11 + 40], rax
        xor     r9d, r9d
        expect  rbx, MARK_RBX, 1
        expect  rbp, MARK_RBP, 2
        expect  r12, MARK_R12, 4
        expect  r13, MARK_R13, 8
        expect  r14, MARK_R14, 16
        expect  r15, MARK_R15, 32
        test    r8d, 0x400                      /* direction flag */
        jz      3f
        or      r9, 64
3:      cmp     qword ptr [r11 + 56], 0
        je      4f
        mov     ecx, 1
        xgetbv                                  /* XINUSE: which register state is not in its
                                                   initial state */
        test    eax, 4                          /* upper halves of ymm */
        jz      4f
        or      r9, 128
        vzeroupper
4:      mov     [r11 + 48], r9
        add     rsp, 24
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret
        .size   st_checked_call, . - st_checked_call

/* Two bad kernels, to prove that the trampoline sees: one leaves ymm dirty, one breaks r13 and
 * the direction flag. */
        .globl  st_bad_dirty_ymm
        .type   st_bad_dirty_ymm, @function
st_bad_dirty_ymm:
        endbr64
        vpcmpeqd ymm0, ymm0, ymm0
        ret
        .size   st_bad_dirty_ymm, . - st_bad_dirty_ymm

        .globl  st_bad_registers
        .type   st_bad_registers, @function
st_bad_registers:
        endbr64
        xor     r13d, r13d
        std
        ret
        .size   st_bad_registers, . - st_bad_registers
#endif
#if defined(__linux__)
        .section .note.GNU-stack, "", %progbits
#endif

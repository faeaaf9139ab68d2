; SPDX-License-Identifier: MIT
; ascii_fold for AVX2. Folding twice is folding once, so a short end is a vector that overlaps the
; one before, in place too.
%include "kernel.inc"

; FOLD r, number, tmp: adding 25h brings A to Z, and nothing else, above 65h (signed).
%macro FOLD 3
    vpaddb  %1mm%3, %1mm%2, %1mm4
    vpcmpgtb %1mm%3, %1mm%3, %1mm5
    vpand   %1mm%3, %1mm%3, %1mm6
    vpor    %1mm%2, %1mm%2, %1mm%3
%endmacro

%macro HALVES 2 ; load, size
    vmovdqa xmm4, [up]
    vmovdqa xmm5, [least]
    vmovdqa xmm6, [bit]
    %1      xmm0, [rsi]
    %1      xmm1, [rsi + rdx - %2]
    FOLD    x, 0, 2
    FOLD    x, 1, 3
    %1      [rdi], xmm0
    %1      [rdi + rdx - %2], xmm1
    ret
%endmacro

; size_t (rdi dst, rsi src, rdx n)
KERNEL ascii_fold
    mov     rax, rdx
    cmp     rdx, 32
    jae     .over31
    cmp     edx, 16
    jae     .two16
    cmp     edx, 8
    jae     .two8
    cmp     edx, 4
    jae     .two4
    test    edx, edx
    jz      .return
.byte:
    dec     edx
    movzx   ecx, byte [rsi + rdx]
    lea     r8d, [rcx - 'A']
    mov     r9d, ecx
    or      r9d, 0x20
    cmp     r8d, 26
    cmovb   ecx, r9d
    mov     [rdi + rdx], cl
    test    edx, edx
    jnz     .byte
.return:
    ret
.two4:
    HALVES  vmovd, 4
.two8:
    HALVES  vmovq, 8
.two16:
    HALVES  vmovdqu, 16

.over31:
    vpbroadcastb ymm4, [up]
    vpbroadcastb ymm5, [least]
    vpbroadcastb ymm6, [bit]
    vmovdqu ymm7, [rsi + rdx - 32]      ; the end, before anything is written
    FOLD    y, 7, 3
    xor     ecx, ecx
    lea     r8, [rdx - 32]              ; start of the last vector
    cmp     rdx, 64
    jb      .loop32
    lea     r9, [rdx - 64]
.loop64:
    vmovdqu ymm0, [rsi + rcx]
    vmovdqu ymm1, [rsi + rcx + 32]
    FOLD    y, 0, 2
    FOLD    y, 1, 3
    vmovdqu [rdi + rcx], ymm0
    vmovdqu [rdi + rcx + 32], ymm1
    add     rcx, 64
    cmp     rcx, r9
    jbe     .loop64
    cmp     rcx, r8
    jae     .last
.loop32:
    vmovdqu ymm0, [rsi + rcx]
    FOLD    y, 0, 2
    vmovdqu [rdi + rcx], ymm0
    add     rcx, 32
    cmp     rcx, r8
    jb      .loop32
.last:
    vmovdqu [rdi + r8], ymm7
    vzeroupper
    ret

CONSTANTS
up:     times 16 db 0x25
least:  times 16 db 0x65
bit:    times 16 db 0x20

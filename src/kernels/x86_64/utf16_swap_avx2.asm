; SPDX-License-Identifier: MIT
; utf16_swap for AVX2: the place of a unit in dst is known, so a short end is a vector that
; overlaps the one before.
%include "kernel.inc"

%macro HALVES 2 ; load, size
    vmovdqa xmm2, [swap]
    %1      xmm0, [rsi]
    %1      xmm1, [rsi + rax - %2]
    vpshufb xmm0, xmm0, xmm2
    vpshufb xmm1, xmm1, xmm2
    %1      [rdi], xmm0
    %1      [rdi + rax - %2], xmm1
    ret
%endmacro

; size_t (rdi dst, rsi src, rdx n)
KERNEL utf16_swap
    mov     rax, rdx
    and     rax, -2
    cmp     rax, 32
    jae     .over31
    cmp     eax, 16
    jae     .two16
    cmp     eax, 8
    jae     .two8
    cmp     eax, 4
    jae     .two4
    test    eax, eax
    jz      .return
    movzx   ecx, word [rsi]
    rol     cx, 8
    mov     [rdi], cx
.return:
    ret
.two4:
    HALVES  vmovd, 4
.two8:
    HALVES  vmovq, 8
.two16:
    HALVES  vmovdqu, 16

.over31:
    vbroadcasti128 ymm2, [swap]
    xor     ecx, ecx
    lea     r8, [rax - 32]              ; start of the last vector
    cmp     rax, 64
    jb      .loop32
    lea     r9, [rax - 64]
.loop64:
    vmovdqu ymm0, [rsi + rcx]
    vmovdqu ymm1, [rsi + rcx + 32]
    vpshufb ymm0, ymm0, ymm2
    vpshufb ymm1, ymm1, ymm2
    vmovdqu [rdi + rcx], ymm0
    vmovdqu [rdi + rcx + 32], ymm1
    add     rcx, 64
    cmp     rcx, r9
    jbe     .loop64
    cmp     rcx, r8
    jae     .last
.loop32:
    vmovdqu ymm0, [rsi + rcx]
    vpshufb ymm0, ymm0, ymm2
    vmovdqu [rdi + rcx], ymm0
    add     rcx, 32
    cmp     rcx, r8
    jb      .loop32
.last:
    vmovdqu ymm0, [rsi + r8]
    vpshufb ymm0, ymm0, ymm2
    vmovdqu [rdi + r8], ymm0
    vzeroupper
    ret

CONSTANTS
swap:   db 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14

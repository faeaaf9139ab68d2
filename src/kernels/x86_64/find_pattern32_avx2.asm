; SPDX-License-Identifier: MIT
; find_pattern32 for AVX2: positions whose first and last byte match, then those whose middle
; matches too.
%include "kernel.inc"

; MATCHES r, mask, p: all positions p + i that hold the pattern, whose bytes are broadcast in
; r4..r7.
%macro MATCHES 3
    vpcmpeqb %1mm0, %1mm4, [%3]
    vpcmpeqb %1mm1, %1mm5, [%3 + 1]
    vpcmpeqb %1mm2, %1mm6, [%3 + 2]
    vpcmpeqb %1mm3, %1mm7, [%3 + 3]
    vpand   %1mm0, %1mm0, %1mm1
    vpand   %1mm2, %1mm2, %1mm3
    vpand   %1mm0, %1mm0, %1mm2
    vpmovmskb %2, %1mm0
%endmacro

; The same for eight positions; loads no more than it may.
%macro MATCHES_8 2
    vmovq   xmm0, [%2]
    vmovq   xmm1, [%2 + 1]
    vmovq   xmm2, [%2 + 2]
    vmovq   xmm3, [%2 + 3]
    vpcmpeqb xmm0, xmm0, xmm4
    vpcmpeqb xmm1, xmm1, xmm5
    vpcmpeqb xmm2, xmm2, xmm6
    vpcmpeqb xmm3, xmm3, xmm7
    vpand   xmm0, xmm0, xmm1
    vpand   xmm2, xmm2, xmm3
    vpand   xmm0, xmm0, xmm2
    vpmovmskb %1, xmm0
    movzx   %1, %1 %+ _LOW              ; the upper eight lanes are no input
%endmacro
%define ecx_LOW cl
%define eax_LOW al

; size_t (rdi src, rsi n, edx pattern)
KERNEL find_pattern32
    mov     r8, rsi                     ; positions to try: n - 3
    sub     r8, 3
    jbe     .none
    cmp     r8, 8
    jae     .over7
    xor     eax, eax
.each:                                  ; one by one
    cmp     [rdi + rax], edx
    je      .return
    inc     eax
    cmp     eax, r8d
    jb      .each
.none:
    mov     rax, rsi
.return:
    ret

.over7:
    vmovd   xmm4, edx
    vpsrldq xmm5, xmm4, 1
    vpsrldq xmm6, xmm4, 2
    vpsrldq xmm7, xmm4, 3
    vpbroadcastb ymm4, xmm4
    vpbroadcastb ymm5, xmm5
    vpbroadcastb ymm6, xmm6
    vpbroadcastb ymm7, xmm7
    cmp     r8, 32
    jae     .over31
    cmp     r8d, 16
    jae     .two16
    MATCHES_8 eax, rdi                  ; 8 to 15 positions: two overlapping eights
    lea     r9, [rdi + r8 - 8]
    MATCHES_8 ecx, r9
    sub     r8d, 8
    jmp     .two
.two16:
    MATCHES x, eax, rdi
    lea     r9, [rdi + r8 - 16]
    MATCHES x, ecx, r9
    sub     r8d, 16
.two:
    shlx    ecx, ecx, r8d
    or      eax, ecx
    tzcnt   ecx, eax
    test    eax, eax
    mov     rax, rsi
    cmovnz  rax, rcx
    vzeroupper
    ret

.over31:
    xor     eax, eax
    sub     r8, 32                      ; start of the last vector
.loop:
    vpcmpeqb ymm0, ymm4, [rdi + rax]
    vpcmpeqb ymm3, ymm7, [rdi + rax + 3]
    vptest  ymm0, ymm3
    jnz     .candidate
.advance:
    add     rax, 32
    cmp     rax, r8
    jb      .loop
    sub     rax, 32
    cmp     rax, r8                     ; was this the last vector?
    mov     rax, r8
    jne     .loop
    mov     rax, rsi
    vzeroupper
    ret
.candidate:
    lea     r9, [rdi + rax]
    MATCHES y, ecx, r9
    test    ecx, ecx
    jz      .advance
    tzcnt   ecx, ecx
    add     rax, rcx
    vzeroupper
    ret

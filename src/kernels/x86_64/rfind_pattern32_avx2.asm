; SPDX-License-Identifier: MIT
; rfind_pattern32 for AVX2: from the end, positions whose first and last byte match, then those
; whose middle matches too.
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

; The same for eight positions, with the flags of the mask; loads no more than it may.
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
    and     %1, 0xFF                    ; the upper eight lanes are no input
%endmacro

; size_t (rdi src, rsi n, edx pattern)
KERNEL rfind_pattern32
    mov     r8, rsi                     ; positions to try: n - 3
    sub     r8, 3
    jbe     .none
    cmp     r8, 8
    jae     .over7
.each:                                  ; one by one, from the last
    dec     r8
    cmp     [rdi + r8], edx
    je      .at
    test    r8, r8
    jnz     .each
.none:
    mov     rax, rsi
    ret
.at:
    mov     rax, r8
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
    lea     rax, [r8 - 8]               ; 8 to 15 positions: two overlapping eights
    lea     rcx, [rdi + rax]
    MATCHES_8 ecx, rcx
    jnz     .found
    MATCHES_8 ecx, rdi
    mov     eax, 0
    jnz     .found
    mov     rax, rsi
    vzeroupper
    ret
.two16:
    lea     rax, [r8 - 16]
    lea     rcx, [rdi + rax]
    MATCHES x, ecx, rcx
    test    ecx, ecx
    jnz     .found
    MATCHES x, ecx, rdi
    xor     eax, eax
    test    ecx, ecx
    jnz     .found
    mov     rax, rsi
    vzeroupper
    ret

.over31:
    lea     rax, [r8 - 32]
.loop:
    vpcmpeqb ymm0, ymm4, [rdi + rax]
    vpcmpeqb ymm3, ymm7, [rdi + rax + 3]
    vptest  ymm0, ymm3
    jnz     .candidate
.back:
    sub     rax, 32
    jae     .loop
    cmp     rax, -32                    ; was this the first vector?
    mov     rax, rsi
    je      .return
    xor     eax, eax
    MATCHES y, ecx, rdi
    test    ecx, ecx
    jnz     .found
    mov     rax, rsi
.return:
    vzeroupper
    ret
.candidate:
    lea     rcx, [rdi + rax]
    MATCHES y, ecx, rcx
    test    ecx, ecx
    jz      .back
.found:
    bsr     ecx, ecx
    add     rax, rcx
    vzeroupper
    ret

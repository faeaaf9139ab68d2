; SPDX-License-Identifier: MIT
; ascii_equal_fold for AVX2: bytes may differ in the bit of the case, and only where either is a
; letter.
%include "kernel.inc"

; DIFFER r, a, b: carry is set when nothing in register a and b (memory or register) differs but
; by case. Adding 5 brings a to z, and nothing else, above 65h (signed).
%macro DIFFER 3
    vpxor   %1mm1, %1mm%2, %3
    vpor    %1mm%2, %1mm%2, %1mm6
    vpaddb  %1mm%2, %1mm%2, %1mm4
    vpcmpgtb %1mm%2, %1mm%2, %1mm5
    vpand   %1mm%2, %1mm%2, %1mm6
    vptest  %1mm%2, %1mm1
%endmacro

%macro LOAD_CONSTANTS 0
    vmovdqa xmm4, [up]
    vmovdqa xmm5, [least]
    vmovdqa xmm6, [bit]
%endmacro

; bool (rdi a, rsi b, rdx n)
KERNEL ascii_equal_fold
    cmp     rdx, 32
    jae     .over31
    cmp     edx, 16
    jae     .two16
    cmp     edx, 8
    jae     .two8
    cmp     edx, 4
    jae     .two4
.byte:
    sub     edx, 1
    jc      .same
    movzx   eax, byte [rdi + rdx]
    movzx   ecx, byte [rsi + rdx]
    cmp     eax, ecx
    je      .byte
    xor     ecx, eax
    cmp     ecx, 0x20
    jne     .other
    or      eax, ecx
    sub     eax, 'a'
    cmp     eax, 26
    jb      .byte
.other:
    xor     eax, eax
    ret
.same:
    mov     eax, 1
    ret
.two4:
    LOAD_CONSTANTS
    vmovd   xmm0, [rdi]
    vpinsrd xmm0, xmm0, [rdi + rdx - 4], 1
    vmovd   xmm2, [rsi]
    vpinsrd xmm2, xmm2, [rsi + rdx - 4], 1
    DIFFER  x, 0, xmm2
    jmp     .answer
.two8:
    LOAD_CONSTANTS
    vmovq   xmm0, [rdi]
    vmovhps xmm0, xmm0, [rdi + rdx - 8]
    vmovq   xmm2, [rsi]
    vmovhps xmm2, xmm2, [rsi + rdx - 8]
    DIFFER  x, 0, xmm2
    jmp     .answer
.two16:
    LOAD_CONSTANTS
    vmovdqu xmm0, [rdi]
    DIFFER  x, 0, [rsi]
    jnc     .other
    vmovdqu xmm0, [rdi + rdx - 16]
    DIFFER  x, 0, [rsi + rdx - 16]
.answer:
    setc    al
    ret

.over31:
    vpbroadcastb ymm4, [up]
    vpbroadcastb ymm5, [least]
    vpbroadcastb ymm6, [bit]
    xor     ecx, ecx
    sub     rdx, 32                     ; start of the last vector
    jz      .last
.loop:
    vmovdqu ymm0, [rdi + rcx]
    DIFFER  y, 0, [rsi + rcx]
    jnc     .other_clean
    add     rcx, 32
    cmp     rcx, rdx
    jb      .loop
.last:
    vmovdqu ymm0, [rdi + rdx]
    DIFFER  y, 0, [rsi + rdx]
    setc    al
    vzeroupper
    ret
.other_clean:
    xor     eax, eax
    vzeroupper
    ret

CONSTANTS
up:     times 16 db 0x05
least:  times 16 db 0x65
bit:    times 16 db 0x20

; SPDX-License-Identifier: MIT
; base64_encode for AVX2 (W. Muła, D. Lemire, Faster Base64 Encoding and Decoding Using AVX2
; Instructions).
%include "kernel.inc"

; DIGITS r, n: twelve bytes in each lane of register n to sixteen characters. Changes r1, r2.
%macro DIGITS 2
    vpshufb %1mm%2, %1mm%2, %1mm15      ; bytes 1 0 2 1 of each three
    vpand   %1mm1, %1mm%2, %1mm14
    vpand   %1mm%2, %1mm%2, %1mm12
    vpmulhuw %1mm1, %1mm1, %1mm13
    vpmullw %1mm%2, %1mm%2, %1mm11
    vpor    %1mm%2, %1mm%2, %1mm1       ; six bits a byte
    vpsubusb %1mm1, %1mm%2, %1mm10      ; 0 for the letters, 1 to 10 for figures, then + and /
    vpcmpgtb %1mm2, %1mm%2, %1mm9       ; -1 from 'a' on
    vpsubb  %1mm1, %1mm1, %1mm2
    vpshufb %1mm1, %1mm8, %1mm1
    vpaddb  %1mm%2, %1mm%2, %1mm1
%endmacro

%macro SETUP 1
%ifidn %1, x
    %define %%LOAD vmovdqa
%else
    %define %%LOAD vbroadcasti128
%endif
    %%LOAD  %1mm15, [spread]
    %%LOAD  %1mm14, [upper]
    %%LOAD  %1mm13, [shift_down]
    %%LOAD  %1mm12, [lower]
    %%LOAD  %1mm11, [shift_up]
    %%LOAD  %1mm10, [last_letter]
    %%LOAD  %1mm9, [last_capital]
    %%LOAD  %1mm8, [offset]
%endmacro

; size_t (rdi dst, rsi src, rdx n)
KERNEL base64_encode
    mov     r10, rdi
    cmp     rdx, 28
    jae     .over27
    cmp     edx, 6
    jb      .three
    SETUP   x
.under28:
    cmp     edx, 24
    jb      .under24
    vmovdqu xmm0, [rsi]
    DIGITS  x, 0
    vmovdqu [rdi], xmm0
    add     rsi, 12
    add     rdi, 16
    sub     edx, 12
.under24:
    mov     eax, edx                    ; whole threes
    imul    eax, eax, 0xAAAB
    shr     eax, 17
    lea     ecx, [rax + rax * 2]
    cmp     ecx, 12
    jb      .under12
    vmovq   xmm0, [rsi]                 ; two overlapping twelves
    vpinsrd xmm0, xmm0, [rsi + 8], 2
    vmovq   xmm3, [rsi + rcx - 12]
    vpinsrd xmm3, xmm3, [rsi + rcx - 4], 2
    DIGITS  x, 0
    DIGITS  x, 3
    vmovdqu [rdi], xmm0
    vmovdqu [rdi + rax * 4 - 16], xmm3
    jmp     .threes_done
.under12:
    cmp     ecx, 6
    jb      .three
    vmovd   xmm0, [rsi]                 ; two overlapping sixes
    vpinsrw xmm0, xmm0, [rsi + 4], 2
    vmovd   xmm3, [rsi + rcx - 6]
    vpinsrw xmm3, xmm3, [rsi + rcx - 2], 2
    vpslldq xmm3, xmm3, 6
    vpor    xmm0, xmm0, xmm3
    DIGITS  x, 0
    vmovq   [rdi], xmm0
    vmovhps [rdi + rax * 4 - 8], xmm0
.threes_done:
    add     rsi, rcx
    lea     rdi, [rdi + rax * 4]
    sub     edx, ecx
.three:                                 ; 0 to 5
    test    edx, edx
    jz      .done
    lea     r11, [alphabet]
    cmp     edx, 3
    jb      .end
    movzx   eax, word [rsi]
    movzx   ecx, byte [rsi + 2]
    rol     ax, 8
    shl     eax, 8
    or      eax, ecx
    add     rsi, 3
    call    .four
    mov     [rdi], eax
    add     rdi, 4
    sub     edx, 3
    jz      .done
.end:
    movzx   eax, byte [rsi]
    shl     eax, 16
    cmp     edx, 2
    jb      .one
    movzx   ecx, byte [rsi + 1]
    shl     ecx, 8
    or      eax, ecx
    call    .four
    and     eax, 0x00FFFFFF
    or      eax, '=' << 24
    jmp     .put_end
.one:
    call    .four
    movzx   eax, ax
    or      eax, '=' << 24 | '=' << 16
.put_end:
    mov     [rdi], eax
    add     rdi, 4
.done:
    mov     rax, rdi
    sub     rax, r10
    vzeroupper
    ret

.four:                                  ; 24 bits in eax to four characters; changes rcx, r8, r9
    mov     ecx, eax
    shr     ecx, 18
    movzx   r9d, byte [r11 + rcx]
    mov     ecx, eax
    shr     ecx, 12
    and     ecx, 63
    movzx   ecx, byte [r11 + rcx]
    shl     ecx, 8
    or      r9d, ecx
    mov     ecx, eax
    shr     ecx, 6
    and     ecx, 63
    movzx   ecx, byte [r11 + rcx]
    shl     ecx, 16
    or      r9d, ecx
    and     eax, 63
    movzx   eax, byte [r11 + rax]
    shl     eax, 24
    or      eax, r9d
    ret

.over27:
    SETUP   y
.loop:                                  ; 28 are read, 24 count
    vmovdqu xmm0, [rsi]
    vinserti128 ymm0, ymm0, [rsi + 12], 1
    DIGITS  y, 0
    vmovdqu [rdi], ymm0
    add     rsi, 24
    add     rdi, 32
    sub     rdx, 24
    cmp     rdx, 28
    jae     .loop
    jmp     .under28

CONSTANTS
spread: db 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10
upper:  times 4 dd 0x0FC0FC00
shift_down: times 4 dd 0x04000040
lower:  times 4 dd 0x003F03F0
shift_up: times 4 dd 0x01000010
last_letter: times 16 db 51
last_capital: times 16 db 25
offset: db 'A', 'a' - 26
        times 10 db '0' - 52
        db '+' - 62, '/' - 63, 0, 0
alphabet: db "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

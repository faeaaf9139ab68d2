; SPDX-License-Identifier: MIT
; base64_decode for AVX2. Which characters are digits is a matter of both halves of a byte: a table
; of each half has bits that meet only for others (W. Muła, D. Lemire, Faster Base64 Encoding and
; Decoding Using AVX2 Instructions). Stores never pass what has been read, so dst may be src.
%include "kernel.inc"

; VALUES r, n, hi, lo: the values of the characters in register n; registers `hi` and `lo` then
; have a bit in common where there is no digit.
%macro VALUES 4
    vpsrld  %1mm%3, %1mm%2, 4
    vpand   %1mm%3, %1mm%3, %1mm15
    vpand   %1mm%4, %1mm%2, %1mm15
    vpcmpeqb %1mm8, %1mm%2, %1mm15      ; '/', which shares its upper half with '+'
    vpaddb  %1mm8, %1mm8, %1mm%3
    vpshufb %1mm8, %1mm12, %1mm8
    vpshufb %1mm%3, %1mm14, %1mm%3
    vpshufb %1mm%4, %1mm13, %1mm%4
    vpaddb  %1mm%2, %1mm%2, %1mm8
%endmacro

; PACK r, n: four values of six bits each to three bytes, 12 in each lane.
%macro PACK 2
    vpmaddubsw %1mm%2, %1mm%2, %1mm11
    vpmaddwd %1mm%2, %1mm%2, %1mm10
    vpshufb %1mm%2, %1mm%2, %1mm9
%endmacro

%macro SETUP 1
%ifidn %1, x
    vmovdqa xmm15, [mask]
    vmovdqa xmm14, [by_high]
    vmovdqa xmm13, [by_low]
    vmovdqa xmm12, [offset]
    vmovdqa xmm11, [join6]
    vmovdqa xmm10, [join12]
    vmovdqa xmm9, [pack]
%else
    vbroadcasti128 ymm15, [mask]
    vbroadcasti128 ymm14, [by_high]
    vbroadcasti128 ymm13, [by_low]
    vbroadcasti128 ymm12, [offset]
    vbroadcasti128 ymm11, [join6]
    vbroadcasti128 ymm10, [join12]
    vbroadcasti128 ymm9, [pack]
%endif
%endmacro

; size_t (rdi dst, rsi src, rdx n)
KERNEL base64_decode
    mov     r10, rdi
    and     rdx, -4
    cmp     rdx, 32
    jae     .over31
    test    edx, edx
    jz      .done
    SETUP   x
.under32:                               ; 0 to 28 characters
    cmp     edx, 16
    jae     .two16
    cmp     edx, 8
    jae     .two8
    test    edx, edx
    jz      .done
    vmovd   xmm0, [rsi]
    VALUES  x, 0, 1, 2
    vpand   xmm1, xmm1, xmm2
    vmovd   eax, xmm1
    test    eax, eax
    jnz     .done
    PACK    x, 0
    vpextrw [rdi], xmm0, 0
    vpextrb [rdi + 2], xmm0, 2
    add     rdi, 3
.done:
    mov     rax, rdi
    sub     rax, r10
    vzeroupper
    ret
.two8:                                  ; 8 or 12: a half with 4, and 4 or 8 that end it
    vmovq   xmm0, [rsi]
    vmovhps xmm0, xmm0, [rsi + rdx - 8]
    VALUES  x, 0, 1, 2
    vptest  xmm1, xmm2
    jnz     .cut8
    PACK    x, 0
    vmovd   [rdi], xmm0
    vpextrw [rdi + 4], xmm0, 2
    lea     eax, [rdx + rdx * 2]
    shr     eax, 2
    add     rdi, rax
    vpsrldq xmm0, xmm0, 6
    vmovd   [rdi - 6], xmm0
    vpextrw [rdi - 2], xmm0, 2
    jmp     .done
.cut8:                                  ; how many groups are good?
    vpand   xmm1, xmm1, xmm2
    vpxor   xmm2, xmm2, xmm2
    vpcmpeqd xmm1, xmm1, xmm2
    vmovmskps eax, xmm1                 ; groups 0, 1 and the last two
    not     eax
    tzcnt   eax, eax
    cmp     eax, 2
    jb      .cut
    lea     ecx, [rdx - 4]              ; of 12 the third is the last, of 8 there is none
    shr     ecx, 2
    mov     eax, ecx
    jmp     .cut
.two16:
    vmovdqu xmm0, [rsi]
    vmovdqu xmm4, [rsi + rdx - 16]
    VALUES  x, 0, 1, 2
    vptest  xmm1, xmm2
    jnz     .cut16
    VALUES  x, 4, 5, 6
    vptest  xmm5, xmm6
    jnz     .cut16_last
    PACK    x, 0
    PACK    x, 4
    vmovq   [rdi], xmm0
    vpextrd [rdi + 8], xmm0, 2
    lea     eax, [rdx + rdx * 2]
    shr     eax, 2
    add     rdi, rax
    vmovq   [rdi - 12], xmm4
    vpextrd [rdi - 4], xmm4, 2
    jmp     .done
.cut16_last:                            ; the first 16 are good
    PACK    x, 0
    vmovq   [rdi], xmm0
    vpextrd [rdi + 8], xmm0, 2
    vpand   xmm1, xmm5, xmm6
    vpxor   xmm2, xmm2, xmm2
    vpcmpeqd xmm1, xmm1, xmm2
    vmovmskps eax, xmm1
    not     eax
    tzcnt   eax, eax
    lea     eax, [rdx + rax * 4 - 16]
    add     rsi, 16
    add     rdi, 12
    lea     edx, [rax - 16]
    jmp     .under32
.cut16:
    vpand   xmm1, xmm1, xmm2
    vpxor   xmm2, xmm2, xmm2
    vpcmpeqd xmm1, xmm1, xmm2
    vmovmskps eax, xmm1
    not     eax
    tzcnt   eax, eax
.cut:                                   ; eax groups are good
    lea     edx, [rax * 4]
    jmp     .under32

.over31:
    SETUP   y
    vmovdqa ymm7, [lanes]
    cmp     rdx, 88
    jb      .loop32
.loop64:                                ; 48 bytes count, and 56 are written where 66 will be
    vmovdqu ymm0, [rsi]
    vmovdqu ymm3, [rsi + 32]
    VALUES  y, 0, 1, 2
    VALUES  y, 3, 4, 5
    vpand   ymm1, ymm1, ymm2
    vpand   ymm4, ymm4, ymm5
    vpor    ymm1, ymm1, ymm4
    vptest  ymm1, ymm1
    jnz     .loop32
    PACK    y, 0
    PACK    y, 3
    vpermd  ymm0, ymm7, ymm0
    vpermd  ymm3, ymm7, ymm3
    vmovdqu [rdi], ymm0
    vmovdqu [rdi + 24], ymm3
    add     rsi, 64
    add     rdi, 48
    sub     rdx, 64
    cmp     rdx, 88
    jae     .loop64
    cmp     rdx, 32
    jb      .under32
.loop32:
    vmovdqu ymm0, [rsi]
    VALUES  y, 0, 1, 2
    vptest  ymm1, ymm2
    jnz     .cut32
    PACK    y, 0
    vpermd  ymm0, ymm7, ymm0
    vmovdqu [rdi], xmm0                 ; exactly 24
    vextracti128 xmm0, ymm0, 1
    vmovq   [rdi + 16], xmm0
    add     rsi, 32
    add     rdi, 24
    sub     rdx, 32
    cmp     rdx, 32
    jae     .loop32
    jmp     .under32
.cut32:
    vpand   ymm1, ymm1, ymm2
    vpxor   xmm2, xmm2, xmm2
    vpcmpeqd ymm1, ymm1, ymm2
    vmovmskps eax, ymm1
    not     eax
    tzcnt   eax, eax
    jmp     .cut

CONSTANTS
lanes:  dd 0, 1, 2, 4, 5, 6, 7, 7
mask:   times 16 db 0x2F
by_high: db 0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08
        times 8 db 0x10
by_low: db 0x15
        times 9 db 0x11
        db 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A
offset: db 0, 16, 19, 4, -65, -65, -71, -71
        times 8 db 0
join6:  times 8 db 0x40, 0x01
join12: times 4 dw 0x1000, 0x0001
pack:   db 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80

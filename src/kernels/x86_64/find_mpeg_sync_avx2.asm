; SPDX-License-Identifier: MIT
; find_mpeg_sync for AVX2: the header test of ISO 11172-3 2.4.2.3 on 32 positions at once. Most
; vectors hold no FF, or none followed by E0 or more, and are left after that; where one does,
; nibble tables decide the rest.
%include "kernel.inc"

; HEADERS r, mask, p: mask = positions p + i where a valid header begins. r is x or y; p a register.
; Wants the constants loaded below in registers 9 to 15; changes 0 to 3.
%macro HEADERS 3
    vmovdqu %1mm1, [%3 + 1]
    vmovdqu %1mm2, [%3 + 2]
    HEADERS_OF %1, %2, [%3]
%endmacro

; The same with bytes 1 and bytes 2 already in registers 1 and 2; bytes 0 are the third argument.
%macro HEADERS_OF 3
    vpand   %1mm3, %1mm1, %1mm10
    ; low nibble of byte 1: layer not 00; bit 0 if good below E, bit 1 below F
    vpshufb %1mm3, %1mm11, %1mm3
    vpsrlw  %1mm1, %1mm1, 4
    vpand   %1mm1, %1mm1, %1mm10
    vpshufb %1mm1, %1mm12, %1mm1        ; high nibble of byte 1: 1 for E, 2 for F
    vpand   %1mm1, %1mm1, %1mm3
    vpand   %1mm3, %1mm2, %1mm10
    vpshufb %1mm3, %1mm13, %1mm3        ; low nibble of byte 2: rate index not 3
    vpsrlw  %1mm2, %1mm2, 4
    vpand   %1mm2, %1mm2, %1mm10
    vpshufb %1mm2, %1mm14, %1mm2        ; high nibble of byte 2: bitrate index not 15
    vpand   %1mm2, %1mm2, %1mm3
    vpand   %1mm1, %1mm1, %1mm2         ; not zero: good
    vpcmpeqb %1mm0, %1mm15, %3          ; byte 0 is FF
    vpcmpeqb %1mm1, %1mm1, %1mm9
    vpandn  %1mm0, %1mm1, %1mm0
    vpmovmskb %2, %1mm0
%endmacro

%macro TABLES 0
    vpxor   xmm9, xmm9, xmm9
    vbroadcasti128 ymm10, [nibble]
    vbroadcasti128 ymm11, [byte1_low]
    vbroadcasti128 ymm12, [byte1_high]
    vbroadcasti128 ymm13, [byte2_low]
    vbroadcasti128 ymm14, [byte2_high]
%endmacro

; DISTANCE to, offset: bytes of register `to` are 0 where byte 0 is FF and byte 1 at least DF, at
; the 32 positions from rdi + rax + offset on.
%macro DISTANCE 2
    vpsubusb ymm4, ymm8, [rdi + rax + %2 + 1]
    vpxor   ymm%1, ymm15, [rdi + rax + %2]
    vpor    ymm%1, ymm%1, ymm4
%endmacro

; size_t (rdi src, rsi n)
KERNEL find_mpeg_sync
    mov     r8, rsi                     ; positions to try: n - 2
    sub     r8, 2
    jbe     .none
    cmp     r8, 8
    jb      .under8
    vpcmpeqd ymm15, ymm15, ymm15
    cmp     r8, 32
    jae     .over31
    cmp     r8d, 16
    jae     .two16

    vmovq   xmm5, [rdi]                 ; 8 to 15 positions: two overlapping eights
    vmovq   xmm6, [rdi + r8 - 8]
    vpcmpeqb xmm0, xmm15, xmm5
    vpcmpeqb xmm1, xmm15, xmm6
    vpor    xmm0, xmm0, xmm1
    vptest  xmm0, xmm0
    jz      .none_clean                 ; no FF at all
    TABLES
    vmovq   xmm1, [rdi + 1]
    vmovq   xmm2, [rdi + 2]
    HEADERS_OF x, eax, xmm5
    vmovq   xmm1, [rdi + r8 - 7]
    vmovq   xmm2, [rdi + r8 - 6]
    HEADERS_OF x, edx, xmm6
    lea     ecx, [r8 - 8]
    jmp     .two
.two16:
    vpcmpeqb xmm0, xmm15, [rdi]
    vpcmpeqb xmm1, xmm15, [rdi + r8 - 16]
    vpor    xmm0, xmm0, xmm1
    vptest  xmm0, xmm0
    jz      .none_clean
    TABLES
    HEADERS x, eax, rdi
    lea     r9, [rdi + r8 - 16]
    HEADERS x, edx, r9
    lea     ecx, [r8 - 16]
.two:
    shl     edx, cl
    or      eax, edx
    mov     edx, eax
    tzcnt   eax, eax
    test    edx, edx
    cmovz   rax, rsi
    vzeroupper
    ret

.under8:                                ; one by one
    xor     eax, eax
.byte:
    cmp     byte [rdi + rax], 0xFF
    jne     .next
    movzx   ecx, byte [rdi + rax + 1]
    cmp     ecx, 0xE0
    jb      .next
    movzx   edx, byte [rdi + rax + 2]
    cmp     edx, 0xF0
    jae     .next
    not     edx
    test    edx, 0x0C
    jz      .next
    test    ecx, 0x06
    jz      .next
    and     ecx, 0x18
    cmp     ecx, 0x08
    jne     .return
.next:
    inc     eax
    cmp     eax, r8d
    jb      .byte
.none:
    mov     rax, rsi
.return:
    ret
.none_clean:
    mov     rax, rsi
    vzeroupper
    ret

.over31:
    TABLES
    vpbroadcastb ymm8, [below_byte1]
    xor     eax, eax
    sub     r8, 32                      ; start of the last vector
    lea     r10, [r8 - 96]
    cmp     r8, 96
    jge     .loop128
.loop:
    DISTANCE 0, 0
    vpcmpeqb ymm0, ymm0, ymm9
    vptest  ymm0, ymm0
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
    vmovdqu ymm1, [rdi + rax + 1]
    vmovdqu ymm2, [rdi + rax + 2]
    lea     r9, [rdi + rax]
    HEADERS_OF y, edx, [r9]
    test    edx, edx
    jz      .advance
    tzcnt   edx, edx
    add     rax, rdx
    vzeroupper
    ret

.loop128:                               ; as long as there is no FF
    vpcmpeqb ymm0, ymm15, [rdi + rax]
    vpcmpeqb ymm1, ymm15, [rdi + rax + 32]
    vpcmpeqb ymm2, ymm15, [rdi + rax + 64]
    vpcmpeqb ymm3, ymm15, [rdi + rax + 96]
    vpor    ymm0, ymm0, ymm1
    vpor    ymm2, ymm2, ymm3
    vpor    ymm0, ymm0, ymm2
    vptest  ymm0, ymm0
    jnz     .some_ff
    sub     rax, -128
    cmp     rax, r10
    jbe     .loop128
.under128:
    cmp     rax, r8
    jbe     .loop
    mov     rax, r8
    jmp     .loop
.some_ff:                               ; where one FF is are others: look at two bytes for a while
    lea     r11, [rax + 1024]
.pairs128:
    DISTANCE 0, 0
    DISTANCE 1, 32
    DISTANCE 2, 64
    DISTANCE 3, 96
    vpminub ymm0, ymm0, ymm1
    vpminub ymm2, ymm2, ymm3
    vpminub ymm0, ymm0, ymm2
    vpcmpeqb ymm0, ymm0, ymm9
    vptest  ymm0, ymm0
    jnz     .in_128
.advance128:
    sub     rax, -128
    cmp     rax, r10
    ja      .under128
    cmp     rax, r11
    jb      .pairs128
    jmp     .loop128
.in_128:
    xor     ecx, ecx
.one:
    vmovdqu ymm1, [rdi + rax + 1]
    vmovdqu ymm2, [rdi + rax + 2]
    lea     r9, [rdi + rax]
    HEADERS_OF y, edx, [r9]
    test    edx, edx
    jnz     .at
    add     rax, 32
    inc     ecx
    cmp     ecx, 4
    jb      .one
    add     rax, -128
    jmp     .advance128
.at:
    tzcnt   edx, edx
    add     rax, rdx
    vzeroupper
    ret

CONSTANTS
nibble:     times 16 db 0x0F
; low nibble of byte 1 is version bit 0, layer, protection: layer not 00; below E (version 0x)
; version bit 0 must be 0
byte1_low:  db 0, 0, 3, 3, 3, 3, 3, 3, 0, 0, 2, 2, 2, 2, 2, 2
byte1_high: db 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2
byte2_low:  times 12 db 3
            times 4 db 0
byte2_high: times 15 db 3
            db 0
below_byte1: db 0xDF                   ; and DF, which the full test refuses

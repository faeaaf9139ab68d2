; SPDX-License-Identifier: MIT
; validate_utf8 for AVX2: the nibble-table method of Keiser and Lemire ("Validating UTF-8 in less
; than one instruction per byte", 2020), which sees every wrong pair of neighbouring bytes by
; three lookups, and checks third and fourth bytes by what stands two and three before. The end
; is a vector filled up with zeros: a sequence that is cut off then meets an ASCII byte, which is
; wrong in itself.
%include "kernel.inc"

; What can be wrong about a byte and its successor; a bit counts when all three tables agree on it.
TOO_SHORT   equ 1       ; lead, then no continuation
TOO_LONG    equ 2       ; ASCII, then a continuation
OVERLONG_3  equ 4       ; E0, then below A0
TOO_LARGE   equ 8       ; F4 and up, then 90 and up
SURROGATE   equ 16      ; ED, then A0 and up
OVERLONG_2  equ 32      ; C0, C1
OVERLONG_4  equ 64      ; F0, then below 90; shared with F5 and up, then below 90
TWO_CONTS   equ 128     ; two continuations; right only in third and fourth place
; what the low nibble of the first byte says nothing about
ALWAYS      equ TOO_SHORT | TOO_LONG | TWO_CONTS

; BLOCK: checks ymm0 behind ymm8, findings into ymm9; constants in ymm10 to ymm15. Changes ymm1
; to ymm5.
%macro BLOCK 0
    vperm2i128 ymm1, ymm8, ymm0, 0x21
    vpalignr ymm2, ymm0, ymm1, 15       ; the byte before each
    vpalignr ymm3, ymm0, ymm1, 14       ; two before
    vpalignr ymm4, ymm0, ymm1, 13       ; three before
    vpsrlw  ymm5, ymm2, 4
    vpand   ymm5, ymm5, ymm15
    vpshufb ymm5, ymm14, ymm5
    vpand   ymm2, ymm2, ymm15
    vpshufb ymm2, ymm13, ymm2
    vpand   ymm5, ymm5, ymm2
    vpsrlw  ymm2, ymm0, 4
    vpand   ymm2, ymm2, ymm15
    vpshufb ymm2, ymm12, ymm2
    vpand   ymm5, ymm5, ymm2
    vpsubusb ymm3, ymm3, [less_e0]      ; top bit: E0 or more two before
    vpsubusb ymm4, ymm4, [less_f0]      ; top bit: F0 or more three before
    vpor    ymm3, ymm3, ymm4
    vpand   ymm3, ymm3, ymm11           ; here a second continuation must stand
    vpxor   ymm5, ymm5, ymm3
    vpor    ymm9, ymm9, ymm5
%endmacro

; bool (rdi src, rsi n)
KERNEL validate_utf8
    cmp     rsi, 32
    jae     .over31
    mov     edx, esi
    cmp     edx, 16
    jae     .load_end
    cmp     edx, 8
    jae     .load_8
    test    edx, edx
    jz      .yes
    LOAD_UNDER_8 ax, di, si, dx
    mov     rcx, 0x8080808080808080
    test    rax, rcx
    jz      .yes
    vmovq   xmm0, rax
    jmp     .only
.load_8:
    mov     rax, [rdi]
    mov     rdx, [rdi + rsi - 8]
    mov     r8, rax
    or      r8, rdx
    mov     rcx, 0x8080808080808080
    test    r8, rcx
    jz      .yes
    mov     ecx, 16
    sub     ecx, esi
    shl     ecx, 3
    shrx    rdx, rdx, rcx               ; bytes 8 to n - 1; 64 and n = 8 is dealt with below
    cmp     esi, 8
    jne     .load_8_both
    xor     edx, edx
.load_8_both:
    vmovq   xmm0, rax
    vpinsrq xmm0, xmm0, rdx, 1
    jmp     .only

; The last edx bytes (0 to 31) into ymm0, zeros above; rdi + rsi is their end, and 16 or more
; bytes stand before it.
.load_end:
    lea     rcx, [slide + 16]
    cmp     edx, 16
    ja      .load_end_high
    sub     rcx, rdx
    vmovdqu xmm0, [rdi + rsi - 16]
    vpshufb xmm0, xmm0, [rcx]
    jmp     .loaded_end
.load_end_high:
    sub     rcx, rdx
    vmovdqu xmm1, [rdi + rsi - 16]
    vpshufb xmm1, xmm1, [rcx + 16]
    mov     rax, rsi
    sub     rax, rdx
    vmovdqu xmm0, [rdi + rax]
    vinserti128 ymm0, ymm0, xmm1, 1
.loaded_end:
    cmp     rsi, 32
    jae     .last
    vpmovmskb eax, ymm0
    test    eax, eax
    jz      .yes
.only:
    vpxor   xmm8, xmm8, xmm8
    vpxor   xmm9, xmm9, xmm9
    call    .constants
.last:
    BLOCK
    vptest  ymm9, ymm9
    setz    al
    vzeroupper
    ret
.yes:
    mov     eax, 1
    vzeroupper
    ret

.constants:
    vbroadcasti128 ymm15, [nibble]
    vbroadcasti128 ymm14, [first_high]
    vbroadcasti128 ymm13, [first_low]
    vbroadcasti128 ymm12, [second_high]
    vpbroadcastb ymm11, [top_bit]
    ret

.over31:
    mov     rdx, rsi                    ; bytes left
    mov     r8, rdi
.ascii:                                 ; nothing to set up for while it is ASCII
    vmovdqu ymm0, [r8]
    vpmovmskb eax, ymm0
    test    eax, eax
    jnz     .not_ascii
    add     r8, 32
    sub     rdx, 32
    cmp     rdx, 32
    jae     .ascii
    vmovdqu ymm0, [rdi + rsi - 32]
    vpmovmskb eax, ymm0
    test    eax, eax
    jz      .yes
    ; what went before was ASCII, and that is all its value for us
    vpxor   xmm8, xmm8, xmm8
    vpxor   xmm9, xmm9, xmm9
    call    .constants
    jmp     .load_end
.not_ascii:
    vpxor   xmm8, xmm8, xmm8
    vpxor   xmm9, xmm9, xmm9
    call    .constants
    jmp     .block
.loop:
    vmovdqu ymm0, [r8]
    vpor    ymm1, ymm0, ymm8
    vpmovmskb eax, ymm1
    test    eax, eax
    jz      .next
.block:
    BLOCK
.next:
    vmovdqa ymm8, ymm0
    add     r8, 32
    sub     rdx, 32
    cmp     rdx, 32
    jae     .loop
    jmp     .load_end

CONSTANTS
less_e0:    times 32 db 0xE0 - 0x80
less_f0:    times 32 db 0xF0 - 0x80
slide:      db 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
            times 31 db 0x80
top_bit:    db 0x80
nibble:     times 16 db 0x0F
first_high: times 8 db TOO_LONG
            times 4 db TWO_CONTS
            db TOO_SHORT | OVERLONG_2
            db TOO_SHORT
            db TOO_SHORT | OVERLONG_3 | SURROGATE
            db TOO_SHORT | TOO_LARGE | OVERLONG_4
first_low:  db ALWAYS | OVERLONG_3 | OVERLONG_2 | OVERLONG_4
            db ALWAYS | OVERLONG_2
            db ALWAYS, ALWAYS
            db ALWAYS | TOO_LARGE
            times 8 db ALWAYS | TOO_LARGE | OVERLONG_4
            db ALWAYS | TOO_LARGE | OVERLONG_4 | SURROGATE
            times 2 db ALWAYS | TOO_LARGE | OVERLONG_4
second_high: times 8 db TOO_SHORT
            db TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | OVERLONG_4
            db TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE
            times 2 db TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE
            times 4 db TOO_SHORT

; SPDX-License-Identifier: MIT
; latin1_to_utf8 for AVX2: ASCII is copied; elsewhere bytes become words of one or two bytes,
; packed four at a time.
%include "kernel.inc"
%include "utf8_out.inc"

; size_t (rdi dst, rsi src, rdx n); dst has 2 n bytes, so eight may be stored wherever four more
; are to come
KERNEL latin1_to_utf8
    mov     r10, rdi
    lea     r9, [pack_words]
    cmp     rdx, 16
    jb      .under16
    cmp     rdx, 32
    jb      .one16
.loop:                                  ; 32 or more are left
    vmovdqu ymm0, [rsi]
    vpmovmskb eax, ymm0
    test    eax, eax
    jnz     .mixed
    vmovdqu [rdi], ymm0
    add     rsi, 32
    add     rdi, 32
    sub     rdx, 32
    cmp     rdx, 32
    jae     .loop
.under32:
    cmp     edx, 16
    jb      .tail
.one16:
    vmovdqu xmm0, [rsi]
    vpmovmskb eax, xmm0
    test    eax, eax
    jnz     .mixed
    vmovdqu [rdi], xmm0
    add     rsi, 16
    add     rdi, 16
    sub     edx, 16
.tail:                                  ; up to 15, and 16 or more have gone before
    test    edx, edx
    jz      .done
    vmovdqu xmm0, [rsi + rdx - 16]
    vpmovmskb eax, xmm0
    test    eax, eax
    jnz     .under16
    vmovdqu [rdi + rdx - 16], xmm0      ; all ASCII: what is written again is what stands there
    add     rdi, rdx
    jmp     .done

.mixed:                                 ; 16 bytes with bits eax (above bit 15: later ones)
    vpmovzxbw ymm0, [rsi]
    cmp     rdx, 64
    jae     .long
    TO_TWO  y, 0, 1, 2, 3
    mov     r8d, eax
    movzx   eax, al
    vextracti128 xmm1, ymm0, 1
    EMIT8   0, 4
    mov     eax, r8d
    movzx   eax, ah
    EMIT8   1, 4
    add     rsi, 16
    sub     rdx, 16
    cmp     rdx, 32
    jae     .loop
    jmp     .under32

.long:
    lea     r11, [st_pack_words8]
    TO_TWO  y, 0, 1, 2, 3
    EMIT16
    add     rsi, 16
    sub     rdx, 16
    jmp     .loop                       ; 48 or more are left

.under16:
    cmp     edx, 8
    jb      .under8
    mov     rax, [rsi]
    mov     rcx, [rsi + rdx - 8]
    mov     r8, 0x8080808080808080
    mov     r11, rax
    or      r11, rcx
    test    r11, r8
    jnz     .four
    mov     [rdi], rax
    mov     [rdi + rdx - 8], rcx
    add     rdi, rdx
    jmp     .done
.under8:
    cmp     edx, 4
    jb      .under4
    mov     eax, [rsi]
    mov     ecx, [rsi + rdx - 4]
    mov     r8d, eax
    or      r8d, ecx
    test    r8d, 0x80808080
    jnz     .four
    mov     [rdi], eax
    mov     [rdi + rdx - 4], ecx
    add     rdi, rdx
    jmp     .done
.four:                                  ; 4 to 15, not all ASCII
    vmovd   xmm0, [rsi]
    vpmovmskb eax, xmm0
    vpmovzxbw xmm0, xmm0
    TO_TWO  x, 0, 1, 2, 3
    EMIT4   0, ax, 4
    add     rsi, 4
    sub     edx, 4
    cmp     edx, 4
    jae     .four
.under4:
    test    edx, edx
    jz      .done
.byte:
    movzx   eax, byte [rsi]
    inc     rsi
    test    al, al
    js      .two
    mov     [rdi], al
    inc     rdi
    dec     edx
    jnz     .byte
    jmp     .done
.two:
    mov     ecx, eax
    shr     ecx, 6
    or      ecx, 0xC0
    and     eax, 0x3F
    or      eax, 0x80
    mov     [rdi], cl
    mov     [rdi + 1], al
    add     rdi, 2
    dec     edx
    jnz     .byte
.done:
    mov     rax, rdi
    sub     rax, r10
    vzeroupper
    ret

CONSTANTS
    UTF8_OUT_CONSTANTS

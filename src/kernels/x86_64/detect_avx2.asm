; SPDX-License-Identifier: MIT
; detect for AVX2: signatures at fixed places by compares without branches; the others by nibble
; tables over the first two bytes of each, 32 positions at once, and a full comparison of the few
; candidates.
%include "kernel.inc"

%define FOUR(a, b, c, d) ((a) | (b) << 8 | (c) << 16 | (d) << 24)

; SEEN bit: after a comparison, adds ST_MAGIC bit number to eax when it was equal. edx must be 0
; and is left 0 to 1 << bit.
%macro SEEN 1
    sete    dl
    shl     edx, %1
    or      eax, edx
    xor     edx, edx
%endmacro

; SCAN r, step, load: r10 = first position, r11 = last start of a vector; each candidate goes
; through .try. A step of 8 loads half of an x register: no signature has a zero byte, so the
; other half is silent.
%macro SCAN 3
%%block:
    %3      %1mm0, [rdi + r10]
    %3      %1mm1, [rdi + r10 + 1]
    CANDIDATES %1
    jz      %%next
    EACH_CANDIDATE %1
%%next:
    cmp     r10, r11
    je      .done
    add     r10, %2
    cmp     r10, r11
    cmova   r10, r11
    jmp     %%block
%endmacro

; CANDIDATES r: bytes in r0, their successors in r1. ZF: none; else r1 and r2 have common bits
; where a signature may begin.
%macro CANDIDATES 1
    vpand   %1mm2, %1mm0, %1mm7
    vpshufb %1mm2, %1mm3, %1mm2
    vpsrlw  %1mm0, %1mm0, 4
    vpand   %1mm0, %1mm0, %1mm7
    vpshufb %1mm0, %1mm4, %1mm0
    vpand   %1mm2, %1mm2, %1mm0
    vpand   %1mm0, %1mm1, %1mm7
    vpshufb %1mm0, %1mm5, %1mm0
    vpand   %1mm2, %1mm2, %1mm0
    vpsrlw  %1mm1, %1mm1, 4
    vpand   %1mm1, %1mm1, %1mm7
    vpshufb %1mm1, %1mm6, %1mm1
    vptest  %1mm2, %1mm1
%endmacro

; EACH_CANDIDATE r: after CANDIDATES; the positions count from r10.
%macro EACH_CANDIDATE 1
    vpand   %1mm2, %1mm2, %1mm1
    vpxor   %1mm0, %1mm0, %1mm0
    vpcmpeqb %1mm2, %1mm2, %1mm0
    vpmovmskb r9d, %1mm2                ; ones where nothing begins
%ifidn %1, x
    xor     r9d, 0xFFFF
%else
    not     r9d
%endif
%%candidate:
    tzcnt   r8d, r9d
    blsr    r9d, r9d
    add     r8, r10
    call    .try
    test    r9d, r9d
    jnz     %%candidate
%endmacro

; uint32_t (rdi src, rsi n)
KERNEL detect
    mov     ecx, 128
    cmp     rsi, rcx
    cmova   rsi, rcx
    xor     eax, eax
    xor     edx, edx
    cmp     esi, 4
    jb      .tiny
    mov     ecx, [rdi]
    cmp     ecx, FOUR('f', 'L', 'a', 'C')
    SEEN    1
    cmp     ecx, FOUR('O', 'g', 'g', 'S')
    SEEN    2
    cmp     ecx, FOUR('R', 'I', 'F', 'F')
    SEEN    12
    mov     r8d, ecx
    and     r8d, 0xFFFFFF
    cmp     r8d, FOUR('I', 'D', '3', 0)
    SEEN    0
    and     ecx, 0xF6FF
    cmp     ecx, 0xF2FF
    SEEN    7
    cmp     esi, 36
    jb      .anywhere
    mov     rcx, 'fishead'
    cmp     rcx, [rdi + 28]
    SEEN    8

.anywhere:
    xor     r10d, r10d
    vbroadcasti128 ymm3, [first_low]
    vbroadcasti128 ymm4, [first_high]
    vbroadcasti128 ymm5, [second_low]
    vbroadcasti128 ymm6, [second_high]
    vbroadcasti128 ymm7, [nibble]
    lea     r11d, [rsi - 33]            ; positions are 0 to n - 2
    cmp     esi, 33
    jb      .under33
    SCAN    y, 32, vmovdqu
.under33:
    lea     r11d, [rsi - 17]
    cmp     esi, 17
    jb      .under17
    SCAN    x, 16, vmovdqu
.under17:
    lea     r11d, [rsi - 9]
    cmp     esi, 9
    jb      .under9
    SCAN    x, 8, vmovq
.under9:                                ; 4 to 8 bytes
    mov     r11d, eax
    mov     eax, [rdi]
    mov     edx, [rdi + rsi - 4]
    lea     ecx, [rsi * 8 - 32]
    shl     rdx, cl
    or      rax, rdx
    vmovq   xmm0, rax
    vpsrldq xmm1, xmm0, 1
    mov     eax, r11d
    CANDIDATES x
    jz      .done
    EACH_CANDIDATE x
.done:
    vzeroupper
    ret

; Adds to eax what begins at r8. Changes rcx, rdx.
.try:
    mov     ecx, esi
    sub     ecx, r8d                    ; bytes from here on
    cmp     ecx, 4
    jb      .try3
    mov     edx, [rdi + r8]
    cmp     edx, FOUR('f', 't', 'y', 'p')
    je      .ftyp
    cmp     edx, FOUR('F', 'L', 'A', 'C')
    je      .oggflac
    cmp     edx, FOUR('O', 'p', 'u', 's')
    je      .opus
    cmp     edx, FOUR('S', 'p', 'e', 'e')
    je      .speex
    cmp     edx, FOUR(1, 'v', 'o', 'r')
    je      .vorbis
    cmp     edx, FOUR(0x80, 't', 'h', 'e')
    je      .theora
    and     edx, 0xFFFFFF
.mp4:
    cmp     edx, FOUR('m', 'p', '4', 0)
    jne     .not
    or      eax, 1 << 6
.not:
    ret
.try3:
    cmp     ecx, 3
    jb      .not
    movzx   edx, byte [rdi + r8 + 2]
    shl     edx, 16
    mov     dx, [rdi + r8]
    jmp     .mp4
.ftyp:
    or      eax, 1 << 5
    ret
.oggflac:
    or      eax, 1 << 11
    ret
.opus:
    cmp     ecx, 8
    jb      .not
    cmp     dword [rdi + r8 + 4], FOUR('H', 'e', 'a', 'd')
    jne     .not
    or      eax, 1 << 4
    ret
.speex:
    cmp     ecx, 8
    jb      .not
    cmp     dword [rdi + r8 + 4], FOUR('x', ' ', ' ', ' ')
    jne     .not
    or      eax, 1 << 9
    ret
.vorbis:
    cmp     ecx, 7
    jb      .not
    cmp     dword [rdi + r8 + 3], FOUR('r', 'b', 'i', 's')
    jne     .not
    or      eax, 1 << 3
    ret
.theora:
    cmp     ecx, 7
    jb      .not
    cmp     dword [rdi + r8 + 3], FOUR('e', 'o', 'r', 'a')
    jne     .not
    or      eax, 1 << 10
    ret

.tiny:                                  ; 0 to 3 bytes
    cmp     esi, 2
    jb      .not
    movzx   ecx, word [rdi]
    mov     r8d, ecx
    and     r8d, 0xF6FF
    cmp     r8d, 0xF2FF
    SEEN    7
    cmp     esi, 3
    jb      .not
    movzx   edx, byte [rdi + 2]
    shl     edx, 16
    or      edx, ecx
    cmp     edx, FOUR('I', 'D', '3', 0)
    jne     .mp4
    or      eax, 1
    ret

CONSTANTS
; One bit a signature: 1 vorbis, 2 OpusHead, 4 ftyp, 8 mp4, 16 Speex, 32 theora, 64 FLAC; set
; where the nibble of the first and of the second byte fits: 01 76, 4F 70, 66 74, 6D 70, 53 70,
; 80 74, 46 4C.
first_low:   db 32, 1, 0, 16, 0, 0, 4 | 64, 0, 0, 0, 0, 0, 0, 8, 0, 2
first_high:  db 1, 0, 0, 0, 2 | 64, 16, 4 | 8, 0, 32, 0, 0, 0, 0, 0, 0, 0
second_low:  db 2 | 8 | 16, 0, 0, 0, 4 | 32, 0, 1, 0, 0, 0, 0, 0, 64, 0, 0, 0
second_high: db 0, 0, 0, 0, 64, 0, 0, 1 | 2 | 4 | 8 | 16 | 32, 0, 0, 0, 0, 0, 0, 0, 0
nibble:      times 16 db 0x0F

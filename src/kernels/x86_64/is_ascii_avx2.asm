; SPDX-License-Identifier: MIT
; is_ascii for AVX2: ORs everything and looks at the top bits; what is short is two overlapping
; loads.
%include "kernel.inc"

; bool (rdi src, rsi n)
KERNEL is_ascii
    cmp     rsi, 32
    ja      .over32
    cmp     esi, 16
    jae     .two16
    cmp     esi, 8
    jae     .two8
    cmp     esi, 4
    jae     .two4
    test    esi, esi
    jz      .yes
    mov     ecx, esi                    ; 1 to 3: bytes 0, n / 2, n - 1
    shr     ecx, 1
    movzx   eax, byte [rdi]
    or      al, [rdi + rcx]
    or      al, [rdi + rsi - 1]
    test    al, al
    setns   al
    ret
.yes:
    mov     eax, 1
    ret
.two4:
    mov     eax, [rdi]
    or      eax, [rdi + rsi - 4]
    test    eax, 0x80808080
    setz    al
    ret
.two8:
    mov     rax, [rdi]
    or      rax, [rdi + rsi - 8]
    mov     rcx, 0x8080808080808080
    test    rax, rcx
    setz    al
    ret
.two16:
    vmovdqu xmm0, [rdi]
    vpor    xmm0, xmm0, [rdi + rsi - 16]
    vpmovmskb eax, xmm0
    test    eax, eax
    setz    al
    ret

.over32:
    lea     rcx, [rsi - 32]             ; start of the last vector
    xor     edx, edx
    cmp     rsi, 160
    jb      .last
.loop128:
    vmovdqu ymm0, [rdi + rdx]
    vmovdqu ymm1, [rdi + rdx + 64]
    vpor    ymm0, ymm0, [rdi + rdx + 32]
    vpor    ymm1, ymm1, [rdi + rdx + 96]
    vpor    ymm0, ymm0, ymm1
    vpmovmskb eax, ymm0
    test    eax, eax
    jnz     .no
    sub     rdx, -128
    lea     rax, [rdx + 96]
    cmp     rax, rcx
    jbe     .loop128
.last:                                  ; at most 128 bytes are left, among them the last vector
    vmovdqu ymm0, [rdi + rcx]
.loop32:
    cmp     rdx, rcx
    jae     .done
    vpor    ymm0, ymm0, [rdi + rdx]
    add     rdx, 32
    jmp     .loop32
.done:
    vpmovmskb eax, ymm0
    test    eax, eax
    setz    al
    vzeroupper
    ret
.no:
    xor     eax, eax
    vzeroupper
    ret

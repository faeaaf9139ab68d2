; SPDX-License-Identifier: MIT
; The same walk as walk_c.c by hand: movbe for the numbers, pext for the seven-bit sizes, the four
; letters of a name tested at once and off the chain from one frame's size to the next frame, one
; store a frame.
default rel
section .rodata align=16
below_0: times 16 db '0' - 1
above_9: times 16 db '9'
below_a: times 16 db 'A' - 1
above_z: times 16 db 'Z'

section .text
global walk_asm:function hidden
; rax: frames; rdi tag, rsi len, rdx out, rcx cap
align 32
walk_asm:
    xor     eax, eax
    cmp     rsi, 10
    jb      .none
    mov     r8d, [rdi]
    mov     r9d, r8d
    and     r8d, 0xFFFFFF
    cmp     r8d, 'ID3'
    jne     .none
    shr     r9d, 24
    lea     r10d, [r9 - 3]
    cmp     r10d, 1
    ja      .none
    movbe   r8d, [rdi + 6]
    test    r8d, 0x80808080
    jnz     .none
    mov     r11d, 0x7F7F7F7F            ; the bits of a size that count: v2.4
    pext    r8d, r8d, r11d
    lea     r8, [r8 + 10]
    cmp     r8, rsi
    cmovb   rsi, r8                     ; end
    mov     r10d, -1                    ; v2.3: all of them
    cmp     r9d, 3
    cmove   r11d, r10d
    add     rsi, rdi                    ; end, as an address
    lea     r8, [rdi + 10]              ; at
    shl     rcx, 4
    add     rcx, rdx                    ; end of out
    mov     r10, rdx
    vmovdqa xmm4, [below_0]
    vmovdqa xmm5, [above_9]
    vmovdqa xmm6, [below_a]
    vmovdqa xmm7, [above_z]
    sub     rsi, 10                     ; the last place of a header
align 32
.frame:
    cmp     r8, rsi
    ja      .done
    cmp     r10, rcx
    jae     .done
    movbe   r9d, [r8 + 4]
    vmovd   xmm0, [r8]                  ; letters above 127 are negative: below '0'
    vpcmpgtb xmm1, xmm0, xmm4
    vpcmpgtb xmm2, xmm0, xmm5
    vpandn  xmm1, xmm2, xmm1            ; digits
    vpcmpgtb xmm2, xmm0, xmm6
    vpcmpgtb xmm3, xmm0, xmm7
    vpandn  xmm2, xmm3, xmm2            ; capitals
    vpor    xmm1, xmm1, xmm2
    vmovd   eax, xmm1
    cmp     eax, -1
    jne     .done
    pext    r9d, r9d, r11d              ; size
    movbe   eax, [r8]
    mov     [r10], eax
    mov     [r10 + 8], r9d
    lea     r8, [r8 + 10]
    mov     rax, r8
    sub     rax, rdi
    mov     [r10 + 4], eax
    movzx   eax, word [r8 - 2]
    rol     ax, 8
    mov     [r10 + 12], eax
    add     r10, 16
    lea     rax, [rsi + 10]
    sub     rax, r8                     ; what is left
    cmp     r9, rax
    ja      .done
    add     r8, r9
    jmp     .frame
.done:
    mov     rax, r10
    sub     rax, rdx
    shr     rax, 4
.none:
    ret

section .note.GNU-stack noalloc noexec nowrite progbits

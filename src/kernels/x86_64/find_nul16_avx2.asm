; SPDX-License-Identifier: MIT
; find_nul16 for AVX2: the search over whole units; an odd last byte is left out, and "none" is
; the length with it.
%include "kernel.inc"
%include "find8.inc"

; size_t (rdi src, rsi n)
KERNEL find_nul16
    mov     r8, rsi
    and     rsi, -2
    vpxor   xmm1, xmm1, xmm1
    FIND    vpcmpeqw
    cmp     rax, rsi
    cmove   rax, r8
    ret

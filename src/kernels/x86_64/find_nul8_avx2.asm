; SPDX-License-Identifier: MIT
; find_nul8 for AVX2.
%include "kernel.inc"
%include "find8.inc"

; size_t (rdi src, rsi n)
KERNEL find_nul8
    vpxor   xmm1, xmm1, xmm1
    FIND    vpcmpeqb
    ret

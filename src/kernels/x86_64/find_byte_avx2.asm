; SPDX-License-Identifier: MIT
; find_byte for AVX2.
%include "kernel.inc"
%include "find8.inc"

; size_t (rdi src, rsi n, dl byte)
KERNEL find_byte
    vmovd   xmm1, edx
    vpbroadcastb xmm1, xmm1
    FIND    vpcmpeqb
    ret

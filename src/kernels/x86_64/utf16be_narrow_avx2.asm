; SPDX-License-Identifier: MIT
; utf16be_narrow for AVX2.
%include "kernel.inc"
%include "narrow.inc"

; size_t (rdi dst, rsi src, rdx n)
KERNEL utf16be_narrow
    NARROW  1

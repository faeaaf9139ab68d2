; SPDX-License-Identifier: MIT
; utf16le_narrow for AVX2.
%include "kernel.inc"
%include "narrow.inc"

; size_t (rdi dst, rsi src, rdx n)
KERNEL utf16le_narrow
    NARROW  0

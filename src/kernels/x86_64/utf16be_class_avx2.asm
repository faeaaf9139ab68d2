; SPDX-License-Identifier: MIT
; utf16be_class for AVX2.
%include "kernel.inc"
%include "class.inc"

; uint32_t (rdi src, rsi n)
KERNEL utf16be_class
    CLASS   0x00F8, 0x00D8, 1

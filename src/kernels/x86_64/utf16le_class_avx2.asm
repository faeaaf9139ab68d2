; SPDX-License-Identifier: MIT
; utf16le_class for AVX2.
%include "kernel.inc"
%include "class.inc"

; uint32_t (rdi src, rsi n)
KERNEL utf16le_class
    CLASS   0xF800, 0xD800, 0

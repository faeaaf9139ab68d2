; SPDX-License-Identifier: MIT
; utf16le_to_utf8 for AVX2.
%include "kernel.inc"
%include "utf8_out.inc"
%include "utf16.inc"

; size_t (rdi dst, rsi src, rdx n)
KERNEL utf16le_to_utf8
    UTF16_TO_UTF8 0

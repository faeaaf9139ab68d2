; SPDX-License-Identifier: MIT
; unsync_decode for AVX2.
%include "kernel.inc"
%include "unsync.inc"

; size_t (rdi dst, rsi src, rdx n)
KERNEL unsync_decode
    UNSYNC  0

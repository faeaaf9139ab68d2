; SPDX-License-Identifier: MIT
; unsync_encode for AVX2.
%include "kernel.inc"
%include "unsync.inc"

; size_t (rdi dst, rsi src, rdx n); dst has 2 n bytes
KERNEL unsync_encode
    UNSYNC  1

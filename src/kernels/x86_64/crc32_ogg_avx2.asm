; SPDX-License-Identifier: MIT
; crc32_ogg for AVX2 and PCLMULQDQ.
%include "kernel.inc"
%include "crc.inc"

; uint32_t (edi crc, rsi src, rdx n)
KERNEL crc32_ogg
    CRC     0x04C11DB7, 32, 0

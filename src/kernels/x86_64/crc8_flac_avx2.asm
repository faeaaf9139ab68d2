; SPDX-License-Identifier: MIT
; crc8_flac for AVX2 and PCLMULQDQ.
%include "kernel.inc"
%include "crc.inc"

; uint32_t (edi crc, rsi src, rdx n)
KERNEL crc8_flac
    CRC     0x07, 8, 0

; SPDX-License-Identifier: MIT
; crc16_flac for AVX2 and PCLMULQDQ.
%include "kernel.inc"
%include "crc.inc"

; uint32_t (edi crc, rsi src, rdx n)
KERNEL crc16_flac
    CRC     0x8005, 16, 0

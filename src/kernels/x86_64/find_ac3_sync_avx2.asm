; SPDX-License-Identifier: MIT
; find_ac3_sync for AVX2: the header test of ATSC A/52 (see the portable version) on 32 positions
; at once.
%include "kernel.inc"
%include "sync.inc"

%macro SETUP 0
    vpbroadcastb ymm15, [sync0]
    vpbroadcastb ymm14, [sync1]
%endmacro
%macro CANDIDATES 1
    vpcmpeqb %1mm0, %1mm15, [rdi + rax]
    vpcmpeqb %1mm1, %1mm14, [rdi + rax + 1]
    vpand   %1mm0, %1mm0, %1mm1
%endmacro
; AT_MOST r, to, of, limit: lanes of register `of` that are at most those of a constant.
%macro AT_MOST 4
    vpminub %1mm%2, %1mm%3, [%4]
    vpcmpeqb %1mm%2, %1mm%2, %1mm%3
%endmacro
%macro HEADERS 1
    vmovdqu %1mm2, [rdi + rax + 2]
    vmovdqu %1mm4, [rdi + rax + 4]
    vmovdqu %1mm5, [rdi + rax + 5]
    vpand   %1mm6, %1mm4, [code]
    AT_MOST %1, 1, 6, codes             ; AC-3: frmsizecod and fscod
    AT_MOST %1, 6, 4, below_c0
    vpand   %1mm1, %1mm1, %1mm6
    AT_MOST %1, 3, 2, below_c0          ; E-AC-3: strmtyp, fscod with fscod2, bsid
    AT_MOST %1, 6, 4, below_f0
    vpand   %1mm3, %1mm3, %1mm6
    AT_MOST %1, 6, 5, bsid_16
    vpand   %1mm3, %1mm3, %1mm6
    AT_MOST %1, 6, 5, bsid_10
    vpblendvb %1mm1, %1mm3, %1mm1, %1mm6
    vpand   %1mm0, %1mm0, %1mm1
%endmacro

; size_t (rdi src, rsi n)
KERNEL find_ac3_sync
    SYNC    5, 0x0B
.header:
    cmp     byte [rdi + rax + 1], 0x77
    jne     .next
    movzx   edx, byte [rdi + rax + 5]
    movzx   ecx, byte [rdi + rax + 4]
    cmp     edx, 0x57
    ja      .e_ac3
    cmp     ecx, 0xC0
    jae     .next
    and     ecx, 0x3F
    cmp     ecx, 38
    jb      .found
    jmp     .next
.e_ac3:
    cmp     edx, 0x87
    ja      .next
    cmp     ecx, 0xF0
    jae     .next
    cmp     byte [rdi + rax + 2], 0xC0
    jb      .found
    jmp     .next

CONSTANTS
code:   times 32 db 0x3F
codes:  times 32 db 37
below_c0: times 32 db 0xBF
below_f0: times 32 db 0xEF
bsid_16: times 32 db 16 << 3 | 7
bsid_10: times 32 db 10 << 3 | 7
sync0:  db 0x0B
sync1:  db 0x77

; SPDX-License-Identifier: MIT
; find_adts_sync for AVX2: the header test of ISO 14496-3 1.A.2.2.1 on 32 positions at once.
%include "kernel.inc"
%include "sync.inc"

%macro SETUP 0
    vpcmpeqd ymm15, ymm15, ymm15
    vpbroadcastb ymm14, [layer]
    vpbroadcastb ymm13, [sync_end]
    vpbroadcastb ymm12, [rate]
    vpbroadcastb ymm11, [rates]
%endmacro
%macro CANDIDATES 1
    vpand   %1mm1, %1mm14, [rdi + rax + 1]
    vpcmpeqb %1mm0, %1mm15, [rdi + rax]
    vpcmpeqb %1mm1, %1mm1, %1mm13
    vpand   %1mm0, %1mm0, %1mm1
%endmacro
%macro HEADERS 1
    vpand   %1mm1, %1mm12, [rdi + rax + 2]
    vpcmpgtb %1mm1, %1mm11, %1mm1
    vpand   %1mm0, %1mm0, %1mm1
%endmacro

; size_t (rdi src, rsi n)
KERNEL find_adts_sync
    SYNC    2, 0xFF
.header:
    movzx   ecx, byte [rdi + rax + 1]
    and     ecx, 0xF6
    cmp     ecx, 0xF0
    jne     .next
    movzx   ecx, byte [rdi + rax + 2]
    and     ecx, 0x3C
    cmp     ecx, 13 << 2
    jb      .found
    jmp     .next

CONSTANTS
layer:  db 0xF6                         ; four sync bits and the layer
sync_end: db 0xF0
rate:   db 0x3C
rates:  db 13 << 2

; SPDX-License-Identifier: MIT
; The shuffles that close the gaps among eight words, of which some count one byte and some two: row
; b for those whose bit is set in b. Shared by the transcoders, for long texts only: 4 KiB are too
; much of the cache for a tag's.
%include "kernel.inc"

CONSTANTS
%ifidn __OUTPUT_FORMAT__, elf64
global st_pack_words8:data hidden
%else
global st_pack_words8
%endif
st_pack_words8:
%assign bits 0
%rep 256
    %assign used 0
    %assign word 0
    %rep 8
    db      2 * word
        %assign used used + 1
        %if bits & (1 << word)
    db      2 * word + 1
            %assign used used + 1
        %endif
        %assign word word + 1
    %endrep
    times 16 - used db 0x80
    %assign bits bits + 1
%endrep

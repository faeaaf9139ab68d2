# SPDX-License-Identifier: MIT
# Sources of the kernels layer: portable C always, one list for each instruction set.
libst_la_SOURCES += src/kernels/kernels.def src/kernels/kernels.h \
  src/kernels/generic/ascii_equal_fold.c \
  src/kernels/generic/ascii_fold.c \
  src/kernels/generic/base64_decode.c \
  src/kernels/generic/base64_encode.c \
  src/kernels/generic/crc.h \
  src/kernels/generic/crc16_flac.c \
  src/kernels/generic/crc32_ogg.c \
  src/kernels/generic/crc8_flac.c \
  src/kernels/generic/detect.c \
  src/kernels/generic/find_ac3_sync.c \
  src/kernels/generic/find_adts_sync.c \
  src/kernels/generic/find_byte.c \
  src/kernels/generic/find_mpeg_sync.c \
  src/kernels/generic/find_nul16.c \
  src/kernels/generic/find_nul8.c \
  src/kernels/generic/find_pattern32.c \
  src/kernels/generic/fold.h \
  src/kernels/generic/is_ascii.c \
  src/kernels/generic/latin1_to_utf8.c \
  src/kernels/generic/rfind_pattern32.c \
  src/kernels/generic/unsync_decode.c \
  src/kernels/generic/unsync_encode.c \
  src/kernels/generic/utf16.h \
  src/kernels/generic/utf16_swap.c \
  src/kernels/generic/utf16be_class.c \
  src/kernels/generic/utf16be_narrow.c \
  src/kernels/generic/utf16be_to_utf8.c \
  src/kernels/generic/utf16le_class.c \
  src/kernels/generic/utf16le_narrow.c \
  src/kernels/generic/utf16le_to_utf8.c \
  src/kernels/generic/validate_utf8.c \
  src/kernels/generic/word.h

# nasm sources, and what they %include.
ST_ASM = \
  src/kernels/x86_64/ascii_equal_fold_avx2.asm \
  src/kernels/x86_64/ascii_fold_avx2.asm \
  src/kernels/x86_64/base64_decode_avx2.asm \
  src/kernels/x86_64/base64_encode_avx2.asm \
  src/kernels/x86_64/crc16_flac_avx2.asm \
  src/kernels/x86_64/crc16_flac_vclmul.asm \
  src/kernels/x86_64/crc32_ogg_avx2.asm \
  src/kernels/x86_64/crc32_ogg_vclmul.asm \
  src/kernels/x86_64/crc8_flac_avx2.asm \
  src/kernels/x86_64/detect_avx2.asm \
  src/kernels/x86_64/find_ac3_sync_avx2.asm \
  src/kernels/x86_64/find_adts_sync_avx2.asm \
  src/kernels/x86_64/find_byte_avx2.asm \
  src/kernels/x86_64/find_mpeg_sync_avx2.asm \
  src/kernels/x86_64/find_nul16_avx2.asm \
  src/kernels/x86_64/find_nul8_avx2.asm \
  src/kernels/x86_64/find_pattern32_avx2.asm \
  src/kernels/x86_64/is_ascii_avx2.asm \
  src/kernels/x86_64/latin1_to_utf8_avx2.asm \
  src/kernels/x86_64/pack_words8.asm \
  src/kernels/x86_64/rfind_pattern32_avx2.asm \
  src/kernels/x86_64/unsync_decode_avx2.asm \
  src/kernels/x86_64/unsync_encode_avx2.asm \
  src/kernels/x86_64/utf16_swap_avx2.asm \
  src/kernels/x86_64/utf16be_class_avx2.asm \
  src/kernels/x86_64/utf16be_narrow_avx2.asm \
  src/kernels/x86_64/utf16be_to_utf8_avx2.asm \
  src/kernels/x86_64/utf16le_class_avx2.asm \
  src/kernels/x86_64/utf16le_narrow_avx2.asm \
  src/kernels/x86_64/utf16le_to_utf8_avx2.asm \
  src/kernels/x86_64/validate_utf8_avx2.asm
ST_ASM_INC = \
  src/kernels/x86_64/class.inc \
  src/kernels/x86_64/crc.inc \
  src/kernels/x86_64/find8.inc \
  src/kernels/x86_64/kernel.inc \
  src/kernels/x86_64/narrow.inc \
  src/kernels/x86_64/sync.inc \
  src/kernels/x86_64/unsync.inc \
  src/kernels/x86_64/utf16.inc \
  src/kernels/x86_64/utf8_out.inc
# C preprocessor + assembler sources for aarch64, and what they #include.
ST_NEON = \
  src/kernels/aarch64/ascii_equal_fold_neon.S \
  src/kernels/aarch64/ascii_fold_neon.S \
  src/kernels/aarch64/base64_decode_neon.S \
  src/kernels/aarch64/base64_encode_neon.S \
  src/kernels/aarch64/crc16_flac_neon.S \
  src/kernels/aarch64/crc32_ogg_neon.S \
  src/kernels/aarch64/crc8_flac_neon.S \
  src/kernels/aarch64/detect_neon.S \
  src/kernels/aarch64/find_ac3_sync_neon.S \
  src/kernels/aarch64/find_adts_sync_neon.S \
  src/kernels/aarch64/find_byte_neon.S \
  src/kernels/aarch64/find_mpeg_sync_neon.S \
  src/kernels/aarch64/find_nul16_neon.S \
  src/kernels/aarch64/find_nul8_neon.S \
  src/kernels/aarch64/find_pattern32_neon.S \
  src/kernels/aarch64/is_ascii_neon.S \
  src/kernels/aarch64/latin1_to_utf8_neon.S \
  src/kernels/aarch64/rfind_pattern32_neon.S \
  src/kernels/aarch64/unsync_decode_neon.S \
  src/kernels/aarch64/unsync_encode_neon.S \
  src/kernels/aarch64/utf16_swap_neon.S \
  src/kernels/aarch64/utf16be_class_neon.S \
  src/kernels/aarch64/utf16be_narrow_neon.S \
  src/kernels/aarch64/utf16be_to_utf8_neon.S \
  src/kernels/aarch64/utf16le_class_neon.S \
  src/kernels/aarch64/utf16le_narrow_neon.S \
  src/kernels/aarch64/utf16le_to_utf8_neon.S \
  src/kernels/aarch64/validate_utf8_neon.S
ST_NEON_INC = \
  src/kernels/aarch64/class.h \
  src/kernels/aarch64/crc.h \
  src/kernels/aarch64/find.h \
  src/kernels/aarch64/kernel.h \
  src/kernels/aarch64/narrow.h \
  src/kernels/aarch64/sync.h \
  src/kernels/aarch64/unsync.h \
  src/kernels/aarch64/utf16.h \
  src/kernels/aarch64/utf8_out.h

if ST_X86_64
libst_la_SOURCES += $(ST_ASM)
endif
if ST_AARCH64
libst_la_SOURCES += $(ST_NEON)
endif
EXTRA_DIST += $(ST_ASM_INC) $(ST_NEON_INC)

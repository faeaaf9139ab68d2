# Sources of the kernels layer: portable C always, one list for each instruction set.
libst_la_SOURCES += src/kernels/kernels.def src/kernels/kernels.h \
  src/kernels/generic/detect.c \
  src/kernels/generic/find_byte.c \
  src/kernels/generic/find_mpeg_sync.c \
  src/kernels/generic/find_nul16.c \
  src/kernels/generic/find_nul8.c \
  src/kernels/generic/is_ascii.c \
  src/kernels/generic/latin1_to_utf8.c \
  src/kernels/generic/rfind_pattern32.c \
  src/kernels/generic/utf16.h \
  src/kernels/generic/utf16be_class.c \
  src/kernels/generic/utf16be_narrow.c \
  src/kernels/generic/utf16be_to_utf8.c \
  src/kernels/generic/utf16le_class.c \
  src/kernels/generic/utf16le_narrow.c \
  src/kernels/generic/utf16le_to_utf8.c \
  src/kernels/generic/validate_utf8.c \
  src/kernels/generic/word.h

# nasm sources, and what they %include.
ST_ASM =
ST_ASM_INC =
# C preprocessor + assembler sources for aarch64, and what they #include.
ST_NEON =
ST_NEON_INC =

if ST_X86_64
libst_la_SOURCES += $(ST_ASM)
endif
if ST_AARCH64
libst_la_SOURCES += $(ST_NEON)
endif
EXTRA_DIST += $(ST_ASM_INC) $(ST_NEON_INC)

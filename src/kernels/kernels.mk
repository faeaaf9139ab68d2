# Sources of the kernels layer: portable C always, one list for each instruction set.
libst_la_SOURCES += src/kernels/kernels.h src/kernels/kernels.def

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

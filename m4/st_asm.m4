# SPDX-License-Identifier: MIT
# Which hand-written kernels can be built here: nasm for x86_64, the C compiler's assembler for aarch64.

# ST_ASM_TIER: conditionals ST_X86_64, ST_AARCH64 and HAVE_NASM; NASM, NASM_FMT; ST_ASM_CPPFLAGS has -DST_NO_ASM=1
# when only the generic tier is built.
AC_DEFUN([ST_ASM_TIER],[
  AC_ARG_ENABLE([asm],[AS_HELP_STRING([--disable-asm],[build the portable C kernels only])],[],[enable_asm=yes])
  AC_ARG_VAR([NASM],[the Netwide Assembler])
  st_arch=other
  AS_CASE([$host],
    [x86_64-*-*x32],[],
    [x86_64-*-darwin*],[st_arch=x86_64 NASM_FMT="macho64 --prefix _"],
    [x86_64-*],[st_arch=x86_64 NASM_FMT=elf64],
    [aarch64-*|arm64-*],[st_arch=aarch64])
  AC_SUBST([NASM_FMT])
  st_tiers=generic
  st_have_nasm=no
  AS_IF([test "x$enable_asm" != xno],[
    AS_IF([test $st_arch = aarch64],[st_tiers="generic, neon"])
    AS_IF([test $st_arch = x86_64],[
      AC_CHECK_PROGS([NASM],[nasm])
      AS_IF([test -n "$NASM"],[ST_NASM_WORKS])
      AS_IF([test $st_have_nasm = yes],[st_tiers="generic, avx2"],[ST_NASM_MISSING])])])
  AM_CONDITIONAL([ST_X86_64],[test "$st_tiers" = "generic, avx2"])
  AM_CONDITIONAL([ST_AARCH64],[test "$st_tiers" = "generic, neon"])
  AM_CONDITIONAL([HAVE_NASM],[test $st_have_nasm = yes])
  ST_ASM_CPPFLAGS=
  AS_IF([test "$st_tiers" = generic],[ST_ASM_CPPFLAGS="-DST_NO_ASM=1"])
  AC_SUBST([ST_ASM_CPPFLAGS])])

AC_DEFUN([ST_NASM_WORKS],[
  AC_MSG_CHECKING([whether $NASM assembles AVX2 for $NASM_FMT])
  AS_ECHO(["default rel
section .text
vpbroadcastb ymm0, xmm0"]) >conftest.asm
  AS_IF([$NASM -f $NASM_FMT -o conftest.o conftest.asm >&AS_MESSAGE_LOG_FD 2>&1],[st_have_nasm=yes])
  rm -f conftest.asm conftest.o
  AC_MSG_RESULT([$st_have_nasm])])

AC_DEFUN([ST_NASM_MISSING],[
  AC_MSG_WARN([
*******************************************************************************
  nasm is missing or too old: only the slow GENERIC kernels will be built.
  Install nasm 2.13 or later (apt-get install nasm) and run configure again,
  or say --disable-asm if this is what you want.
*******************************************************************************])
  st_tiers=generic])

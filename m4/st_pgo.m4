# SPDX-License-Identifier: MIT
# Profile-guided optimisation: bench/pgo/pgo.mk does the work.

# ST_ARG_PGO: --enable-pgo[=FOLDER]; conditional ST_PGO, and the flags of the instrumented and of the final build.
AC_DEFUN([ST_ARG_PGO],[
  AC_ARG_ENABLE([pgo],
    [AS_HELP_STRING([--enable-pgo@<:@=FOLDER@:>@],
      [profile-guided optimisation, trained on the audio files under FOLDER or on some that are made])],
    [],[enable_pgo=no])
  ST_PGO_INSTRUMENT= ST_PGO_USE= ST_PGO_FILES= LLVM_PROFDATA=
  AS_IF([test "x$enable_pgo" != xno],[
    AS_IF([test "x$cross_compiling" = xyes],
      [AC_MSG_ERROR([--enable-pgo: a cross-compiled program cannot be trained here])])
    AS_CASE([$enable_pgo],
      [yes],[],
      [/*],[ST_PGO_FILES=$enable_pgo],
      [ST_PGO_FILES=`pwd`/$enable_pgo])
    AS_IF([test -n "$ST_PGO_FILES" && test ! -d "$ST_PGO_FILES"],
      [AC_MSG_ERROR([--enable-pgo: $ST_PGO_FILES is no folder])])
    AC_CHECK_DECL([__clang__],[st_pgo_clang=yes],[st_pgo_clang=no],[ ])
    AS_IF([test $st_pgo_clang = yes],[ST_PGO_OF_CLANG],[ST_PGO_OF_GCC])
    AC_MSG_CHECKING([whether $CC links with $ST_PGO_INSTRUMENT])
    st_save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS $ST_PGO_INSTRUMENT"
    AC_LINK_IFELSE([AC_LANG_PROGRAM([],[])],[AC_MSG_RESULT([yes])],[
      AC_MSG_RESULT([no])
      AC_MSG_ERROR([--enable-pgo: the compiler cannot make instrumented programs])])
    CFLAGS=$st_save_CFLAGS
    rm -rf conftest.pgo])
  AC_SUBST([ST_PGO_INSTRUMENT])
  AC_SUBST([ST_PGO_USE])
  AC_SUBST([ST_PGO_FILES])
  AC_SUBST([LLVM_PROFDATA])
  AM_CONDITIONAL([ST_PGO],[test "x$enable_pgo" != xno])])

# Profiles lie beside the objects. What the training does not reach is compiled as without a profile, not for size.
AC_DEFUN([ST_PGO_OF_GCC],[
  ST_PGO_INSTRUMENT="-fprofile-generate"
  ST_PGO_USE="-fprofile-use"
  ST_TRY_CFLAG([ST_PGO_USE],[-fprofile-partial-training])
  ST_TRY_CFLAG([ST_PGO_USE],[-Wno-missing-profile])])

# One profile for all; the tool that merges it must be of the compiler's own version.
AC_DEFUN([ST_PGO_OF_CLANG],[
  LLVM_PROFDATA=`$CC -print-prog-name=llvm-profdata`
  AS_IF([command -v "$LLVM_PROFDATA" >/dev/null],[],
    [AC_MSG_ERROR([--enable-pgo: llvm-profdata of $CC is missing: install llvm])])
  ST_PGO_INSTRUMENT="-fprofile-generate=`pwd`/pgo/raw"
  ST_PGO_USE="-fprofile-use=`pwd`/pgo/simdtag.profdata"
  ST_TRY_CFLAG([ST_PGO_USE],[-Wno-profile-instr-unprofiled])
  ST_TRY_CFLAG([ST_PGO_USE],[-Wno-profile-instr-out-of-date])])

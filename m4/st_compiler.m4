# SPDX-License-Identifier: MIT
# Compiler flags: warnings, sanitizers, link-time optimisation.

# ST_TRY_CFLAG(VARIABLE, FLAG): appends FLAG to VARIABLE when the compiler takes it.
AC_DEFUN([ST_TRY_CFLAG],[
  AS_VAR_PUSHDEF([st_flag],[st_cv_cflag_$2])
  AC_CACHE_CHECK([whether $CC takes $2],[st_flag],[
    st_save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -Werror $2"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([],[])],[AS_VAR_SET([st_flag],[yes])],[AS_VAR_SET([st_flag],[no])])
    CFLAGS=$st_save_CFLAGS])
  AS_VAR_IF([st_flag],[yes],[$1="$$1 $2"])
  AS_VAR_POPDEF([st_flag])])

# ST_WARNINGS: ST_WARN_CFLAGS, and --enable-werror for developers.
AC_DEFUN([ST_WARNINGS],[
  AC_ARG_ENABLE([werror],[AS_HELP_STRING([--enable-werror],[treat compiler warnings as errors])],[],[enable_werror=no])
  ST_WARN_CFLAGS=
  m4_foreach_w([flag],[-Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes
                       -Wwrite-strings -Wvla -Wundef -Wformat=2],[ST_TRY_CFLAG([ST_WARN_CFLAGS],flag)
  ])
  AS_IF([test "x$enable_werror" = xyes],[ST_WARN_CFLAGS="$ST_WARN_CFLAGS -Werror"])
  AC_SUBST([ST_WARN_CFLAGS])])

# ST_ARG_SANITIZE: --enable-sanitize puts ASan and UBSan into everything and stops at the first finding.
AC_DEFUN([ST_ARG_SANITIZE],[
  AC_ARG_ENABLE([sanitize],
    [AS_HELP_STRING([--enable-sanitize],[build with AddressSanitizer and UndefinedBehaviorSanitizer])],
    [],[enable_sanitize=no])
  ST_SANITIZE_FLAGS=
  AS_IF([test "x$enable_sanitize" = xyes],[
    ST_SANITIZE_FLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
    AC_MSG_CHECKING([whether $CC links with $ST_SANITIZE_FLAGS])
    st_save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS $ST_SANITIZE_FLAGS"
    AC_LINK_IFELSE([AC_LANG_PROGRAM([],[])],[AC_MSG_RESULT([yes])],[
      AC_MSG_RESULT([no])
      AC_MSG_ERROR([--enable-sanitize: the compiler's sanitizer libraries are missing])])
    CFLAGS=$st_save_CFLAGS])
  AC_SUBST([ST_SANITIZE_FLAGS])
  AM_CONDITIONAL([ST_SANITIZE],[test "x$enable_sanitize" = xyes])])

# ST_ARG_LTO: --enable-lto. Comes before AC_PROG_CC's users of ar: archives of LTO objects need the compiler's own.
AC_DEFUN([ST_ARG_LTO],[
  AC_ARG_ENABLE([lto],[AS_HELP_STRING([--enable-lto],[link-time optimisation])],[],[enable_lto=no])
  ST_LTO_FLAGS=
  AS_IF([test "x$enable_lto" = xyes],[
    ST_LTO_FLAGS="-flto"
    AS_CASE([$CC],
      [*clang*],[ # the tools of its own version, which lie in a folder of their own
        test -n "$AR" || AR=`$CC -print-prog-name=llvm-ar`
        test -n "$NM" || NM=`$CC -print-prog-name=llvm-nm`
        test -n "$RANLIB" || RANLIB=`$CC -print-prog-name=llvm-ranlib`])
    AC_CHECK_TOOLS([AR],[gcc-ar llvm-ar ar])
    AC_CHECK_TOOLS([NM],[gcc-nm llvm-nm nm])
    AC_CHECK_TOOLS([RANLIB],[gcc-ranlib llvm-ranlib ranlib])])
  AC_SUBST([ST_LTO_FLAGS])])

# SPDX-License-Identifier: MIT
# io_uring for batches: liburing, optional.

# ST_WITH_LIBURING: --without-liburing; ST_RING_CPPFLAGS, and LIBS with the library, when it is there.
AC_DEFUN([ST_WITH_LIBURING],[
  AC_ARG_WITH([liburing],[AS_HELP_STRING([--without-liburing],[batches by threads alone])],[],[with_liburing=auto])
  st_liburing_words="no (--without-liburing)"
  AS_IF([test "x$with_liburing" != xno],[
    PKG_CHECK_MODULES([LIBURING],[liburing >= 2.3],[
      st_liburing_words=liburing
      ST_RING_CPPFLAGS="-DHAVE_LIBURING=1 $LIBURING_CFLAGS"
      ST_RING_REQUIRES=" liburing"
      LIBS="$LIBURING_LIBS $LIBS"
    ],[
      st_liburing_words="no (liburing is missing: liburing-dev)"
      AS_IF([test "x$with_liburing" = xyes],[AC_MSG_ERROR([liburing is missing: install liburing-dev])])])])
  AC_SUBST([ST_RING_REQUIRES])
  AC_SUBST([ST_RING_CPPFLAGS])])

# SPDX-License-Identifier: MIT
# Libraries that only tests and benchmarks need; both are optional.

# ST_TEST_LIBRARIES: conditionals HAVE_CHECK and HAVE_BENCHMARK with their flags; PYTHON3 for the lint scripts.
AC_DEFUN([ST_TEST_LIBRARIES],[
  PKG_CHECK_MODULES([CHECK],[check >= 0.13],[st_check_words="check"],
    [st_check_words="NO: the Check library is missing (apt-get install check)"])
  AM_CONDITIONAL([HAVE_CHECK],[test "$st_check_words" = check])
  PKG_CHECK_MODULES([BENCHMARK],[benchmark],[st_benchmark_words="google-benchmark"],
    [st_benchmark_words="no (google-benchmark is missing: libbenchmark-dev)"])
  AS_IF([test -z "$CXX"],[st_benchmark_words="no (no C++ compiler)"])
  PKG_CHECK_MODULES([ISAL],[libisal],
    [BENCHMARK_CFLAGS="$BENCHMARK_CFLAGS $ISAL_CFLAGS -DHAVE_ISAL=1"
     BENCHMARK_LIBS="$BENCHMARK_LIBS $ISAL_LIBS"],[:])
  AM_CONDITIONAL([HAVE_BENCHMARK],[test "$st_benchmark_words" = google-benchmark])
  AC_CHECK_PROGS([PYTHON3],[python3],[no])
  AM_CONDITIONAL([HAVE_PYTHON3],[test "$PYTHON3" != no])])

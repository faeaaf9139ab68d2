# SPDX-License-Identifier: MIT
# The Python that the extension module is built for.

# ST_WITH_PYTHON: --with-python[=PYTHON]; conditional WITH_PYTHON, PYTHON, PYTHON_CPPFLAGS, PYTHON_EXT_SUFFIX.
# No -lpython: on ELF and Mach-O the interpreter brings its own symbols.
AC_DEFUN([ST_WITH_PYTHON],[
  AC_ARG_WITH([python],
    [AS_HELP_STRING([--with-python=PYTHON],[build the extension module for this interpreter (3.10 or later)])],
    [],[with_python=no])
  AS_CASE([$with_python],[no],[PYTHON=],[yes],[AC_PATH_PROGS([PYTHON],[python3 python])],[PYTHON=$with_python])
  st_python_words="no (--with-python=PYTHON)"
  PYTHON_CPPFLAGS= PYTHON_EXT_SUFFIX=
  AS_IF([test "x$with_python" != xno],[
    AC_MSG_CHECKING([for the headers of $PYTHON])
    st_python_probe="import sys, sysconfig, os
sys.version_info >= (3, 10) or sys.exit('Python 3.10 or later is needed, this is %d.%d' % (sys.version_info.major, sys.version_info.minor))
paths = dict.fromkeys((sysconfig.get_path('include'), sysconfig.get_path('platinclude')))
any(os.path.exists(os.path.join(p, 'Python.h')) for p in paths) or sys.exit('Python.h is missing: install python3-dev')
print(sysconfig.get_config_var('EXT_SUFFIX'), *('-I' + p for p in paths))"
    AS_IF([st_python_answer=`"$PYTHON" -c "$st_python_probe" 2>conftest.err`],[],[
      AC_MSG_RESULT([none])
      st_python_answer=`cat conftest.err`
      AC_MSG_ERROR([--with-python=$PYTHON: $st_python_answer])])
    rm -f conftest.err
    PYTHON_EXT_SUFFIX=${st_python_answer%% *}
    PYTHON_CPPFLAGS=${st_python_answer#* }
    AC_MSG_RESULT([$PYTHON_CPPFLAGS])
    st_python_words="$PYTHON (_core$PYTHON_EXT_SUFFIX)"])
  AC_SUBST([PYTHON])
  AC_SUBST([PYTHON_CPPFLAGS])
  AC_SUBST([PYTHON_EXT_SUFFIX])
  AM_CONDITIONAL([WITH_PYTHON],[test "x$with_python" != xno])])

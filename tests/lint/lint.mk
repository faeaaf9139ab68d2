# SPDX-License-Identifier: MIT
# Checks of the source and of what was built. The scripts get the directories and compilers
# through the environment.
TEST_EXTENSIONS = .py .sh
PY_LOG_COMPILER = $(PYTHON3)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = srcdir='$(srcdir)' builddir='$(builddir)' CC='$(CC)' CXX='$(CXX)' \
	NM='$(NM)' PYTHON3='$(PYTHON3)' ST_RUNNER='$(ST_RUNNER)'; \
	export srcdir builddir CC CXX NM PYTHON3 ST_RUNNER;

ST_LINT_SH = tests/lint/execstack.sh tests/lint/headers.sh tests/lint/symbols.sh
ST_LINT_PY = tests/lint/differences.py tests/lint/fuzz.py tests/lint/layers.py \
	tests/lint/man.py tests/lint/style.py
EXTRA_DIST += $(ST_LINT_SH) $(ST_LINT_PY) tests/lint/symbols.txt
TESTS += $(ST_LINT_SH)
if HAVE_PYTHON3
TESTS += $(ST_LINT_PY)
endif

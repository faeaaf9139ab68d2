# SPDX-License-Identifier: MIT
# The examples, built on the public headers alone. -static: a real program, not libtool's script, so
# that ST_RUNNER can run it.
check_PROGRAMS += examples/inspect
examples_inspect_SOURCES = examples/inspect.c
examples_inspect_CPPFLAGS = -I$(top_srcdir)/include
examples_inspect_LDADD = libsimdtag.la
examples_inspect_LDFLAGS = $(AM_LDFLAGS) -static
TESTS += examples/inspect.sh
EXTRA_DIST += examples/inspect.sh

# SPDX-License-Identifier: MIT
# The examples, built on the public headers alone. -static: real programs, not libtool's scripts, so
# that ST_RUNNER can run them.
check_PROGRAMS += examples/inspect examples/frames examples/utf16 examples/library
examples_inspect_SOURCES = examples/inspect.c
examples_inspect_CPPFLAGS = -I$(top_srcdir)/include
examples_inspect_LDADD = libsimdtag.la
examples_inspect_LDFLAGS = $(AM_LDFLAGS) -static
examples_frames_SOURCES = examples/frames.c
examples_frames_CPPFLAGS = -I$(top_srcdir)/include
examples_frames_LDADD = libsimdtag.la
examples_frames_LDFLAGS = $(AM_LDFLAGS) -static
examples_utf16_SOURCES = examples/utf16.c
examples_utf16_CPPFLAGS = -I$(top_srcdir)/include
examples_utf16_LDADD = libsimdtag.la
examples_utf16_LDFLAGS = $(AM_LDFLAGS) -static
examples_library_SOURCES = examples/library.c
examples_library_CPPFLAGS = -I$(top_srcdir)/include
examples_library_LDADD = libsimdtag.la
examples_library_LDFLAGS = $(AM_LDFLAGS) -static
TESTS += examples/inspect.sh examples/scan.sh examples/library.sh
EXTRA_DIST += examples/inspect.sh examples/scan.sh examples/library.sh

# SPDX-License-Identifier: MIT
# The fuzz target with a replay driver, so that `make check` runs it with any compiler.
# SIMDTAG_FUZZ=N sets the number of mutations. The drivers for libFuzzer, fuzz_<stem>.c, are built
# by script/fuzz.
ST_FUZZ = fuzz/target.c fuzz/target.h
check_PROGRAMS += fuzz/replay
fuzz_replay_SOURCES = fuzz/replay.c $(ST_FUZZ)
fuzz_replay_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
fuzz_replay_LDADD = libst.la
TESTS += fuzz/replay.sh
EXTRA_DIST += fuzz/replay.sh fuzz/driver.h fuzz/fuzz_open.c

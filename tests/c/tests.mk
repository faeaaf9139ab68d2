# SPDX-License-Identifier: MIT
# The C unit tests: one Check program a stem, tests/c/test_<stem>.c. A new test is one line here.
# Each runs twice, with the machine's best kernels and with SIMDTAG_CPU=generic. ST_RUNNER (for
# example qemu-aarch64 -L …) runs programs of another machine.
ST_UNIT_TESTS = \
	tests/c/test_api \
	tests/c/test_arena \
	tests/c/test_cursor \
	tests/c/test_reader \
	tests/c/test_xing
ST_UNIT_TESTS += tests/c/test_flac tests/c/test_mp3 tests/c/test_oggopus \
	tests/c/test_oggvorbis tests/c/test_vorbis
ST_UNIT_TESTS += tests/c/test_walk tests/c/test_walk_readdir
ST_UNIT_TESTS += tests/c/test_musepack tests/c/test_wavpack
ST_UNIT_TESTS += tests/c/test_oggspeex tests/c/test_oggtheora tests/c/test_oggflac
ST_UNIT_TESTS += tests/c/test_aac tests/c/test_ac3
ST_UNIT_TESTS += tests/c/test_exact tests/c/test_exact_flac
ST_UNIT_TESTS += tests/c/test_asf tests/c/test_asf_payloads
ST_UNIT_TESTS += tests/c/test_ilst tests/c/test_mp4
ST_UNIT_TESTS += tests/c/test_apefiles tests/c/test_apev2
ST_UNIT_TESTS += tests/c/test_smf tests/c/test_registry
ST_UNIT_TESTS += tests/c/test_aiff tests/c/test_wave tests/c/test_dsf tests/c/test_dsdiff \
	tests/c/test_trueaudio
ST_UNIT_TESTS += tests/c/test_batch tests/c/test_slab
ST_UNIT_TESTS += tests/c/test_id3 tests/c/test_id3_decode tests/c/test_id3_v1

AM_CPPFLAGS += $(CHECK_CFLAGS)
include tests/c/kernels/kernels.mk
LDADD = libst.la $(CHECK_LIBS)
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/c/run-tiers $(ST_RUNNER)
EXTRA_DIST += tests/c/run-tiers tests/c/check_main.h tests/c/built.h tests/c/mpeg_make.h
EXTRA_DIST += tests/c/id3_make.h tests/c/xiph.h tests/c/mp4_make.h tests/c/ape_make.h
EXTRA_DIST += tests/c/asf_make.h
EXTRA_DIST += tests/c/iff_make.h
if HAVE_CHECK
check_PROGRAMS += $(ST_UNIT_TESTS)
TESTS += $(ST_UNIT_TESTS)
else
check-local:
	@echo "*** The C unit tests are SKIPPED: configure found no Check library" \
		"(apt-get install check)." >&2
endif

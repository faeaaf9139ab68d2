# SPDX-License-Identifier: MIT
# The tests of the kernels, of their public names and of the text layer over them.
ST_UNIT_TESTS += tests/c/test_kernels tests/c/test_scan tests/c/test_text
tests_c_test_kernels_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/c
tests_c_test_kernels_SOURCES = tests/c/test_kernels.c \
	tests/c/kernels/checked_aarch64.S \
	tests/c/kernels/checked_x86_64.S \
	tests/c/kernels/exhaust.c \
	tests/c/kernels/exhaust.h \
	tests/c/kernels/gen.c \
	tests/c/kernels/gen.h \
	tests/c/kernels/harness.c \
	tests/c/kernels/harness.h \
	tests/c/kernels/oracle.c \
	tests/c/kernels/oracle.h
tests_c_test_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/c
tests_c_test_text_SOURCES = tests/c/test_text.c \
	tests/c/kernels/checked_aarch64.S \
	tests/c/kernels/checked_x86_64.S \
	tests/c/kernels/gen.c \
	tests/c/kernels/harness.c \
	tests/c/kernels/oracle.c
tests_c_test_scan_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/c
tests_c_test_scan_SOURCES = tests/c/test_scan.c \
	tests/c/kernels/checked_aarch64.S \
	tests/c/kernels/checked_x86_64.S \
	tests/c/kernels/gen.c \
	tests/c/kernels/harness.c \
	tests/c/kernels/oracle.c

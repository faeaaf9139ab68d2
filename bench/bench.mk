# SPDX-License-Identifier: MIT
# The race (race.py and what it uses) needs no building; see docs/performance.md.
# Benchmarks: built by `make bench-programs`, run by `make bench`; never by `make` or `make check`.
# Programs that need google-benchmark stand in ST_BENCHMARKS (C++), others in ST_BENCH_TOOLS.
ST_BENCHMARKS = bench/kernels
ST_BENCH_TOOLS = bench/exact
ST_PGO_TOOLS = bench/pgo/train

bench_kernels_SOURCES = bench/kernels.cc
bench_kernels_CPPFLAGS = $(AM_CPPFLAGS) $(BENCHMARK_CFLAGS)
bench_kernels_LDADD = libst.la $(BENCHMARK_LIBS)

# Whole-file scans: bench/exact.py makes the files and runs it.
bench_exact_SOURCES = bench/exact.c
bench_exact_LDADD = libst.la
EXTRA_DIST += bench/exact.py bench/directions.py

CLEANFILES += bench-kernels.json
EXTRA_DIST += bench/kernels_report.py bench/text.py bench/text.c

EXTRA_PROGRAMS = $(ST_BENCHMARKS) $(ST_BENCH_TOOLS) $(ST_PGO_TOOLS)
CLEANFILES += $(EXTRA_PROGRAMS)
if HAVE_BENCHMARK
bench-programs: $(ST_BENCHMARKS) $(ST_BENCH_TOOLS)
bench: bench-programs
	./bench/kernels --benchmark_out=bench-kernels.json --benchmark_out_format=json
else
bench-programs: $(ST_BENCH_TOOLS)
bench: bench-programs
	@echo "*** The kernels' benchmarks are SKIPPED: configure found no google-benchmark" \
		"(apt-get install libbenchmark-dev)." >&2
endif
.PHONY: bench bench-programs

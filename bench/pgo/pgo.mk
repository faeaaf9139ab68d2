# SPDX-License-Identifier: MIT
# configure --enable-pgo: before the objects of the library and the extension are compiled, the same
# are compiled instrumented, in the same place, and trained. Each object depends on the profile, the
# profile on every source: what changes is trained again.
EXTRA_DIST += bench/pgo/profile.sh bench/pgo/train.py
# libst.la: its position-independent objects are what both libraries and the extension are made of.
bench_pgo_train_SOURCES = bench/pgo/train.c
bench_pgo_train_LDADD = libst.la
ST_TRAINED_OBJECTS = $(libst_la_OBJECTS) $(core_la_OBJECTS)

if ST_PGO
ST_PGO_PROFILE = pgo/profile
$(ST_TRAINED_OBJECTS): ST_PGO_FLAGS = $(ST_PGO_USE)
# ccache with a base_dir names sources otherwise in one build than in the other, and gcc compares.
$(ST_TRAINED_OBJECTS): export CCACHE_DISABLE = 1
$(ST_TRAINED_OBJECTS): $(ST_PGO_PROFILE)
if WITH_PYTHON
st_pgo_python = python
endif
# A name of its own for the inner make, which must not wait for the profile: an empty one.
st_pgo_make = CCACHE_DISABLE=1 $(MAKE) $(AM_MAKEFLAGS) ST_PGO_PROFILE= \
	ST_PGO_FLAGS='$(ST_PGO_INSTRUMENT)' ST_PGO_LDFLAGS='$(ST_PGO_INSTRUMENT)'
pgo/profile: $(libst_la_SOURCES) $(core_la_SOURCES) bench/pgo/train.c bench/pgo/train.py \
		bench/pgo/profile.sh
	@$(MKDIR_P) pgo
	@rm -f $@ $(ST_TRAINED_OBJECTS) $(ST_PGO_TOOLS)
	@echo "  PGO      instrumented build"
	@+$(st_pgo_make) $(ST_PGO_TOOLS) $(st_pgo_python)
	$(AM_V_GEN)PYTHON='$(PYTHON)' PYTHON3='$(PYTHON3)' LLVM_PROFDATA='$(LLVM_PROFDATA)' \
	  $(SHELL) $(srcdir)/bench/pgo/profile.sh '$(srcdir)' '$(ST_PGO_FILES)'
	@rm -f $(ST_PGO_TOOLS) bench/pgo/train.$(OBJEXT) libst.la libsimdtag.la core.la $(ST_CORE)
	@touch $@
mostlyclean-local:
	rm -rf pgo/raw pgo/simdtag.profdata pgo/profile pgo/library pgo/list
	find . -name '*.gcda' -exec rm -f {} +
	test ! -d pgo || rmdir pgo
endif

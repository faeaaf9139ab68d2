# SPDX-License-Identifier: MIT
# Sources of the dispatch layer.
libst_la_SOURCES += src/dispatch/cpu.c src/dispatch/dispatch.c src/dispatch/dispatch.h

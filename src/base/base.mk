# SPDX-License-Identifier: MIT
# Sources of the base layer.
libst_la_SOURCES += src/base/arena.c src/base/arena.h src/base/bits.h src/base/bytes.h \
	src/base/count.h src/base/cursor.h src/base/error.c src/base/error.h src/base/limits.h \
	src/base/number.h

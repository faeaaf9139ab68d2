# SPDX-License-Identifier: MIT
# Sources of the api layer.
libst_la_SOURCES += src/api/file.h src/api/file.c src/api/parse.h src/api/parse.c \
	src/api/open.c src/api/detect.c src/api/scan.c src/api/payload.c src/api/items.c
libst_la_SOURCES += src/api/batch.c src/api/walk.c

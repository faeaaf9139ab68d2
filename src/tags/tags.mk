# SPDX-License-Identifier: MIT
# Sources of the tags layer.
libst_la_SOURCES += src/tags/raws.c src/tags/raws.h
libst_la_SOURCES += src/tags/items.c src/tags/items.h
libst_la_SOURCES += src/tags/id3/table.c src/tags/id3/rows.h src/tags/id3/frames.def \
	src/tags/id3/rowhash.h src/tags/id3/rowhash.py
libst_la_SOURCES += src/tags/vorbis.c src/tags/vorbis.h src/tags/picture.c src/tags/picture.h
libst_la_SOURCES += src/tags/genres.c src/tags/genres.h
libst_la_SOURCES += src/tags/id3/id3.h src/tags/id3/header.c src/tags/id3/walk.c \
	src/tags/id3/body.c src/tags/id3/fields.h src/tags/id3/decode.c src/tags/id3/lists.c \
	src/tags/id3/v1.c src/tags/id3/genre.c src/tags/id3/genre.h src/tags/id3/translate.c \
	src/tags/id3/items.c
libst_la_SOURCES += src/tags/ilst.c src/tags/ilst_items.c src/tags/ilst.h
libst_la_SOURCES += src/tags/ape.c src/tags/ape_items.c src/tags/ape.h
libst_la_SOURCES += src/tags/asf.c src/tags/asf_codecs.c src/tags/asf_items.c src/tags/asf.h

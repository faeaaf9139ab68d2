# SPDX-License-Identifier: MIT
# Sources of the CPython extension _core, one file a subject.
core_la_SOURCES += src/pyext/core.h src/pyext/module.c src/pyext/field.c \
	src/pyext/errors.c src/pyext/source.c src/pyext/text.c src/pyext/file.h \
	src/pyext/file.c src/pyext/load.c \
	src/pyext/classes.def src/pyext/lazy.c src/pyext/info.c src/pyext/info.h \
	src/pyext/info_fields.c src/pyext/dict.c src/pyext/vorbis.c \
	src/pyext/known_keys.c src/pyext/known_keys.h src/pyext/pairs.c \
	src/pyext/pairs.h src/pyext/pair_index.c src/pyext/pair_index.h src/pyext/flac.c \
	src/pyext/functions.c src/pyext/batch.c src/pyext/pool.c src/pyext/pool.h \
	src/pyext/frame.h src/pyext/frame.c src/pyext/value.c \
	src/pyext/tags.h src/pyext/fill.c src/pyext/keys.c src/pyext/id3.c src/pyext/mp4.c
core_la_SOURCES += src/pyext/ape.h src/pyext/ape.c src/pyext/ape_value.c
core_la_SOURCES += src/pyext/walk.c
core_la_SOURCES += src/pyext/asf.c src/pyext/asf_keys.c src/pyext/asf_keys.h

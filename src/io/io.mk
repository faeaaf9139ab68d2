# SPDX-License-Identifier: MIT
# Sources of the io layer.
libst_la_SOURCES += src/io/source.c src/io/source.h src/io/reader.c src/io/reader.h
libst_la_SOURCES += src/io/scratch.c src/io/scratch.h src/io/slab.c src/io/slab.h
libst_la_SOURCES += src/io/batch.c src/io/batch.h src/io/ring.c src/io/ring.h src/io/thread.h
libst_la_SOURCES += src/io/walk.c src/io/walk.h src/io/walk_dir.c src/io/walk_dir.h

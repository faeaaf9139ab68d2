# Sources of the tags layer.
libst_la_SOURCES += src/tags/raws.c src/tags/raws.h
libst_la_SOURCES += src/tags/items.c src/tags/items.h
libst_la_SOURCES += src/tags/id3/table.c src/tags/id3/rows.h src/tags/id3/frames.def src/tags/id3/rowhash.h src/tags/id3/rowhash.py
libst_la_SOURCES += src/tags/vorbis.c src/tags/vorbis.h src/tags/picture.c src/tags/picture.h

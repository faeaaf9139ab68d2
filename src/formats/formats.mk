# Sources of the formats layer.
libst_la_SOURCES += src/formats/format.h src/formats/registry.c
libst_la_SOURCES += src/formats/id3_read.h

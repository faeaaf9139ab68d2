# Sources of the formats layer.
libst_la_SOURCES += src/formats/format.h src/formats/registry.c

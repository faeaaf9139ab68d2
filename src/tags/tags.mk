# Sources of the tags layer.
libst_la_SOURCES += src/tags/raws.c src/tags/raws.h
libst_la_SOURCES += src/tags/items.c src/tags/items.h

# SPDX-License-Identifier: MIT
# Sources of the formats layer.
libst_la_SOURCES += src/formats/format.h src/formats/registry.c
libst_la_SOURCES += src/formats/id3_read.h src/formats/id3_read.c src/formats/id3.c
libst_la_SOURCES += src/formats/flac.c src/formats/flac.h src/formats/oggvorbis.c \
	src/formats/oggopus.c
libst_la_SOURCES += src/formats/oggspeex.c src/formats/oggtheora.c src/formats/oggflac.c
libst_la_SOURCES += src/formats/aac.c src/formats/aac.h src/formats/ac3.c
libst_la_SOURCES += src/formats/ogg_page.c src/formats/ogg_page.h \
	src/formats/ogg_comment.c src/formats/ogg_comment.h
libst_la_SOURCES += src/formats/mp3.c src/formats/mpeg_header.c src/formats/mpeg_header.h \
	src/formats/xing.c src/formats/xing.h src/formats/lame.c src/formats/lame.h \
	src/formats/vbri.c src/formats/vbri.h
libst_la_SOURCES += src/formats/mp4.c src/formats/mp4_atom.c src/formats/mp4_atom.h \
	src/formats/mp4_layout.c src/formats/mp4_layout.h src/formats/mp4_item.c
libst_la_SOURCES += src/formats/asf.c src/formats/asf_tags.c \
	src/formats/asf_scan.c src/formats/asf_scan.h
libst_la_SOURCES += src/formats/mp4_stsd.c src/formats/mp4_aac.c src/formats/mp4_codec.h
libst_la_SOURCES += src/formats/ape_read.c src/formats/ape_read.h src/formats/apev2.c \
	src/formats/monkeysaudio.c src/formats/optimfrog.c src/formats/tak.c
libst_la_SOURCES += src/formats/musepack.c src/formats/wavpack.c
libst_la_SOURCES += src/formats/smf.c
libst_la_SOURCES += src/formats/iff_chunk.c src/formats/iff_chunk.h src/formats/aiff.c \
	src/formats/wave.c src/formats/dsf.c src/formats/dsdiff.c src/formats/trueaudio.c
libst_la_SOURCES += src/formats/exact.h src/formats/exact.c src/formats/exact_scan.c \
	src/formats/exact_frames.c src/formats/exact_flac.c

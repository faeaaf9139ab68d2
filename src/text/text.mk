# SPDX-License-Identifier: MIT
# Sources of the text layer.
libst_la_SOURCES += src/text/base64.c src/text/text.c src/text/text.h

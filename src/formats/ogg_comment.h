/* SPDX-License-Identifier: MIT */
/* What the Ogg codecs share: the search for their first page, and the comment header, over the
 * pages it lies in. */
#ifndef ST_OGG_COMMENT_H
#define ST_OGG_COMMENT_H

#include "formats/format.h"
#include "formats/ogg_page.h"

/* Reads the comment block in the first packet of `page`, `prefix` bytes into it, to out->raws;
 * with `framing`, the bit after it must be set (Vorbis has it, Opus has not). Large pictures are
 * left in the file when they may be. *end gets the offset of the first page that is none of the
 * packet's. Returns r's status. */
simdtag_status st_ogg_comments(st_reader *r, st_out *out, const st_ogg_page *page, unsigned prefix,
                               bool framing, uint64_t *end);

/* The first page whose first packet begins with the n bytes of `magic`; other streams' pages are
 * stepped over. It must show `least` bytes of that packet and, with `first`, start its stream.
 * false: status set. */
bool st_ogg_find_id(st_reader *r, const char *magic, size_t n, uint32_t least, bool first,
                    st_ogg_page *page);

/* Ends a codec's reader: failures of structure become `header_error`, its class of errors. */
simdtag_status st_ogg_finish(st_reader *r, simdtag_status header_error);

#endif

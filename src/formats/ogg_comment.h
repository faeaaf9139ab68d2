/* SPDX-License-Identifier: MIT */
/* The comment header of an Ogg stream, over the pages it lies in. */
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

/* Ends a codec's reader: failures of structure become `header_error`, its class of errors. */
simdtag_status st_ogg_finish(st_reader *r, simdtag_status header_error);

#endif

/* SPDX-License-Identifier: MIT */
/* Reading the ID3 tags of a file, for the formats that carry them (ID3 alone, MP3, and later
 * others). */
#ifndef ST_ID3_READ_H
#define ST_ID3_READ_H

#include <stdint.h>

#include "formats/format.h"

/* Reads an ID3v2 tag at offset 0 and, unless ST_READ_NO_V1, an ID3v1 tag at the end, into `out`
 * (doc.tags, doc.id3, raws).
 * *end = first byte after the v2 tag as its header says (0 if there is none; may lie beyond the
 * end of a truncated file). Returns SIMDTAG_OK with out->doc.tags == SIMDTAG_TAGS_NONE when
 * there is no tag at all. Errors, which also sit in r->error: SIMDTAG_ERR_ID3_VERSION and the
 * other SIMDTAG_ERR_ID3* for a tag that cannot be read; anything else is the reader's. */
simdtag_status st_id3_read(st_reader *r, st_out *out, uint64_t *end);

#endif

/* SPDX-License-Identifier: MIT */
/* Reading the ID3 tags of a file, for the formats that carry them (ID3 alone, MP3, and later
 * others). */
#ifndef ST_ID3_READ_H
#define ST_ID3_READ_H

#include <stdint.h>

#include "formats/format.h"

/* Reads an ID3v2 tag at offset `at` and, unless ST_READ_NO_V1, an ID3v1 tag at the end of the
 * file, into `out` (doc.tags, doc.id3, raws).
 * *end = first byte after the v2 tag as its header says (`at` if there is none). Returns
 * SIMDTAG_OK with out->doc.tags == SIMDTAG_TAGS_NONE when there is no tag at all. Errors, which
 * also sit in r->error: SIMDTAG_ERR_ID3_VERSION and the other SIMDTAG_ERR_ID3* for a tag that
 * cannot be read; anything else is the reader's. */
simdtag_status st_id3_read(st_reader *r, st_out *out, uint64_t at, uint64_t *end);

/* A view of the n bytes at `at`, or of what the file has of them, for who expects a tag there: it
 * brings all the rest of the file if that is short, with the place of an ID3v1 tag, so that one
 * read is enough. How many bytes there are goes to *got; NULL as st_view_upto. */
const uint8_t *st_id3_view(st_reader *r, uint64_t at, size_t n, size_t *got);

/* The same as st_id3_read for a format that keeps its tag in a chunk, whose data begin at `at`;
 * ST_NO_CHUNK when there is no such chunk. The chunk's size does not matter. Errors of the tag
 * become `damaged`, the format's own. When only tags are asked for (ST_READ_TAGS_ONLY), they stay
 * as they are, and no tag is SIMDTAG_ERR_ID3_NO_HEADER. */
#define ST_NO_CHUNK UINT64_MAX
simdtag_status st_id3_read_chunk(st_reader *r, st_out *out, uint64_t at, simdtag_status damaged);

/* What became of a file without the chunk that should hold all others: as r->error says, but no tag
 * (SIMDTAG_ERR_ID3_NO_HEADER) when only tags were asked for. */
simdtag_status st_id3_no_root(st_reader *r, const st_out *out);

#endif

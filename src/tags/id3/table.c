/* SPDX-License-Identifier: MIT */
/* The table of frame classes, made from frames.def, and the hash from a frame id to its row. */
#include "tags/id3/rows.h"

#define A(name, spec, size) {#name, SIMDTAG_SPEC_##spec, size, 0}
#define O(name, spec, size) {#name, SIMDTAG_SPEC_##spec, size, 1}
#define L(layout, ...) static const simdtag_id3_field fields_##layout[] = {__VA_ARGS__};
#include "tags/id3/frames.def"
#undef A
#undef O

#define F(id, base, layout, key, doc) static const char doc_##id[] = doc;
#include "tags/id3/frames.def"

#define ROW(id, base, doc, layout, key, upgrade)       \
    {#id,                                              \
     #base,                                            \
     doc,                                              \
     fields_##layout,                                  \
     sizeof fields_##layout / sizeof *fields_##layout, \
     SIMDTAG_KEY_##key,                                \
     upgrade},
#define F(id, base, layout, key, doc) ROW(id, base, doc_##id, layout, key, ST_ID3_##id)
#define G(id, base, layout, key) ROW(id, base, doc_##base, layout, key, ST_ID3_##base)
const simdtag_id3_row st_id3_rows[ST_ID3_ROWS] = {
#include "tags/id3/frames.def"
};

#define ST_ROWHASH_TABLES
#include "tags/id3/rowhash.h"

const simdtag_id3_row *simdtag_id3_rows(size_t *n)
{
    if (n)
        *n = ST_ID3_ROWS;
    return st_id3_rows;
}

int simdtag_id3_row_of(uint32_t id)
{
    return st_id3_row_of(id);
}

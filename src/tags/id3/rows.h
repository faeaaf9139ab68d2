/* SPDX-License-Identifier: MIT */
/* Row numbers of frames.def by name, and looking a row up. */
#ifndef ST_ID3_ROWS_H
#define ST_ID3_ROWS_H

#include "simdtag/id3.h"
#include "tags/id3/rowhash.h" /* the factor only */

enum st_id3_row_number {
#define F(id, base, layout, key, doc) ST_ID3_##id,
#define G(id, base, layout, key) ST_ID3_##id,
#include "tags/id3/frames.def"
    ST_ID3_ROWS
};

enum { ST_ID3_ROWS_22 = ST_ID3_BUF }; /* first row of ID3v2.2 */

extern const simdtag_id3_row st_id3_rows[ST_ID3_ROWS];

/* rowhash.h: a perfect hash by displacement. */
extern const uint8_t st_rowhash_move[64], st_rowhash_row[256];
extern const uint32_t st_rowhash_id[256];

/* simdtag_id3_row_of, in line. */
static inline int st_id3_row_of(uint32_t id)
{
    const uint32_t h = id * ST_ROWHASH_MULT;
    const uint32_t slot = ((h >> 8) + st_rowhash_move[h >> 26]) & 0xFF;
    return st_rowhash_id[slot] == id && id ? st_rowhash_row[slot] : -1;
}

#endif

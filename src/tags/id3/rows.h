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

/* rowhash.h: a perfect hash by displacement; free slots have row -1. */
typedef struct st_rowhash_tables {
    uint8_t move[64];
    struct {
        uint32_t id;
        int32_t row;
    } slot[256];
} st_rowhash_tables;
extern const st_rowhash_tables st_rowhash;

/* simdtag_id3_row_of, in line. */
static inline int st_id3_row_of(uint32_t id)
{
    const uint32_t h = id * ST_ROWHASH_MULT;
    const uint32_t slot = ((h >> 8) + st_rowhash.move[h >> 26]) & 0xFF;
    return st_rowhash.slot[slot].id == id ? st_rowhash.slot[slot].row : -1;
}

#endif

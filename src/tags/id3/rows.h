/* SPDX-License-Identifier: MIT */
/* Row numbers of frames.def by name, and looking a row up. */
#ifndef ST_ID3_ROWS_H
#define ST_ID3_ROWS_H

#include "simdtag/id3.h"

enum st_id3_row_number {
#define F(id, base, layout, key, doc) ST_ID3_##id,
#define G(id, base, layout, key) ST_ID3_##id,
#include "tags/id3/frames.def"
    ST_ID3_ROWS
};

enum { ST_ID3_ROWS_22 = ST_ID3_BUF }; /* first row of ID3v2.2 */

extern const simdtag_id3_row st_id3_rows[ST_ID3_ROWS];

#endif

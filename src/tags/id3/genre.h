/* SPDX-License-Identifier: MIT */
/* Numbers in TCON brought to names. */
#ifndef ST_ID3_GENRE_H
#define ST_ID3_GENRE_H

#include "tags/id3/id3.h"

typedef enum st_id3_genres {
    ST_ID3_GENRES_SAME,   /* the frame stays as it is */
    ST_ID3_GENRES_CHANGE, /* st_id3_genre_change will do */
    ST_ID3_GENRES_HARD    /* for the careful translation (id3.h) */
} st_id3_genres;

st_id3_genres st_id3_genre_plan(const simdtag_raw *frame);

/* Gives the frame a new body. False when out of memory. */
bool st_id3_genre_change(simdtag_raw *frame, st_arena *arena);

#endif

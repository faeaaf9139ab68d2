/* SPDX-License-Identifier: MIT */
/* Numbered genres of ID3v1, which MP4 borrows. */
#ifndef ST_GENRES_H
#define ST_GENRES_H

#include <stddef.h>

enum { ST_GENRES = 192 };

/* The name of genre n, counted from 0; NULL when there is no such number. */
const char *st_genre_name(unsigned n);

#endif

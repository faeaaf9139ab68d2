/* SPDX-License-Identifier: MIT */
/* LAME's extension of the Xing header: who encoded the stream, with which settings, and what a
 * gapless player must cut. */
#ifndef ST_LAME_H
#define ST_LAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"
#include "simdtag/types.h"

enum { ST_LAME_BYTES = 36, ST_LAME_SETTINGS = 48 };

typedef struct st_lame {
    uint64_t minor;   /* version; 0.0 when there is none */
    uint8_t major;
    char words[32];   /* "3.100.0+"; "" when there is none */
    bool has_header;  /* the members below are valid */
    uint8_t method, lowpass, flags, ath, bitrate;
    uint16_t delay, padding, preset;
    uint16_t track_gain, album_gain; /* fields of the replay gain proposal, undecoded */
    uint32_t peak;
} st_lame;

/* Reads what follows the Xing header's fields; all zero when that is no extension of LAME's. */
void st_lame_read(st_cur c, st_lame *lame);

/* The command line that would give such a file, as far as the header tells: "-V 2", "--preset
 * insane", ""; `scale` is the Xing header's quality, -1 if it has none. */
void st_lame_settings(const st_lame *lame, int64_t scale, char out[ST_LAME_SETTINGS]);

/* Gains and peak into an info. */
void st_lame_gains(const st_lame *lame, simdtag_mpeg_info *info);

#endif

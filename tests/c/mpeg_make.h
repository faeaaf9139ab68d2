/* SPDX-License-Identifier: MIT */
/* Makes MPEG audio frames with Xing, LAME and VBRI headers, byte by byte from their
 * descriptions, for the tests. */
#ifndef ST_TEST_MPEG_MAKE_H
#define ST_TEST_MPEG_MAKE_H

#include "built.h"

/* MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 bytes. */
enum { FRAME = 417 };
static inline void put_frame(built *m, int n)
{
    while (n--) {
        put_be(m, 0xFFFB9000, 4);
        put_fill(m, 0, FRAME - 4);
    }
}

typedef struct lame_fields {
    const char *name; /* 9 bytes; NULL: no extension */
    unsigned revision, method, lowpass, flags, ath, bitrate, delay, padding, preset;
    uint32_t peak;
    unsigned track_gain, album_gain;
} lame_fields;

static inline void put_lame(built *m, const lame_fields *l)
{
    put(m, l->name, 9);
    put_be(m, l->revision << 4 | l->method, 1);
    put_be(m, l->lowpass, 1);
    put_be(m, l->peak, 4);
    put_be(m, l->track_gain, 2);
    put_be(m, l->album_gain, 2);
    put_be(m, l->flags << 4 | l->ath, 1);
    put_be(m, l->bitrate, 1);
    put_be(m, l->delay << 12 | l->padding, 3);
    put_be(m, 0, 2);
    put_be(m, l->preset, 2);
    put_be(m, 0, 8);
}

/* A frame as put_frame's, with a Xing header of 100 frames, 41700 bytes, a table and the quality
 * `scale`. */
static inline void put_xing(built *m, const char *magic, uint32_t scale, const lame_fields *l)
{
    const size_t start = m->n;
    put_be(m, 0xFFFB9000, 4);
    put_fill(m, 0, 32);
    put(m, magic, 4);
    put_be(m, 15, 4);
    put_be(m, 100, 4);
    put_be(m, 41700, 4);
    put_fill(m, 0x55, 100);
    put_be(m, scale, 4);
    if (l && l->name)
        put_lame(m, l);
    put_fill(m, 0, FRAME - (m->n - start));
}

/* A frame with a VBRI header of 100 frames and 41700 bytes. */
static inline void put_vbri(built *m, unsigned version, unsigned entries, unsigned width)
{
    const size_t start = m->n;
    put_be(m, 0xFFFB9000, 4);
    put_fill(m, 0, 32);
    put(m, "VBRI", 4);
    put_be(m, version, 2);
    put_be(m, 0, 4);
    put_be(m, 41700, 4);
    put_be(m, 100, 4);
    put_be(m, entries, 2);
    put_be(m, 1, 2);
    put_be(m, width, 2);
    put_be(m, 1, 2);
    put_fill(m, 0, FRAME - (m->n - start));
}

#endif

/* SPDX-License-Identifier: MIT */
/* The Xing/Info header in a layer III file's first frame, with LAME's extension behind it. */
#ifndef ST_XING_H
#define ST_XING_H

#include <stdbool.h>

#include "formats/lame.h"
#include "formats/mpeg_header.h"
#include "io/reader.h"

typedef struct st_xing {
    uint32_t frames, bytes, scale; /* valid as the bits of `fields` say */
    uint32_t fields;               /* ST_XING_* */
    bool is_info;                  /* "Info": the stream is CBR */
    st_lame lame;
} st_xing;

enum { ST_XING_FRAMES = 1, ST_XING_BYTES = 2, ST_XING_TOC = 4, ST_XING_SCALE = 8 };

/* Looks for the header in the layer III frame `h` at `off`. False when it is not there, and when
 * reading failed (see r's status). */
bool st_xing_read(st_reader *r, uint64_t off, const st_mpeg_header *h, st_xing *x);

/* SIMDTAG's bitrate_mode: 0 unknown, 1 CBR, 2 VBR, 3 ABR. */
uint8_t st_xing_bitrate_mode(const st_xing *x);

#endif

/* SPDX-License-Identifier: MIT */
/* MP4: codec and stream parameters out of a track's sample description. */
#ifndef ST_MP4_CODEC_H
#define ST_MP4_CODEC_H

#include "base/cursor.h"
#include "formats/mp4_atom.h"

/* Fills codec, channels, rate … of *info from the stsd atom; damage goes to the reader as
 * SIMDTAG_ERR_MP4_STREAM. */
void st_mp4_read_stsd(st_reader *r, const st_mp4_atom *stsd, simdtag_info *info);

/* The esds atom of an "mp4a" entry, after its own header: NULL, or what is wrong. */
const char *st_mp4_read_esds(st_cur body, simdtag_info *info);

#endif

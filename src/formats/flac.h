/* SPDX-License-Identifier: MIT */
/* What Ogg FLAC and the C API ask of FLAC beyond reading it. */
#ifndef ST_FLAC_H
#define ST_FLAC_H

#include <stdbool.h>

#include "base/arena.h"
#include "tags/items.h"

/* All pictures in file order: picture blocks, and METADATA_BLOCK_PICTURE comments if some writer
 * put them there. SIMDTAG_OK, or SIMDTAG_ERR_NOMEM. */
simdtag_status st_flac_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

enum { ST_FLAC_STREAMINFO_LEN = 34 };

/* A STREAMINFO block of that length, to the members of *info that all formats have and to *flac.
 * false when its sample rate is 0. */
bool st_flac_streaminfo(const uint8_t *body, simdtag_info *info, simdtag_flac_info *flac);

#endif

/* SPDX-License-Identifier: MIT */
/* What the C API asks of FLAC beyond reading it. */
#ifndef ST_FLAC_H
#define ST_FLAC_H

#include "base/arena.h"
#include "tags/items.h"

/* All pictures in file order: picture blocks, and METADATA_BLOCK_PICTURE comments if some writer
 * put them there. SIMDTAG_OK, or SIMDTAG_ERR_NOMEM. */
simdtag_status st_flac_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

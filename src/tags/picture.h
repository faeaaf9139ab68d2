/* SPDX-License-Identifier: MIT */
/* The picture block of FLAC (RFC 9639, section 8.8), stored as it is in FLAC and as base64 in
 * Vorbis comments. */
#ifndef ST_PICTURE_H
#define ST_PICTURE_H

#include <stdbool.h>

#include "base/arena.h"
#include "tags/items.h"

/* The fields before the image's bytes; mime and description point into the block. */
typedef struct st_picture_head {
    const uint8_t *mime, *description;
    uint32_t mime_len, description_len;
    uint32_t type, width, height, depth, colors;
    uint32_t data_len; /* of the image, as the block says */
    uint64_t len;      /* of the head: where the image begins; 0 while the lengths before it are
                          not known */
} st_picture_head;

/* Reads the head at `data`. false: n bytes do not hold it; *need is then how many it takes at
 * least. */
bool st_picture_head_of(const uint8_t *data, size_t n, st_picture_head *head, uint64_t *need);

/* How many characters of base64 text (of `n` that are here) it takes to describe the picture; 0
 * when the text is not the plain beginning of a picture block of at most 64 KiB of head, so that
 * nobody should leave the rest of it in the file. */
size_t st_picture_base64_head(const uint8_t *text, size_t n);

/* Pictures of n raws in file order: FLAC picture blocks, and METADATA_BLOCK_PICTURE comments.
 * For the latter, `skip` counts decoded bytes after "KEY=". Damaged ones are left out. 0, or -1
 * when memory is exhausted. */
int st_pictures_of(st_pictures *list, st_arena *arena, const simdtag_raw *raws, uint32_t n);

#endif

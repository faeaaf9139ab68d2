/* SPDX-License-Identifier: MIT */
/* Vorbis comments (https://xiph.org/vorbis/doc/v-comment.html): bytes to raw items, raw items to
 * UTF-8. */
#ifndef ST_VORBIS_H
#define ST_VORBIS_H

#include "base/arena.h"
#include "base/cursor.h"
#include "tags/items.h"
#include "tags/raws.h"

/* How a comment block ended. */
typedef enum st_vorbis_end {
    ST_VORBIS_OK = 0,
    ST_VORBIS_SHORT, /* the bytes end inside it */
    ST_VORBIS_FULL   /* memory or ST_MAX_RAWS exhausted */
} st_vorbis_end;

/* Where a block goes on whose bytes were not all there. */
typedef struct st_vorbis_rest {
    size_t at;            /* of the comment's length; 0: not even the vendor string was there */
    uint32_t next, count; /* that comment's index; how many the block has */
} st_vorbis_rest;

/* Adds a SIMDTAG_RAW_VENDOR and one SIMDTAG_RAW_VORBIS a comment, pointing into `data`, from a
 * block that begins there and may be shorter than `len`. *used gets its length, or, when SHORT,
 * a length it has at least; then *rest, unless NULL, tells what was not added. */
st_vorbis_end st_vorbis_parse(const uint8_t *data, size_t len, st_raws *raws, st_arena *arena,
                              size_t *used, st_vorbis_rest *rest);

/* The vendor string alone; false when FULL. `data` is kept, not copied. */
bool st_vorbis_add_vendor(st_raws *raws, st_arena *arena, const uint8_t *data, size_t len);

/* One comment, the index-th of its block. Valid ones are kept as they are, others repaired into
 * the arena or dropped, as mutagen does. false when FULL. */
bool st_vorbis_add(st_raws *raws, st_arena *arena, uint32_t index, const uint8_t *data, size_t len);

/* "METADATA_BLOCK_PICTURE=" */
enum { ST_VORBIS_PICTURE_KEY = 23 };

/* Whether bytes before a '=' are "METADATA_BLOCK_PICTURE", in any case of letters. */
bool st_vorbis_is_picture_key(const uint8_t *data);

/* Whether n bytes begin with "METADATA_BLOCK_PICTURE=", in any case of letters. */
static inline bool st_vorbis_is_picture(const uint8_t *data, size_t n)
{
    return n >= ST_VORBIS_PICTURE_KEY && data[ST_VORBIS_PICTURE_KEY - 1] == '=' &&
           st_vorbis_is_picture_key(data);
}

/* The bytes as NUL-terminated UTF-8 in the arena, every ill-formed part as U+FFFD; NULL when
 * memory is exhausted. */
char *st_utf8_repaired(st_arena *arena, const uint8_t *p, size_t n, size_t *len);

/* All comments as items, the key as stored. A METADATA_BLOCK_PICTURE has no value. SIMDTAG_OK,
 * or SIMDTAG_ERR_NOMEM. */
simdtag_status st_vorbis_items(const simdtag_doc *doc, st_arena *arena, st_items *list);

/* The pictures of METADATA_BLOCK_PICTURE comments; st_pictures_of says more. */
simdtag_status st_vorbis_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

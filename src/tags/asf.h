/* SPDX-License-Identifier: MIT */
/* ASF attributes as raw items: how they are packed into a simdtag_raw, and the C API's lists. */
#ifndef ST_ASF_H
#define ST_ASF_H

#include <stdbool.h>

#include "simdtag/asf.h"
#include "tags/items.h"

/* A raw item of an attribute holds its record from the name on:
 *   id    place << 16 | type
 *   aux   bytes of the name; in the content description: which of its five fields it is
 *   aux2  language << 16 | stream
 * The value follows the name, in the extended content description after 4 bytes more (its type and
 * length); a content description's item is the value alone. */
enum { ST_ASF_EXTENDED_GAP = 4, ST_ASF_CONTENT_FIELDS = 5 };

/* A codec: id = WAVE format tag or ST_ASF_NO_CODEC_ID, aux and aux2 = bytes of the name and of the
 * description; data = the name, two bytes, the description. */
enum { ST_ASF_NO_CODEC_ID = 1 << 16, ST_ASF_CODEC_GAP = 2 };

/* Whether an attribute's name, zeros around it or not, is "WM/Picture". */
bool st_asf_is_picture(const uint8_t *name, size_t n);

/* Adds every attribute: text as it is, numbers as decimal text, bools as "1" or "0"; bytes and
 * GUIDs have a NULL value. SIMDTAG_OK or SIMDTAG_ERR_NOMEM. */
simdtag_status st_asf_items(const simdtag_doc *doc, st_arena *arena, st_items *list);

/* Adds the pictures of WM/Picture attributes; those whose head is damaged are left out. */
simdtag_status st_asf_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

/* SPDX-License-Identifier: MIT */
/* MP4 tags for the C API: every raw item of a document as UTF-8 items, covers as pictures. */
#ifndef ST_ILST_H
#define ST_ILST_H

#include "simdtag/ilst.h"
#include "tags/items.h"

/* simdtag_ilst_next that also tells text which is not UTF-8: DAMAGED. */
int st_ilst_next_sound(simdtag_ilst *item, simdtag_ilst_value *v);

/* Adds every sound item, one a value: numbers as decimal text, pairs as "1/12", bools as "1" or
 * "0"; covers and free-form values that are no UTF-8 have a NULL value. SIMDTAG_OK or
 * SIMDTAG_ERR_NOMEM. */
simdtag_status st_ilst_items(const simdtag_doc *doc, st_arena *arena, st_items *list);

/* Adds the covers. */
simdtag_status st_ilst_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

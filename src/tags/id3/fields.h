/* SPDX-License-Identifier: MIT */
/* Reading one field of a frame: the state its fields share, and a function a kind of field. */
#ifndef ST_ID3_FIELDS_H
#define ST_ID3_FIELDS_H

#include <string.h>

#include "base/cursor.h"
#include "tags/id3/id3.h"
#include "text/text.h"

typedef struct st_id3_fields {
    st_cur c;       /* what is left of the body */
    uint8_t stored; /* the encoding byte, as the frame has it */
    uint8_t minor;  /* version of the tag the frame was stored in */
    bool dry;       /* only find out whether the frame can be read: allocate nothing */
    bool no_lists;  /* lists, and frames in a chapter, are looked at but not made */
    bool odd;       /* a text of UTF-16 ended in half a unit and was not completed, for want of
                       memory */
    bool no_memory;
    st_arena *arena;  /* of the values; NULL until needed */
    const simdtag_id3_header *tag;
    const simdtag_raw *frame;
    size_t body;      /* length of the whole body */
    int64_t points, point_bits; /* ASPI: its fields N and b */
} st_id3_fields;

/* n bytes that live as long as the values; NULL with f->no_memory. */
void *st_id3_memory(st_id3_fields *f, size_t n);

/* One text up to its terminator or the end of the body. False when it is malformed. The second
 * also steps over what is only padding after it. */
bool st_id3_text_exactly(st_id3_fields *f, simdtag_value *v);
bool st_id3_text(st_id3_fields *f, simdtag_value *v);

/* All fields with several values. False when damaged or out of memory. */
bool st_id3_list(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *v);

static inline void st_id3_set_text(simdtag_value *v, unsigned encoding, const uint8_t *at, size_t n)
{
    v->kind = SIMDTAG_VALUE_TEXT;
    v->encoding = (uint8_t)encoding;
    v->deferred = 0;
    v->n = (uint32_t)n;
    v->u.at = at;
}

static inline void st_id3_set_int(simdtag_value *v, int64_t i)
{
    *v = (simdtag_value){.kind = SIMDTAG_VALUE_INT, .u.i = i};
}

/* Latin-1 up to a zero byte, which is stepped over, or to the end. */
static inline void st_id3_latin1(st_id3_fields *f, simdtag_value *v)
{
    const size_t left = st_left(&f->c), n = st_text_nul8(f->c.at, left);
    st_id3_set_text(v, SIMDTAG_LATIN1, st_take(&f->c, n), n);
    st_skip(&f->c, n < left);
}

#endif

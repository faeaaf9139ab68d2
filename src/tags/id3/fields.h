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

/* A text as nearly all are stored: Latin-1, UTF-8, or UTF-16 with a little-endian mark. */
typedef struct st_id3_usual {
    simdtag_value v; /* not looked into: it may be malformed */
    size_t behind;   /* bytes up to what follows its terminator, or all there are */
} st_id3_usual;

/* The text at the start of n bytes; false when it is of another sort. */
static inline bool st_id3_usual_text(unsigned stored, const uint8_t *p, size_t n, st_id3_usual *out)
{
    if (stored == 1) {
        if (n < 2 || n & 1 || p[0] != 0xFF || p[1] != 0xFE)
            return false;
        const size_t used = n > 2 ? st_text_nul16(p + 2, n - 2) : 0;
        out->behind = used + 2 < n ? used + 4 : n;
        st_id3_set_text(&out->v, SIMDTAG_UTF16LE, p + 2, used);
        return true;
    }
    const size_t used = st_text_nul8(p, n);
    out->behind = used < n ? used + 1 : n;
    st_id3_set_text(&out->v, stored, p, used);
    return stored == SIMDTAG_LATIN1 || stored == SIMDTAG_UTF8;
}

/* The same of a frame of texts that has only this one. */
static inline bool st_id3_only_text(const simdtag_raw *frame, st_id3_usual *out)
{
    return frame->len >= 2 &&
           st_id3_usual_text(frame->data[0], frame->data + 1, frame->len - 1u, out) &&
           out->behind == frame->len - 1u;
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

/* SPDX-License-Identifier: MIT */
/* ASF: a range of the file under reading, and what its objects' readers share. */
#ifndef ST_ASF_SCAN_H
#define ST_ASF_SCAN_H

#include "formats/format.h"
#include "simdtag/asf.h"

/* Walks over a range of the file as a cursor walks over bytes: a read past the end sets `bad`, and
 * the range is then over. What it hands out stays until the reader is closed. */
typedef struct st_asf_scan {
    st_reader *r;
    uint64_t at, end;    /* end: not past the file's */
    const uint8_t *here; /* the bytes at `at` that are in memory; never NULL */
    size_t left;         /* how many of them lie in the range */
    size_t want;         /* how much the next reading brings along */
    bool bad;            /* the range ended, or reading failed */
} st_asf_scan;

st_asf_scan st_asf_scan_of(st_reader *r, uint64_t at, uint64_t len);

/* The range ends elsewhere from now on. */
void st_asf_scan_to(st_asf_scan *s, uint64_t end);

static inline uint64_t st_asf_left(const st_asf_scan *s)
{
    return s->end - s->at;
}

/* What peek and skip do where the bytes are not in memory, or not there at all. */
const uint8_t *st_asf_peek_far(st_asf_scan *s, size_t n);
void st_asf_skip_far(st_asf_scan *s, uint64_t n);

/* The next n bytes, without going past them; NULL (and bad) when the range has fewer. */
static inline const uint8_t *st_asf_peek(st_asf_scan *s, size_t n)
{
    return n <= s->left ? s->here : st_asf_peek_far(s, n);
}

/* Goes on by n bytes, at most to the end. */
static inline void st_asf_skip(st_asf_scan *s, uint64_t n)
{
    if (n <= s->left) {
        s->at += n;
        s->here += n;
        s->left -= (size_t)n;
    } else {
        st_asf_skip_far(s, n);
    }
}

/* A scan of the n bytes behind the next `before`, or of as many as there are, which reads on in
 * pieces as large as its owner's. */
static inline st_asf_scan st_asf_part(const st_asf_scan *s, uint64_t before, uint64_t n)
{
    st_asf_scan part = *s;
    st_asf_skip(&part, before);
    if (n < st_asf_left(&part))
        part.end = part.at + n;
    if (n < part.left)
        part.left = (size_t)n;
    return part;
}

/* The attributes of one object, from its count on, as raw items. */
void st_asf_content(st_asf_scan *s, st_out *out);
void st_asf_records(st_asf_scan *s, st_out *out, simdtag_asf_place place);

#endif

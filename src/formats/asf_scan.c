/* SPDX-License-Identifier: MIT */
/* ASF: walking over a range of the file whose objects may be tiny, or hold pictures nobody wants
 * to read. */
#include "formats/asf_scan.h"

enum { MOST_AT_ONCE = 1 << 20 };

st_asf_scan st_asf_scan_of(st_reader *r, uint64_t at, uint64_t len)
{
    st_asf_scan s = {.r = r, .at = at, .end = at + len, .want = ST_MIN_WINDOW};
    s.here = st_view_here(r, at, &s.left);
    return s;
}

st_asf_scan st_asf_part(const st_asf_scan *s, uint64_t at, uint64_t len)
{
    st_asf_scan part = st_asf_scan_of(s->r, at, len);
    part.want = s->want;
    return part;
}

/* Reads where nothing is in memory yet. What is walked over from end to end is read in growing
 * pieces, so that a header of a million small objects does not cost a million reads. */
static void read_on(st_asf_scan *s, size_t n)
{
    size_t got;
    const uint64_t left = st_asf_left(s);
    const size_t want = n > s->want ? n : left < s->want ? (size_t)left : s->want;
    if (st_view_upto(s->r, s->at, want, &got) == NULL) {
        s->left = 0;
        return;
    }
    s->here = st_view_here(s->r, s->at, &s->left);
    if (s->want < MOST_AT_ONCE)
        s->want *= 2;
}

const uint8_t *st_asf_peek_far(st_asf_scan *s, size_t n)
{
    if (s->bad || n > st_asf_left(s)) {
        s->bad = true;
        return NULL;
    }
    if (n > s->left)
        read_on(s, n);
    if (n > s->left) {
        s->bad = true;
        return NULL;
    }
    return n ? s->here : (const uint8_t *)"";
}

void st_asf_skip_far(st_asf_scan *s, uint64_t n)
{
    if (n > st_asf_left(s))
        n = st_asf_left(s);
    s->at += n;
    if (n <= s->left) {
        s->here = s->here ? s->here + n : NULL;
        s->left -= (size_t)n;
        return;
    }
    s->here = st_view_here(s->r, s->at, &s->left);
    s->want = ST_MIN_WINDOW; /* a jump: what follows may be small again */
}

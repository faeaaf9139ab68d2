/* SPDX-License-Identifier: MIT */
/* ASF: walking over a range of the file whose objects may be tiny, or hold pictures nobody wants
 * to read. */
#include "formats/asf_scan.h"

enum { MOST_AT_ONCE = 1 << 20 };

/* What of the range from `at` on is in memory. */
static void look(st_asf_scan *s)
{
    const uint8_t *here = st_view_here(s->r, s->at, &s->left);
    s->here = here ? here : (const uint8_t *)"";
    if (s->left > st_asf_left(s))
        s->left = (size_t)st_asf_left(s);
}

st_asf_scan st_asf_scan_of(st_reader *r, uint64_t at, uint64_t len)
{
    st_asf_scan s = {.r = r, .at = at, .end = at + len, .want = ST_MIN_WINDOW};
    look(&s);
    return s;
}

void st_asf_scan_to(st_asf_scan *s, uint64_t end)
{
    s->end = end;
    look(s);
}

/* Reads where nothing is in memory yet. What is walked over from end to end is read in growing
 * pieces, so that a header of a million small objects does not cost a million reads. */
static void read_on(st_asf_scan *s, size_t n)
{
    size_t got;
    const uint64_t left = st_asf_left(s);
    const size_t want = n > s->want ? n : left < s->want ? (size_t)left : s->want;
    if (st_view_upto(s->r, s->at, want, &got))
        look(s);
    if (s->want < MOST_AT_ONCE)
        s->want *= 2;
}

const uint8_t *st_asf_peek_far(st_asf_scan *s, size_t n)
{
    if (n <= st_asf_left(s))
        read_on(s, n);
    if (n <= s->left)
        return s->here;
    s->bad = true;
    s->end = s->at;
    s->left = 0;
    return NULL;
}

void st_asf_skip_far(st_asf_scan *s, uint64_t n)
{
    s->at += n < st_asf_left(s) ? n : st_asf_left(s);
    look(s);
    s->want = ST_MIN_WINDOW; /* a jump: what follows may be small again */
}

/* SPDX-License-Identifier: MIT */
/* MP4 atoms: the walk. */
#include "formats/mp4_atom.h"

#include "base/cursor.h"

enum { LARGE_HEADER = 16, META_FLAGS = 4, MOST_AHEAD = 64 << 10 };

/* What is here from `at` on. */
static void set_window(st_mp4_walk *w, uint64_t at)
{
    const uint64_t left = at < w->limit ? w->limit - at : 0;
    w->window = st_view_here(w->r, at, &w->window_len);
    w->window_at = at;
    if (w->window_len > left)
        w->window_len = (size_t)left;
    w->headers = w->window_len < ST_MP4_HEADER ? 0 : w->window_len - (ST_MP4_HEADER - 1);
}

void st_mp4_walk_init(st_mp4_walk *w, st_reader *r, uint64_t at, uint64_t limit,
                      simdtag_status damage)
{
    w->r = r;
    w->at = at;
    w->ahead = ST_TAIL_WINDOW;
    w->limit = limit;
    w->status = damage;
    w->depth = 0;
    w->end[0] = UINT64_MAX;
    set_window(w, at);
}

/* Bytes until the end of the outermost open container (moov), or of what is walked. */
static uint64_t left_from(const st_mp4_walk *w, uint64_t at)
{
    const uint64_t end = w->depth && w->end[1] < w->limit ? w->end[1] : w->limit;
    return end > at ? end - at : 0;
}

/* How much to ask for at `at`: a window's worth, and twice as much each time that the walk goes on
 * where the last window ends, so that thousands of small items do not cost hundreds of reads. */
static size_t ahead_at(st_mp4_walk *w, uint64_t at)
{
    const bool goes_on = at >= w->window_at && at - w->window_at <= w->window_len && w->window_len;
    if (!goes_on)
        w->ahead = ST_TAIL_WINDOW;
    else if (w->ahead < MOST_AHEAD)
        w->ahead *= 2;
    return w->ahead;
}

static bool fail(st_mp4_walk *w, const char *words)
{
    st_fail(w->r, w->status, "%s", words);
    return false;
}

/* What is not here at all comes with what is likely to be wanted next: all that is left of the
 * outermost open container (moov) or of the file when that is little, else a window's worth. */
const uint8_t *st_mp4_fetch(st_mp4_walk *w, size_t n)
{
    if (w->at > w->limit || w->limit - w->at < n) {
        if (w->depth || n > ST_MP4_HEADER) /* up to 7 stray bytes at the end do no harm */
            fail(w, "truncated data");
        return NULL;
    }
    size_t got;
    const uint8_t *here = st_view_here(w->r, w->at, &got);
    if (got < n) {
        const uint64_t left = left_from(w, w->at);
        if (left > n && left <= ST_TAIL_WINDOW && w->at + left == w->r->size) {
            st_view_tail(w->r, (size_t)left, &(uint64_t){0}, &got);
        } else if (left > n && w->at > 0) {
            const size_t want = ahead_at(w, w->at);
            st_view_upto(w->r, w->at, left <= 2 * want ? (size_t)left : want, &got);
        }
        here = st_view(w->r, w->at, n);
    }
    set_window(w, w->at);
    return here;
}

void st_mp4_bring(st_mp4_walk *w, const st_mp4_atom *atom)
{
    size_t got;
    st_view_here(w->r, atom->off, &got);
    if (got >= atom->size || atom->size > w->ahead)
        return;
    const uint64_t left = left_from(w, atom->off);
    const size_t want = ahead_at(w, atom->off);
    if (atom->size > left || atom->size > want)
        return;
    st_view_upto(w->r, atom->off, left < want ? (size_t)left : want, &got);
    set_window(w, atom->off);
}

/* 1 means a large header; 0 "to the end", which is allowed outside containers only. */
bool st_mp4_odd_size(st_mp4_walk *w, st_mp4_atom *atom)
{
    if (atom->size == 0) {
        if (w->depth)
            return fail(w, "only a top-level atom can have zero length");
        atom->size = w->limit - w->at;
        return true;
    }
    if (atom->size > 1)
        return fail(w, "atom length can only be 0, 1 or 8 and higher");
    const uint8_t *p = st_mp4_fetch(w, LARGE_HEADER);
    if (p == NULL)
        return false;
    st_cur c = st_cur_of(p, LARGE_HEADER);
    st_skip(&c, ST_MP4_HEADER);
    atom->size = st_be(&c, 8);
    atom->head = LARGE_HEADER;
    if (atom->size < LARGE_HEADER)
        return fail(w, "64 bit atom length can only be 16 and higher");
    if (atom->size > (uint64_t)INT64_MAX - w->at)
        return fail(w, "64 bit atom length is beyond any file");
    return true;
}

bool st_mp4_open(st_mp4_walk *w, const st_mp4_atom *atom)
{
    if (w->depth == ST_MAX_ATOM_DEPTH)
        return fail(w, "atoms are nested too deep");
    w->end[++w->depth] = w->at + atom->size;
    w->at += atom->head +
             (atom->name == ST_ATOM('m', 'e', 't', 'a') ? META_FLAGS : 0u); /* a full box, 4.2 */
    return true;
}

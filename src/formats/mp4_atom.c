/* SPDX-License-Identifier: MIT */
/* MP4 atoms: the walk. */
#include "formats/mp4_atom.h"

#include "base/cursor.h"

enum { HEADER = 8, LARGE_HEADER = 16, META_FLAGS = 4, MOST_AHEAD = 64 << 10 };

/* Whether mutagen looks into atoms of this name, wherever they are. The multiplier gives each of
 * the ten a slot of its own: one comparison instead of a chain of branches that no predictor can
 * learn. */
static inline bool is_container(uint32_t name)
{
    static const uint32_t names[16] = {
        [3] = ST_ATOM('t', 'r', 'a', 'f'),  [4] = ST_ATOM('m', 'i', 'n', 'f'),
        [5] = ST_ATOM('m', 'o', 'o', 'v'),  [6] = ST_ATOM('i', 'l', 's', 't'),
        [8] = ST_ATOM('m', 'e', 't', 'a'),  [10] = ST_ATOM('u', 'd', 't', 'a'),
        [11] = ST_ATOM('m', 'd', 'i', 'a'), [12] = ST_ATOM('t', 'r', 'a', 'k'),
        [14] = ST_ATOM('s', 't', 'b', 'l'), [15] = ST_ATOM('m', 'o', 'o', 'f'),
    };
    return name && names[name * UINT32_C(0xB613ED83) >> 28] == name;
}

void st_mp4_walk_init(st_mp4_walk *w, st_reader *r, uint64_t at, uint64_t limit,
                      simdtag_status damage)
{
    w->r = r;
    w->at = at;
    w->window = NULL;
    w->window_at = 0;
    w->window_len = 0;
    w->ahead = ST_TAIL_WINDOW;
    w->limit = limit;
    w->status = damage;
    w->depth = 0;
}

void st_mp4_leave(st_mp4_walk *w)
{
    w->at = w->end[w->depth - 1];
}

/* Bytes until the end of the outermost open container (moov), or of what is walked. */
static uint64_t left_from(const st_mp4_walk *w, uint64_t at)
{
    const uint64_t end = w->depth && w->end[0] < w->limit ? w->end[0] : w->limit;
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

static void set_window(st_mp4_walk *w, uint64_t at)
{
    w->window = st_view_here(w->r, at, &w->window_len);
    w->window_at = at;
}

/* A header that is not here yet comes with what is likely to be wanted next: all that is left of
 * the outermost open container (moov) or of the file when that is little, else a window's worth. */
static const uint8_t *fetch_header(st_mp4_walk *w, size_t n)
{
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

static inline const uint8_t *header_bytes(st_mp4_walk *w, size_t n)
{
    const uint64_t into = w->at - w->window_at; /* huge when `at` lies before the window */
    if (into <= w->window_len && n <= w->window_len - (size_t)into && w->at >= w->window_at)
        return w->window + into;
    return fetch_header(w, n);
}

static bool fail(st_mp4_walk *w, const char *words)
{
    st_fail(w->r, w->status, "%s", words);
    return false;
}

/* Size 0 means "to the end" and is allowed outside containers only. */
static bool parse_header(st_mp4_walk *w, st_mp4_atom *atom)
{
    if (w->at > w->limit || w->limit - w->at < HEADER)
        return fail(w, "truncated data");
    const uint8_t *p = header_bytes(w, HEADER);
    if (p == NULL)
        return false;
    st_cur c = st_cur_of(p, HEADER);
    *atom = (st_mp4_atom){.off = w->at, .size = st_be32(&c), .head = HEADER};
    atom->name = st_be32(&c);
    if (atom->size == 1) {
        if (w->limit - w->at < LARGE_HEADER)
            return fail(w, "truncated data");
        p = header_bytes(w, LARGE_HEADER);
        if (p == NULL)
            return false;
        c = st_cur_of(p, LARGE_HEADER);
        st_skip(&c, HEADER);
        atom->size = st_be(&c, 8);
        atom->head = LARGE_HEADER;
        if (atom->size < LARGE_HEADER)
            return fail(w, "64 bit atom length can only be 16 and higher");
        if (atom->size > (uint64_t)INT64_MAX - w->at)
            return fail(w, "64 bit atom length is beyond any file");
    } else if (atom->size == 0) {
        if (w->depth)
            return fail(w, "only a top-level atom can have zero length");
        atom->size = w->limit - w->at;
    } else if (atom->size < HEADER) {
        return fail(w, "atom length can only be 0, 1 or 8 and higher");
    }
    return true;
}

unsigned st_mp4_close(st_mp4_walk *w)
{
    unsigned closed = 0;
    while (w->depth && w->at >= w->end[w->depth - 1]) {
        w->depth--;
        closed++;
    }
    return closed;
}

bool st_mp4_next(st_mp4_walk *w, st_mp4_atom *atom)
{
    if (w->depth == 0 && (w->at > w->limit || w->limit - w->at < HEADER))
        return false; /* up to 7 stray bytes at the end do no harm */
    if (!parse_header(w, atom))
        return false;
    if (!is_container(atom->name)) {
        w->at += atom->size;
        return true;
    }
    if (w->depth == ST_MAX_ATOM_DEPTH)
        return fail(w, "atoms are nested too deep");
    w->end[w->depth++] = w->at + atom->size;
    w->at += atom->head +
             (atom->name == ST_ATOM('m', 'e', 't', 'a') ? META_FLAGS : 0u); /* a full box, 4.2 */
    return true;
}

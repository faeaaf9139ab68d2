/* SPDX-License-Identifier: MIT */
/* MP4 atoms (ISO/IEC 14496-12, 4.2): walking their tree by headers alone. */
#ifndef ST_MP4_ATOM_H
#define ST_MP4_ATOM_H

#include <stdbool.h>

#include "base/bytes.h"
#include "io/reader.h"

enum { ST_MP4_HEADER = 8 };

#define ST_ATOM(a, b, c, d) ST_FOURCC(a, b, c, d)

typedef struct st_mp4_atom {
    uint64_t off;  /* of its header in the file */
    uint64_t size; /* with the header, as it says itself: may reach beyond its parent or the file */
    uint32_t name;
    uint32_t head; /* bytes of the header, 8 or 16 */
} st_mp4_atom;

static inline uint64_t st_mp4_body(const st_mp4_atom *a)
{
    return a->off + a->head;
}

/* A walk in file order. As in mutagen, an atom begins where the one before it says that it ends,
 * and a container ends where its last child does, even if that is not where the container's own
 * size says: so one lying size moves everything after it. */
typedef struct st_mp4_walk {
    st_reader *r;
    uint64_t at;           /* where the next header is */
    const uint8_t *window; /* bytes that are here from `window_at` on and before `limit`, so that
                              most atoms cost no look-up */
    uint64_t window_at;
    size_t window_len;
    size_t headers;        /* how many places in the window have a header's length behind them */
    size_t ahead;          /* how much a fetch asks for: more when one follows upon another */
    uint64_t limit;        /* end of the file, or of the bytes walked */
    simdtag_status status; /* that damage gets */
    unsigned depth; /* open containers; the last atom of st_mp4_next is at this depth or, if a
                       container, one above */
    uint64_t end[ST_MAX_ATOM_DEPTH + 1]; /* of the open containers; [0] is none's: no end */
} st_mp4_walk;

void st_mp4_walk_init(st_mp4_walk *w, st_reader *r, uint64_t at, uint64_t limit,
                      simdtag_status damage);

/* Whether the innermost open container ends here. Its end is then to be taken off (depth--) before
 * the next st_mp4_next. */
static inline bool st_mp4_ends(const st_mp4_walk *w)
{
    return w->at >= w->end[w->depth];
}

/* n bytes at `at`, wherever they are. NULL at the end, and when the reader has failed. */
const uint8_t *st_mp4_fetch(st_mp4_walk *w, size_t n);

/* Finds out what a size below 8 means. False when that is nothing. */
bool st_mp4_odd_size(st_mp4_walk *w, st_mp4_atom *atom);

/* Opens a container. False when it is one too many. */
bool st_mp4_open(st_mp4_walk *w, const st_mp4_atom *atom);

/* Whether mutagen looks into atoms of this name, wherever they are. The multiplier gives each of
 * the ten a slot of its own: one comparison instead of a chain of branches that no predictor can
 * learn. */
static inline bool st_mp4_is_container(uint32_t name)
{
    static const uint32_t names[16] = {
        [0] = 1, /* is in slot 11: so no name is here, not even 0 */
        [3] = ST_ATOM('t', 'r', 'a', 'f'),  [4] = ST_ATOM('m', 'i', 'n', 'f'),
        [5] = ST_ATOM('m', 'o', 'o', 'v'),  [6] = ST_ATOM('i', 'l', 's', 't'),
        [8] = ST_ATOM('m', 'e', 't', 'a'),  [10] = ST_ATOM('u', 'd', 't', 'a'),
        [11] = ST_ATOM('m', 'd', 'i', 'a'), [12] = ST_ATOM('t', 'r', 'a', 'k'),
        [14] = ST_ATOM('s', 't', 'b', 'l'), [15] = ST_ATOM('m', 'o', 'o', 'f'),
    };
    return names[name * UINT32_C(0xB613ED83) >> 28] == name;
}

/* The next header; if it is a container's, it is opened. False at the end, and when the reader has
 * failed. */
static inline bool st_mp4_next(st_mp4_walk *w, st_mp4_atom *atom)
{
    const uint64_t into = w->at - w->window_at; /* huge when `at` lies before the window */
    const uint8_t *p = into < w->headers ? w->window + into : st_mp4_fetch(w, ST_MP4_HEADER);
    if (p == NULL)
        return false;
    *atom = (st_mp4_atom){w->at, st_load_be32(p), st_load_be32(p + 4), ST_MP4_HEADER};
    if (atom->size < ST_MP4_HEADER && !st_mp4_odd_size(w, atom))
        return false;
    if (st_mp4_is_container(atom->name))
        return st_mp4_open(w, atom);
    w->at += atom->size;
    return true;
}

/* All of an atom, from its header on, when it lies in the walk's window; else NULL. */
static inline const uint8_t *st_mp4_here(const st_mp4_walk *w, const st_mp4_atom *a)
{
    const uint64_t into = a->off - w->window_at; /* huge when it lies before the window */
    return into <= w->window_len && a->size <= w->window_len - into ? w->window + into : NULL;
}

/* Brings a small atom that st_mp4_next gave last, and what follows it: for long rows of them. */
void st_mp4_bring(st_mp4_walk *w, const st_mp4_atom *atom);

#endif

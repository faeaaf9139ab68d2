/* SPDX-License-Identifier: MIT */
/* MP4 atoms (ISO/IEC 14496-12, 4.2): walking their tree by headers alone. */
#ifndef ST_MP4_ATOM_H
#define ST_MP4_ATOM_H

#include <stdbool.h>

#include "base/bytes.h"
#include "io/reader.h"

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
    uint64_t at; /* where the next header is */
    const uint8_t
        *window; /* bytes that are here from `window_at` on, so that most headers cost no look-up */
    uint64_t window_at;
    size_t window_len;
    size_t ahead;          /* how much a fetch asks for: more when one follows upon another */
    uint64_t limit;        /* end of the file, or of the bytes walked */
    simdtag_status status; /* that damage gets */
    unsigned depth; /* open containers; the last atom of st_mp4_next is at this depth or, if a
                       container, one above */
    uint64_t end[ST_MAX_ATOM_DEPTH]; /* of the open containers */
} st_mp4_walk;

void st_mp4_walk_init(st_mp4_walk *w, st_reader *r, uint64_t at, uint64_t limit,
                      simdtag_status damage);

/* Closes the containers that end here; returns how many. To be called before each st_mp4_next. */
unsigned st_mp4_close(st_mp4_walk *w);

/* The next header; if it is a container's, it is opened. False at the end, and when the reader has
 * failed. */
bool st_mp4_next(st_mp4_walk *w, st_mp4_atom *atom);

/* Brings a small atom that st_mp4_next gave last, and what follows it: for long rows of them. */
void st_mp4_bring(st_mp4_walk *w, const st_mp4_atom *atom);

/* Goes on after the innermost open container without reading the rest of its children. */
void st_mp4_leave(st_mp4_walk *w);

#endif

/* SPDX-License-Identifier: MIT */
/* MP4: one pass over the tree that notes what the readers need.
 *
 * Of several atoms of one name the first counts, as in mutagen. Three things are passed over
 * without a look at their headers, because they would cost reads in ordinary files and hold
 * nothing we want: the sample tables after stsd, when they are large; what follows a large ilst
 * in its meta; and what follows a moov that ends where it says, from the end of the first window
 * on, unless it is little. Damage there goes unnoticed (docs/differences.md). */
#include "formats/mp4_layout.h"

#include <string.h>

enum { LARGE = 4096 };

/* What an open container is to us; each has its place in one of the others. */
typedef enum role { TOP, MOOV, TRAK, MDIA, MINF, STBL, UDTA, META, ILST, OTHER } role;

typedef struct track {
    bool has_mdia, has_minf, has_stbl, is_audio, cut;
    st_mp4_atom hdlr, mdhd, stsd;
} track;

typedef struct layouter {
    st_reader *r;
    st_out *out;
    st_mp4_layout *found;
    st_mp4_walk *walk;
    role roles[ST_MAX_ATOM_DEPTH + 1]; /* by depth; [0] is TOP, the file */
    track track;                       /* the one being walked */
    bool has_udta, has_meta;
    bool past_moov; /* which ended where its header says */
    uint64_t ilst_size;
} layouter;

static bool first(bool *seen)
{
    const bool is_first = !*seen;
    *seen = true;
    return is_first;
}

/* The handler type of a track (ISO/IEC 14496-12, 8.4.3). */
static void read_hdlr(layouter *l, const st_mp4_atom *atom)
{
    enum { TYPE_AT = 8, TYPE_END = 12 };
    l->track.hdlr = *atom;
    l->track.cut = !st_mp4_whole(l->r, atom);
    if (l->track.cut || atom->size - atom->head < TYPE_END)
        return;
    const uint8_t *p = st_view(l->r, st_mp4_body(atom), TYPE_END);
    l->track.is_audio = p && memcmp(p + TYPE_AT, "soun", 4) == 0;
}

static void note(st_mp4_atom *slot, const st_mp4_atom *atom)
{
    if (slot->size == 0)
        *slot = *atom;
}

/* Sample tables are up to megabytes of numbers, whose headers lie far apart; behind a large ilst,
 * which ends with its cover more often than not, there is padding. So the rest of the innermost
 * container is skipped, if its end can be believed: it lies in its two parents and in the file. */
static void skip_rest(st_mp4_walk *w)
{
    const uint64_t end = w->end[w->depth];
    if (end > w->at && end <= w->end[w->depth - 1] && end <= w->end[w->depth - 2] &&
        end <= w->limit)
        w->at = end;
}

/* A small item comes with those that follow. */
static const char *read_item(layouter *l, const st_mp4_atom *atom)
{
    const uint8_t *here = NULL;
    if (atom->size <= LARGE && (here = st_mp4_here(l->walk, atom)) == NULL) {
        st_mp4_bring(l->walk, atom);
        here = st_mp4_here(l->walk, atom);
    }
    return here ? st_mp4_item(l->r, l->out, atom, here + atom->head)
                : st_mp4_far_item(l->r, l->out, atom);
}

/* Notes what an atom is good for by its name and its parent's role; gives its own, should it be a
 * container. */
static role visit(layouter *l, role parent, const st_mp4_atom *atom)
{
    st_mp4_layout *found = l->found;
    track *t = &l->track;
    const uint32_t name = atom->name;
    switch (parent) {
    case TOP:
        if (name == ST_ATOM('m', 'o', 'o', 'v') && first(&found->has_moov))
            return MOOV;
        break;
    case MOOV:
        if (name == ST_ATOM('t', 'r', 'a', 'k')) {
            *t = (track){0};
            return TRAK;
        }
        if (name == ST_ATOM('u', 'd', 't', 'a') && first(&l->has_udta))
            return UDTA;
        if (name == ST_ATOM('m', 'v', 'h', 'd'))
            note(&found->mvhd, atom);
        break;
    case TRAK:
        if (name == ST_ATOM('m', 'd', 'i', 'a') && first(&t->has_mdia))
            return MDIA;
        break;
    case MDIA:
        if (name == ST_ATOM('m', 'i', 'n', 'f') && first(&t->has_minf))
            return MINF;
        if (name == ST_ATOM('m', 'd', 'h', 'd'))
            note(&t->mdhd, atom);
        else if (name == ST_ATOM('h', 'd', 'l', 'r') && t->hdlr.size == 0)
            read_hdlr(l, atom);
        break;
    case MINF:
        if (name == ST_ATOM('s', 't', 'b', 'l') && first(&t->has_stbl))
            return STBL;
        break;
    case STBL:
        if (name == ST_ATOM('s', 't', 's', 'd') && t->stsd.size == 0) {
            t->stsd = *atom;
            if (l->walk->end[l->walk->depth] - l->walk->at > LARGE)
                skip_rest(l->walk);
        }
        break;
    case UDTA:
        if (name == ST_ATOM('m', 'e', 't', 'a') && first(&l->has_meta))
            return META;
        if (name == ST_ATOM('c', 'h', 'p', 'l'))
            note(&found->chpl, atom);
        break;
    case META:
        if (name == ST_ATOM('i', 'l', 's', 't') && first(&found->has_ilst)) {
            l->ilst_size = atom->size;
            return ILST;
        }
        break;
    case ILST:
        if (found->tag_damage == NULL)
            found->tag_damage = read_item(l, atom);
        break;
    case OTHER: break;
    }
    return OTHER;
}

/* A track is over: the first audio track is the one; a broken one before it ends the search. */
static void finish_track(layouter *l)
{
    const track *t = &l->track;
    st_mp4_layout *found = l->found;
    if (found->has_audio || found->track_damage)
        return;
    if (!t->has_mdia)
        found->track_damage = "\"mdia\" not found";
    else if (t->hdlr.size == 0)
        found->track_damage = "\"hdlr\" not found";
    else if (t->cut)
        found->track_damage = "the handler atom is cut short";
    else if (t->is_audio && t->mdhd.size == 0)
        found->track_damage = "\"mdhd\" not found";
    if (found->track_damage || !t->is_audio)
        return;
    found->has_audio = true;
    found->mdhd = t->mdhd;
    found->stsd = t->stsd;
}

static void close_containers(layouter *l)
{
    st_mp4_walk *w = l->walk;
    while (st_mp4_ends(w)) {
        const bool as_said = w->at == w->end[w->depth];
        const role ended = l->roles[w->depth--];
        if (ended == TRAK)
            finish_track(l);
        else if (ended == MOOV)
            l->past_moov = as_said;
        else if (ended == ILST && as_said && l->ilst_size > LARGE)
            skip_rest(w);
    }
}

/* Whether what follows moov is worth no read. */
static bool is_enough(const layouter *l)
{
    const uint64_t at = l->walk->at, size = l->r->size;
    return l->past_moov && at >= ST_HEAD_WINDOW && at < size && size - at > ST_TAIL_WINDOW;
}

bool st_mp4_lay_out(st_reader *r, st_out *out, st_mp4_layout *layout)
{
    st_mp4_walk walk;
    layouter l = {.r = r, .out = out, .found = layout, .walk = &walk};
    st_mp4_atom atom;
    st_mp4_walk_init(&walk, r, 0, r->size, SIMDTAG_ERR_MP4);
    do { /* one after the other, each with all that is in it */
        do {
            const unsigned depth = walk.depth;
            if (!st_mp4_next(&walk, &atom))
                return st_status(r) == SIMDTAG_OK;
            const role own = visit(&l, l.roles[depth], &atom);
            if (walk.depth > depth)
                l.roles[walk.depth] = own;
            close_containers(&l);
        } while (walk.depth);
    } while (!is_enough(&l));
    return st_status(r) == SIMDTAG_OK;
}

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

/* What an open container is to us. */
typedef enum role { OTHER, MOOV, TRAK, MDIA, MINF, STBL, UDTA, META, ILST } role;

typedef struct track {
    bool has_mdia, has_minf, has_stbl, is_audio, cut;
    st_mp4_atom hdlr, mdhd, stsd;
} track;

typedef struct layouter {
    st_reader *r;
    st_out *out;
    st_mp4_layout *found;
    st_mp4_walk walk;
    role roles[ST_MAX_ATOM_DEPTH + 1]; /* by depth; [0] stands for the file */
    track track;                       /* the one being walked */
    bool has_udta, has_meta;
    uint64_t moov_end; /* as its header says */
    bool past_moov;    /* and it ended there */
    uint64_t ilst_end, ilst_size;
} layouter;

static bool first(bool *seen)
{
    const bool is_first = !*seen;
    *seen = true;
    return is_first;
}

/* The part a container plays, by its name and its parent's part. */
static role role_of(layouter *l, role parent, unsigned depth, uint32_t name)
{
    track *t = &l->track;
    if (depth == 0 && name == ST_ATOM('m', 'o', 'o', 'v') && first(&l->found->has_moov))
        return MOOV;
    if (parent == MOOV && name == ST_ATOM('t', 'r', 'a', 'k')) {
        *t = (track){0};
        return TRAK;
    }
    if (parent == TRAK && name == ST_ATOM('m', 'd', 'i', 'a') && first(&t->has_mdia))
        return MDIA;
    if (parent == MDIA && name == ST_ATOM('m', 'i', 'n', 'f') && first(&t->has_minf))
        return MINF;
    if (parent == MINF && name == ST_ATOM('s', 't', 'b', 'l') && first(&t->has_stbl))
        return STBL;
    if (parent == MOOV && name == ST_ATOM('u', 'd', 't', 'a') && first(&l->has_udta))
        return UDTA;
    if (parent == UDTA && name == ST_ATOM('m', 'e', 't', 'a') && first(&l->has_meta))
        return META;
    if (parent == META && name == ST_ATOM('i', 'l', 's', 't') && first(&l->found->has_ilst))
        return ILST;
    return OTHER;
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

static void visit(layouter *l, role parent, const st_mp4_atom *atom)
{
    st_mp4_layout *found = l->found;
    switch (parent) {
    case ILST:
        if (found->tag_damage != NULL)
            break;
        if (atom->size <= LARGE)
            st_mp4_bring(&l->walk, atom);
        found->tag_damage = st_mp4_item(l->r, l->out, atom);
        break;
    case MOOV:
        if (atom->name == ST_ATOM('m', 'v', 'h', 'd'))
            note(&found->mvhd, atom);
        break;
    case UDTA:
        if (atom->name == ST_ATOM('c', 'h', 'p', 'l'))
            note(&found->chpl, atom);
        break;
    case MDIA:
        if (atom->name == ST_ATOM('m', 'd', 'h', 'd'))
            note(&l->track.mdhd, atom);
        else if (atom->name == ST_ATOM('h', 'd', 'l', 'r') && l->track.hdlr.size == 0)
            read_hdlr(l, atom);
        break;
    case STBL:
        if (atom->name == ST_ATOM('s', 't', 's', 'd'))
            note(&l->track.stsd, atom);
        break;
    default: break;
    }
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
    const unsigned closed = st_mp4_close(&l->walk);
    for (unsigned i = closed; i > 0; i--) {
        const role r = l->roles[l->walk.depth + i];
        if (r == TRAK)
            finish_track(l);
        if (r == MOOV)
            l->past_moov = l->walk.at == l->moov_end;
    }
}

/* Whether the innermost container's end can be believed: it lies in its two parents and in the
 * file. */
static bool ends_well(const st_mp4_walk *w)
{
    const uint64_t end = w->end[w->depth - 1];
    return end <= w->end[w->depth - 2] && end <= w->end[w->depth - 3] && end <= w->limit;
}

/* Sample tables are up to megabytes of numbers, whose headers lie far apart; behind a large ilst,
 * which ends with its cover more often than not, there is padding. */
static bool skips_rest(const layouter *l)
{
    const st_mp4_walk *w = &l->walk;
    if (w->depth < 3 || w->at >= w->end[w->depth - 1])
        return false;
    switch (l->roles[w->depth]) {
    case STBL: return l->track.stsd.size && w->end[w->depth - 1] - w->at > LARGE && ends_well(w);
    case META: return w->at == l->ilst_end && l->ilst_size > LARGE && ends_well(w);
    default: return false;
    }
}

bool st_mp4_lay_out(st_reader *r, st_out *out, st_mp4_layout *layout)
{
    layouter l = {.r = r, .out = out, .found = layout};
    st_mp4_atom atom;
    st_mp4_walk_init(&l.walk, r, 0, r->size, SIMDTAG_ERR_MP4);
    for (;;) {
        close_containers(&l);
        if (skips_rest(&l)) {
            st_mp4_leave(&l.walk);
            continue;
        }
        if (l.past_moov && l.walk.depth == 0 && l.walk.at >= ST_HEAD_WINDOW &&
            l.walk.at < r->size && r->size - l.walk.at > ST_TAIL_WINDOW)
            break;
        const unsigned depth = l.walk.depth;
        if (!st_mp4_next(&l.walk, &atom))
            break;
        const bool opened = l.walk.depth > depth;
        const role parent = l.roles[depth];
        visit(&l, parent, &atom);
        if (opened)
            l.roles[depth + 1] = role_of(&l, parent, depth, atom.name);
        if (opened && l.roles[depth + 1] == MOOV)
            l.moov_end = atom.off + atom.size;
        if (opened && l.roles[depth + 1] == ILST) {
            l.ilst_size = atom.size;
            l.ilst_end = atom.off + atom.size;
        }
    }
    return st_status(r) == SIMDTAG_OK;
}

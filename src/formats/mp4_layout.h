/* SPDX-License-Identifier: MIT */
/* MP4: where in the file the atoms are that stream info, tags and chapters are read from. */
#ifndef ST_MP4_LAYOUT_H
#define ST_MP4_LAYOUT_H

#include "formats/format.h"
#include "formats/mp4_atom.h"

/* An atom that may be missing (size 0). */
typedef struct st_mp4_layout {
    bool has_moov, has_audio, has_ilst;
    st_mp4_atom mvhd;         /* first of moov */
    st_mp4_atom mdhd, stsd;   /* of the first audio track */
    st_mp4_atom chpl;         /* of moov's first udta */
    const char *track_damage; /* why stream info cannot be read, or NULL */
    const char *tag_damage;   /* why the tags cannot */
} st_mp4_layout;

/* Walks the file and adds its ilst items to out->raws. False when the walk failed (status in the
 * reader). */
bool st_mp4_lay_out(st_reader *r, st_out *out, st_mp4_layout *layout);

/* An ilst child, whose body is at `data`, becomes a raw item. NULL, or what is wrong with it. */
const char *st_mp4_item(st_reader *r, st_out *out, const st_mp4_atom *atom, const uint8_t *data);

/* The same for one that is large or need not be here; large covers stay in the file. */
const char *st_mp4_far_item(st_reader *r, st_out *out, const st_mp4_atom *atom);

/* Whether all of an atom is inside the file. */
static inline bool st_mp4_whole(const st_reader *r, const st_mp4_atom *a)
{
    return a->off <= r->size && a->size <= r->size - a->off;
}

#endif

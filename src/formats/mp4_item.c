/* SPDX-License-Identifier: MIT */
/* MP4: ilst children as raw items. */
#include "base/cursor.h"
#include "formats/mp4_layout.h"
#include "simdtag/ilst.h"

enum { DATA_HEADER = 16, ATOM_HEADER = 8 };

static inline simdtag_raw *add_raw(st_reader *r, st_out *out, const st_mp4_atom *atom)
{
    simdtag_raw *raw = st_raws_add(&out->raws, r->arena);
    if (raw == NULL) {
        st_fail(r, SIMDTAG_ERR_LIMIT, "too many tag items");
        return NULL;
    }
    raw->kind = SIMDTAG_RAW_ILST;
    raw->id = atom->name;
    raw->aux = atom->head;
    return raw;
}

/* One cover as a raw item of its own, whose payload stays in the file if it is large. */
static bool leave_cover(st_reader *r, st_out *out, const st_mp4_atom *atom, uint64_t off,
                        uint32_t size)
{
    const uint32_t held = size > ST_PAYLOAD_MIN ? DATA_HEADER : size;
    const uint8_t *data = st_view(r, off, held);
    simdtag_raw *raw = data ? add_raw(r, out, atom) : NULL;
    if (raw == NULL)
        return false;
    raw->data = data;
    raw->len = held;
    raw->file_off = off + held;
    raw->file_len = size - held;
    raw->aux2 = SIMDTAG_ILST_MORE;
    return true;
}

/* A covr item whose pictures stay in the file: one raw item a picture. False when the item is not
 * simply a row of sound data atoms (then nothing was added) or when the reader failed. */
static bool leave_covers(st_reader *r, st_out *out, const st_mp4_atom *atom)
{
    const uint32_t n = out->raws.n;
    uint64_t at = st_mp4_body(atom);
    uint64_t left = atom->size - atom->head;
    while (left >= DATA_HEADER) {
        const uint8_t *p = st_view(r, at, DATA_HEADER);
        if (p == NULL)
            return false;
        st_cur c = st_cur_of(p, DATA_HEADER);
        const uint32_t size = st_be32(&c);
        const uint32_t name = st_be32(&c);
        if (size > left || size < ATOM_HEADER)
            break;
        if (name == ST_ATOM('d', 'a', 't', 'a')) {
            if (size < DATA_HEADER || !leave_cover(r, out, atom, at, size))
                break;
        } else if (name != ST_ATOM('n', 'a', 'm', 'e')) {
            break;
        }
        at += size;
        left -= size;
    }
    if (left || out->raws.n == n || st_status(r) != SIMDTAG_OK) {
        out->raws.n = n;
        return false;
    }
    out->raws.at[out->raws.n - 1].aux2 &= ~(uint32_t)SIMDTAG_ILST_MORE;
    return true;
}

/* Only these can be broken so that mutagen refuses the file. */
static bool is_broken(const simdtag_raw *raw)
{
    switch (simdtag_ilst_kind_of(raw->id)) {
    case SIMDTAG_ILST_PAIR:
    case SIMDTAG_ILST_COVER:
    case SIMDTAG_ILST_FREEFORM: return simdtag_ilst_check(raw, 1) == SIMDTAG_ILST_BROKEN;
    default: return false;
    }
}

const char *st_mp4_item(st_reader *r, st_out *out, const st_mp4_atom *atom, const uint8_t *data)
{
    simdtag_raw *raw = add_raw(r, out, atom);
    if (raw == NULL)
        return NULL;
    raw->data = data;
    raw->len = (uint32_t)(atom->size - atom->head);
    return is_broken(raw) ? "damaged tag item" : NULL;
}

/* Whether an item is a row of covers that are worth leaving in the file. */
static bool may_be_left(const st_reader *r, const st_out *out, const st_mp4_atom *atom)
{
    const uint64_t len = atom->size - atom->head;
    size_t here;
    if (!(out->options & ST_READ_CAN_DEFER) || len <= ST_PAYLOAD_MIN ||
        atom->head != ATOM_HEADER || simdtag_ilst_kind_of(atom->name) != SIMDTAG_ILST_COVER)
        return false;
    st_view_here(r, st_mp4_body(atom), &here);
    return here < len;
}

const char *st_mp4_far_item(st_reader *r, st_out *out, const st_mp4_atom *atom)
{
    const uint64_t len = atom->size - atom->head;
    if (!st_mp4_whole(r, atom))
        return "Not enough data";
    if (may_be_left(r, out, atom) && leave_covers(r, out, atom))
        return NULL;
    if (len > UINT32_MAX) {
        st_fail(r, SIMDTAG_ERR_LIMIT, "a tag item of %llu bytes", (unsigned long long)len);
        return NULL;
    }
    const uint8_t *data = st_view(r, st_mp4_body(atom), (size_t)len);
    return data ? st_mp4_item(r, out, atom, data) : NULL;
}

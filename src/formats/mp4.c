/* SPDX-License-Identifier: MIT */
/* MP4 (ISO/IEC 14496-12 with iTunes metadata): stream info, tags and Nero chapters. */
#include "base/cursor.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/mp4_codec.h"
#include "formats/mp4_layout.h"
#include "simdtag/ilst.h"

/* mutagen adds up what it sees in the header; the name does not count. */
static int mp4_score(const st_probe *p)
{
    return (p->magics & ST_MAGIC_FTYP ? 1 : 0) + (p->magics & ST_MAGIC_MP4 ? 1 : 0);
}

/* ---- times ---- */

typedef struct times {
    uint8_t version;
    uint32_t scale; /* units a second */
    uint64_t duration;
} times;

enum { TIMES_LEN = 20, TIMES_LEN_64 = 32 };

/* The fields that mvhd (8.2.2) and mdhd (8.4.2) share; mdhd and mvhd of versions above 1 are left
 * to the caller. NULL, or what is wrong. */
static const char *read_times(st_reader *r, const st_mp4_atom *atom, times *t)
{
    const uint64_t len = atom->size - atom->head;
    if (!st_mp4_whole(r, atom) || len < 4)
        return "not enough data";
    const uint8_t *p =
        st_view(r, st_mp4_body(atom), len < TIMES_LEN_64 ? (size_t)len : TIMES_LEN_64);
    st_cur c = st_cur_of(p, len < TIMES_LEN_64 ? (size_t)len : TIMES_LEN_64);
    t->version = st_u8(&c);
    st_skip(&c, 3);
    if (t->version > 1)
        return NULL;
    const unsigned width = t->version ? 8 : 4;
    st_skip(&c, 2 * width);
    t->scale = st_be32(&c);
    t->duration = st_be(&c, width);
    return st_ok(&c) ? NULL : "not enough data";
}

/* Without an audio track the length is the movie's. */
static const char *read_movie_length(st_reader *r, const st_mp4_atom *mvhd, simdtag_info *info)
{
    times t;
    if (mvhd->size == 0)
        return NULL;
    const char *damage = read_times(r, mvhd, &t);
    if (damage || t.version > 1)
        return damage;
    if (t.scale == 0)
        return "division by zero";
    info->length = (double)t.duration / t.scale;
    return NULL;
}

static const char *read_stream_info(st_reader *r, const st_mp4_layout *found, simdtag_info *info)
{
    times t;
    if (found->track_damage)
        return found->track_damage;
    if (!found->has_audio)
        return read_movie_length(r, &found->mvhd, info);
    const char *damage = read_times(r, &found->mdhd, &t);
    if (damage)
        return damage;
    if (t.version > 1)
        return "Unknown mdhd version";
    if (t.scale)
        info->length = (double)t.duration / t.scale;
    if (found->stsd.size == 0)
        return NULL;
    if (!st_mp4_whole(r, &found->stsd))
        return "not enough data";
    st_mp4_read_stsd(r, &found->stsd, info);
    return NULL;
}

/* ---- chapters ---- */

/* Nero's list: version and flags, 4 bytes reserved, count, then start in 100 ns and a title with
 * its length. mutagen reads it only beside an mvhd with a sound time scale, which it then has no
 * need of. */
static void read_chapters(st_reader *r, const st_mp4_layout *found, st_out *out)
{
    enum { COUNT_AT = 8 };
    times t;
    if (!st_mp4_whole(r, &found->mvhd) || !st_mp4_whole(r, &found->chpl)) {
        st_fail(r, SIMDTAG_ERR_MP4_STREAM, "Invalid atom");
        return;
    }
    const char *damage = read_times(r, &found->mvhd, &t);
    const size_t len = (size_t)(found->chpl.size - found->chpl.head);
    st_cur c = st_cur_of(st_view(r, st_mp4_body(&found->chpl), len), len);
    if (damage || t.version > 1 || t.scale == 0) {
        st_fail(r, SIMDTAG_ERR_MP4_METADATA, "%s", damage ? damage : "Unable to get timescale");
        return;
    }
    st_skip(&c, COUNT_AT);
    const unsigned n = st_u8(&c);
    for (unsigned i = 0; i < n && st_ok(&c); i++) {
        const uint64_t start = st_be(&c, 8);
        size_t title = st_u8(&c);
        if (!st_ok(&c))
            break;
        if (title > st_left(&c))
            title = st_left(&c); /* the last title may be cut short */
        simdtag_raw *raw = st_raws_add(&out->raws, r->arena);
        if (raw == NULL) {
            st_fail(r, SIMDTAG_ERR_LIMIT, "too many chapters");
            return;
        }
        raw->kind = SIMDTAG_RAW_CHAPTER;
        raw->file_off = start;
        raw->data = st_take(&c, title);
        raw->len = (uint32_t)title;
        if (!st_k.validate_utf8(raw->data, raw->len))
            st_fail(r, SIMDTAG_ERR_MP4_METADATA, "the title of chapter %u is not UTF-8", i);
    }
    if (!st_ok(&c))
        st_fail(r, SIMDTAG_ERR_MP4_METADATA, "the chapter list is cut short");
    out->doc.flags |= SIMDTAG_DOC_MP4_CHAPTERS;
}

static simdtag_status mp4_read(st_reader *r, st_out *out)
{
    st_mp4_layout found = {0};
    if (!st_mp4_lay_out(r, out, &found))
        return st_status(r);
    if (!found.has_moov)
        return st_fail(r, SIMDTAG_ERR_MP4_STREAM, "not a MP4 file");
    if (!(out->options & ST_READ_TAGS_ONLY)) {
        const char *damage = read_stream_info(r, &found, &out->doc.info);
        if (damage)
            return st_fail(r, SIMDTAG_ERR_MP4_STREAM, "%s", damage);
    }
    if (found.tag_damage)
        return st_fail(r, SIMDTAG_ERR_MP4_METADATA, "%s", found.tag_damage);
    if (found.has_ilst)
        out->doc.tags = SIMDTAG_TAGS_ILST;
    if (found.chpl.size && found.mvhd.size)
        read_chapters(r, &found, out);
    return st_status(r);
}

const st_format st_format_mp4 = {"MP4", SIMDTAG_FORMAT_MP4, mp4_score, mp4_read,
                                 ".m4a .m4b .m4p .m4r .m4v .mp4 .3gp .3g2"};

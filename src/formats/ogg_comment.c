/* SPDX-License-Identifier: MIT */
/* The search for a codec's first page. Comment headers: in place as far as they lie in one piece,
 * then comment by comment over the pages. */
#include "formats/ogg_comment.h"

#include <string.h>

#include "base/cursor.h"
#include "tags/picture.h"
#include "tags/vorbis.h"

typedef struct comment_walk {
    st_reader *r;
    st_out *out;
    st_ogg_packet packet;
    uint64_t pos; /* in the packet */
} comment_walk;

static void fail_short(st_reader *r)
{
    st_fail(r, SIMDTAG_ERR_VORBIS, "file is not a valid Vorbis comment");
}

static void fail_full(st_reader *r)
{
    st_fail(r, SIMDTAG_ERR_LIMIT, "too many comments");
}

/* Whether what is here of a comment's length and text is a large picture's: then its pages are
 * stepped over one by one, else what follows is read in larger pieces. */
static bool begins_picture(const uint8_t *data, size_t n)
{
    st_cur c = st_cur_of(data, n);
    return st_le32(&c) > ST_PAYLOAD_MIN && st_vorbis_is_picture(c.at, st_left(&c));
}

static const uint8_t *next_bytes(comment_walk *w, uint64_t n)
{
    if (n > w->packet.len - w->pos) {
        fail_short(w->r);
        return NULL;
    }
    const uint8_t *p = st_ogg_packet_bytes(&w->packet, w->pos, (size_t)n);
    w->pos += n;
    return p;
}

static uint32_t next_u32(comment_walk *w)
{
    const uint8_t *p = next_bytes(w, 4);
    st_cur c = st_cur_of(p, p ? 4 : 0);
    return st_le32(&c);
}

/* As much of the picture at the current position as has to stay in memory to describe it, *keep
 * bytes; NULL: keep it whole. */
static const uint8_t *picture_head(comment_walk *w, uint32_t len, size_t *keep)
{
    const size_t here = st_ogg_packet_here(&w->packet, w->pos);
    const size_t tries[] = {here > 512 ? here : 512, ST_PAYLOAD_MIN};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const size_t n = tries[i] < len ? tries[i] : len;
        const uint8_t *p = st_ogg_packet_bytes(&w->packet, w->pos, n);
        if (p == NULL || !st_vorbis_is_picture(p, n))
            return NULL;
        const size_t chars =
            st_picture_base64_head(p + ST_VORBIS_PICTURE_KEY, n - ST_VORBIS_PICTURE_KEY);
        *keep = ST_VORBIS_PICTURE_KEY + chars;
        if (chars)
            return *keep < len ? p : NULL;
    }
    return NULL;
}

/* Leaves the picture at the current position in the file, all but its description. false: it has
 * to be read like any comment. */
static bool leave_picture(comment_walk *w, uint32_t len)
{
    const bool in_memory = w->r->source && w->r->source->memory;
    if (len <= ST_PAYLOAD_MIN || !(w->out->options & ST_READ_CAN_DEFER) ||
        (!in_memory && st_ogg_packet_all_here(&w->packet, w->pos, len)))
        return false;
    size_t keep;
    const uint8_t *p = picture_head(w, len, &keep);
    if (p == NULL)
        return false;
    const st_ogg_part *part = st_ogg_packet_part(&w->packet, w->pos + keep);
    const uint32_t into = (uint32_t)(w->pos + keep - part->start);
    simdtag_raw *raw = st_raws_add(&w->out->raws, w->r->arena);
    if (raw == NULL) {
        fail_full(w->r);
        return false;
    }
    raw->kind = SIMDTAG_RAW_VORBIS;
    raw->flags = SIMDTAG_RAW_PAGED;
    raw->data = p;
    raw->len = (uint32_t)keep;
    raw->id = part->len - into;
    raw->aux = ST_VORBIS_PICTURE_KEY - 1;
    raw->file_off = part->off + into;
    raw->aux2 = part->from_head + into;
    raw->file_len = len - keep;
    w->pos += len;
    return true;
}

/* What st_vorbis_parse left, comment by comment. */
static void walk_rest(comment_walk *w, st_vorbis_rest rest)
{
    st_raws *raws = &w->out->raws;
    w->pos += rest.at;
    if (rest.at == 0) {
        const uint32_t vendor_len = next_u32(w);
        const uint8_t *vendor = next_bytes(w, vendor_len);
        if (vendor && !st_vorbis_add_vendor(raws, w->r->arena, vendor, vendor_len))
            fail_full(w->r);
        rest.count = next_u32(w);
    }
    for (uint32_t i = rest.next; i < rest.count && st_status(w->r) == SIMDTAG_OK; i++) {
        uint32_t len = next_u32(w);
        const uint64_t left = w->packet.len - w->pos;
        if (i == rest.count - 1 && len > left) /* mutagen cuts the last one, but not in FLAC */
            len = (uint32_t)left;
        if (st_status(w->r) == SIMDTAG_OK && len <= left && leave_picture(w, len))
            continue;
        const uint8_t *data = next_bytes(w, len);
        if (data && !st_vorbis_add(raws, w->r->arena, i, data, len))
            fail_full(w->r);
    }
}

/* Vorbis I, 5.2.1: the framing bit; a block without that byte makes mutagen raise IndexError. */
static void check_framing(comment_walk *w)
{
    uint8_t byte = 0;
    if (w->pos < w->packet.len && !st_ogg_packet_copy(&w->packet, w->pos, 1, &byte))
        return;
    if (!(byte & 1))
        st_fail(w->r, SIMDTAG_ERR_VORBIS_UNSET, "framing bit was unset");
}

/* What is in memory of the packet is parsed in place: all of it, as almost always, or all up to a
 * picture. */
simdtag_status st_ogg_comments(st_reader *r, st_out *out, const st_ogg_page *page, unsigned prefix,
                               bool framing, uint64_t *end)
{
    comment_walk w = {.r = r, .out = out, .pos = prefix};
    st_vorbis_rest rest;
    size_t here, used;
    const uint8_t *p = st_view_here(r, page->body, &here);
    if (here > page->first_len)
        here = page->first_len;
    st_cur c = st_cur_of(p, here);
    st_skip(&c, prefix);
    const st_vorbis_end parsed =
        st_vorbis_parse(c.at, st_left(&c), &out->raws, r->arena, &used, &rest);
    const bool scattered = parsed == ST_VORBIS_SHORT && out->options & ST_READ_CAN_DEFER &&
                           rest.at && begins_picture(c.at + rest.at, st_left(&c) - rest.at);
    if (!st_ogg_packet_open(r, page, scattered, &w.packet))
        return st_status(r);
    *end = w.packet.end;
    if (w.packet.len < prefix)
        fail_short(r);
    else if (parsed == ST_VORBIS_FULL)
        fail_full(r);
    else if (parsed == ST_VORBIS_SHORT)
        walk_rest(&w, rest);
    else
        w.pos += used;
    if (framing && st_status(r) == SIMDTAG_OK)
        check_framing(&w);
    out->doc.tags = SIMDTAG_TAGS_VORBIS;
    return st_status(r);
}

bool st_ogg_find_id(st_reader *r, const char *magic, size_t n, uint32_t least, bool first,
                    st_ogg_page *page)
{
    uint64_t off = 0;
    for (;; off = page->end) {
        if (!st_ogg_page_at(r, off, page))
            return false;
        if (page->packets == 0) { /* IndexError in mutagen; a damaged header like others here */
            st_fail(r, SIMDTAG_ERR_OGG, "page has no packets");
            return false;
        }
        if (memcmp(page->start, magic, n) == 0)
            break;
    }
    if (first && !(page->flags & ST_OGG_FIRST))
        st_fail(r, SIMDTAG_ERR_OGG, "page has ID header, but doesn't start a stream");
    else if (page->first_len < least)
        st_fail(r, SIMDTAG_ERR_OGG, "the identification header is too short");
    return st_status(r) == SIMDTAG_OK;
}

simdtag_status st_ogg_finish(st_reader *r, simdtag_status header_error)
{
    if (r->error.status == SIMDTAG_ERR_OGG || r->error.status == SIMDTAG_ERR_EOF)
        r->error.status = header_error;
    return r->error.status;
}

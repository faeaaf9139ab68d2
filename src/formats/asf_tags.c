/* SPDX-License-Identifier: MIT */
/* ASF: the attributes of content description, extended content description, metadata and metadata
 * library (ASF specification 3.10, 3.11, 4.7, 4.8) as raw items; large bytes stay in the file. */
#include <string.h>

#include "base/cursor.h"
#include "formats/asf_scan.h"
#include "tags/asf.h"
#include "text/text.h"

/* One record: head (lengths), name, in the extended content description 4 bytes more, value. */
typedef struct record {
    uint32_t type;
    uint16_t language, stream;
    uint32_t head, name_len, gap;
    uint32_t value_len, resident; /* resident: as much of the value as comes into memory */
} record;

static void damaged(st_asf_scan *s, simdtag_status status, const char *what)
{
    s->bad = true;
    st_fail(s->r, status, "%s", what);
}

/* Whether n bytes are nothing but Latin-1, whose UTF-16 is always well-formed: nearly all text,
 * seen without a call. */
static inline bool is_latin(const uint8_t *p, size_t n)
{
    static const uint8_t halves[8] = {0, 0xFF, 0, 0xFF, 0, 0xFF, 0, 0xFF};
    uint64_t high = 0, mask, w, v;
    if (n & 1)
        return false;
    if (n < 16) {
        uint8_t odd = 0;
        for (size_t i = 1; i < n; i += 2)
            odd |= p[i];
        return odd == 0;
    }
    for (size_t i = 0; i < n - 16; i += 16) {
        memcpy(&w, p + i, 8);
        memcpy(&v, p + i + 8, 8);
        high |= w | v;
    }
    memcpy(&w, p + n - 16, 8);
    memcpy(&v, p + n - 8, 8);
    memcpy(&mask, halves, 8);
    return !((high | w | v) & mask);
}

static inline bool is_text(const uint8_t *p, size_t n)
{
    return is_latin(p, n) || st_text_valid(SIMDTAG_UTF16LE, p, n);
}

/* Whether a record's name is well-formed, and its value, if it is text. Mostly one look is enough:
 * the type and the length between them are small numbers, which look like Latin-1, too. */
static inline bool has_text(const record *rec, const uint8_t *name)
{
    const uint32_t between = rec->name_len + rec->gap;
    const bool text = rec->type == SIMDTAG_ASF_UNICODE;
    if (text && !(rec->name_len & 1) && is_latin(name, (size_t)between + rec->resident))
        return true;
    return is_text(name, rec->name_len) && (!text || is_text(name + between, rec->resident));
}

/* A value's length must be its type's; a type nobody knows makes mutagen raise KeyError. */
static bool has_length(simdtag_asf_place place, const record *rec)
{
    switch (rec->type) {
    case SIMDTAG_ASF_UNICODE:
    case SIMDTAG_ASF_BYTES:
    case SIMDTAG_ASF_GUID: return true;
    case SIMDTAG_ASF_BOOL: return rec->value_len == (place == SIMDTAG_ASF_EXTENDED ? 4 : 2);
    case SIMDTAG_ASF_DWORD: return rec->value_len == 4;
    case SIMDTAG_ASF_QWORD: return rec->value_len == 8;
    case SIMDTAG_ASF_WORD: return rec->value_len == 2;
    default: return false;
    }
}

/* How much of the value to hold in memory: all, unless it is large, is not here yet and can be read
 * later. Of a picture the head is held, so that describing it takes no reading. */
static uint32_t resident_of(st_asf_scan *s, const st_out *out, const record *rec)
{
    enum { LONGEST_HEAD = 1024 };
    const bool bytes = rec->type == SIMDTAG_ASF_BYTES || rec->type == SIMDTAG_ASF_GUID;
    const uint32_t before = rec->head + rec->name_len + rec->gap;
    if (rec->value_len <= ST_PAYLOAD_MIN || !bytes || !(out->options & ST_READ_CAN_DEFER) ||
        s->left >= (uint64_t)before + rec->value_len)
        return rec->value_len;
    const uint8_t *p = st_asf_peek(s, before);
    if (p == NULL || !st_asf_is_picture(p + rec->head, rec->name_len))
        return 0;
    simdtag_asf_picture head;
    p = st_asf_peek(s, before + LONGEST_HEAD);
    if (p == NULL)
        return 0;
    return simdtag_asf_picture_of(p + before, LONGEST_HEAD, &head) ? head.head : rec->value_len;
}

/* Adds the record that the scan stands before, and goes past it. */
static void add_record(st_asf_scan *s, st_out *out, simdtag_asf_place place, record *rec)
{
    const uint32_t before = rec->head + rec->name_len + rec->gap;
    if (before > st_asf_left(s)) {
        damaged(s, SIMDTAG_ERR_ASF_HEADER, "truncated attribute");
        return;
    }
    if (rec->value_len > st_asf_left(s) - before) /* the last value may be cut short */
        rec->value_len = (uint32_t)(st_asf_left(s) - before);
    if (!has_length(place, rec)) {
        damaged(s, SIMDTAG_ERR_ASF_HEADER, "truncated attribute");
        return;
    }
    rec->resident = resident_of(s, out, rec);
    if (rec->resident > UINT32_MAX - before) {
        damaged(s, SIMDTAG_ERR_LIMIT, "an attribute of more than 4 GiB");
        return;
    }
    const uint8_t *p = st_asf_peek(s, (size_t)before + rec->resident);
    if (p == NULL)
        return;
    if (!has_text(rec, p + rec->head)) {
        damaged(s, SIMDTAG_ERR_ASF, "text is not UTF-16");
        return;
    }
    simdtag_raw *raw = st_raws_add(&out->raws, s->r->arena);
    if (raw == NULL) {
        damaged(s, SIMDTAG_ERR_LIMIT, "too many attributes");
        return;
    }
    raw->kind = SIMDTAG_RAW_ASF;
    raw->id = (uint32_t)place << 16 | rec->type;
    raw->aux = rec->name_len;
    raw->aux2 = (uint32_t)rec->language << 16 | rec->stream;
    raw->data = p + rec->head;
    raw->len = rec->name_len + rec->gap + rec->resident;
    if (rec->resident < rec->value_len) {
        raw->file_off = s->at + before + rec->resident;
        raw->file_len = rec->value_len - rec->resident;
    }
    st_asf_skip(s, (uint64_t)before + rec->value_len);
}

/* The number of records at the start of an object. */
static unsigned take_count(st_asf_scan *s)
{
    const uint8_t *p = st_asf_peek(s, 2);
    const unsigned n = p ? p[0] | (unsigned)p[1] << 8 : 0;
    st_asf_skip(s, 2);
    return n;
}

static void finish(st_asf_scan *s)
{
    if (s->bad)
        damaged(s, SIMDTAG_ERR_ASF_HEADER, "truncated attributes");
}

/* Five lengths, then five texts (3.10). A text may be cut short; a length of 0 is an absent one. */
void st_asf_content(st_asf_scan *s, st_out *out)
{
    enum { LENGTHS = 2 * ST_ASF_CONTENT_FIELDS };
    const uint8_t *lengths = st_asf_peek(s, LENGTHS);
    st_asf_skip(s, LENGTHS);
    for (unsigned i = 0; !s->bad && i < ST_ASF_CONTENT_FIELDS; i++) {
        const uint64_t left = st_asf_left(s);
        uint32_t n = lengths[2 * i] | (uint32_t)lengths[2 * i + 1] << 8;
        if (n == 0)
            continue;
        if (n > left)
            n = (uint32_t)left;
        const uint8_t *text = st_asf_peek(s, n);
        if (text && !is_text(text, n)) {
            damaged(s, SIMDTAG_ERR_ASF, "text is not UTF-16");
            break;
        }
        simdtag_raw *raw = text ? st_raws_add(&out->raws, s->r->arena) : NULL;
        if (raw == NULL) {
            damaged(s, SIMDTAG_ERR_LIMIT, "too many attributes");
            break;
        }
        raw->kind = SIMDTAG_RAW_ASF;
        raw->aux = i; /* id 0: content description, text */
        raw->data = text;
        raw->len = n;
        st_asf_skip(s, n);
    }
    finish(s);
}

/* Name length, name, type, value length, value (3.11). */
static bool extended_head(st_asf_scan *s, record *rec)
{
    enum { HEAD = 2 };
    const uint8_t *p = st_asf_peek(s, HEAD);
    if (p == NULL)
        return false;
    const uint32_t name_len = p[0] | (uint32_t)p[1] << 8;
    if ((p = st_asf_peek(s, HEAD + name_len + ST_ASF_EXTENDED_GAP)) == NULL)
        return false;
    p += HEAD + name_len;
    *rec = (record){.head = HEAD, .name_len = name_len, .gap = ST_ASF_EXTENDED_GAP};
    rec->type = p[0] | (uint32_t)p[1] << 8;
    rec->value_len = p[2] | (uint32_t)p[3] << 8;
    return true;
}

/* Language (0 in the metadata object), stream, lengths of name and value, type (4.7, 4.8). */
static bool metadata_head(st_asf_scan *s, record *rec)
{
    enum { HEAD = 12 };
    const uint8_t *p = st_asf_peek(s, HEAD);
    if (p == NULL)
        return false;
    st_cur c = st_cur_of(p, HEAD);
    *rec = (record){.head = HEAD};
    rec->language = (uint16_t)st_le(&c, 2);
    rec->stream = (uint16_t)st_le(&c, 2);
    rec->name_len = (uint32_t)st_le(&c, 2);
    rec->type = (uint32_t)st_le(&c, 2);
    rec->value_len = st_le32(&c);
    if (rec->name_len > st_asf_left(s) - HEAD) /* the last name may be cut short */
        rec->name_len = (uint32_t)(st_asf_left(s) - HEAD);
    return true;
}

void st_asf_records(st_asf_scan *s, st_out *out, simdtag_asf_place place)
{
    const unsigned n = take_count(s);
    for (unsigned i = 0; i < n && !s->bad; i++) {
        record rec;
        if (!(place == SIMDTAG_ASF_EXTENDED ? extended_head(s, &rec) : metadata_head(s, &rec)))
            break;
        add_record(s, out, place, &rec);
    }
    finish(s);
}

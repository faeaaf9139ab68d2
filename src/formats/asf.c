/* SPDX-License-Identifier: MIT */
/* ASF, the container of WMA and WMV (Advanced Systems Format specification, revision 01.20.06): the
 * header object with stream info and tags. Nothing behind it is looked at. */
#include <string.h>

#include "base/bytes.h"
#include "formats/asf_scan.h"
#include "formats/format.h"
#include "tags/asf.h"

enum { GUID_LEN = 16, OBJECT_HEAD = 24, HEADER_HEAD = 30 };

/* GUIDs as bytes of the file (10.1 to 10.3). */
static const uint8_t guid_header[GUID_LEN] = {0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11,
                                              0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C};

typedef enum object_kind {
    OTHER,
    FILE_PROPERTIES,
    STREAM_PROPERTIES,
    EXTENSION,
    CODEC_LIST,
    CONTENT, /* from here on those with attributes, as simdtag_asf_place has them */
    EXTENDED_CONTENT,
    METADATA,
    LIBRARY
} object_kind;

/* The first four bytes tell the objects apart; the other twelve have to be right, too. */
static object_kind kind_of(const uint8_t *guid)
{
#define GUID(k, a, b, c, d, ...)                                       \
    case ST_FOURCC(a, b, c, d): {                                      \
        static const uint8_t rest[GUID_LEN - 4] = {__VA_ARGS__};       \
        return memcmp(guid + 4, rest, sizeof rest) == 0 ? (k) : OTHER; \
    }
    switch (st_load_be32(guid)) {
        GUID(FILE_PROPERTIES, 0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00,
             0xC0, 0x0C, 0x20, 0x53, 0x65)
        GUID(STREAM_PROPERTIES, 0x91, 0x07, 0xDC, 0xB7, 0xB7, 0xA9, 0xCF, 0x11, 0x8E, 0xE6, 0x00,
             0xC0, 0x0C, 0x20, 0x53, 0x65)
        GUID(EXTENSION, 0xB5, 0x03, 0xBF, 0x5F, 0x2E, 0xA9, 0xCF, 0x11, 0x8E, 0xE3, 0x00, 0xC0,
             0x0C, 0x20, 0x53, 0x65)
        GUID(CODEC_LIST, 0x40, 0x52, 0xD1, 0x86, 0x1D, 0x31, 0xD0, 0x11, 0xA3, 0xA4, 0x00, 0xA0,
             0xC9, 0x03, 0x48, 0xF6)
        GUID(CONTENT, 0x33, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00,
             0x62, 0xCE, 0x6C)
        GUID(EXTENDED_CONTENT, 0x40, 0xA4, 0xD0, 0xD2, 0x07, 0xE3, 0xD2, 0x11, 0x97, 0xF0, 0x00,
             0xA0, 0xC9, 0x5E, 0xA8, 0x50)
        GUID(METADATA, 0xEA, 0xCB, 0xF8, 0xC5, 0xAF, 0x5B, 0x77, 0x48, 0x84, 0x67, 0xAA, 0x8C, 0x44,
             0xFA, 0x4C, 0xCA)
        GUID(LIBRARY, 0x94, 0x1C, 0x23, 0x44, 0x98, 0x94, 0xD1, 0x49, 0xA1, 0x41, 0x1D, 0x13, 0x4E,
             0x45, 0x70, 0x54)
    default:
        return OTHER;
    }
#undef GUID
}

static int asf_score(const st_probe *p)
{
    return p->len >= GUID_LEN && memcmp(p->head, guid_header, GUID_LEN) == 0 ? 2 : 0;
}

/* A header extension under reading; they nest without a limit but the file's size. */
typedef struct level {
    struct level *up;
    uint64_t at, end; /* the next object, and where objects may begin no more */
    uint64_t limit;   /* the end of the bytes there are */
} level;

typedef struct asf_state {
    st_reader *r;
    st_out *out;
    level *open;      /* innermost header extension */
    object_kind last; /* kind of the last object with attributes */
    bool mixed;       /* such objects stand in another order than mutagen lists them */
    simdtag_raw codec; /* kind 0: none so far */
} asf_state;

static void truncated(st_reader *r)
{
    st_fail(r, SIMDTAG_ERR_ASF_HEADER, "truncated object");
}

/* ---- stream info ---- */

/* 3.2: play duration in 100 ns, which begins with so many milliseconds of preroll. */
static void read_file_properties(asf_state *a, st_asf_scan *s)
{
    enum { NEEDED = 64, DURATION_AT = 40, PREROLL_AT = 56 };
    const uint8_t *p = st_asf_peek(s, NEEDED);
    if (p == NULL) {
        st_fail(a->r, SIMDTAG_ERR_ASF, "the file properties are too short");
        return;
    }
    const double played = (double)st_load_le64(p + DURATION_AT) / 10000000.0;
    const double length = played - (double)st_load_le64(p + PREROLL_AT) / 1000.0;
    a->out->doc.info.length = length > 0 ? length : 0;
}

/* 3.3 and 9.1: a stream's WAVEFORMATEX; as mutagen, without asking whether it is sound. */
static void read_stream_properties(asf_state *a, st_asf_scan *s)
{
    enum { NEEDED = 66, CHANNELS_AT = 56 };
    simdtag_info *info = &a->out->doc.info;
    const uint8_t *p = st_asf_peek(s, NEEDED);
    if (p == NULL) {
        truncated(a->r);
        return;
    }
    info->channels = p[CHANNELS_AT] | (uint32_t)p[CHANNELS_AT + 1] << 8;
    info->sample_rate = st_load_le32(p + CHANNELS_AT + 2);
    info->bitrate = 8.0 * st_load_le32(p + CHANNELS_AT + 6);
}

/* A length in units of two bytes and that many bytes behind it; false when they are not there. */
static bool skip_text(st_asf_scan *s, uint32_t *len)
{
    const uint8_t *p = st_asf_peek(s, 2);
    *len = p ? 2 * (p[0] | (uint32_t)p[1] << 8) : 0;
    st_asf_skip(s, 2);
    if (s->bad || *len > st_asf_left(s))
        return false;
    st_asf_skip(s, *len);
    return true;
}

/* One entry of the codec list (3.5): type, name, description, information. False when it is
 * damaged. An audio codec's information is its WAVE format tag. */
static bool read_codec(asf_state *a, st_asf_scan *s, bool *audio)
{
    enum { AUDIO = 2 };
    simdtag_raw raw = {.kind = SIMDTAG_RAW_ASF_CODEC, .id = ST_ASF_NO_CODEC_ID};
    const uint8_t *p = st_asf_peek(s, 2);
    *audio = p && (p[0] | p[1] << 8) == AUDIO;
    st_asf_skip(s, 2);
    const uint64_t start = s->at + 2;
    if (!skip_text(s, &raw.aux) || !skip_text(s, &raw.aux2))
        return false;
    p = st_asf_peek(s, 2);
    const unsigned size = p ? p[0] | (unsigned)p[1] << 8 : 0;
    st_asf_skip(s, 2);
    if (size == 2 && (p = st_asf_peek(s, 2)) != NULL)
        raw.id = p[0] | (uint32_t)p[1] << 8;
    if (s->bad)
        return false;
    st_asf_skip(s, size); /* of which there may be less */
    if (*audio) {
        raw.len = raw.aux + ST_ASF_CODEC_GAP + raw.aux2;
        raw.data = st_view(a->r, start, raw.len);
        a->codec = raw;
    }
    return true;
}

static void read_codec_list(asf_state *a, st_asf_scan *s)
{
    enum { RESERVED = 16 };
    const uint8_t *p = st_asf_peek(s, RESERVED + 4);
    bool audio = false;
    if (p == NULL) {
        truncated(a->r);
        return;
    }
    const uint32_t n = st_load_le32(p + RESERVED);
    st_asf_skip(s, RESERVED + 4);
    for (uint32_t i = 0; i < n && !audio; i++) {
        if (!read_codec(a, s, &audio)) {
            st_fail(a->r, SIMDTAG_ERR_ASF, "invalid codec entry");
            return;
        }
    }
}

/* ---- objects ---- */

/* 4: reserved, then the size of the objects inside, which mutagen believes in only for where the
 * last of them may begin. */
static void open_extension(asf_state *a, st_asf_scan *s)
{
    enum { HEAD = 22, SIZE_AT = 18 };
    const uint8_t *p = st_asf_peek(s, HEAD);
    level *l = p ? st_arena_alloc(a->r->arena, sizeof *l) : NULL;
    if (p == NULL) {
        truncated(a->r);
        return;
    }
    if (l == NULL) {
        st_fail(a->r, SIMDTAG_ERR_NOMEM, "out of memory");
        return;
    }
    *l = (level){.up = a->open, .at = s->at + HEAD, .limit = s->end};
    l->end = l->at + st_load_le32(p + SIZE_AT);
    a->open = l;
}

/* An object's body. */
static void read_object(asf_state *a, st_asf_scan *s, object_kind kind)
{
    if (kind >= CONTENT) {
        a->mixed |= kind < a->last;
        a->last = kind;
    }
    switch (kind) {
    case OTHER: break;
    case FILE_PROPERTIES: read_file_properties(a, s); break;
    case STREAM_PROPERTIES: read_stream_properties(a, s); break;
    case EXTENSION: open_extension(a, s); break;
    case CODEC_LIST: read_codec_list(a, s); break;
    case CONTENT: st_asf_content(s, a->out); break;
    case EXTENDED_CONTENT: st_asf_records(s, a->out, SIMDTAG_ASF_EXTENDED); break;
    case METADATA: st_asf_records(s, a->out, SIMDTAG_ASF_METADATA); break;
    case LIBRARY: st_asf_records(s, a->out, SIMDTAG_ASF_LIBRARY); break;
    }
}

/* The head of an object: GUID and size of all of it. */
static bool read_head(st_asf_scan *s, object_kind *kind, uint64_t *size)
{
    const uint8_t *p = st_asf_peek(s, OBJECT_HEAD);
    if (p == NULL) {
        truncated(s->r);
        return false;
    }
    *kind = kind_of(p);
    *size = st_load_le64(p + GUID_LEN);
    return true;
}

/* All objects of the open header extensions, depth first. One scan does for all of them: they
 * stand one behind the other. */
static void read_extensions(asf_state *a)
{
    st_asf_scan s = st_asf_scan_of(a->r, a->open->at, 0);
    while (a->open && st_status(a->r) == SIMDTAG_OK) {
        level *l = a->open;
        if (l->at >= l->end) {
            a->open = l->up;
            continue;
        }
        object_kind kind;
        uint64_t size;
        if (l->at > l->limit) {
            truncated(a->r);
            return;
        }
        if (s.end != l->limit)
            st_asf_scan_to(&s, l->limit);
        st_asf_skip(&s, l->at - s.at);
        if (!read_head(&s, &kind, &size))
            return;
        if (size == 0) {
            st_fail(a->r, SIMDTAG_ERR_ASF_HEADER, "invalid size in header extension");
            return;
        }
        const uint64_t len = size < OBJECT_HEAD ? 0 : size - OBJECT_HEAD;
        st_asf_scan part = st_asf_part(&s, OBJECT_HEAD, len); /* the last may be cut short */
        l->at = size < l->end - l->at ? l->at + size : l->end;
        read_object(a, &part, kind);
        s.want = part.want;
    }
}

static void read_header(asf_state *a, uint64_t left, uint32_t n)
{
    st_reader *r = a->r;
    st_asf_scan s = st_asf_scan_of(r, HEADER_HEAD, r->size - HEADER_HEAD);
    for (uint32_t i = 0; i < n && st_status(r) == SIMDTAG_OK; i++) {
        object_kind kind;
        uint64_t size;
        if (left < OBJECT_HEAD) {
            st_fail(r, SIMDTAG_ERR_ASF_HEADER, "invalid header size");
            return;
        }
        if (!read_head(&s, &kind, &size))
            return;
        if (size > left) {
            st_fail(r, SIMDTAG_ERR_ASF_HEADER, "invalid object size");
            return;
        }
        if (size < OBJECT_HEAD || size > st_asf_left(&s)) {
            truncated(r);
            return;
        }
        left -= size;
        st_asf_scan part = st_asf_part(&s, OBJECT_HEAD, size - OBJECT_HEAD);
        read_object(a, &part, kind);
        s.want = part.want;
        if (a->open)
            read_extensions(a);
        st_asf_skip(&s, size);
    }
}

/* ---- the whole ---- */

/* mutagen lists attributes by where they stand, in the order of simdtag_asf_place. */
static void sort_raws(asf_state *a)
{
    enum { PLACES = SIMDTAG_ASF_LIBRARY + 1 };
    st_raws *raws = &a->out->raws;
    uint32_t starts[PLACES + 1] = {0};
    for (uint32_t i = 0; i < raws->n; i++)
        starts[(raws->at[i].id >> 16) + 1]++;
    simdtag_raw *copy = st_arena_alloc(a->r->arena, raws->n * sizeof *copy);
    if (copy == NULL) {
        st_fail(a->r, SIMDTAG_ERR_NOMEM, "out of memory");
        return;
    }
    for (unsigned i = 1; i < PLACES; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < raws->n; i++)
        copy[starts[raws->at[i].id >> 16]++] = raws->at[i];
    raws->at = copy;
    raws->cap = raws->n;
}

static void add_codec(asf_state *a)
{
    simdtag_raw *raw = a->codec.kind ? st_raws_add(&a->out->raws, a->r->arena) : NULL;
    if (raw)
        *raw = a->codec;
    else if (a->codec.kind)
        st_fail(a->r, SIMDTAG_ERR_LIMIT, "too many attributes");
}

static simdtag_status asf_read(st_reader *r, st_out *out)
{
    enum { COUNT_AT = GUID_LEN + 8 };
    asf_state a = {.r = r, .out = out};
    size_t got;
    const uint8_t *p = st_view_upto(r, 0, HEADER_HEAD, &got);
    if (p == NULL)
        return st_status(r);
    if (got < HEADER_HEAD || memcmp(p, guid_header, GUID_LEN) != 0)
        return st_fail(r, SIMDTAG_ERR_ASF_HEADER, "Not an ASF file.");
    const uint64_t size = st_load_le64(p + GUID_LEN);
    read_header(&a, size < HEADER_HEAD ? 0 : size - HEADER_HEAD, st_load_le32(p + COUNT_AT));
    if (st_status(r) == SIMDTAG_OK && a.mixed)
        sort_raws(&a);
    if (st_status(r) == SIMDTAG_OK)
        add_codec(&a);
    out->doc.tags = SIMDTAG_TAGS_ASF;
    out->doc.audio_offset = size < r->size ? size : r->size;
    return st_status(r);
}

const st_format st_format_asf = {"ASF", SIMDTAG_FORMAT_ASF, asf_score, asf_read, ".wma .wmv .asf"};

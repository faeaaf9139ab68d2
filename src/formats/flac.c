/* SPDX-License-Identifier: MIT */
/* FLAC (RFC 9639, section 8): the metadata blocks before the audio, and stream info. */
#include "formats/flac.h"

#include <string.h>

#include "base/bytes.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "tags/picture.h"
#include "tags/vorbis.h"

enum { STREAMINFO = 0, PADDING = 1, SEEKTABLE = 3, VORBIS_COMMENT = 4, CUESHEET = 5, PICTURE = 6 };
enum { CUESHEET_LEN = 396, CUE_TRACK_LEN = 36, CUE_INDEX_LEN = 12 };

typedef struct flac_state {
    st_reader *r;
    st_out *out;
    uint64_t off;     /* of the next byte to parse */
    bool has_info, has_comments, has_seektable, has_cuesheet;
} flac_state;

static int flac_score(const st_probe *p)
{
    return (p->magics & ST_MAGIC_FLAC ? 1 : 0) + (ST_EXT_IS(p, ".flac") ? 3 : 0);
}

/* Whether n bytes from the current position are inside the file. */
static bool inside(flac_state *s, uint64_t n)
{
    const uint64_t left = s->off < s->r->size ? s->r->size - s->off : 0;
    if (n > left)
        st_fail(s->r, SIMDTAG_ERR_FLAC, "file said %llu bytes, read %llu bytes",
                (unsigned long long)n, (unsigned long long)left);
    return n <= left;
}

/* The next n bytes, which may have to be read: then what probably follows them comes along, the
 * next block's header. */
__attribute__((noinline)) static const uint8_t *bytes_beyond(flac_state *s, size_t n)
{
    size_t got;
    if (!inside(s, n))
        return NULL;
    const uint8_t *here = st_view_here(s->r, s->off, &got);
    if (here && got >= n)
        return here;
    /* a large block comes with what follows it */
    st_view_upto(s->r, s->off, n < ST_MIN_WINDOW ? ST_MIN_WINDOW : n + ST_MIN_WINDOW, &got);
    return st_view(s->r, s->off, n);
}

/* The next n bytes. */
static const uint8_t *bytes(flac_state *s, size_t n)
{
    const uint8_t *p = st_view_newest(s->r, s->off, n);
    return p ? p : bytes_beyond(s, n);
}

/* An item for a block: its bytes, none so far, begin at `body`. */
static simdtag_raw *add_block(flac_state *s, uint8_t type, uint32_t size, const uint8_t *body)
{
    simdtag_raw *raw = st_raws_add(&s->out->raws, s->r->arena);
    if (raw == NULL) {
        st_fail(s->r, SIMDTAG_ERR_LIMIT, "too many metadata blocks");
        return NULL;
    }
    raw->kind = SIMDTAG_RAW_FLAC_BLOCK;
    raw->data = body;
    raw->id = type;
    raw->aux = size;
    return raw;
}

/* RFC 9639, 8.2. */
bool st_flac_streaminfo(const uint8_t *body, simdtag_info *info, simdtag_flac_info *flac)
{
    st_cur c = st_cur_of(body, ST_FLAC_STREAMINFO_LEN);
    flac->min_blocksize = st_be16(&c);
    flac->max_blocksize = st_be16(&c);
    flac->min_framesize = (uint32_t)st_be(&c, 3);
    flac->max_framesize = (uint32_t)st_be(&c, 3);
    const uint64_t packed = st_be(&c, 8); /* 20 bits rate, 3 channels - 1, 5 bits per sample - 1,
                                             36 samples */
    info->sample_rate = (uint32_t)(packed >> 44);
    info->channels = (uint32_t)(packed >> 41 & 7) + 1;
    info->bits_per_sample = (uint32_t)(packed >> 36 & 31) + 1;
    flac->total_samples = packed & ((UINT64_C(1) << 36) - 1);
    memcpy(flac->md5, st_take(&c, 16), 16);
    if (info->sample_rate == 0)
        return false;
    info->length = (double)flac->total_samples / info->sample_rate;
    return true;
}

/* The first one counts. */
static void read_streaminfo(flac_state *s, const uint8_t *body, uint32_t size)
{
    simdtag_info *info = &s->out->doc.info, again;
    if (size < ST_FLAC_STREAMINFO_LEN) {
        st_fail(s->r, SIMDTAG_ERR_FLAC, "a stream info block of %u bytes is too short", size);
        return;
    }
    if (s->has_info)
        info = &again;
    if (!st_flac_streaminfo(body, info, &info->u.flac))
        st_fail(s->r, SIMDTAG_ERR_FLAC, "A sample rate value of 0 is invalid");
    s->has_info = true;
}

/* A cue sheet (8.7) whose tracks and indices are not all there is an error, though only its raw
 * bytes are kept. */
static void check_cuesheet(flac_state *s, const uint8_t *body, uint32_t size)
{
    st_cur c = st_cur_of(body, size);
    st_skip(&c, CUESHEET_LEN - 1);
    const unsigned tracks = st_u8(&c);
    for (unsigned i = 0; i < tracks && st_ok(&c); i++) {
        st_skip(&c, CUE_TRACK_LEN - 1);
        const unsigned indices = st_u8(&c);
        st_skip(&c, (size_t)indices * CUE_INDEX_LEN);
    }
    if (!st_ok(&c))
        st_fail(s->r, SIMDTAG_ERR_FLAC, "the cue sheet is cut short");
}

/* mutagen allows one seek table and one cue sheet. */
static void only_one(flac_state *s, bool *seen, const char *what)
{
    if (*seen)
        st_fail(s->r, SIMDTAG_ERR_FLAC, "> 1 %s block found", what);
    *seen = true;
}

/* A block that is taken at its header's word and stays in memory whole. */
static void read_plain(flac_state *s, uint8_t type, uint32_t size)
{
    const uint8_t *body = bytes(s, size);
    simdtag_raw *raw = body ? add_block(s, type, size, body) : NULL;
    if (raw == NULL)
        return;
    raw->len = size;
    s->off += size;
    if (type == STREAMINFO)
        read_streaminfo(s, body, size);
    if (type == CUESHEET) {
        check_cuesheet(s, body, size);
        only_one(s, &s->has_cuesheet, "CueSheet");
    }
    if (type == SEEKTABLE)
        only_one(s, &s->has_seektable, "SeekTable");
}

/* Padding's bytes are never looked at; they only have to be there. */
static void read_padding(flac_state *s, uint32_t size, const uint8_t *body)
{
    if (inside(s, size) && add_block(s, PADDING, size, body))
        s->off += size;
}

/* The bytes of a block whose header may lie about its size, as far as they are at hand; at least
 * `need` of them. NULL: error. */
static const uint8_t *distrusted(flac_state *s, uint64_t need, uint64_t size, size_t *got)
{
    if (!inside(s, need))
        return NULL;
    const uint8_t *here = st_view_here(s->r, s->off, got);
    if (here && *got >= need)
        return here;
    /* one read to what the header promises is the rule; twice what was not enough is for headers
     * that promise too little */
    const uint64_t left = s->r->size - s->off;
    uint64_t want = *got * 2 > size ? *got * 2 : size;
    want = (want > need ? want : need) + ST_MIN_WINDOW;
    return st_view_upto(s->r, s->off, want < left ? (size_t)want : (size_t)left, got);
}

/* Blocks grow beyond 2^24 bytes in the wild and writers then store nonsense as their size, so
 * mutagen reads Vorbis comments and pictures by their own lengths and goes on where they end; so
 * do we. */
static void read_comments(flac_state *s, uint32_t size, const uint8_t *body)
{
    st_raws *raws = &s->out->raws;
    simdtag_raw *raw = add_block(s, VORBIS_COMMENT, size, body);
    if (raw == NULL)
        return;
    const uint32_t block = raws->n - 1;
    size_t need = 8, got;
    for (;;) {
        body = distrusted(s, need, size, &got);
        if (body == NULL)
            return;
        const st_vorbis_end end = st_vorbis_parse(body, got, raws, s->r->arena, &need, NULL);
        if (end == ST_VORBIS_FULL)
            st_fail(s->r, SIMDTAG_ERR_LIMIT, "too many comments");
        if (end == ST_VORBIS_OK && s->has_comments && need > UINT32_MAX)
            st_fail(s->r, SIMDTAG_ERR_LIMIT, "a block of %zu bytes is too large", need);
        if (end == ST_VORBIS_OK && s->has_comments) {
            raws->n = block + 1; /* only the first comment block counts; others are kept as they
                                    are */
            raws->at[block].data = body;
            raws->at[block].len = (uint32_t)need;
        }
        if (end != ST_VORBIS_SHORT)
            break;
        raws->n = block + 1;
    }
    s->off += need;
    s->has_comments = true;
    s->out->doc.tags = SIMDTAG_TAGS_VORBIS;
}

/* The image is left in the file when it is large, is not here already (a whole file in memory
 * does not count as that), and somebody can read it later. */
static bool leaves_image(const flac_state *s, uint64_t at, uint32_t len)
{
    size_t here;
    if (len <= ST_PAYLOAD_MIN || !(s->out->options & ST_READ_CAN_DEFER))
        return false;
    st_view_here(s->r, at, &here);
    return here < len || (s->r->source && s->r->source->memory);
}

static void read_picture(flac_state *s, uint32_t size)
{
    st_picture_head head;
    uint64_t need = 32;
    const uint8_t *body;
    do {
        if (!inside(s, need))
            return;
        body = bytes(s, (size_t)need);
        if (body == NULL)
            return;
    } while (!st_picture_head_of(body, (size_t)need, &head, &need));
    s->off += head.len;
    if (!inside(s, head.data_len))
        return;
    const bool leave = leaves_image(s, s->off, head.data_len);
    s->off -= head.len;
    if (head.len + (leave ? 0 : head.data_len) > UINT32_MAX)
        st_fail(s->r, SIMDTAG_ERR_LIMIT, "a picture of %u bytes is too large", head.data_len);
    body = leave ? body : bytes(s, (size_t)head.len + head.data_len);
    simdtag_raw *raw = body ? add_block(s, PICTURE, size, body) : NULL;
    if (raw == NULL)
        return;
    raw->len = (uint32_t)head.len + (leave ? 0 : head.data_len);
    raw->file_off = leave ? s->off + head.len : 0;
    raw->file_len = leave ? head.data_len : 0;
    s->off += head.len + head.data_len;
}

/* One metadata block (8.1); false after the last one or an error. */
static bool read_block(flac_state *s)
{
    const uint8_t *head = bytes(s, 4);
    if (head == NULL)
        return false;
    const uint32_t word = st_load_be32(head), size = word & 0xFFFFFF;
    const uint8_t type = word >> 24 & 0x7F;
    const bool last = word >> 31;
    s->off += 4;
    switch (type) {
    case PADDING:
        read_padding(s, size, head + 4);
        break;
    case VORBIS_COMMENT:
        read_comments(s, size, head + 4);
        break;
    case PICTURE:
        read_picture(s, size);
        break;
    default:
        read_plain(s, type, size);
        break;
    }
    return st_status(s->r) == SIMDTAG_OK && !last;
}

/* Steps over "fLaC", and over an ID3v2 tag that some writers put before it (id3.org, ID3v2.4
 * structure, 3.1: a size of four times seven bits; as in mutagen a footer is not counted and
 * high bits are ignored). */
static bool read_signature(flac_state *s)
{
    const uint8_t *p = bytes(s, 4);
    if (p && memcmp(p, "ID3", 3) == 0) {
        p = bytes(s, 10);
        if (p == NULL)
            return false;
        s->off = 10 + (uint64_t)st_low_sevens(st_load_be32(p + 6));
        size_t got;
        st_view_here(s->r, s->off, &got);
        if (got < 4 && inside(s, 4))
            st_view_upto(s->r, s->off, ST_HEAD_WINDOW, &got);
        p = bytes(s, 4);
    }
    if (p == NULL)
        return false;
    s->off += 4;
    if (memcmp(p, "fLaC", 4) == 0)
        return true;
    st_fail(s->r, SIMDTAG_ERR_FLAC_HEADER, "not a valid FLAC file");
    return false;
}

static simdtag_status flac_read(st_reader *r, st_out *out)
{
    flac_state s = {.r = r, .out = out};
    if (read_signature(&s))
        while (read_block(&s)) {
        }
    if (st_status(r) == SIMDTAG_OK && !s.has_info)
        st_fail(r, SIMDTAG_ERR_FLAC_HEADER, "Stream info block not found");
    if (st_status(r) == SIMDTAG_ERR_EOF) /* the file became shorter while it was read */
        r->error.status = SIMDTAG_ERR_FLAC;
    simdtag_info *info = &out->doc.info;
    if (info->length > 0) {
        const double rate =
            (double)((r->size - (s.off < r->size ? s.off : r->size)) * 8) / info->length;
        info->bitrate = rate < 9e18 ? (double)(int64_t)rate : rate;
    }
    out->doc.audio_offset = s.off;
    return st_status(r);
}

simdtag_status st_flac_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    return st_pictures_of(list, arena, doc->raws, doc->n_raws) == 0 ? SIMDTAG_OK
                                                                    : SIMDTAG_ERR_NOMEM;
}

const st_format st_format_flac = {"FLAC", SIMDTAG_FORMAT_FLAC, flac_score, flac_read, ".flac .fla"};

/* SPDX-License-Identifier: MIT */
/* MP3: an ID3 tag, then MPEG audio frames. Finds the first frame to trust and what its header
 * says of the stream. */
#include <string.h>

#include "base/bytes.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/id3_read.h"
#include "formats/mpeg_header.h"
#include "formats/vbri.h"
#include "formats/xing.h"

/* How far the search for a frame goes. All three are mutagen's numbers: its answers for damaged
 * files depend on them. */
enum {
    SEARCH_BYTES = 1 << 20,
    SEARCH_SYNCS = 1499, /* sync words tried, whether a header follows them or not */
    FRAMES_IN_ROW = 4    /* that make a frame trustworthy */
};

enum { CHUNK_MAX = 256 << 10 };

static int mp3_score(const st_probe *p)
{
    const bool ext = ST_EXT_IS(p, ".mp3") || ST_EXT_IS(p, ".mp2") || ST_EXT_IS(p, ".mpg") ||
                     ST_EXT_IS(p, ".mpeg");
    return (p->magics & (ST_MAGIC_ID3 | ST_MAGIC_MPEG_SYNC) ? 2 : 0) + ext;
}

/* Files exist with several ID3v2 tags in a row: the offset behind all of them (mutagen reads the
 * first alone). */
static uint64_t skip_tags(st_reader *r, uint64_t off)
{
    for (;;) {
        size_t got;
        const uint8_t *p = st_view_upto(r, off, 10, &got);
        if (p == NULL || got < 10 || memcmp(p, "ID3", 3) != 0)
            return off;
        const uint32_t size = st_low_sevens(st_load_be32(p + 6));
        if (size == 0)
            return off;
        off += 10 + (uint64_t)size;
    }
}

/* What one frame says of the whole stream. */
typedef struct frame {
    st_mpeg_header h;
    uint64_t off;
    enum { PLAIN, WITH_XING, WITH_VBRI } kind;
    st_xing xing;
    st_vbri vbri;
} frame;

static bool read_frame(st_reader *r, uint64_t off, frame *f)
{
    size_t got;
    const uint8_t *p = st_view_upto(r, off, 4, &got);
    if (p == NULL || got < 4 || !st_mpeg_header_read(p, &f->h))
        return false;
    f->off = off;
    f->kind = PLAIN;
    if (f->h.layer == 3) {
        if (st_xing_read(r, off, &f->h, &f->xing))
            f->kind = WITH_XING;
        else if (st_vbri_read(r, off, &f->vbri))
            f->kind = WITH_VBRI;
    }
    return st_status(r) == SIMDTAG_OK;
}

/* Follows frames from `off`. Returns how many stand in a row; the one that counts goes to *used:
 * one with a Xing or VBRI header ends the walk as if the row were complete, else it is the
 * first. */
static int walk(st_reader *r, uint64_t off, frame *used)
{
    frame next;
    int n = 0;
    for (; n < FRAMES_IN_ROW; n++) {
        frame *f = n == 0 ? used : &next;
        if (!read_frame(r, off, f))
            return n;
        if (f->kind != PLAIN) {
            if (f != used)
                *used = *f;
            return FRAMES_IN_ROW;
        }
        off += f->h.length;
    }
    return n;
}

/* The search for sync words, chunk by chunk. */
typedef struct search {
    st_reader *r;
    uint64_t at, end; /* first offset not tried yet, and where the search ends */
    size_t chunk;     /* bytes to ask for next */
    uint32_t syncs;   /* left to be tried */
} search;

/* Sync words (11 set bits) among the first n positions of p, which holds n + 1 bytes; stops
 * counting beyond `most`. */
static uint32_t count_syncs(const uint8_t *p, size_t n, uint32_t most)
{
    uint32_t count = 0;
    for (size_t i = 0; i < n && count <= most; i++) {
        i += st_k.find_byte(p + i, n - i, 0xFF);
        count += i < n && p[i + 1] >= 0xE0;
    }
    return count;
}

/* The next offset where a frame may begin. */
static bool next_candidate(search *s, uint64_t *off)
{
    for (;;) {
        size_t got;
        const uint8_t *p = st_view_here(s->r, s->at, &got);
        if (got < 4) {
            p = st_view_upto(s->r, s->at, s->chunk, &got);
            if (s->chunk < CHUNK_MAX)
                s->chunk *= 2;
        }
        if (p == NULL || got < 4 || s->at + 2 > s->end)
            return false;
        const size_t hit = st_k.find_mpeg_sync(p, got);
        const size_t passed = hit < got ? hit : got - 2;
        const uint32_t weak = count_syncs(p, passed, s->syncs);
        if (weak >= s->syncs)
            return false;
        s->syncs -= weak;
        s->at += passed;
        if (hit < got) {
            s->syncs--;
            *off = s->at++;
            return *off + 2 <= s->end;
        }
    }
}

/* The frame to take the stream info from. */
static bool find_frame(st_reader *r, uint64_t start, frame *found, uint8_t *sketchy)
{
    search s = {.r = r, .at = start, .end = r->size, .chunk = ST_MIN_WINDOW, .syncs = SEARCH_SYNCS};
    if (s.end > start && s.end - start > SEARCH_BYTES)
        s.end = start + SEARCH_BYTES;
    frame f;
    bool have = false;
    uint64_t off;
    while (next_candidate(&s, &off)) {
        const int row = walk(r, off, &f);
        if (row == FRAMES_IN_ROW) {
            *found = f;
            *sketchy = 0;
            return true;
        }
        if (row >= 2 && !have) { /* better than nothing */
            *found = f;
            have = true;
        }
    }
    *sketchy = 1;
    return have && st_status(r) == SIMDTAG_OK;
}

/* Seconds of `frames` frames without `cut` samples. */
static double seconds(const st_mpeg_header *h, uint32_t frames, uint32_t cut)
{
    const uint64_t samples = (uint64_t)h->samples * frames;
    return samples > cut ? (double)(samples - cut) / h->sample_rate : 0.0;
}

/* Python's round(): halves go to the even number. */
static double round_even(double v)
{
    const uint64_t whole = (uint64_t)v;
    const double rest = v - (double)whole;
    return (double)(whole + (rest > 0.5 || (rest == 0.5 && whole & 1)));
}

static void from_xing(const frame *f, simdtag_info *info)
{
    const st_xing *x = &f->xing;
    simdtag_mpeg_info *m = &info->u.mpeg;
    m->bitrate_mode = st_xing_bitrate_mode(x);
    if (x->fields & ST_XING_FRAMES) {
        const uint32_t cut = x->lame.has_header ? (uint32_t)x->lame.delay + x->lame.padding : 0;
        info->length = seconds(&f->h, x->frames, cut);
        if (x->fields & ST_XING_BYTES && x->frames) {
            /* the bytes are those of the whole stream; the frame with the header is not music */
            const uint64_t music = x->bytes > f->h.length ? x->bytes - f->h.length : 0;
            info->bitrate = round_even((double)(music * 8 * f->h.sample_rate) /
                                       ((double)f->h.samples * x->frames));
        }
    }
    if (x->lame.words[0]) {
        memcpy(m->encoder_info, "LAME ", 5);
        memcpy(m->encoder_info + 5, x->lame.words, sizeof x->lame.words);
    }
    _Static_assert(sizeof m->encoder_settings >= ST_LAME_SETTINGS, "settings fit");
    st_lame_settings(&x->lame, x->fields & ST_XING_SCALE ? (int64_t)x->scale : -1,
                     m->encoder_settings);
    st_lame_gains(&x->lame, m);
}

static void from_vbri(const frame *f, simdtag_info *info)
{
    info->u.mpeg.bitrate_mode = 2;
    memcpy(info->u.mpeg.encoder_info, "FhG", 4);
    info->length = seconds(&f->h, f->vbri.frames, 0);
    if (f->vbri.frames)
        info->bitrate = (double)(uint64_t)((double)((uint64_t)f->vbri.bytes * 8) / info->length);
}

static void fill_info(const st_reader *r, const frame *f, uint8_t sketchy, simdtag_info *info)
{
    static const double versions[4] = {2.5, 0, 2, 1};
    simdtag_mpeg_info *m = &info->u.mpeg;
    info->channels = f->h.mode == ST_MPEG_MONO ? 1 : 2;
    info->sample_rate = f->h.sample_rate;
    info->bitrate = f->h.bitrate;
    m->version = versions[f->h.version];
    m->layer = f->h.layer;
    m->mode = f->h.mode;
    m->is_protected = f->h.is_protected;
    m->padding = f->h.padding;
    m->sketchy = sketchy;
    m->frame_offset = f->off;
    /* of a constant bitrate, tags at the end included */
    info->length = (double)(8 * (r->size - f->off)) / f->h.bitrate;
    if (f->kind == WITH_XING)
        from_xing(f, info);
    else if (f->kind == WITH_VBRI)
        from_vbri(f, info);
}

static simdtag_status mp3_read(st_reader *r, st_out *out)
{
    uint64_t end = 0;
    const simdtag_status status = st_id3_read(r, out, 0, &end);
    if (status != SIMDTAG_OK || out->options & ST_READ_TAGS_ONLY)
        return status;
    frame f;
    uint8_t sketchy;
    if (!find_frame(r, skip_tags(r, end), &f, &sketchy))
        return st_fail(r, SIMDTAG_ERR_MP3_HEADER, "can't sync to MPEG frame");
    fill_info(r, &f, sketchy, &out->doc.info);
    out->doc.audio_offset = f.off;
    return SIMDTAG_OK;
}

const st_format st_format_mp3 = {"MP3", SIMDTAG_FORMAT_MP3, mp3_score, mp3_read,
                                 ".mp3 .mp2 .mp1 .mpga .mpg .mpeg"};

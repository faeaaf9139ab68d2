/* SPDX-License-Identifier: MIT */
/* Counting the frames of MPEG audio and ADTS streams: from header to header by the frames' own
 * sizes; where that leads to no header, over a tag or on to where frames stand in a row again. */
#include <string.h>

#include "base/bytes.h"
#include "dispatch/dispatch.h"
#include "formats/aac.h"
#include "formats/exact.h"
#include "formats/mpeg_header.h"
#include "formats/vbri.h"
#include "formats/xing.h"

enum {
    CHAIN = 3,         /* headers in a row that are trusted behind garbage */
    LONGEST = 8191,    /* bytes of a frame: ADTS has 13 bits for them */
    LOOKAHEAD = CHAIN * LONGEST + 8,
    TAG_HEADER = 32,
    KIND = 4,          /* bytes of a header that hold what all frames of a stream have alike */
    LANES = 4,         /* walks at once, and the least a window must have for them */
    LANES_LEAST = 64 << 10,
    LANE_TRIES = 16    /* places tried for a lane to begin */
};

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

typedef struct walker walker;

/* What differs between MPEG audio and ADTS. */
typedef struct family {
    size_t header;      /* bytes needed to know a frame's size */
    uint8_t mask[KIND]; /* bits of the header that are the same in all frames of a stream */
    size_t (*find)(const uint8_t *p, size_t n); /* the next place where a header may be; n: none */
    void (*learn)(walker *w, const uint8_t *p); /* from here on, frames are like the one at p */
    uint32_t (*length)(const walker *w, const uint8_t *p); /* of the frame at p; 0: it is none */
    /* Counts the frames from p on. Returns where that ended: at what is no whole frame, or where
     * fewer than `header` of the n bytes are left, which may be beyond them. */
    size_t (*run)(walker *w, const uint8_t *p, size_t n, uint64_t left);
} family;

/* What is counted. */
typedef struct tally {
    uint64_t frames;
    uint64_t by_bitrate[16];  /* MPEG audio: frames by bitrate index */
    uint64_t blocks, payload; /* ADTS */
    uint32_t largest; /* a block's payload, times twelve: frames have one to four blocks */
} tally;

struct walker {
    st_scan *s;
    const family *f;
    uint64_t at, end;
    uint32_t kind; /* the first frame's header, masked */
    tally t;
    uint64_t garbage;
    bool truncated;
    /* MPEG audio: the sizes of frames of this kind by the upper seven bits of the third byte
     * (bitrate, rate, padding), 0 for those of another rate */
    uint16_t sizes[128];
};

static uint32_t mask_of(const family *f)
{
    return st_load_be32(f->mask);
}

/* ---- from header to header ---- */

/* Whether CHAIN headers stand in a row from p on; fewer will do when the last frame ends with the
 * sound or is cut. n is LOOKAHEAD or all that is left. */
static bool is_chain(const walker *w, const uint8_t *p, size_t n, uint64_t left)
{
    size_t at = 0;
    for (int i = 0; i < CHAIN; i++) {
        if (at == left)
            return true;
        if (n < w->f->header || at > n - w->f->header)
            return false;
        const uint32_t length = w->f->length(w, p + at);
        if (length == 0)
            return false;
        if (length > left - at)
            return i > 0;
        at += length;
    }
    return true;
}

typedef uint32_t length_fn(const walker *w, const uint8_t *p);
typedef void count_fn(tally *t, const uint8_t *p, uint32_t length);

/* Counts the frames that begin in [at, limit) of p; returns where that ended. */
INLINE size_t run_lane(const walker *w, tally *t, const uint8_t *p, size_t at, size_t limit,
                       uint64_t left, length_fn *length, count_fn *count)
{
    while (at < limit) {
        const uint32_t n = length(w, p + at);
        if (n == 0 || n > left - at)
            break;
        count(t, p + at, n);
        at += n;
    }
    return at;
}

static void add(tally *t, const tally *more)
{
    t->frames += more->frames;
    t->blocks += more->blocks;
    t->payload += more->payload;
    if (more->largest > t->largest)
        t->largest = more->largest;
    for (unsigned i = 0; i < 16; i++)
        t->by_bitrate[i] += more->by_bitrate[i];
}

/* Where from `at` on frames seem to stand in a row; n when that is not soon found. */
static size_t lane_start(const walker *w, const uint8_t *p, size_t at, size_t n, uint64_t left)
{
    for (int i = 0; i < LANE_TRIES && n - at > LOOKAHEAD; i++) {
        at += w->f->find(p + at, LONGEST);
        if (is_chain(w, p + at, n - at, left - at))
            return at;
        at++;
    }
    return n;
}

/* A walk waits for each header before it knows where the next one is. So several walks at once,
 * each from a place where frames seem to begin: what one of them counted holds if the walk
 * before it ends just there, and is forgotten otherwise. Returns where what holds ends. */
INLINE size_t run_lanes(walker *w, const uint8_t *p, size_t n, uint64_t left, length_fn *length,
                        count_fn *count)
{
    size_t start[LANES + 1] = {0};
    tally t[LANES] = {{0}};
    for (size_t i = 1; i < LANES; i++) {
        start[i] = lane_start(w, p, i * (n / LANES), n, left);
        if (start[i] == n || start[i] <= start[i - 1])
            return 0;
    }
    start[LANES] = n - LONGEST; /* no frame leaves the window */
    if (start[LANES] <= start[LANES - 1])
        return 0;
    size_t a = start[0], b = start[1], c = start[2], d = start[3]; /* spelled out for registers */
    while (a < start[1] && b < start[2] && c < start[3] && d < start[4]) {
        const uint32_t na = length(w, p + a), nb = length(w, p + b);
        const uint32_t nc = length(w, p + c), nd = length(w, p + d);
        if (na == 0 || nb == 0 || nc == 0 || nd == 0)
            break;
        count(&t[0], p + a, na);
        count(&t[1], p + b, nb);
        count(&t[2], p + c, nc);
        count(&t[3], p + d, nd);
        a += na;
        b += nb;
        c += nc;
        d += nd;
    }
    size_t at[LANES] = {a, b, c, d};
    for (size_t i = 0; i < LANES; i++) {
        at[i] = run_lane(w, &t[i], p, at[i], start[i + 1], left, length, count);
        add(&w->t, &t[i]);
        if (at[i] != start[i + 1])
            return at[i];
    }
    return at[LANES - 1];
}

INLINE size_t run(walker *w, const uint8_t *p, size_t n, uint64_t left, size_t header,
                  length_fn *length, count_fn *count)
{
    const bool lanes = n >= LANES_LEAST && w->garbage == 0; /* else they would mostly be in vain */
    const size_t at = lanes ? run_lanes(w, p, n, left, length, count) : 0;
    return run_lane(w, &w->t, p, at, n - (header - 1), left, length, count);
}

/* ---- MPEG audio ---- */

/* mpeg_header.h has mutagen's sizes, which are wrong for layer I (slots of four bytes, ISO 11172-3
 * 2.4.3.1: 12 * bitrate / rate). */
static uint32_t true_length(const st_mpeg_header *h)
{
    return h->layer == 1 ? (12 * h->bitrate / h->sample_rate + h->padding) * 4 : h->length;
}

static void mpeg_learn(walker *w, const uint8_t *p)
{
    st_mpeg_header first, h;
    w->kind = st_load_be32(p) & mask_of(w->f);
    memset(w->sizes, 0, sizeof w->sizes);
    if (!st_mpeg_header_read(p, &first))
        return;
    for (unsigned i = 0; i < 128; i++) {
        const uint8_t bytes[KIND] = {p[0], p[1], (uint8_t)(i << 1), p[3]};
        if (st_mpeg_header_read(bytes, &h) && h.sample_rate == first.sample_rate)
            w->sizes[i] = (uint16_t)true_length(&h);
    }
}

static uint32_t mpeg_length(const walker *w, const uint8_t *p)
{
    return (st_load_be32(p) & mask_of(w->f)) == w->kind ? w->sizes[p[2] >> 1] : 0;
}

static void mpeg_count(tally *t, const uint8_t *p, uint32_t length)
{
    (void)length; /* frames are summed up at the end */
    t->by_bitrate[p[2] >> 4]++;
}

static size_t mpeg_run(walker *w, const uint8_t *p, size_t n, uint64_t left)
{
    return run(w, p, n, left, KIND, mpeg_length, mpeg_count);
}

static size_t find_mpeg(const uint8_t *p, size_t n)
{
    return st_k.find_mpeg_sync(p, n);
}

static const family mpeg = {
    4, {0xFF, 0xFE, 0x0C, 0}, find_mpeg, mpeg_learn, mpeg_length, mpeg_run};

/* What a Xing, Info or VBRI header in the first frame says. */
typedef struct promise {
    bool is_header;
    uint32_t frames, delay, padding;
} promise;

static promise read_promise(st_scan *s, uint64_t off, uint32_t length, const st_mpeg_header *h)
{
    promise told = {0};
    size_t got;
    const uint8_t *p = h->layer == 3 ? st_scan_view(s, off, length, &got) : NULL;
    if (p == NULL)
        return told;
    const st_source frame = st_source_memory(p, got < length ? got : length);
    st_reader r; /* its one window is the frame itself */
    st_reader_init(&r, &frame, frame.size, NULL, NULL, NULL);
    st_xing xing;
    st_vbri vbri;
    if (st_xing_read(&r, 0, h, &xing)) {
        told = (promise){true, xing.fields & ST_XING_FRAMES ? xing.frames : 0, 0, 0};
        if (xing.lame.has_header) {
            told.delay = xing.lame.delay;
            told.padding = xing.lame.padding;
        }
    } else if (st_vbri_read(&r, 0, &vbri)) {
        told = (promise){true, vbri.frames, 0, 0};
    }
    st_reader_close(&r);
    return told;
}

/* ---- ADTS (ISO/IEC 14496-3, 1.A.3.2) ---- */

enum { ADTS_HEADER = 7, BLOCK_SAMPLES = 1024 };

static uint32_t adts_size(const uint8_t *p)
{
    return (uint32_t)(p[3] & 3) << 11 | (uint32_t)p[4] << 3 | p[5] >> 5;
}

static void adts_learn(walker *w, const uint8_t *p)
{
    w->kind = st_load_be32(p) & mask_of(w->f);
}

static uint32_t adts_length(const walker *w, const uint8_t *p)
{
    const uint32_t size = adts_size(p);
    return (st_load_be32(p) & mask_of(w->f)) == w->kind && size >= ADTS_HEADER ? size : 0;
}

static void adts_count(tally *t, const uint8_t *p, uint32_t length)
{
    const uint32_t blocks = (p[6] & 3u) + 1;
    const uint32_t over = ADTS_HEADER + (p[1] & 1 ? 0 : st_adts_checksums(blocks));
    const uint32_t payload = length > over ? length - over : 0;
    const uint32_t share = blocks == 1 ? payload * 12 : payload * 12 / blocks;
    t->frames++;
    t->blocks += blocks;
    t->payload += payload;
    if (share > t->largest)
        t->largest = share;
}

static size_t adts_run(walker *w, const uint8_t *p, size_t n, uint64_t left)
{
    return run(w, p, n, left, ADTS_HEADER, adts_length, adts_count);
}

static size_t find_adts(const uint8_t *p, size_t n)
{
    return st_k.find_adts_sync(p, n);
}

static const family adts = {
    ADTS_HEADER, {0xFF, 0xFE, 0x3C, 0}, find_adts, adts_learn, adts_length, adts_run};

/* ---- the walk ---- */

/* The view with no byte of the tags at the end. */
static const uint8_t *view(walker *w, size_t want, size_t *n)
{
    const uint8_t *p = st_scan_view(w->s, w->at, want, n);
    if (*n > w->end - w->at)
        *n = (size_t)(w->end - w->at);
    return p;
}

/* Goes on to the next frames in a row, or to the end; what lies between is garbage. `anew`: they
 * are the first ones, of whatever kind. */
static bool resync(walker *w, bool anew)
{
    const uint64_t from = w->at;
    bool found = false;
    while (w->at < w->end && !found) {
        size_t n;
        const uint8_t *p = view(w, LOOKAHEAD, &n);
        if (p == NULL)
            return false;
        const uint64_t left = w->end - w->at;
        const size_t hit = w->f->find(p, n);
        if (hit >= n) {
            w->at += n == left ? n : n - (w->f->header - 1);
        } else if (n - hit < LOOKAHEAD && n < left) {
            w->at += hit; /* and the window moves there */
        } else {
            if (anew && n - hit >= KIND)
                w->f->learn(w, p + hit);
            found = is_chain(w, p + hit, n - hit, left - hit);
            w->at += hit + !found;
        }
    }
    w->garbage += w->at - from;
    return found;
}

/* The last n bytes, fewer than a header: the begin of a frame that was cut, or garbage. */
static void take_rest(walker *w, const uint8_t *p, size_t n)
{
    bool same = true;
    for (size_t i = 0; i < n && i < KIND; i++)
        same &= (p[i] & w->f->mask[i]) == (uint8_t)(w->kind >> (24 - 8 * i));
    w->truncated = same;
    w->garbage += same ? 0 : n;
}

static void walk(walker *w)
{
    const size_t header = w->f->header;
    while (w->at < w->end) {
        size_t n;
        const uint8_t *p = view(w, header, &n);
        if (p == NULL)
            return;
        if (n < header) {
            take_rest(w, p, n);
            return;
        }
        const size_t ran = w->f->run(w, p, n, w->end - w->at);
        w->at += ran;
        if (ran > n - header)
            continue;
        if (w->f->length(w, p + ran)) {
            w->truncated = true;
            return;
        }
        p = view(w, TAG_HEADER, &n);
        const uint64_t tag = p ? st_tag_length(p, n, w->end - w->at) : 0;
        if (tag)
            w->at += tag;
        else
            resync(w, false);
    }
}

/* ---- results ---- */

static double rounded(double v)
{
    return (double)(uint64_t)(v + 0.5);
}

static void fill(const walker *w, simdtag_exact *out, uint32_t sample_rate)
{
    out->frames = w->t.frames;
    out->garbage = w->garbage;
    out->truncated = w->truncated;
    if (sample_rate)
        out->length = (double)out->samples / sample_rate;
}

void st_exact_mpeg(st_scan *s, const simdtag_doc *doc, simdtag_exact *out)
{
    const uint64_t first = doc->info.u.mpeg.frame_offset;
    walker w = {.s = s, .f = &mpeg, .at = first, .end = st_scan_end(s, first)};
    st_mpeg_header h;
    size_t n;
    const uint8_t *p = view(&w, mpeg.header, &n);
    if (p == NULL || n < mpeg.header || !st_mpeg_header_read(p, &h))
        return;
    mpeg_learn(&w, p);
    const promise told = read_promise(s, first, true_length(&h), &h);
    if (told.is_header)
        w.at += true_length(&h);
    if (w.at > w.end) /* even the first frame is cut */
        w.at = w.end;
    walk(&w);
    for (unsigned i = 0; i < 16; i++)
        w.t.frames += w.t.by_bitrate[i];
    double bits = 0;
    for (unsigned i = 1; i < 15; i++) {
        const uint8_t bytes[KIND] = {0xFF, (uint8_t)(w.kind >> 16), (uint8_t)(i << 4), 0};
        if (w.t.by_bitrate[i] == 0 || !st_mpeg_header_read(bytes, &h))
            continue;
        bits += (double)h.bitrate * (double)w.t.by_bitrate[i];
        out->max_bitrate = h.bitrate;
    }
    if (w.t.frames)
        out->bitrate = rounded(bits / (double)w.t.frames);
    /* what a gapless player leaves out; the padding is at the end, if that is still there */
    const uint64_t cut = told.delay + (w.t.frames >= told.frames ? told.padding : 0);
    out->samples = w.t.frames * h.samples;
    out->samples -= cut < out->samples ? cut : out->samples;
    /* some encoders count the frame with the header */
    w.truncated |= told.frames > w.t.frames + 1;
    fill(&w, out, doc->info.sample_rate);
}

void st_exact_adts(st_scan *s, const simdtag_doc *doc, simdtag_exact *out)
{
    walker w = {.s = s, .f = &adts, .at = doc->audio_offset};
    w.end = st_scan_end(s, w.at);
    if (resync(&w, true)) {
        w.garbage = 0; /* it is none before the first frame */
        walk(&w);
    } else {
        w.garbage = 0;
    }
    const uint32_t rate = st_aac_rate(w.kind >> 10 & 15);
    out->samples = w.t.blocks * BLOCK_SAMPLES;
    if (w.t.blocks) {
        const double per_block = 8.0 * rate / BLOCK_SAMPLES;
        out->bitrate = rounded((double)w.t.payload * per_block / (double)w.t.blocks);
        out->max_bitrate = rounded(w.t.largest / 12.0 * per_block);
    }
    fill(&w, out, rate);
}

/* SPDX-License-Identifier: MIT */
/* The exact length of a FLAC stream: its frames are numbered, so the last whole one tells where
 * the stream ends. Found from the file's end backward; a frame is believed when its header's
 * CRC-8 and its own CRC-16 are right (RFC 9639, section 9). */
#include "base/cursor.h"
#include "base/limits.h"
#include "dispatch/dispatch.h"
#include "formats/exact.h"

enum { FIRST_LOOK = 64 << 10, FRAME_LEAST = 6 + 2, HEADER_MOST = 16 };
enum { KEPT = 16, NEAR = 2 }; /* headers looked at in one window, and how far a frame's own header
                                 may stand before the next one's: CRC-8 lets a false one pass */

typedef struct frame {
    uint64_t at;
    uint64_t number; /* of the frame, or of its first sample when block sizes vary */
    uint32_t samples;
    bool variable;
} frame;

typedef struct search {
    st_scan *s;
    const simdtag_info *info;
    uint64_t from, end;   /* of the sound */
    frame found[KEPT];    /* the last headers of the window, the oldest at found[n % KEPT] */
    size_t n;
    frame last;           /* the last whole frame */
    uint64_t last_end;
    bool cut;             /* behind it comes something else than zeros */
} search;

/* ---- headers (9.1) ---- */

/* A number coded like UTF-8, of up to 36 bits (9.1.5); false when it is malformed. */
static bool coded_number(st_cur *c, uint64_t *number)
{
    const uint8_t first = st_u8(c);
    unsigned more = 0;
    while (more < 7 && first & 0x80u >> more)
        more++;
    if (more == 1 || first == 0xFF)
        return false;
    *number = first & (more ? 0x7Fu >> more : 0x7Fu);
    for (unsigned i = 1; i < more; i++) {
        const uint8_t b = st_u8(c);
        if ((b & 0xC0) != 0x80)
            return false;
        *number = *number << 6 | (b & 0x3F);
    }
    return true;
}

static uint32_t block_size(st_cur *c, unsigned code)
{
    if (code == 6)
        return (uint32_t)st_u8(c) + 1;
    if (code == 7)
        return (uint32_t)st_be16(c) + 1;
    return code == 0 ? 0 : code == 1 ? 192 : code < 6 ? 576u << (code - 2) : 256u << (code - 8);
}

/* Hz; 0 when the code is no rate. */
static uint32_t sample_rate(st_cur *c, unsigned code, uint32_t usual)
{
    static const uint32_t rates[] = {0,     88200, 176400, 192000, 8000,  16000,
                                     22050, 24000, 32000,  44100,  48000, 96000};
    switch (code) {
    case 0: return usual;
    case 12: return st_u8(c) * 1000u;
    case 13: return st_be16(c);
    case 14: return st_be16(c) * 10u;
    case 15: return 0;
    default: return rates[code];
    }
}

static bool fits_streaminfo(const simdtag_info *info, const uint8_t *p)
{
    static const uint8_t widths[] = {0, 8, 12, 255, 16, 20, 24, 32};
    const unsigned assignment = p[3] >> 4, width = widths[p[3] >> 1 & 7];
    const unsigned channels = assignment < 8 ? assignment + 1 : assignment < 11 ? 2 : 0;
    return channels == info->channels && (width == 0 || width == info->bits_per_sample) &&
           !(p[3] & 1);
}

/* The header at p, if there is one that fits the stream. */
static bool read_header(const simdtag_info *info, const uint8_t *p, size_t n, frame *f)
{
    if (n < FRAME_LEAST || p[0] != 0xFF || (p[1] & 0xFE) != 0xF8 || !fits_streaminfo(info, p))
        return false;
    st_cur c = st_cur_of(p, n < HEADER_MOST ? n : HEADER_MOST);
    st_skip(&c, 4);
    if (!coded_number(&c, &f->number))
        return false;
    f->variable = p[1] & 1;
    f->samples = block_size(&c, p[2] >> 4);
    const uint32_t rate = sample_rate(&c, p[2] & 15, info->sample_rate);
    const size_t length = (size_t)(c.at - p);
    const uint8_t crc = st_u8(&c);
    return st_ok(&c) && f->samples && rate == info->sample_rate &&
           (st_k.crc8_flac(0, p, length) & 0xFF) == crc;
}

/* The number of a frame's first sample. */
static uint64_t first_sample(const simdtag_info *info, const frame *f)
{
    return f->variable ? f->number : f->number * info->u.flac.max_blocksize;
}

/* ---- the last whole frame ---- */

/* Collects the headers in [lo, hi), whose bytes are at p. */
static void collect(search *q, const uint8_t *p, uint64_t lo, uint64_t hi)
{
    const size_t n = (size_t)(hi - lo);
    q->n = 0;
    for (size_t i = 0; i < n; i++) {
        i += st_k.find_byte(p + i, n - i, 0xFF);
        frame f;
        if (i < n && read_header(q->info, p + i, n - i, &f)) {
            f.at = lo + i;
            q->found[q->n++ % KEPT] = f;
        }
    }
}

/* Whether the bytes [f, end) are a frame with the CRC-16 it ends with: over both it is 0. */
static bool is_whole(const frame *f, uint64_t end, const uint8_t *p, uint64_t lo)
{
    const uint64_t length = end > f->at ? end - f->at : 0;
    return length >= FRAME_LEAST && length <= ST_MAX_FLAC_FRAME &&
           (st_k.crc16_flac(0, p + (f->at - lo), (size_t)length) & 0xFFFF) == 0;
}

static bool take(search *q, const frame *f, uint64_t end, bool cut)
{
    q->last = *f;
    q->last_end = end;
    q->cut = cut;
    return true;
}

/* The newest of the kept headers is 0. */
static const frame *kept(const search *q, size_t i)
{
    return &q->found[(q->n - 1 - i) % KEPT];
}

/* A frame that ends with the sound, or before nothing but zeros. Zeros leave a CRC of 0 as it is,
 * so behind a frame the fewest count as its own; at the end, two may be a CRC-16. */
static bool ends_here(search *q, const uint8_t *p, uint64_t lo, uint64_t hi, size_t many)
{
    uint64_t used = hi;
    while (used > lo && p[used - 1 - lo] == 0)
        used--;
    if (hi - used <= 2)
        used = hi;
    for (size_t i = 0; i < many && i < NEAR; i++)
        for (uint64_t end = used; end <= hi && end <= used + 2; end++)
            if (is_whole(kept(q, i), end, p, lo))
                return take(q, kept(q, i), end, false);
    return false;
}

/* The last whole frame with its end in [lo, hi); false when there is none. */
static bool look(search *q, uint64_t lo, uint64_t hi)
{
    size_t got;
    const uint8_t *p = st_scan_view(q->s, lo, (size_t)(hi - lo), &got);
    if (p == NULL)
        return false;
    collect(q, p, lo, hi);
    const size_t many = q->n < KEPT ? q->n : KEPT;
    if (hi == q->end && ends_here(q, p, lo, hi, many))
        return true;
    for (size_t i = 0; i < many; i++)
        for (size_t j = i + 1; j < many && j <= i + NEAR; j++)
            if (is_whole(kept(q, j), kept(q, i)->at, p, lo))
                return take(q, kept(q, j), kept(q, i)->at, true);
    return false;
}

/* In windows that grow, then move towards the begin by half of their size: frames are no longer
 * than that. */
static bool find_last(search *q)
{
    const uint64_t most = 2 * (uint64_t)ST_MAX_FLAC_FRAME;
    uint64_t room = FIRST_LOOK, hi = q->end;
    for (;;) {
        const uint64_t lo = hi - q->from < room ? q->from : hi - room;
        if (!st_scan_grow(q->s, (size_t)(hi - lo)))
            return false;
        if (look(q, lo, hi))
            return true;
        if (lo == q->from || q->s->status != SIMDTAG_OK)
            return false;
        if (room < most)
            room *= 8;
        else
            hi -= most / 2;
    }
}

/* Where the first frame begins to count: streams cut out of longer ones do not begin with 0. */
static uint64_t first_of_stream(search *q, frame *first)
{
    size_t got;
    const uint8_t *p = st_scan_view(q->s, q->from, HEADER_MOST, &got);
    if (p == NULL || !read_header(q->info, p, got, first))
        return 0;
    return first_sample(q->info, first);
}

void st_exact_flac(st_scan *s, const simdtag_doc *doc, simdtag_exact *out)
{
    const simdtag_info *info = &doc->info;
    const uint64_t total = info->u.flac.total_samples;
    s->ahead = 0;
    search q = {.s = s, .info = info, .from = doc->audio_offset};
    q.end = st_scan_end(s, q.from);
    if (!find_last(&q)) {
        out->truncated = total > 0 || q.end > q.from;
        return;
    }
    frame first = {0};
    const uint64_t begin = first_of_stream(&q, &first);
    const uint64_t after = first_sample(info, &q.last) + q.last.samples;
    out->samples = after > begin ? after - begin : 0;
    if (!q.last.variable && q.last.number >= first.number)
        out->frames = q.last.number + 1 - first.number;
    out->garbage = q.cut ? 0 : q.end - q.last_end;
    out->truncated = q.cut || out->samples < total;
    out->length = (double)out->samples / info->sample_rate;
    if (out->samples)
        out->bitrate = (double)(uint64_t)((double)(q.last_end - q.from) * 8 / out->length);
}

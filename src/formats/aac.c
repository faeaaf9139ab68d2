/* SPDX-License-Identifier: MIT */
/* AAC without a container: ADTS (ISO/IEC 14496-3, 1.A.3.2) and ADIF (1.A.3.1). Neither has tags;
 * an ID3v2 tag before the stream is stepped over.
 *
 * The length of an ADTS stream is estimated from its first frames, with the bounds and the
 * arithmetic of mutagen: programs compare lengths. */
#include "formats/aac.h"

#include <string.h>

#include "base/bytes.h"
#include "formats/format.h"

enum { ID3_HEADER = 10, ADTS_HEADER = 7, FRAME_SAMPLES = 1024, ADIF_MOST = 8192 };
enum {
    TRIES = 10,       /* places where a stream may begin */
    FIRST_SYNC = 512, /* bytes in which a try must find its first frame */
    NEXT_SYNC = 10,   /* … and each frame after it the next one */
    LEAST_FRAMES = 3, /* fewer are no stream */
    MOST_FRAMES = 100,
    MOST_AHEAD = 128 << 10
};

uint32_t st_aac_rate(unsigned index)
{
    static const uint32_t rates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                     22050, 16000, 12000, 11025, 8000,  7350};
    return index < sizeof rates / sizeof *rates ? rates[index] : 0;
}

/* Channel elements: a pair has two. Each is a flag and a tag. */
static unsigned count_elements(st_bits *b, unsigned n)
{
    unsigned channels = 0;
    for (unsigned i = 0; i < n; i++) {
        channels += 1 + st_take_bits(b, 1);
        st_skip_bits(b, 4);
    }
    return channels;
}

unsigned st_aac_program(st_bits *b, unsigned *rate_index)
{
    st_skip_bits(b, 4 + 2); /* tag, object type */
    *rate_index = st_take_bits(b, 4);
    const unsigned front = st_take_bits(b, 4), side = st_take_bits(b, 4), back = st_take_bits(b, 4);
    const unsigned lfe = st_take_bits(b, 2), data = st_take_bits(b, 3);
    const unsigned coupling = st_take_bits(b, 4);
    if (st_take_bits(b, 1))
        st_skip_bits(b, 4); /* mono mixdown */
    if (st_take_bits(b, 1))
        st_skip_bits(b, 4); /* stereo mixdown */
    if (st_take_bits(b, 1))
        st_skip_bits(b, 3); /* matrix mixdown */
    const unsigned channels = count_elements(b, front + side + back) + lfe;
    st_skip_bits(b, 4 * (lfe + data) + 5 * coupling);
    st_skip_bits(b, -b->at & 7);
    const uint64_t comment = 8 * (uint64_t)st_take_bits(b, 8);
    b->at += b->bad ? 0 : comment; /* may leave the data: mutagen minds only what it then reads */
    return channels;
}

static int aac_score(const st_probe *p)
{
    return (ST_EXT_IS(p, ".aac") || ST_EXT_IS(p, ".adts") || ST_EXT_IS(p, ".adif")) +
           ST_BEGINS(p, "ADIF");
}

/* ---- ADTS ---- */

typedef struct adts {
    st_reader *r;
    uint64_t base;     /* where this try began */
    uint64_t sync;     /* of the first frame */
    uint64_t at;       /* behind the last frame */
    uint32_t fixed;    /* adts_fixed_header, 28 bits: the same in all frames */
    uint32_t frames;
    uint64_t samples;
    int64_t payload;   /* bytes; below zero when damaged sizes leave no room for a checksum */
} adts;

/* At least `want` bytes at `pos` if the file has them, and what the frames still to come probably
 * take, so that a second read is the last one. */
static const uint8_t *look(adts *s, uint64_t pos, size_t want, size_t *got)
{
    const uint8_t *here = st_view_here(s->r, pos, got);
    if ((here && *got >= want) || pos >= s->r->size)
        return here;
    uint64_t ahead = ST_HEAD_WINDOW;
    if (s->frames)
        ahead += (s->at - s->base) / s->frames * (MOST_FRAMES - s->frames);
    return st_view_upto(s->r, pos, ahead < MOST_AHEAD ? (size_t)ahead : MOST_AHEAD, got);
}

/* The first twelve set bits at a byte among `most` bytes from `from` on. */
static bool find_sync(adts *s, uint64_t from, unsigned most, uint64_t *found)
{
    size_t got;
    const uint8_t *p = look(s, from, most + 1, &got);
    for (size_t i = 0; p && i < most && i + 1 < got; i++) {
        if (p[i] == 0xFF && p[i + 1] >> 4 == 0xF) {
            *found = from + i;
            return true;
        }
    }
    return false;
}

unsigned st_adts_checksums(unsigned blocks)
{
    return blocks == 1 ? 2 : 2 * (blocks - 1) + 2 + 2 * blocks;
}

/* The frame at `pos`; false when it is cut, too short or of another stream. The layer is not
 * looked at. */
static bool read_frame(adts *s, uint64_t pos)
{
    size_t got;
    const uint8_t *p = look(s, pos, ADTS_HEADER, &got);
    if (p == NULL || got < ADTS_HEADER)
        return false;
    const uint32_t fixed = st_load_be32(p) >> 4;
    const uint32_t len = (uint32_t)(p[3] & 3) << 11 | (uint32_t)p[4] << 3 | p[5] >> 5;
    const unsigned blocks = (p[6] & 3u) + 1;
    if (len < ADTS_HEADER || (s->frames && fixed != s->fixed))
        return false;
    s->fixed = fixed;
    s->frames++;
    s->samples += (uint64_t)blocks * FRAME_SAMPLES;
    s->payload += (int64_t)len - ADTS_HEADER - (p[1] & 1 ? 0 : st_adts_checksums(blocks));
    s->at = pos + len;
    return true;
}

/* One try; whether the first frame has a place. */
static bool read_frames(adts *s)
{
    uint64_t pos;
    if (!find_sync(s, s->base, FIRST_SYNC, &s->sync))
        return false;
    for (pos = s->sync; s->frames < MOST_FRAMES && read_frame(s, pos);)
        if (!find_sync(s, s->at, NEXT_SYNC, &pos))
            break;
    return true;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static void adts_info(const adts *s, simdtag_info *info)
{
    static const uint8_t channels[8] = {0, 1, 2, 3, 4, 5, 6, 8}; /* table 1.19 */
    info->channels = channels[s->fixed >> 2 & 7];
    info->sample_rate = st_aac_rate(s->fixed >> 6 & 15);
    memcpy(info->u.aac.type, "ADTS", 5);
    if (info->sample_rate == 0)
        return;
    const int64_t samples = (int64_t)s->samples;
    info->bitrate = (double)floor_div(s->payload * 8 * info->sample_rate, samples);
    /* The stream is the file less what mutagen takes for the offset of its first frame: it counts
     * bytes skipped in front of that twice, and the first of the frame. */
    const double offset = (double)(s->sync + (s->sync - s->base) + 1);
    const double stream = (double)s->r->size - offset, seen = (double)(s->at - s->base);
    info->length = (double)samples * stream / (seen * info->sample_rate);
}

static simdtag_status read_adts(st_reader *r, uint64_t start, simdtag_info *info)
{
    uint64_t base = start;
    for (int i = 0; i < TRIES; i++) {
        adts s = {.r = r, .base = base};
        if (!read_frames(&s))
            return st_fail(r, SIMDTAG_ERR_AAC, "sync not found");
        if (st_status(r) == SIMDTAG_OK && s.frames >= LEAST_FRAMES) {
            adts_info(&s, info);
            return SIMDTAG_OK;
        }
        base = s.sync + 1;
    }
    return st_fail(r, SIMDTAG_ERR_AAC, "no valid stream found");
}

/* ---- ADIF ---- */

static simdtag_status read_adif(st_reader *r, uint64_t start, simdtag_info *info)
{
    size_t got;
    const uint8_t *p = st_view_upto(r, start, ADIF_MOST, &got); /* 16 programs take less */
    if (p == NULL)
        return st_status(r);
    st_bits b = st_bits_of(p, got);
    st_skip_bits(&b, 32);
    if (st_take_bits(&b, 1))
        st_skip_bits(&b, 72); /* copyright id */
    st_skip_bits(&b, 2);
    const bool variable = st_take_bits(&b, 1);
    info->bitrate = st_take_bits(&b, 23);
    const unsigned programs = st_take_bits(&b, 4) + 1;
    if (!variable)
        st_skip_bits(&b, 20); /* buffer fullness: each program has one, but mutagen skips one */
    for (unsigned i = 0; i < programs && !b.bad; i++) {
        unsigned rate_index;
        const unsigned channels = st_aac_program(&b, &rate_index);
        if (i == 0) {
            info->sample_rate = st_aac_rate(rate_index);
            info->channels = channels;
        }
    }
    if (b.bad)
        return st_fail(r, SIMDTAG_ERR_AAC, "not enough data");
    memcpy(info->u.aac.type, "ADIF", 5);
    if (info->bitrate > 0)
        info->length = ((double)r->size - (double)(start + b.at / 8)) * 8 / info->bitrate;
    return SIMDTAG_OK;
}

static simdtag_status aac_read(st_reader *r, st_out *out)
{
    size_t got;
    uint64_t start = 0;
    const uint8_t *p = st_view_upto(r, 0, ST_HEAD_WINDOW, &got);
    if (p && got >= ID3_HEADER && memcmp(p, "ID3", 3) == 0) {
        start = ID3_HEADER + (uint64_t)st_low_sevens(st_load_be32(p + 6));
        p = st_view_here(r, start, &got);
        if ((p == NULL || got < 4) && start < r->size)
            p = st_view_upto(r, start, ST_HEAD_WINDOW, &got);
    }
    out->doc.audio_offset = start;
    if (p && got >= 4 && memcmp(p, "ADIF", 4) == 0)
        return read_adif(r, start, &out->doc.info);
    return read_adts(r, start, &out->doc.info);
}

const st_format st_format_aac = {"AAC", SIMDTAG_FORMAT_AAC, aac_score, aac_read,
                                 ".aac .adts .adif"};

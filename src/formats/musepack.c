/* SPDX-License-Identifier: MIT */
/* Musepack: stream versions 4 to 8, with an ID3v2 tag before them or not; an APEv2 tag at the
 * end.
 *
 * Versions 4 to 7 have a header of 32 bytes. Version 8 is a row of packets, each with a key of
 * two letters and a size: the stream header SH and the gains RG stand before the audio. (The
 * specifications of both: trac.musepack.net, SV7Specification and SV8Specification.) */
#include <string.h>

#include "base/bytes.h"
#include "base/cursor.h"
#include "base/number.h"
#include "formats/ape_read.h"
#include "formats/format.h"

enum {
    OLD_HEADER = 32,
    FRAME = 1152,       /* samples */
    HALF_A_FRAME = 576, /* what the synthesis delays */
    SIZE_BYTES = 9,     /* of a size in SV8: 63 bits */
    RG_BODY = 9,
    HEADER_VIEW = 64    /* holds a packet's key, its size and what is read of its body */
};
enum { SH = 1, RG = 2 }; /* the packets that must be there */
enum { TITLE_GAIN = 1, TITLE_PEAK = 2, ALBUM_GAIN = 4, ALBUM_PEAK = 8, SAMPLES = 16 };

#define KEY(a, b) ((uint32_t)(a) << 8 | (uint32_t)(b))

static const uint32_t rates[4] = {44100, 48000, 37800, 32000};

static int musepack_score(const st_probe *p)
{
    return (ST_BEGINS(p, "MP+") || ST_BEGINS(p, "MPCK")) + ST_EXT_IS(p, ".mpc");
}

static bool fail(st_reader *r, const char *words)
{
    st_fail(r, SIMDTAG_ERR_MUSEPACK, "%s", words);
    return false;
}

/* ---- SV4 to SV7 ---- */

static void read_sv7(st_cur *c, uint8_t version, simdtag_info *info, uint32_t *frames)
{
    simdtag_musepack_info *m = &info->u.musepack;
    m->version = version & 15;
    *frames = st_le32(c);
    info->sample_rate = rates[st_le32(c) >> 16 & 3];
    m->title_peak = (double)(uint16_t)st_le(c, 2) / 65535;
    m->title_gain = (double)(int16_t)st_le(c, 2) / 100;
    m->album_peak = (double)(uint16_t)st_le(c, 2) / 65535;
    m->album_gain = (double)(int16_t)st_le(c, 2) / 100;
    m->has_gains = TITLE_GAIN | TITLE_PEAK | ALBUM_GAIN | ALBUM_PEAK;
}

/* The fields of SV4 to SV6 are bits of one number: 9 bitrate, 2 flags, 10 version, 11 others. */
static bool read_sv4(st_cur *c, simdtag_info *info, uint32_t *frames)
{
    const uint32_t head = st_le32(c), version = head >> 11 & 0x3FF;
    if (version < 4 || version > 6)
        return false;
    info->u.musepack.version = version;
    info->sample_rate = rates[0];
    info->bitrate = head >> 23;
    *frames = version == 4 ? st_le32(c) >> 16 : st_le32(c);
    return true;
}

static bool read_old(st_reader *r, uint64_t off, simdtag_info *info)
{
    size_t got;
    const uint8_t *p = st_view_upto(r, off, OLD_HEADER, &got);
    if (p == NULL)
        return false;
    if (got < OLD_HEADER)
        return fail(r, "not a Musepack file");
    st_cur c = st_cur_of(p, got);
    uint32_t frames;
    if (memcmp(p, "MP+", 3) == 0 && (p[3] & 15) >= 7) {
        st_skip(&c, 4);
        read_sv7(&c, p[3], info, &frames);
    } else if (memcmp(p, "MP+", 3) == 0 || !read_sv4(&c, info, &frames)) {
        return fail(r, "not a Musepack file");
    }
    /* before SV6 the frame that ends the stream is counted too */
    const int64_t heard = (int64_t)frames - (info->u.musepack.version < 6 ? 1 : 0);
    info->channels = 2;
    info->length = (double)(heard * FRAME - HALF_A_FRAME) / info->sample_rate;
    if (info->bitrate == 0)
        info->bitrate = st_round_even((double)(r->size * 8) / info->length);
    return true;
}

/* ---- SV8 ---- */

/* Seven bits a byte, the highest first; the top bit says that more follow. */
static bool read_size(st_cur *c, uint64_t *v)
{
    *v = 0;
    for (unsigned i = 0; i < SIZE_BYTES; i++) {
        const uint8_t b = st_u8(c);
        *v = *v << 7 | (b & 127);
        if (!(b & 128))
            return st_ok(c);
    }
    return false;
}

/* `n` is what the packet has behind its own header, `inside` whether the file has it too. */
static bool read_sh(st_reader *r, st_cur *c, uint64_t n, bool inside, simdtag_info *info)
{
    simdtag_musepack_info *m = &info->u.musepack;
    uint64_t samples, silence;
    const uint8_t *start = c->at;
    st_skip(c, 4); /* a checksum */
    m->version = st_u8(c);
    if (!st_ok(c))
        return fail(r, "the SH packet ended unexpectedly");
    if (!read_size(c, &samples) || !read_size(c, &silence))
        return fail(r, "SH packet: invalid sample counts");
    const uint64_t used = (uint64_t)(c->at - start);
    const uint8_t *flags = st_take(c, 2);
    if (!inside || n < used + 2 || flags == NULL)
        return fail(r, "the SH packet ended unexpectedly");
    if (flags[0] >> 5 > 3)
        return fail(r, "invalid sample rate");
    info->sample_rate = rates[flags[0] >> 5];
    info->channels = (flags[1] >> 4) + 1u;
    m->samples = (int64_t)samples - (int64_t)silence; /* both have 63 bits */
    m->has_gains |= SAMPLES;
    return true;
}

/* 10 to the power of v / 5120, from those of the powers of two. */
static long double decades(unsigned v)
{
    static const long double powers[16] = {
        1.0004498247918177642637L, 1.0008998519259788624224L, 1.0018005135854464127130L,
        1.0036042690200642025225L, 1.0072215287952973996118L, 1.0144952080687361087354L,
        1.0292005271944281698621L, 1.0592537251772888788092L, 1.1220184543019634355910L,
        1.2589254117941672104239L, 1.5848931924611134852021L, 2.5118864315095801110850L,
        6.3095734448019324943436L, 39.810717055349725077025L, 1584.8931924611134852021L,
        2511886.4315095801110850L};
    long double product = 1;
    for (unsigned bit = 0; bit < 16; bit++)
        if (v >> bit & 1)
            product *= powers[bit];
    return product;
}

static double peak(int v)
{
    return (double)(v < 0 ? 1 / decades((unsigned)-v) : decades((unsigned)v)) / 65535;
}

/* Gains are the loudness against 64.82 dB in 1/256 dB, peaks 20 log10 of the amplitude, likewise;
 * 0 is "not known". */
static bool read_rg(st_reader *r, st_cur *c, uint64_t n, bool inside, simdtag_info *info)
{
    simdtag_musepack_info *m = &info->u.musepack;
    if (!inside || n < RG_BODY)
        return fail(r, "invalid RG packet size");
    st_skip(c, 1); /* a version */
    const int16_t title_gain = (int16_t)st_be16(c), title_peak = (int16_t)st_be16(c);
    const int16_t album_gain = (int16_t)st_be16(c), album_peak = (int16_t)st_be16(c);
    m->has_gains |= (uint8_t)((title_gain ? TITLE_GAIN : 0) | (title_peak ? TITLE_PEAK : 0) |
                              (album_gain ? ALBUM_GAIN : 0) | (album_peak ? ALBUM_PEAK : 0));
    m->title_gain = title_gain ? 64.82 - title_gain / 256.0 : 0;
    m->title_peak = title_peak ? peak(title_peak) : 0;
    m->album_gain = album_gain ? 64.82 - album_gain / 256.0 : 0;
    m->album_peak = album_peak ? peak(album_peak) : 0;
    return true;
}

/* One packet at *off, which then is the next one's. */
static bool read_packet(st_reader *r, uint64_t *off, uint32_t key, unsigned *missing,
                        simdtag_info *info)
{
    const unsigned which = key == KEY('S', 'H') ? SH : key == KEY('R', 'G') ? RG : 0;
    size_t got;
    const uint8_t *p = st_view_upto(r, *off, HEADER_VIEW, &got);
    if (p == NULL)
        return false;
    st_cur c = st_cur_of(p, got);
    uint64_t size;
    st_skip(&c, 2);
    if (!read_size(&c, &size))
        return fail(r, "invalid packet size");
    const uint64_t header = (uint64_t)(c.at - p), body = *off + header;
    const uint64_t n = size > header ? size - header : 0;
    const bool inside = size >= header && n <= r->size - body;
    if (which & ~*missing)
        return fail(r, "a packet of which there is only one came again");
    if (which == SH ? !read_sh(r, &c, n, inside, info)
                    : which == RG && !read_rg(r, &c, n, inside, info))
        return false;
    *missing &= ~which;
    if (size == 0) /* mutagen never comes back from this */
        return fail(r, "a packet of no size");
    *off = size < r->size - *off ? *off + size : r->size;
    return true;
}

static bool read_sv8(st_reader *r, uint64_t off, simdtag_info *info)
{
    unsigned missing = SH | RG, packets = 0;
    for (;;) {
        size_t got;
        const uint8_t *p = st_view_upto(r, off, 2, &got);
        if (p == NULL)
            return false;
        const uint32_t key = got == 2 ? (uint32_t)p[0] << 8 | p[1] : 0;
        if (key < KEY('A', 'A') || key > KEY('Z', 'Z'))
            return fail(r, "invalid packet key");
        if (key == KEY('A', 'P') || key == KEY('S', 'E') || !missing) /* audio; the end */
            break;
        if (++packets > ST_MAX_MPC_PACKETS) {
            st_fail(r, SIMDTAG_ERR_LIMIT, "more than %d packets before the audio",
                    ST_MAX_MPC_PACKETS);
            return false;
        }
        if (!read_packet(r, &off, key, &missing, info))
            return false;
    }
    if (missing)
        return fail(r, missing == SH   ? "missing packet: SH"
                       : missing == RG ? "missing packet: RG"
                                       : "missing packets: SH, RG");
    info->length = (double)info->u.musepack.samples / info->sample_rate;
    info->bitrate = info->u.musepack.samples == 0
                        ? 0
                        : st_round_even((double)(r->size * 8) / info->length);
    return true;
}

/* ---- both ---- */

/* Where the stream starts: behind an ID3v2 tag as its header has it. */
static bool find_stream(st_reader *r, uint64_t *off)
{
    size_t got;
    const uint8_t *p = st_view_upto(r, 0, 10, &got);
    if (p && got == 10 && memcmp(p, "ID3", 3) == 0)
        *off = 10 + (uint64_t)st_low_sevens(st_load_be32(p + 6));
    return p != NULL;
}

static simdtag_status musepack_read(st_reader *r, st_out *out)
{
    uint64_t off = 0;
    size_t got;
    if (!find_stream(r, &off))
        return st_status(r);
    const uint8_t *p = st_view_upto(r, off, 4, &got);
    if (p == NULL)
        return st_status(r);
    const bool sv8 = got == 4 && memcmp(p, "MPCK", 4) == 0;
    if (sv8 ? read_sv8(r, off + 4, &out->doc.info) : read_old(r, off, &out->doc.info)) {
        out->doc.audio_offset = off;
        st_ape_read(r, out);
    }
    return st_status(r);
}

const st_format st_format_musepack = {"Musepack", SIMDTAG_FORMAT_MUSEPACK, musepack_score,
                                      musepack_read, ".mpc .mp+ .mpp"};

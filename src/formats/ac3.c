/* SPDX-License-Identifier: MIT */
/* AC-3 and E-AC-3 (ETSI TS 102 366, 4.3 and E.1.2): the first frame's header; no tags.
 *
 * The length is what follows that header at its bitrate, so how far mutagen reads matters: where
 * it leaves the standard's order of optional fields, so does this, except for the channels. */
#include <string.h>

#include "base/bits.h"
#include "formats/format.h"

enum { MOST_HEADER = 160, MOST_AC3_ID = 10, MOST_ID = 16 };

static const uint32_t rates[3] = {48000, 44100, 32000};
static const uint8_t channels_of[8] = {2, 1, 2, 3, 3, 4, 4, 5}; /* by audio coding mode */

static int ac3_score(const st_probe *p)
{
    const bool ext = ST_EXT_IS(p, ".ac3") || ST_EXT_IS(p, ".eac3");
    return (p->len >= 2 && p->head[0] == 0x0B && p->head[1] == 0x77 ? 2 : 0) +
           (ext && !p->ext_upper ? 1 : 0);
}

/* An optional field of n bits with its flag. */
static void skip_optional(st_bits *b, unsigned n)
{
    if (st_take_bits(b, 1))
        st_skip_bits(b, n);
}

/* Bytes that end a header. A file that ends inside them is as good as one that ends before a
 * frame's sound, so only their last bits have to be there, if they begin inside a byte. */
static void skip_additional(st_bits *b)
{
    if (st_take_bits(b, 1)) {
        b->at += (st_take_bits(b, 6) + 1) * 8;
        b->bad |= b->at % 8 != 0 && b->at > b->end;
    }
}

/* The low frequency channel's flag stands behind the mix levels: of the centre where there is one
 * beside others, of the surrounds, and in stereo the surround mode. */
static unsigned lfe_of(st_bits b, unsigned mode)
{
    st_skip_bits(&b, ((mode & 1) && mode != 1 ? 2 : 0) + (mode & 4 ? 2 : 0) + (mode == 2 ? 2 : 0));
    return st_take_bits(&b, 1);
}

/* 4.3.1 and 4.3.2, behind the sync word. */
static void read_ac3(st_reader *r, st_bits *b, unsigned id, simdtag_info *info)
{
    static const uint16_t kbits[19] = {32,  40,  48,  56,  64,  80,  96,  112, 128, 160,
                                       192, 224, 256, 320, 384, 448, 512, 576, 640};
    st_skip_bits(b, 16); /* checksum */
    const unsigned rate = st_take_bits(b, 2), size = st_take_bits(b, 6);
    st_skip_bits(b, 5 + 3); /* bit stream identification and mode */
    const unsigned mode = st_take_bits(b, 3);
    if (rate == 3 || size / 2 >= sizeof kbits / sizeof *kbits) {
        st_fail(r, SIMDTAG_ERR_AC3, "invalid sample rate or frame size code");
        return;
    }
    const unsigned lfe = lfe_of(*b, mode);
    st_skip_bits(b, 2 + 1); /* mutagen finds one mix level and the flag in all modes */
    for (int i = 0; i < (mode == 0 ? 2 : 1); i++) { /* dual mono has it all twice */
        st_skip_bits(b, 5);                         /* dialogue normalisation */
        skip_optional(b, 8);                        /* compression */
        skip_optional(b, 8);                        /* language */
        skip_optional(b, 5 + 2);                    /* production: mixing level, room */
    }
    st_skip_bits(b, 1 + 1); /* copyright, original */
    const unsigned times = st_take_bits(b, 1) + st_take_bits(b, 1);
    st_skip_bits(b, times * 14);
    skip_additional(b);
    const unsigned shift = id > 8 ? id - 8 : 0; /* 9 and 10: half and quarter rates */
    info->sample_rate = rates[rate] >> shift;
    info->bitrate = (double)((uint32_t)kbits[size / 2] * 1000 >> shift);
    info->channels = channels_of[mode] + lfe;
    memcpy(info->u.ac3.codec, "ac-3", 5);
}

/* What follows the header's numbers (E.1.2.2): only its length matters. */
static void skip_eac3_rest(st_bits *b, unsigned type, unsigned mode, unsigned blocks_code,
                           unsigned rate_code)
{
    for (int i = 0; i < (mode == 0 ? 2 : 1); i++) {
        st_skip_bits(b, 5);
        skip_optional(b, 8);
    }
    if (type == 1)
        skip_optional(b, 16); /* channel map */
    if (st_take_bits(b, 1))   /* mixing data, where mutagen stops */
        return;
    if (st_take_bits(b, 1)) { /* information data */
        st_skip_bits(b, 3 + 1 + 1 + (mode == 2 ? 4 : mode >= 6 ? 2 : 0));
        for (int i = 0; i < (mode == 0 ? 2 : 1); i++)
            skip_optional(b, 8);
        if (rate_code < 3)
            st_skip_bits(b, 1);
    }
    if (type == 0 && blocks_code == 3) /* the standard has it for all other codes */
        st_skip_bits(b, 1);
    if (type == 2 && blocks_code != 3)
        skip_optional(b, 6);
    skip_additional(b);
}

/* E.1.2, behind the sync word. */
static void read_eac3(st_reader *r, st_bits *b, simdtag_info *info)
{
    static const uint8_t blocks_of[4] = {1, 2, 3, 6};
    const unsigned type = st_take_bits(b, 2);
    st_skip_bits(b, 3); /* substream */
    const unsigned size = (st_take_bits(b, 11) + 1) * 2;
    const unsigned rate_code = st_take_bits(b, 2), code = st_take_bits(b, 2);
    const unsigned blocks_code = rate_code == 3 ? 3 : code;
    if (type == 3 || size < 7 || (rate_code == 3 && code == 3)) {
        st_fail(r, SIMDTAG_ERR_AC3, "invalid frame type, frame size or sample rate code");
        return;
    }
    const unsigned mode = st_take_bits(b, 3), lfe = st_take_bits(b, 1);
    st_skip_bits(b, 5); /* bit stream identification */
    skip_eac3_rest(b, type, mode, blocks_code, rate_code);
    info->sample_rate = rate_code == 3 ? rates[code] / 2 : rates[rate_code];
    info->bitrate = (double)(8 * size * info->sample_rate / (blocks_of[blocks_code] * 256u));
    info->channels = channels_of[mode] + lfe;
    memcpy(info->u.ac3.codec, "ec-3", 5);
}

static simdtag_status ac3_read(st_reader *r, st_out *out)
{
    size_t got;
    simdtag_info *info = &out->doc.info;
    const uint8_t *p = st_view_upto(r, 0, MOST_HEADER, &got);
    if (p == NULL)
        return st_status(r);
    st_bits b = st_bits_of(p, got);
    if (got < 7)
        return st_fail(r, SIMDTAG_ERR_AC3, "not enough data");
    if (st_take_bits(&b, 16) != 0x0B77)
        return st_fail(r, SIMDTAG_ERR_AC3, "not a AC3 file");
    const unsigned id = p[5] >> 3; /* at the same place in both */
    if (id <= MOST_AC3_ID)
        read_ac3(r, &b, id, info);
    else if (id <= MOST_ID)
        read_eac3(r, &b, info);
    else
        st_fail(r, SIMDTAG_ERR_AC3, "invalid bitstream_id %u", id);
    if (b.bad)
        st_fail(r, SIMDTAG_ERR_AC3, "not enough data");
    const uint64_t end = (b.at + 7) / 8;
    out->doc.audio_offset = end < r->size ? end : r->size;
    if (info->bitrate > 0)
        info->length = ((double)r->size - (double)end) * 8 / info->bitrate;
    return st_status(r);
}

const st_format st_format_ac3 = {"AC3", SIMDTAG_FORMAT_AC3, ac3_score, ac3_read, ".ac3 .eac3 .ec3"};

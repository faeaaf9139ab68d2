/* SPDX-License-Identifier: MIT */
/* MP4: the elementary stream descriptor (ISO/IEC 14496-1, 7.2.6.5) and AudioSpecificConfig (ISO/IEC
 * 14496-3, 1.6.2.1). */
#include "formats/mp4_codec.h"

#include "formats/aac.h"

static const char cut_short[] = "not enough data";

/* ---- AudioSpecificConfig ---- */

enum { AOT_SBR = 5, AOT_BSAC = 22, AOT_PS = 29, AOT_ESCAPE = 31, RATE_ESCAPE = 15, UNKNOWN = -1 };

typedef struct config {
    unsigned type;     /* audio object type */
    unsigned ext_type; /* of the extension, 0 if none */
    int sbr, ps;       /* 1, 0, or UNKNOWN: not signalled */
    uint32_t rate, ext_rate;
    unsigned channel_config;
    int ext_channel_config;    /* replaces it where it counts channels; UNKNOWN: none */
    unsigned element_channels; /* counted in a program config element */
} config;

/* 14496-3, table 1.17; NULL where mutagen has no name. */
static const char *const type_names[] = {
    NULL,
    "AAC MAIN",
    "AAC LC",
    "AAC SSR",
    "AAC LTP",
    "SBR",
    "AAC scalable",
    "TwinVQ",
    "CELP",
    "HVXC",
    NULL,
    NULL,
    "TTSI",
    "Main synthetic",
    "Wavetable synthesis",
    "General MIDI",
    "Algorithmic Synthesis and Audio FX",
    "ER AAC LC",
    NULL,
    "ER AAC LTP",
    "ER AAC scalable",
    "ER Twin VQ",
    "ER BSAC",
    "ER AAC LD",
    "ER CELP",
    "ER HVXC",
    "ER HILN",
    "ER Parametric",
    "SSC",
    "PS",
    "MPEG Surround",
    NULL,
    "Layer-1",
    "Layer-2",
    "Layer-3",
    "DST",
    "ALS",
    "SLS",
    "SLS non-core",
    "ER AAC ELD",
    "SMR Simple",
    "SMR Main",
    "USAC",
    "SAOC",
    "LD MPEG Surround",
    "USAC",
};

static unsigned take_type(st_bits *b)
{
    const unsigned type = st_take_bits(b, 5);
    return type == AOT_ESCAPE ? 32 + st_take_bits(b, 6) : type;
}

static uint32_t take_rate(st_bits *b)
{
    const unsigned index = st_take_bits(b, 4);
    if (index == RATE_ESCAPE)
        return st_take_bits(b, 24);
    return st_aac_rate(index);
}

/* GASpecificConfig, 4.4.1. False when it announces more than the standard says ("version 3"). */
static bool take_general_audio(st_bits *b, config *c)
{
    st_skip_bits(b, 1); /* frame length */
    if (st_take_bits(b, 1))
        st_skip_bits(b, 14); /* core coder delay */
    const bool extension = st_take_bits(b, 1);
    unsigned rate_index;
    if (c->channel_config == 0)
        c->element_channels = st_aac_program(b, &rate_index);
    if (c->type == 6 || c->type == 20)
        st_skip_bits(b, 3); /* layer */
    if (!extension)
        return true;
    if (c->type == AOT_BSAC)
        st_skip_bits(b, 5 + 11);
    if (c->type == 17 || c->type == 19 || c->type == 20 || c->type == 23)
        st_skip_bits(b, 3); /* resilience */
    return st_take_bits(b, 1) == 0;
}

static bool is_general_audio(unsigned type)
{
    return (type >= 1 && type <= 4) || type == 6 || type == 7 || type == 17 ||
           (type >= 19 && type <= 23);
}

/* The extension that old decoders do not see: sync words after the config. `end` is where it must
 * end, in bits. */
static void take_sync_extension(st_bits *b, config *c, uint64_t end)
{
    enum { SYNC_SBR = 0x2B7, SYNC_PS = 0x548 };
    if (c->ext_type == AOT_SBR || b->bad || b->at + 16 > end || st_take_bits(b, 11) != SYNC_SBR)
        return;
    c->ext_type = take_type(b);
    if (c->ext_type == AOT_SBR) {
        c->sbr = (int)st_take_bits(b, 1);
        if (c->sbr == 1) {
            c->ext_rate = take_rate(b);
            if (b->at + 12 <= end && st_take_bits(b, 11) == SYNC_PS)
                c->ps = (int)st_take_bits(b, 1);
        }
    } else if (c->ext_type == AOT_BSAC) {
        c->sbr = (int)st_take_bits(b, 1);
        if (c->sbr == 1)
            c->ext_rate = take_rate(b);
        c->ext_channel_config = (int)st_take_bits(b, 4);
    }
}

static void take_config(st_bits *b, config *c, uint64_t len)
{
    const uint64_t end = b->at + 8 * len;
    *c = (config){.sbr = UNKNOWN, .ps = UNKNOWN, .ext_channel_config = UNKNOWN};
    c->type = take_type(b);
    c->rate = take_rate(b);
    c->channel_config = st_take_bits(b, 4);
    if (c->type == AOT_SBR || c->type == AOT_PS) {
        c->sbr = 1;
        c->ps = c->type == AOT_PS ? 1 : UNKNOWN;
        c->ext_type = AOT_SBR;
        c->ext_rate = take_rate(b);
        c->type = take_type(b);
        if (c->type == AOT_BSAC)
            c->ext_channel_config = (int)st_take_bits(b, 4);
    }
    if (!is_general_audio(c->type) || !take_general_audio(b, c))
        return;
    if (c->type >= 17 && st_take_bits(b, 2) >= 2) /* error protection, which nobody uses, follows */
        return;
    take_sync_extension(b, c, end);
}

/* 0: not known. A mono stream may turn out to be parametric stereo. */
static unsigned channels_of(const config *c)
{
    static const uint8_t counts[] = {0, 1, 2, 3, 4, 5, 6, 8};
    if (c->element_channels)
        return c->element_channels;
    const unsigned layout =
        c->ext_channel_config == UNKNOWN ? c->channel_config : (unsigned)c->ext_channel_config;
    if (layout == 1)
        return c->ps == UNKNOWN ? 0 : c->ps ? 2 : 1;
    return layout < sizeof counts ? counts[layout] : 0;
}

/* Types that spectral band replication can be added to without the config saying so. */
static bool takes_sbr(unsigned type)
{
    return is_general_audio(type) && type != 7 && type != 21 && type != 23;
}

/* 0: not known. A stream of at most 24 kHz may turn out to have spectral band replication. */
static uint32_t rate_of(const config *c)
{
    if (c->sbr == UNKNOWN && takes_sbr(c->type))
        return c->rate > 24000 ? c->rate : 0;
    return c->sbr == 1 ? c->ext_rate : c->rate;
}

/* printf would cost more here than all the rest of the parsing. */
static char *put(char *to, const char *text)
{
    while (*text)
        *to++ = *text++;
    *to = 0;
    return to;
}

static char *put_number(char *to, unsigned n, unsigned base)
{
    if (n >= base)
        to = put_number(to, n / base, base);
    return put(to, (const char[]){"0123456789ABCDEF"[n % base], 0});
}

/* `end` is where the codec's name, "mp4a.40", ends. Types are below 96 and the longest name has 34
 * letters: all fits. */
static void name_aac(const config *c, char *end, simdtag_mp4_info *mp4)
{
    const char *name =
        c->type < sizeof type_names / sizeof *type_names ? type_names[c->type] : NULL;
    put_number(put(end, "."), c->type, 10);
    if (name == NULL) {
        put_number(put(mp4->codec_description, "MP4A.40."), c->type, 10);
        return;
    }
    char *to = put(mp4->codec_description, name);
    if (c->sbr == 1)
        to = put(to, "+SBR");
    if (c->ps == 1)
        put(to, "+PS");
}

/* ---- descriptors ---- */

enum {
    ES_TAG = 3,
    CONFIG_TAG = 4,
    SPECIFIC_TAG = 5,
    CONFIG_FIELDS = 13,
    OTI_AAC = 0x40,
    STREAM_AUDIO = 5
};

/* A descriptor's length: 1 to 4 bytes of 7 bits. */
static const char *take_length(st_cur *c, uint32_t *length)
{
    *length = 0;
    for (int i = 0; i < 4; i++) {
        const uint8_t byte = st_u8(c);
        *length = *length << 7 | (byte & 0x7F);
        if (!(byte & 0x80))
            return st_ok(c) ? NULL : cut_short;
    }
    return "invalid descriptor length";
}

/* DecoderSpecificInfo: for MPEG-4 audio, an AudioSpecificConfig. Another tag is left alone. */
static const char *read_specific(st_cur *c, char *codec_end, simdtag_info *info)
{
    uint32_t length;
    config found;
    if (st_u8(c) != SPECIFIC_TAG)
        return st_ok(c) ? NULL : cut_short;
    const char *damage = take_length(c, &length);
    if (damage)
        return damage;
    st_bits b = st_bits_of(c->at, st_left(c));
    take_config(&b, &found, length);
    if (b.bad)
        return cut_short;
    name_aac(&found, codec_end, &info->u.mp4);
    if (channels_of(&found))
        info->channels = channels_of(&found);
    if (rate_of(&found))
        info->sample_rate = rate_of(&found);
    return NULL;
}

static const char *read_decoder_config(st_cur *c, simdtag_info *info)
{
    uint32_t length;
    if (st_u8(c) != CONFIG_TAG)
        return st_ok(c) ? "unexpected decoder config descriptor" : cut_short;
    const char *damage = take_length(c, &length);
    if (damage)
        return damage;
    const uint8_t type = st_u8(c);
    const unsigned stream = st_u8(c) >> 2; /* then upstream, reserved */
    st_skip(c, 3 + 4);                     /* buffer size; largest bit rate */
    const uint32_t average = st_be32(c);
    if (!st_ok(c))
        return cut_short;
    info->bitrate = average;
    char *codec_end = put_number(put(info->u.mp4.codec, "mp4a."), type, 16);
    put_number(put(info->u.mp4.codec_description, "MP4A."), type, 16);
    if (type == OTI_AAC && stream == STREAM_AUDIO && length != CONFIG_FIELDS)
        damage = read_specific(c, codec_end, info);
    return damage;
}

const char *st_mp4_read_esds(st_cur c, simdtag_info *info)
{
    enum { DEPENDS = 0x80, URL = 0x40, CLOCK = 0x20 };
    uint32_t length;
    const uint8_t version = st_u8(&c);
    st_skip(&c, 3);
    if (!st_ok(&c))
        return cut_short;
    if (version)
        return "Unsupported version";
    if (st_u8(&c) != ES_TAG)
        return st_ok(&c) ? "unexpected descriptor" : cut_short;
    const char *damage = take_length(&c, &length);
    if (damage)
        return damage;
    st_skip(&c, 2);
    const uint8_t flags = st_u8(&c);
    if (flags & DEPENDS)
        st_skip(&c, 2);
    if (flags & URL)
        st_skip(&c, st_u8(&c));
    if (flags & CLOCK)
        st_skip(&c, 2);
    return st_ok(&c) ? read_decoder_config(&c, info) : cut_short;
}

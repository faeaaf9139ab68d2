/* SPDX-License-Identifier: MIT */
/* Monkey's Audio: the header of versions before 3.98, and the descriptor and header of later ones
 * (https://wiki.multimedia.cx/index.php/Monkey%27s_Audio). */
#include <string.h>

#include "base/cursor.h"
#include "formats/ape_read.h"

enum {
    HEADER = 76,           /* mutagen wants as many bytes of either layout */
    DESCRIPTOR = 3980,     /* the version from which a descriptor comes first */
    DESCRIPTOR_LEN = 52,
    STORED_WAVE = 48,      /* "WAVEfmt" in the WAVE header that old files keep */
    STORED_BITS = 74,
    BLOCKS = 9216
};

static int monkeysaudio_score(const st_probe *p)
{
    return ST_BEGINS(p, "MAC ") + ST_EXT_IS(p, ".ape");
}

/* Samples of a frame before 3.98. From 3.80 on it depended on the level of compression, which
 * mutagen knows as 4 where files have 4000; so do we. */
static uint32_t blocks_per_frame(unsigned version, unsigned compression)
{
    if (version >= 3950)
        return BLOCKS * 8 * 4;
    return version >= 3900 || (version >= 3800 && compression == 4) ? BLOCKS * 8 : BLOCKS;
}

static void read_new(const uint8_t *header, simdtag_info *info, uint32_t *blocks, uint32_t *frames,
                     uint32_t *last)
{
    st_cur c = st_cur_of(header, HEADER);
    st_skip(&c, DESCRIPTOR_LEN + 4); /* and compression, flags */
    *blocks = st_le32(&c);
    *last = st_le32(&c);
    *frames = st_le32(&c);
    info->bits_per_sample = (uint32_t)st_le(&c, 2);
    info->channels = (uint32_t)st_le(&c, 2);
    info->sample_rate = st_le32(&c);
}

static void read_old(const uint8_t *header, simdtag_info *info, uint32_t *frames, uint32_t *last)
{
    st_cur c = st_cur_of(header, HEADER);
    st_skip(&c, 10);
    info->channels = (uint32_t)st_le(&c, 2);
    info->sample_rate = st_le32(&c);
    st_skip(&c, 8); /* bytes of the WAVE header and after the audio */
    *frames = st_le32(&c);
    *last = st_le32(&c);
    if (memcmp(header + STORED_WAVE, "WAVEfmt", 7) == 0) {
        c = st_cur_of(header + STORED_BITS, 2);
        info->bits_per_sample = (uint32_t)st_le(&c, 2);
    }
}

static simdtag_status monkeysaudio_read(st_reader *r, st_out *out)
{
    simdtag_info *info = &out->doc.info;
    size_t got;
    const uint8_t *header = st_view_upto(r, 0, HEADER, &got);
    if (header == NULL)
        return st_status(r);
    if (got < HEADER || memcmp(header, "MAC ", 4) != 0)
        return st_fail(r, SIMDTAG_ERR_MONKEYSAUDIO, "not a Monkey's Audio file");
    const unsigned version = header[4] | (unsigned)header[5] << 8;
    uint32_t frames, last, blocks = blocks_per_frame(version, header[6] | (unsigned)header[7] << 8);
    if (version >= DESCRIPTOR)
        read_new(header, info, &blocks, &frames, &last);
    else
        read_old(header, info, &frames, &last);
    info->u.monkeysaudio.version = version / 1000.0;
    if (info->sample_rate && frames)
        info->length =
            (double)((uint64_t)(frames - 1) * blocks + last) / (double)info->sample_rate;
    return st_ape_read(r, out);
}

const st_format st_format_monkeysaudio = {"MonkeysAudio", SIMDTAG_FORMAT_MONKEYSAUDIO,
                                          monkeysaudio_score, monkeysaudio_read, ".ape"};

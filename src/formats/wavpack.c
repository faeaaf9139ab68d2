/* SPDX-License-Identifier: MIT */
/* WavPack: the header of its first block, an APEv2 tag at the end; all block headers where the
 * first does not know the length. (WavPack 4 & 5 Binary File / Block Format, wavpack.com.) */
#include <string.h>

#include "base/cursor.h"
#include "formats/ape_read.h"
#include "formats/format.h"

enum {
    HEADER = 32,
    SIZE_BASE = 8,          /* a block's size counts from here */
    CUSTOM_RATE = 15,       /* index of a rate that a sub-block has */
    DEFAULT_RATE = 44100,   /* when it has not: what the reference decoder plays */
    DSD_FACTOR = 4,         /* the table's rates mean this much more for DSD */
    SUB_BLOCKS = 64         /* looked through for the rate, which stands before the audio */
};
enum { /* flags of a block */
    BYTES_LESS_1 = 3,
    MONO = 1 << 2,
    RATE_SHIFT = 23
};
#define DSD (1u << 31)
#define UNKNOWN 0xFFFFFFFFu /* total_samples of a stream that was written without seeking back */

static const uint32_t rates[CUSTOM_RATE] = {6000,  8000,  9600,  11025, 12000, 16000, 22050, 24000,
                                            32000, 44100, 48000, 64000, 88200, 96000, 192000};

typedef struct block {
    uint32_t size, version, total_samples, index, samples, flags;
} block;

static int wavpack_score(const st_probe *p)
{
    return ST_BEGINS(p, "wvpk") ? 2 : 0;
}

/* False: these are no block header. */
static bool parse_header(const uint8_t *p, block *b)
{
    st_cur c = st_cur_of(p, HEADER);
    st_skip(&c, 4);
    b->size = st_le32(&c);
    b->version = (uint32_t)st_le(&c, 2);
    st_skip(&c, 2); /* upper bits of 40-bit numbers, or a track and an index: never used */
    b->total_samples = st_le32(&c);
    b->index = st_le32(&c);
    b->samples = st_le32(&c);
    b->flags = st_le32(&c);
    return memcmp(p, "wvpk", 4) == 0;
}

/* Samples of all blocks from the one at 0 on, as far as they follow each other. */
static bool add_blocks(st_reader *r, block b, uint64_t *samples)
{
    uint64_t off = 0, start;
    size_t got;
    *samples = b.samples;
    if (!st_view_tail(r, ST_TAIL_WINDOW, &start, &got)) /* for the tag; the walk ends in it */
        return false;
    for (unsigned n = 1;; n++) {
        uint8_t header[HEADER];
        off += (uint64_t)b.size + SIZE_BASE;
        if (off > r->size || r->size - off < HEADER)
            return true;
        if (n == ST_MAX_WAVPACK_BLOCKS) {
            st_fail(r, SIMDTAG_ERR_LIMIT, "more than %u WavPack blocks", ST_MAX_WAVPACK_BLOCKS);
            return false;
        }
        if (!st_copy(r, off, HEADER, header))
            return false;
        if (!parse_header(header, &b))
            return true;
        *samples += b.samples;
    }
}

/* The rate from the sub-block ID_SAMPLE_RATE (0x27) of the block at 0. A sub-block is an id (0x80:
 * its size has three bytes, 0x40: the last byte of its data does not count) and a size in words. */
static bool custom_rate(st_reader *r, const block *b, uint32_t *rate)
{
    enum { ID_SAMPLE_RATE = 0x27, LARGE = 0x80, ODD = 0x40 };
    const uint64_t end = (uint64_t)b->size + SIZE_BASE < r->size ? b->size + SIZE_BASE : r->size;
    uint64_t off = HEADER;
    *rate = DEFAULT_RATE;
    for (unsigned n = 0; off < end && n < SUB_BLOCKS; n++) {
        size_t got;
        const uint8_t *p = st_view_upto(r, off, end - off < 8 ? (size_t)(end - off) : 8, &got);
        if (p == NULL)
            return false;
        st_cur c = st_cur_of(p, got);
        const uint8_t id = st_u8(&c);
        const uint64_t size = 2 * st_le(&c, id & LARGE ? 3 : 1);
        if ((id & ~(LARGE | ODD)) == ID_SAMPLE_RATE && size == 4) {
            const uint32_t value = (uint32_t)st_le(&c, id & ODD ? 3 : 4);
            if (value)
                *rate = value;
            return true;
        }
        off += (id & LARGE ? 4 : 2) + size;
    }
    return true;
}

static bool read_info(st_reader *r, simdtag_info *info)
{
    size_t got;
    const uint8_t *p = st_view_upto(r, 0, HEADER, &got);
    if (p == NULL)
        return false;
    block b;
    if (got < HEADER || !parse_header(p, &b)) {
        st_fail(r, SIMDTAG_ERR_WAVPACK, "not a WavPack file");
        return false;
    }
    const unsigned index = b.flags >> RATE_SHIFT & 15;
    const bool dsd = b.flags & DSD;
    info->u.wavpack.version = b.version;
    info->channels = b.flags & MONO ? 1 : 2; /* of the block */
    info->bits_per_sample = dsd ? 1 : 8 * ((b.flags & BYTES_LESS_1) + 1);
    if (index == CUSTOM_RATE) {
        if (!custom_rate(r, &b, &info->sample_rate))
            return false;
    } else {
        info->sample_rate = rates[index] * (dsd ? DSD_FACTOR : 1);
    }
    uint64_t samples = b.total_samples;
    if ((b.total_samples == UNKNOWN || b.index != 0) && !add_blocks(r, b, &samples))
        return false;
    info->length = (double)samples / info->sample_rate;
    return true;
}

static simdtag_status wavpack_read(st_reader *r, st_out *out)
{
    if (read_info(r, &out->doc.info))
        st_ape_read(r, out);
    return st_status(r);
}

const st_format st_format_wavpack = {"WavPack", SIMDTAG_FORMAT_WAVPACK, wavpack_score,
                                     wavpack_read, ".wv"};

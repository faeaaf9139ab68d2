/* SPDX-License-Identifier: MIT */
/* TAK: the walk over its metadata blocks, stream info and encoder
 * (https://wiki.hydrogenaud.io/index.php?title=TAK, "TAK file format"). */
#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "formats/ape_read.h"

enum { BLOCK_HEADER = 4, BLOCK_END = 0, BLOCK_STREAM_INFO = 1, BLOCK_ENCODER_INFO = 4 };
/* A stream info has 80 to 182 bits and a checksum of three bytes: from 10.875 to 23.625 bytes as
 * mutagen counts. */
enum { STREAM_INFO = 10, STREAM_INFO_LEAST = 11, STREAM_INFO_MOST = 23 };

static int tak_score(const st_probe *p)
{
    return ST_BEGINS(p, "tBaK") + ST_EXT_IS(p, ".tak");
}

/* Fields lie one behind the other from the lowest bit of the first byte on. */
static void read_stream_info(const uint8_t *p, simdtag_info *info)
{
    enum { RATE_MIN = 6000, BITS_MIN = 8, CHANNELS_MIN = 1 };
    st_cur c = st_cur_of(p, STREAM_INFO);
    /* codec 6 bits, profile 4, frame duration 4, samples 35, data type 3 */
    const uint64_t low = st_le(&c, 7);
    const uint32_t high = (uint32_t)st_le(&c, 3);
    info->u.tak.number_of_samples = low >> 14 & ((UINT64_C(1) << 35) - 1);
    const uint64_t rest = low >> 52 | (uint64_t)high << 4; /* rate 18, bits 5, channels 4 */
    info->sample_rate = (uint32_t)(rest & 0x3FFFF) + RATE_MIN;
    info->bits_per_sample = (uint32_t)(rest >> 18 & 0x1F) + BITS_MIN;
    info->channels = (uint32_t)(rest >> 23 & 0xF) + CHANNELS_MIN;
}

static void read_encoder(const uint8_t *p, simdtag_info *info)
{
    snprintf(info->u.tak.encoder_info, sizeof info->u.tak.encoder_info, "TAK %u.%u.%u", p[2], p[1],
             p[0]);
}

static void read_blocks(st_reader *r, simdtag_info *info)
{
    for (uint64_t off = 4;;) {
        const uint8_t *p = st_view(r, off, BLOCK_HEADER);
        if (p == NULL)
            return;
        const unsigned type = p[0] & 0x7F;
        const uint32_t size = p[1] | (uint32_t)p[2] << 8 | (uint32_t)p[3] << 16;
        off += BLOCK_HEADER;
        if (type == BLOCK_END)
            return;
        if (type == BLOCK_STREAM_INFO) {
            if (size < STREAM_INFO_LEAST || size > STREAM_INFO_MOST) {
                st_fail(r, SIMDTAG_ERR_TAK, "stream info has invalid length");
                return;
            }
            if ((p = st_view(r, off, STREAM_INFO)))
                read_stream_info(p, info);
        } else if (type == BLOCK_ENCODER_INFO && (p = st_view(r, off, 3))) {
            read_encoder(p, info);
        }
        off += size;
    }
}

static simdtag_status tak_read(st_reader *r, st_out *out)
{
    simdtag_info *info = &out->doc.info;
    size_t got;
    const uint8_t *magic = st_view_upto(r, 0, 4, &got);
    if (magic == NULL)
        return st_status(r);
    if (got < 4 || memcmp(magic, "tBaK", 4) != 0)
        return st_fail(r, SIMDTAG_ERR_TAK, "not a TAK file");
    read_blocks(r, info);
    if (st_status(r) == SIMDTAG_ERR_EOF) {
        st_forgive_eof(r);
        return st_fail(r, SIMDTAG_ERR_TAK, "not enough data");
    }
    if (st_status(r) != SIMDTAG_OK)
        return st_status(r);
    if (info->sample_rate == 0)
        return st_fail(r, SIMDTAG_ERR_TAK, "missing stream info");
    info->length = (double)info->u.tak.number_of_samples / info->sample_rate;
    return st_ape_read(r, out);
}

const st_format st_format_tak = {"TAK", SIMDTAG_FORMAT_TAK, tak_score, tak_read, ".tak"};

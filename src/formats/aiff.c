/* SPDX-License-Identifier: MIT */
/* AIFF and AIFF-C (Apple, "Audio Interchange File Format", 1.3): the COMM chunk, and an ID3 tag in
 * a chunk of its own. */
#include <float.h>
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"
#include "formats/id3_read.h"
#include "formats/iff_chunk.h"

enum { COMM_LEN = 18 }; /* channels, frames, bits, rate; AIFF-C has more behind them */

static int aiff_score(const st_probe *p)
{
    return 2 * ST_BEGINS(p, "FORM") +
           (ST_EXT_IS(p, ".aif") || ST_EXT_IS(p, ".aiff") || ST_EXT_IS(p, ".aifc"));
}

/* The whole part of an extended precision number (80 bits, SANE): sign and exponent, then a
 * mantissa that shows its leading one. mutagen refuses what a double cannot hold, and negative
 * rates. */
static bool whole_rate(uint16_t sign_exponent, uint64_t mantissa, double *rate)
{
    const int exponent = (sign_exponent & 0x7FFF) - 16383 - 63; /* of the mantissa's lowest bit */
    *rate = 0;
    if (exponent > DBL_MAX_EXP - 1)
        return false;
    if (exponent < -64) /* below one */
        return true;
    const uint64_t bits = (uint64_t)(exponent + DBL_MAX_EXP - 1) << (DBL_MANT_DIG - 1);
    double power;
    memcpy(&power, &bits, sizeof power);
    const double value = (double)mantissa * power;
    if (value > DBL_MAX || (sign_exponent >> 15 && value >= 1))
        return false;
    *rate = value < (double)(1ull << DBL_MANT_DIG) ? (double)(uint64_t)value : value;
    return true;
}

static void read_comm(st_reader *r, const st_chunk *comm, simdtag_info *info)
{
    const uint8_t *p = comm->data ? st_chunk_view(r, comm, COMM_LEN) : NULL;
    if (p == NULL) {
        st_fail(r, SIMDTAG_ERR_AIFF,
                comm->data ? "the COMM chunk is too short" : "there is no COMM chunk");
        return;
    }
    st_cur c = st_cur_of(p, COMM_LEN);
    info->channels = st_be16(&c);
    const uint32_t frames = st_be32(&c);
    info->bits_per_sample = st_be16(&c);
    const uint16_t sign_exponent = st_be16(&c);
    double rate;
    if (!whole_rate(sign_exponent, st_be(&c, 8), &rate)) {
        st_fail(r, SIMDTAG_ERR_AIFF, "the sample rate is none");
        return;
    }
    info->u.aiff.sample_rate = rate;
    info->sample_rate = rate < UINT32_MAX ? (uint32_t)rate : UINT32_MAX;
    if (rate > 0)
        info->length = frames / rate;
    /* the format has signed numbers there, which are not negative in a sound file */
    info->bitrate = (double)((int16_t)info->channels * (int16_t)info->bits_per_sample) * rate;
}

static simdtag_status aiff_read(st_reader *r, st_out *out)
{
    const bool tags_only = out->options & ST_READ_TAGS_ONLY;
    uint64_t tag = ST_NO_CHUNK;
    st_chunk form, c, comm = {0};
    if (!st_chunk_root(r, ST_IFF_FORM, ST_FOURCC('F', 'O', 'R', 'M'), &form))
        return st_id3_no_root(r, out);
    st_chunks walk = st_chunks_in(r, ST_IFF_FORM, &form);
    while (st_chunks_next(&walk, &c)) {
        if (c.id == ST_FOURCC('I', 'D', '3', ' ') && tag == ST_NO_CHUNK)
            tag = c.data;
        else if (c.id == ST_FOURCC('C', 'O', 'M', 'M') && comm.data == 0)
            comm = c;
        else if (c.id == ST_FOURCC('S', 'S', 'N', 'D') && out->doc.audio_offset == 0)
            out->doc.audio_offset = c.data;
    }
    if (st_status(r) == SIMDTAG_OK &&
        st_id3_read_chunk(r, out, tag, SIMDTAG_ERR_AIFF) == SIMDTAG_OK && !tags_only)
        read_comm(r, &comm, &out->doc.info);
    return st_status(r);
}

const st_format st_format_aiff = {"AIFF", SIMDTAG_FORMAT_AIFF, aiff_score, aiff_read,
                                  ".aif .aiff .aifc"};

/* SPDX-License-Identifier: MIT */
/* WAVE (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications", 1.0): the
 * fmt and data chunks of a RIFF, and an ID3 tag in a chunk of its own. */
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"
#include "formats/id3_read.h"
#include "formats/iff_chunk.h"

enum { FMT_LEN = 16 }; /* up to the bits of a sample, which all formats have */

static const uint32_t wave = ST_FOURCC('W', 'A', 'V', 'E');

static int wave_score(const st_probe *p)
{
    const bool form = p->len >= 12 && memcmp(p->head + 8, "WAVE", 4) == 0;
    return ST_BEGINS(p, "RIFF") + form + (ST_EXT_IS(p, ".wav") || ST_EXT_IS(p, ".wave"));
}

static bool read_fmt(st_reader *r, const st_chunk *fmt, const st_chunk *data, simdtag_info *info)
{
    if (fmt->data == 0) {
        st_fail(r, SIMDTAG_ERR_WAVE, "there is no fmt chunk");
        return false;
    }
    const uint8_t *p = st_chunk_view(r, fmt, FMT_LEN);
    if (p == NULL) {
        st_fail(r, SIMDTAG_ERR_IFF_CHUNK, "the fmt chunk is too short");
        return false;
    }
    st_cur c = st_cur_of(p, FMT_LEN);
    info->u.wave.audio_format = (uint32_t)st_le(&c, 2);
    info->channels = (uint32_t)st_le(&c, 2);
    info->sample_rate = st_le32(&c);
    st_skip(&c, 4); /* bytes per second: what they are is computed */
    const uint32_t block = (uint32_t)st_le(&c, 2);
    info->bits_per_sample = (uint32_t)st_le(&c, 2);
    info->bitrate = (double)info->channels * info->bits_per_sample * info->sample_rate;
    if (data->data && block)
        info->u.wave.number_of_samples = (double)data->size / block;
    if (info->sample_rate)
        info->length = info->u.wave.number_of_samples / info->sample_rate;
    return true;
}

static simdtag_status wave_read(st_reader *r, st_out *out)
{
    uint64_t tag = ST_NO_CHUNK;
    st_chunk riff, c, fmt = {0}, data = {0};
    if (!st_chunk_root(r, ST_IFF_RIFF, ST_FOURCC('R', 'I', 'F', 'F'), &riff))
        return st_id3_no_root(r, out);
    if (riff.name != wave)
        return st_fail(r, SIMDTAG_ERR_WAVE, "the RIFF holds no WAVE");
    st_chunks walk = st_chunks_in(r, ST_IFF_RIFF, &riff);
    while (st_chunks_next(&walk, &c)) {
        if (c.id == ST_FOURCC('f', 'm', 't', ' ') && fmt.data == 0)
            fmt = c;
        else if (c.id == ST_FOURCC('d', 'a', 't', 'a') && data.data == 0)
            data = c;
        else if ((c.id == ST_FOURCC('i', 'd', '3', ' ') || c.id == ST_FOURCC('I', 'D', '3', ' ')) &&
                 tag == ST_NO_CHUNK)
            tag = c.data;
    }
    out->doc.audio_offset = data.data;
    if (st_status(r) == SIMDTAG_OK &&
        (out->options & ST_READ_TAGS_ONLY || read_fmt(r, &fmt, &data, &out->doc.info)))
        st_id3_read_chunk(r, out, tag, SIMDTAG_ERR_WAVE);
    return st_status(r);
}

const st_format st_format_wave = {"WAVE", SIMDTAG_FORMAT_WAVE, wave_score, wave_read, ".wav .wave"};

/* SPDX-License-Identifier: MIT */
/* True Audio (TTA1 and TTA2): an ID3 tag, a header, and perhaps an ID3v1 tag at the end. */
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"
#include "formats/id3_read.h"

enum { HEADER = 18 }; /* up to the number of samples; a checksum follows */

static int trueaudio_score(const st_probe *p)
{
    return (ST_BEGINS(p, "ID3") || ST_BEGINS(p, "TTA")) + 2 * ST_EXT_IS(p, ".tta");
}

static simdtag_status trueaudio_read(st_reader *r, st_out *out)
{
    uint64_t at = 0;
    const simdtag_status status = st_id3_read(r, out, 0, &at);
    if (status != SIMDTAG_OK || out->options & ST_READ_TAGS_ONLY)
        return status;
    const uint8_t *p = HEADER <= r->size - at ? st_view(r, at, HEADER) : NULL;
    if (p == NULL || memcmp(p, "TTA", 3) != 0)
        return st_fail(r, SIMDTAG_ERR_TRUEAUDIO_HEADER, "there is no TTA header");
    simdtag_info *info = &out->doc.info;
    st_cur c = st_cur_of(p, HEADER);
    st_skip(&c, 4 + 2); /* magic, format */
    info->channels = (uint32_t)st_le(&c, 2);
    info->bits_per_sample = (uint32_t)st_le(&c, 2);
    info->sample_rate = st_le32(&c);
    const uint32_t samples = st_le32(&c);
    if (info->sample_rate)
        info->length = (double)samples / info->sample_rate;
    out->doc.audio_offset = at;
    return SIMDTAG_OK;
}

const st_format st_format_trueaudio = {"TrueAudio", SIMDTAG_FORMAT_TRUEAUDIO, trueaudio_score,
                                       trueaudio_read, ".tta"};

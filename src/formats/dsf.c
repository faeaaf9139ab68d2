/* SPDX-License-Identifier: MIT */
/* DSF (Sony, "DSF File Format Specification", 1.01): three chunks at fixed places, and an ID3 tag
 * where the first one says. */
#include <string.h>

#include "base/cursor.h"
#include "formats/format.h"
#include "formats/id3_read.h"

enum { DSD_LEN = 28, FMT_LEN = 52, DATA_LEN = 12 };

static int dsf_score(const st_probe *p)
{
    return 2 * ST_BEGINS(p, "DSD ") + ST_EXT_IS(p, ".dsf");
}

/* The next chunk's header, of which the first 12 bytes are checked: its id, and its size if that is
 * fixed. */
static st_cur header(st_reader *r, uint64_t *at, size_t n, const char id[4])
{
    const uint8_t *p = *at < r->size && n <= r->size - *at ? st_view(r, *at, n) : NULL;
    st_cur c = st_cur_of(p, n);
    const uint8_t *name = st_take(&c, 4);
    const uint64_t size = st_le(&c, 8);
    if (p == NULL)
        st_fail(r, SIMDTAG_ERR_DSF, "the file ends inside its headers");
    else if (memcmp(name, id, 4) != 0)
        st_fail(r, SIMDTAG_ERR_DSF, "a chunk is missing: %s", id);
    else if (n == DATA_LEN ? size < n : size != n)
        st_fail(r, SIMDTAG_ERR_DSF, "a chunk has a wrong size: %s", id);
    *at += n;
    return c;
}

static void read_fmt(st_reader *r, st_cur *c, simdtag_info *info)
{
    if (st_le32(c) != 1)
        st_fail(r, SIMDTAG_ERR_DSF, "the version of the format is unknown");
    if (st_le32(c) != 0)
        st_fail(r, SIMDTAG_ERR_DSF, "the format is not DSD raw");
    info->u.dsf.channel_type = st_le32(c);
    info->channels = st_le32(c);
    info->sample_rate = st_le32(c);
    info->bits_per_sample = st_le32(c);
    info->u.dsf.sample_count = st_le(c, 8);
    info->u.dsf.block_size = st_le32(c);
    if (info->sample_rate)
        info->length = (double)info->u.dsf.sample_count / info->sample_rate;
    info->bitrate = (double)info->channels * info->bits_per_sample * info->sample_rate;
}

static simdtag_status dsf_read(st_reader *r, st_out *out)
{
    uint64_t at = 0;
    st_cur c = header(r, &at, DSD_LEN, "DSD ");
    st_skip(&c, 8); /* size of the file */
    const uint64_t tag = st_le(&c, 8);
    if (!(out->options & ST_READ_TAGS_ONLY)) {
        c = header(r, &at, FMT_LEN, "fmt ");
        read_fmt(r, &c, &out->doc.info);
        header(r, &at, DATA_LEN, "data");
    }
    out->doc.audio_offset = at;
    if (st_status(r) == SIMDTAG_OK)
        st_id3_read_chunk(r, out, tag ? tag : ST_NO_CHUNK, SIMDTAG_ERR_DSF);
    return st_status(r);
}

const st_format st_format_dsf = {"DSF", SIMDTAG_FORMAT_DSF, dsf_score, dsf_read, ".dsf"};

/* SPDX-License-Identifier: MIT */
/* FLAC in Ogg (RFC 9639, 10.1): the mapping's header with the stream info, comments, length. */
#include <string.h>

#include "base/cursor.h"
#include "dispatch/dispatch.h"
#include "formats/flac.h"
#include "formats/format.h"
#include "formats/ogg_comment.h"
#include "formats/ogg_page.h"

enum { MAPPING_LEN = 17, ID_LEN = MAPPING_LEN + ST_FLAC_STREAMINFO_LEN, COMMENT_PREFIX = 4 };

/* One for "FLAC" of the mapping's header, one for the "fLaC" after it. */
static int oggflac_score(const st_probe *p)
{
    if (!(p->magics & ST_MAGIC_OGGS))
        return 0;
    return (p->magics & ST_MAGIC_OGGFLAC ? 1 : 0) + st_bytes_have(p->head, p->len, "fLaC", 4);
}

/* The header of the metadata block is not looked at, as in mutagen: the first block is stream
 * info. */
static void read_id(st_reader *r, const st_ogg_page *page, simdtag_info *info)
{
    simdtag_flac_info flac;
    const uint8_t *p = st_view(r, page->body, ID_LEN);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, ID_LEN);
    st_skip(&c, 5);
    const unsigned major = st_u8(&c), minor = st_u8(&c);
    if (major != 1 || minor != 0)
        st_fail(r, SIMDTAG_ERR_OGG, "unknown mapping version: %u.%u", major, minor);
    const uint32_t packets = st_be16(&c);
    if (memcmp(st_take(&c, 4), "fLaC", 4) != 0)
        st_fail(r, SIMDTAG_ERR_OGG, "invalid FLAC marker");
    if (!st_flac_streaminfo(p + MAPPING_LEN, info, &flac))
        st_fail(r, SIMDTAG_ERR_OGG, "A sample rate value of 0 is invalid");
    info->u.ogg = (simdtag_ogg_info){
        .serial = page->serial,
        .packets = packets,
        .min_blocksize = flac.min_blocksize,
        .max_blocksize = flac.max_blocksize,
        .total_samples = flac.total_samples,
    };
}

static simdtag_status oggflac_read(st_reader *r, st_out *out)
{
    st_ogg_page page;
    simdtag_info *info = &out->doc.info;
    int64_t granule;
    st_view(r, 0, r->size < ST_HEAD_WINDOW ? (size_t)r->size : ST_HEAD_WINDOW);
    if (st_ogg_find_id(r, "\x7F" "FLAC", 5, ID_LEN, false, &page))
        read_id(r, &page, info);
    if (st_status(r) == SIMDTAG_OK && st_ogg_page_of(r, page.end, page.serial, &page) &&
        st_ogg_comments(r, out, &page, COMMENT_PREFIX, false, &out->doc.audio_offset) ==
            SIMDTAG_OK &&
        info->u.ogg.total_samples == 0 && /* an encoder that could not seek back */
        st_ogg_last_granule(r, info->u.ogg.serial, ST_TAIL_WINDOW, &granule))
        info->length = (double)granule / info->sample_rate;
    return st_ogg_finish(r, SIMDTAG_ERR_OGGFLAC_HEADER);
}

const st_format st_format_oggflac = {"OggFLAC", SIMDTAG_FORMAT_OGGFLAC, oggflac_score,
                                     oggflac_read, ".oga .ogg"};

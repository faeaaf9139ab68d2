/* SPDX-License-Identifier: MIT */
/* Ogg Speex (The Speex Codec Manual, "Ogg file format"): header, comments, length. */
#include "base/cursor.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/ogg_comment.h"
#include "formats/ogg_page.h"

enum { ID_USED = 56 }; /* of the header's 80 bytes: those up to the bitrate */

static int oggspeex_score(const st_probe *p)
{
    return p->magics & ST_MAGIC_OGGS && p->magics & ST_MAGIC_SPEEX ? 1 : 0;
}

/* Table 7.1 of the manual; all numbers little-endian and of 32 bits. */
static void read_id(st_reader *r, const st_ogg_page *page, simdtag_info *info)
{
    const uint8_t *p = st_view(r, page->body, ID_USED);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, ID_USED);
    st_skip(&c, 8 + 20 + 4 + 4); /* signature, version as text and number, header's size */
    info->sample_rate = st_le32(&c);
    st_skip(&c, 4 + 4); /* mode and its version */
    info->channels = st_le32(&c);
    const int32_t bitrate = (int32_t)st_le32(&c);
    info->bitrate = bitrate > 0 ? bitrate : 0; /* -1: variable */
    info->u.ogg.serial = page->serial;
    if (info->sample_rate == 0) /* mutagen: ZeroDivisionError */
        st_fail(r, SIMDTAG_ERR_OGG, "sample rate can't be zero");
}

static simdtag_status oggspeex_read(st_reader *r, st_out *out)
{
    st_ogg_page page;
    simdtag_info *info = &out->doc.info;
    int64_t granule;
    st_view(r, 0, r->size < ST_HEAD_WINDOW ? (size_t)r->size : ST_HEAD_WINDOW);
    if (st_ogg_find_id(r, "Speex   ", 8, ID_USED, true, &page))
        read_id(r, &page, info);
    if (st_status(r) == SIMDTAG_OK && st_ogg_page_of(r, page.end, page.serial, &page) &&
        st_ogg_comments(r, out, &page, 0, false, &out->doc.audio_offset) == SIMDTAG_OK &&
        st_ogg_last_granule(r, info->u.ogg.serial, ST_TAIL_WINDOW, &granule))
        info->length = (double)granule / info->sample_rate;
    return st_ogg_finish(r, SIMDTAG_ERR_OGGSPEEX_HEADER);
}

const st_format st_format_oggspeex = {"OggSpeex", SIMDTAG_FORMAT_OGGSPEEX, oggspeex_score,
                                      oggspeex_read, ".spx"};

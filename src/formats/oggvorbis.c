/* SPDX-License-Identifier: MIT */
/* Ogg Vorbis (Vorbis I specification, section 4.2): identification header, comments, length. */
#include "base/cursor.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/ogg_comment.h"
#include "formats/ogg_page.h"

enum { ID_LEN = 28, COMMENT_PREFIX = 7 };

static int oggvorbis_score(const st_probe *p)
{
    return p->magics & ST_MAGIC_OGGS && p->magics & ST_MAGIC_VORBIS ? 1 : 0;
}

/* One number out of three, as mutagen chooses it; negative ones count as 0. */
static double bitrate_of(int32_t most, int32_t nominal, int32_t least)
{
    const int64_t max = most > 0 ? most : 0, nom = nominal > 0 ? nominal : 0,
                  min = least > 0 ? least : 0;
    if (nom == 0)
        return (double)((max + min) / 2);
    if (max && max < nom)
        return (double)max;
    return (double)(min > nom ? min : nom);
}

/* Vorbis I, 4.2.2. */
static void read_id(st_reader *r, const st_ogg_page *page, simdtag_info *info)
{
    const uint8_t *p = st_view(r, page->body, ID_LEN);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, ID_LEN);
    st_skip(&c, 7 + 4); /* signature, version */
    info->channels = st_u8(&c);
    info->sample_rate = st_le32(&c);
    if (info->sample_rate == 0) {
        st_fail(r, SIMDTAG_ERR_OGG, "sample rate can't be zero");
        return;
    }
    const int32_t most = (int32_t)st_le32(&c), nominal = (int32_t)st_le32(&c),
                  least = (int32_t)st_le32(&c);
    info->bitrate = bitrate_of(most, nominal, least);
    info->u.ogg.serial = page->serial;
}

static simdtag_status oggvorbis_read(st_reader *r, st_out *out)
{
    st_ogg_page page;
    simdtag_info *info = &out->doc.info;
    int64_t granule;
    st_view(r, 0, r->size < ST_HEAD_WINDOW ? (size_t)r->size : ST_HEAD_WINDOW);
    if (st_ogg_find_id(r, "\x01vorbis", 7, ID_LEN, true, &page))
        read_id(r, &page, info);
    /* the stream's next page has the comments, whatever it begins with */
    if (st_status(r) == SIMDTAG_OK && st_ogg_page_of(r, page.end, page.serial, &page) &&
        st_ogg_comments(r, out, &page, COMMENT_PREFIX, true, &out->doc.audio_offset) ==
            SIMDTAG_OK &&
        st_ogg_last_granule(r, info->u.ogg.serial, ST_TAIL_WINDOW, &granule))
        info->length = (double)granule / info->sample_rate;
    return st_ogg_finish(r, SIMDTAG_ERR_OGGVORBIS_HEADER);
}

const st_format st_format_oggvorbis = {"OggVorbis", SIMDTAG_FORMAT_OGGVORBIS, oggvorbis_score,
                                       oggvorbis_read, ".ogg .oga .ogx"};

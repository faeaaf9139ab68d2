/* SPDX-License-Identifier: MIT */
/* Ogg Theora (Theora specification, 6.2 and appendix A): identification header, comments,
 * length. */
#include <string.h>

#include "base/cursor.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/ogg_comment.h"
#include "formats/ogg_page.h"

enum { ID_LEN = 42, COMMENT_PREFIX = 7 };

/* Two for each of the first headers: it goes before the codecs of sound that may be beside it. */
static int oggtheora_score(const st_probe *p)
{
    if (!(p->magics & ST_MAGIC_OGGS))
        return 0;
    return (p->magics & ST_MAGIC_THEORA ? 2 : 0) +
           2 * st_bytes_have(p->head, p->len, "\x81theora", 7);
}

/* Theora, 6.2. */
static void read_id(st_reader *r, const st_ogg_page *page, simdtag_info *info)
{
    const uint8_t *p = st_view(r, page->body, ID_LEN);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, ID_LEN);
    st_skip(&c, 7);
    const unsigned major = st_u8(&c), minor = st_u8(&c);
    if (major != 3 || minor != 2)
        st_fail(r, SIMDTAG_ERR_OGG, "found Theora version %u.%u != 3.2", major, minor);
    st_skip(&c, 1 + 2 + 2 + 3 + 3 + 1 + 1); /* revision; size of frame and picture, its place */
    const uint32_t numerator = st_be32(&c), denominator = st_be32(&c);
    if (numerator == 0 || denominator == 0)
        st_fail(r, SIMDTAG_ERR_OGG, "a frame rate of %lu/%lu", (unsigned long)numerator,
                (unsigned long)denominator);
    else
        info->u.ogg.fps = (double)numerator / denominator;
    st_skip(&c, 3 + 3 + 1); /* aspect ratio, colour space */
    info->bitrate = (double)st_be(&c, 3);
    info->u.ogg.granule_shift = st_be16(&c) >> 5 & 31; /* between quality and pixel format */
    info->u.ogg.serial = page->serial;
}

/* A position has the number of the last key frame above `shift` bits with the frames since then
 * (Theora, A.2.3). In arithmetic without bounds, as mutagen does it. */
static double frames_of(int64_t granule, unsigned shift)
{
    const uint64_t mask = (UINT64_C(1) << shift) - 1;
    const uint64_t since = (uint64_t)granule & mask;
    const int64_t key = granule < 0 ? ~(int64_t)(~(uint64_t)granule >> shift)
                                    : (int64_t)((uint64_t)granule >> shift);
    return (double)(key + (int64_t)since); /* with shift 0 nothing is since, else key is small */
}

static simdtag_status oggtheora_read(st_reader *r, st_out *out)
{
    st_ogg_page page;
    simdtag_info *info = &out->doc.info;
    int64_t granule;
    st_view(r, 0, r->size < ST_HEAD_WINDOW ? (size_t)r->size : ST_HEAD_WINDOW);
    if (st_ogg_find_id(r, "\x80theora", 7, ID_LEN, true, &page))
        read_id(r, &page, info);
    if (st_status(r) == SIMDTAG_OK && st_ogg_page_of(r, page.end, page.serial, &page) &&
        st_ogg_comments(r, out, &page, COMMENT_PREFIX, false, &out->doc.audio_offset) ==
            SIMDTAG_OK &&
        st_ogg_last_granule(r, info->u.ogg.serial, ST_TAIL_WINDOW, &granule))
        info->length = frames_of(granule, info->u.ogg.granule_shift) / info->u.ogg.fps;
    return st_ogg_finish(r, SIMDTAG_ERR_OGGTHEORA_HEADER);
}

const st_format st_format_oggtheora = {"OggTheora", SIMDTAG_FORMAT_OGGTHEORA, oggtheora_score,
                                       oggtheora_read, ".ogv"};

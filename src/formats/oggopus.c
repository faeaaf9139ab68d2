/* SPDX-License-Identifier: MIT */
/* Ogg Opus (RFC 7845): identification header, comments, length and average bitrate. */
#include <string.h>

#include "base/cursor.h"
#include "base/number.h"
#include "dispatch/dispatch.h"
#include "formats/format.h"
#include "formats/ogg_comment.h"
#include "formats/ogg_page.h"

enum {
    ID_LEN = 19,
    COMMENT_PREFIX = 8,
    GRANULE_RATE = 48000,
    LAST_PAGE = 8 << 10 /* encoders fill a page with a second of sound, 8 to 16 KiB of music: the
                           last one has some part of that */
};

static int oggopus_score(const st_probe *p)
{
    return p->magics & ST_MAGIC_OGGS && p->magics & ST_MAGIC_OPUSHEAD ? 1 : 0;
}

static bool begins(const st_ogg_page *page, const char *magic)
{
    return memcmp(page->start, magic, 8) == 0;
}

/* A page without any packet makes mutagen raise IndexError; here it is a damaged header like
 * others. */
static bool has_packet(st_reader *r, const st_ogg_page *page)
{
    if (page->packets == 0)
        st_fail(r, SIMDTAG_ERR_OGG, "page has no packets");
    return page->packets != 0;
}

/* RFC 7845, 5.1. *pre_skip are samples at 48 kHz that the granule position counts but nobody
 * hears. */
static void read_id(st_reader *r, const st_ogg_page *page, simdtag_info *info, int64_t *pre_skip)
{
    const uint8_t *p = st_view(r, page->body, ID_LEN);
    if (p == NULL)
        return;
    st_cur c = st_cur_of(p, ID_LEN);
    st_skip(&c, 8);
    const unsigned version = st_u8(&c);
    if (version >> 4) /* the upper half counts incompatible changes */
        st_fail(r, SIMDTAG_ERR_OGG, "version %u unsupported", version >> 4);
    info->channels = st_u8(&c);
    *pre_skip = (int64_t)st_le(&c, 2);
    info->sample_rate = GRANULE_RATE;
    info->u.ogg.serial = page->serial;
}

static bool find_comment_page(st_reader *r, st_ogg_page *page)
{
    const uint32_t serial = page->serial;
    while (st_ogg_page_of(r, page->end, serial, page) && has_packet(r, page))
        if (begins(page, "OpusTags"))
            return true;
    return false;
}

static simdtag_status oggopus_read(st_reader *r, st_out *out)
{
    st_ogg_page page;
    simdtag_info *info = &out->doc.info;
    int64_t pre_skip = 0;
    int64_t granule;
    st_view(r, 0, r->size < ST_HEAD_WINDOW ? (size_t)r->size : ST_HEAD_WINDOW);
    if (st_ogg_find_id(r, "OpusHead", 8, ID_LEN, true, &page))
        read_id(r, &page, info, &pre_skip);
    if (st_status(r) == SIMDTAG_OK && find_comment_page(r, &page) &&
        st_ogg_comments(r, out, &page, COMMENT_PREFIX, false, &out->doc.audio_offset) ==
            SIMDTAG_OK &&
        st_ogg_last_granule(r, info->u.ogg.serial, LAST_PAGE, &granule)) {
        /* the difference in integers, since doubles would round twice; below zero in magnitudes,
         * since it may pass INT64_MIN */
        const double samples = granule < 0
                                   ? -(double)((uint64_t)0 - (uint64_t)granule + (uint64_t)pre_skip)
                                   : (double)(granule - pre_skip);
        info->length = samples / GRANULE_RATE;
        if (info->length != 0)
            info->bitrate =
                st_round_even((double)((r->size - out->doc.audio_offset) * 8) / info->length);
    }
    return st_ogg_finish(r, SIMDTAG_ERR_OGGOPUS_HEADER);
}

const st_format st_format_oggopus = {"OggOpus", SIMDTAG_FORMAT_OGGOPUS, oggopus_score,
                                     oggopus_read, ".opus"};

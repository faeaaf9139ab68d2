/* SPDX-License-Identifier: MIT */
/* Ogg Speex: the header's numbers, comments without a framing bit, length from the last page. */
#include "dispatch/dispatch.h"
#include "formats/ogg_page.h"
#include "xiph.h"

static parsed p;
static built b;

static void put_id(uint8_t flags, uint32_t rate, uint32_t bitrate, size_t n)
{
    built k = {0};
    put_text(&k, "Speex   1.2.1");
    put_fill(&k, 0, 8 + 20 - k.n);
    const uint32_t numbers[] = {1, 80, rate, 1, 4, 2, bitrate, 320, 0, 1, 0, 0, 0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_le(&k, numbers[i], 4);
    put_page(&b, flags, 0, 1, 0, k.at, n, true);
    free(k.at);
}

static void put_tags(void)
{
    static const char *const comments[] = {"TITLE=x"};
    built k = {0};
    put_comments(&k, "speexenc", comments, 1, 1);
    put_page(&b, 0, 0, 1, 1, k.at, k.n, true);
    free(k.at);
}

static void put_audio(int64_t granule)
{
    put_page(&b, ST_OGG_LAST, granule, 1, 2, "audio", 5, true);
}

static void run(simdtag_status status)
{
    parse_to(status, &p, &st_format_oggspeex, &b);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    put_id(ST_OGG_FIRST, 16000, 27800, 80);
    put_tags();
    const size_t audio = b.n;
    put_audio(24000);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 1.5);
    ck_assert(info->bitrate == 27800);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 16000);
    ck_assert_uint_eq(info->u.ogg.serial, 1);
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "speexenc");
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "TITLE=x");
    ck_assert_uint_eq(p.reads, 1);
    end();
}
END_TEST

START_TEST(an_unknown_bitrate_is_zero)
{
    put_id(ST_OGG_FIRST, 8000, (uint32_t)-1, 80);
    put_tags();
    put_audio(-8000); /* written by nobody; mutagen divides it all the same */
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == 0);
    ck_assert(p.out.doc.info.length == -1);
    end();
}
END_TEST

START_TEST(headers_cut_or_wrong)
{
    for (size_t n = 0; n <= 80; n++) {
        put_id(ST_OGG_FIRST, 8000, 0, n);
        put_tags();
        put_audio(80);
        run(n < 56 ? SIMDTAG_ERR_OGGSPEEX_HEADER : SIMDTAG_OK);
        if (n >= 56)
            end();
    }
    put_id(0, 8000, 0, 80); /* does not start a stream */
    put_tags();
    run(SIMDTAG_ERR_OGGSPEEX_HEADER);
    put_id(ST_OGG_FIRST, 0, 0, 80); /* mutagen: ZeroDivisionError */
    put_tags();
    put_audio(80);
    run(SIMDTAG_ERR_OGGSPEEX_HEADER);
    put_id(ST_OGG_FIRST, 8000, 0, 80);
    run(SIMDTAG_ERR_OGGSPEEX_HEADER); /* no comments */
    put_id(ST_OGG_FIRST, 8000, 0, 80);
    put_page(&b, 0, 0, 1, 1, "cut", 3, true);
    run(SIMDTAG_ERR_VORBIS);
}
END_TEST

START_TEST(scores)
{
    st_probe probe = {.ext = ST_EXT(".spx"), .head = (const uint8_t *)"", .magics = ST_MAGIC_SPEEX};
    ck_assert_int_eq(st_format_oggspeex.score(&probe), 0);
    probe.magics |= ST_MAGIC_OGGS;
    ck_assert_int_eq(st_format_oggspeex.score(&probe), 1);
}
END_TEST

ST_CASE(oggspeex, an_ordinary_file, an_unknown_bitrate_is_zero, headers_cut_or_wrong, scores)
ST_CHECK_MAIN(oggspeex)

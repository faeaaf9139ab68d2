/* SPDX-License-Identifier: MIT */
/* Ogg Theora: version, frame rate, bitrate; positions of key frames and the frames after them. */
#include "dispatch/dispatch.h"
#include "formats/ogg_page.h"
#include "xiph.h"

static parsed p;
static built b;

typedef struct id {
    uint8_t major, minor, flags;
    uint32_t numerator, denominator;
    unsigned shift;
    size_t n;
} id;

static const id usual = {3, 2, ST_OGG_FIRST, 30000, 1001, 6, 42};

static void put_id(id is)
{
    built k = {0};
    put_text(&k, "\x80theora");
    put_be(&k, is.major, 1);
    put_be(&k, is.minor, 1);
    put_be(&k, 1, 1);
    put_be(&k, 20, 2);  /* macroblocks */
    put_be(&k, 15, 2);
    put_be(&k, 320, 3); /* picture */
    put_be(&k, 240, 3);
    put_be(&k, 0, 2);
    put_be(&k, is.numerator, 4);
    put_be(&k, is.denominator, 4);
    put_be(&k, 1, 3); /* aspect */
    put_be(&k, 1, 3);
    put_be(&k, 0, 1);
    put_be(&k, 200000, 3);
    put_be(&k, 63u << 10 | is.shift << 5 | 3u << 3, 2);
    ck_assert_uint_eq(k.n, 42);
    put_page(&b, is.flags, 0, 9, 0, k.at, is.n, true);
    free(k.at);
}

static void put_tags(void)
{
    static const char *const comments[] = {"TITLE=x", "ARTIST=y"};
    built k = {0};
    put_text(&k, "\x81theora");
    put_comments(&k, "Xiph", comments, 2, 2);
    put_packet(&b, 9, 1, &k, 255);
    free(k.at);
}

static void put_video(int64_t granule)
{
    put_page(&b, ST_OGG_LAST, granule, 9, 2, "video", 5, true);
}

static void run(simdtag_status status)
{
    parse_to(status, &p, &st_format_oggtheora, &b);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    put_id(usual);
    put_tags();
    put_video(100 << 6 | 20);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->u.ogg.fps == 30000.0 / 1001);
    ck_assert(info->length == 120 / (30000.0 / 1001));
    ck_assert(info->bitrate == 200000);
    ck_assert_uint_eq(info->u.ogg.granule_shift, 6);
    ck_assert_uint_eq(info->u.ogg.serial, 9);
    ck_assert_uint_eq(info->channels, 0);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 1), "ARTIST=y");
    end();
}
END_TEST

START_TEST(positions)
{
    static const struct {
        int64_t granule;
        unsigned shift;
        double frames;
    } rows[] = {
        {0, 6, 0},   {63, 6, 63},         {64, 6, 1},           {6403, 0, 6403},
        {6403, 31, 6403}, {-100, 6, -2 + 28}, {INT64_MIN, 0, -0x1p63}, {INT64_MIN, 1, -0x1p62},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        id is = usual;
        is.numerator = 25;
        is.denominator = 1;
        is.shift = rows[i].shift;
        put_id(is);
        put_tags();
        put_video(rows[i].granule);
        run(SIMDTAG_OK);
        ck_assert(p.out.doc.info.length == rows[i].frames / 25);
        end();
    }
}
END_TEST

static void refused(id is)
{
    put_id(is);
    put_tags();
    put_video(64);
    run(SIMDTAG_ERR_OGGTHEORA_HEADER);
}

START_TEST(headers_cut_or_wrong)
{
    id is = usual;
    for (is.n = 0; is.n < 42; is.n++)
        refused(is);
    is = usual;
    is.major = 4;
    refused(is);
    is = usual;
    is.minor = 1;
    refused(is);
    is = usual;
    is.flags = 0;
    refused(is);
    is = usual;
    is.numerator = 0;
    refused(is);
    is = usual;
    is.denominator = 0;
    refused(is);
    put_id(usual);
    put_page(&b, 0, 0, 9, 1, "\x81theo", 5, true);
    put_video(64);
    run(SIMDTAG_ERR_VORBIS);
}
END_TEST

START_TEST(sound_beside_it)
{
    put_page(&b, ST_OGG_FIRST, 0, 5, 0, "\x01vorbis-like", 12, true);
    put_id(usual);
    put_page(&b, 0, 0, 5, 1, "other comments", 14, true);
    put_tags();
    put_video(10 << 6);
    put_page(&b, ST_OGG_LAST, 1 << 20, 5, 2, "sound", 5, true);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 10 / (30000.0 / 1001));
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "TITLE=x");
    end();
}
END_TEST

START_TEST(scores)
{
    st_probe probe = {.ext = ST_EXT(".ogv"),
                      .head = (const uint8_t *)"", .magics = ST_MAGIC_THEORA};
    ck_assert_int_eq(st_format_oggtheora.score(&probe), 0);
    probe.magics |= ST_MAGIC_OGGS;
    ck_assert_int_eq(st_format_oggtheora.score(&probe), 2);
    probe.magics |= ST_MAGIC_VORBIS; /* wins over the sound's codec */
    ck_assert_str_eq(st_format_pick(&probe)->name, "OggTheora");
    probe.head = (const uint8_t *)"\x81theora";
    probe.len = 7;
    probe.magics = 0;
    ck_assert_int_eq(st_format_oggtheora.score(&probe), 0);
    probe.magics = ST_MAGIC_OGGS;
    ck_assert_int_eq(st_format_oggtheora.score(&probe), 2);
    probe.magics |= ST_MAGIC_THEORA;
    ck_assert_int_eq(st_format_oggtheora.score(&probe), 4);
}
END_TEST

ST_CASE(oggtheora, an_ordinary_file, positions, headers_cut_or_wrong, sound_beside_it, scores)
ST_CHECK_MAIN(oggtheora)

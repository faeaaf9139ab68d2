/* SPDX-License-Identifier: MIT */
/* Ogg Opus: identification header, the search for the comments, pre-skip and average bitrate. */
#include "dispatch/dispatch.h"
#include "formats/ogg_page.h"
#include "xiph.h"

static parsed p;
static built b;

static void put_id(uint8_t version, uint16_t pre_skip, size_t n)
{
    built k = {0};
    put_text(&k, "OpusHead");
    put_le(&k, version, 1);
    put_le(&k, 2, 1);
    put_le(&k, pre_skip, 2);
    put_le(&k, 44100, 4);
    put_le(&k, 0, 2);
    put_le(&k, 0, 1);
    put_fill(&k, 0, 20);
    put_page(&b, ST_OGG_FIRST, 0, 1, 0, k.at, n, true);
    free(k.at);
}

static void put_tags(uint32_t serial)
{
    static const char *const comments[] = {"TITLE=x"};
    built k = {0};
    put_text(&k, "OpusTags");
    put_comments(&k, "libopus", comments, 1, 1);
    put_text(&k, "\x01padding"); /* no framing bit; what follows the comments does not matter */
    put_page(&b, 0, 0, serial, 1, k.at, k.n, true);
    free(k.at);
}

static void put_audio(int64_t granule, size_t n)
{
    static const uint8_t audio[8000];
    put_page(&b, ST_OGG_LAST, granule, 1, 2, audio, n, true);
}

static void run(simdtag_status status)
{
    parse(&p, &st_format_oggopus, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
    if (status != SIMDTAG_OK) {
        done(&p);
        free(b.at);
        b = (built){0};
    }
}

static void end(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    put_id(1, 312, 19);
    put_tags(1);
    const size_t audio = b.n;
    put_audio(48312, 50);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 1.0);
    ck_assert(p.out.doc.info.bitrate == 8 * 78);
    ck_assert_uint_eq(p.out.doc.info.channels, 2);
    ck_assert_uint_eq(p.out.doc.info.u.ogg.serial, 1);
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "libopus");
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "TITLE=x");
    ck_assert_uint_eq(p.reads, 1); /* smaller than the head window */
    end();
}
END_TEST

START_TEST(a_last_page_of_half_a_second_is_one_read)
{
    put_id(1, 312, 19);
    put_tags(1);
    for (int i = 0; i < 4; i++)
        put_audio(1, 8000);
    put_audio(48312, 8000);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 1.0);
    ck_assert_uint_eq(p.reads, 2);
    end();
}
END_TEST

START_TEST(bitrate_is_rounded)
{
    const struct {
        int64_t granule;
        double bitrate;
    } rows[] = {{48312, 624}, {312, 0}, {0, -96000}, {-2, -95389}, {100, -141283}, {313, 29952000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_id(1, 312, 19);
        put_tags(1);
        put_audio(rows[i].granule, 50);
        run(SIMDTAG_OK);
        ck_assert(p.out.doc.info.length == (double)(rows[i].granule - 312) / 48000);
        ck_assert(p.out.doc.info.bitrate == rows[i].bitrate);
        end();
    }
    /* halves go to the even number: (27 + 1 + 47) * 8 = 600 bits in 240 s, then 840 */
    put_id(1, 0, 19);
    put_tags(1);
    put_audio((int64_t)240 * 48000, 47);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == 2);
    end();
    put_id(1, 0, 19);
    put_tags(1);
    put_audio((int64_t)240 * 48000, 77);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == 4);
    end();
}
END_TEST

START_TEST(position_near_the_smallest_number)
{
    put_id(1, 65535, 19);
    put_tags(1);
    put_audio(INT64_MIN, 50);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == -9223372036854841343.0 / 48000);
    end();
}
END_TEST

START_TEST(versions)
{
    put_id(15, 312, 19); /* same major version */
    put_tags(1);
    put_audio(48312, 50);
    run(SIMDTAG_OK);
    end();
    put_id(16, 312, 19);
    put_tags(1);
    run(SIMDTAG_ERR_OGGOPUS_HEADER);
}
END_TEST

START_TEST(short_identification_header)
{
    for (size_t n = 0; n < 19; n++) { /* mutagen: struct.error from 8 bytes on */
        put_id(1, 312, n);
        put_tags(1);
        run(SIMDTAG_ERR_OGGOPUS_HEADER);
    }
}
END_TEST

START_TEST(comments_need_not_come_next)
{
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, "zz", 2, true);
    put_tags(7); /* another stream's */
    put_tags(1);
    const size_t audio = b.n;
    put_audio(48312, 50);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    end();
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, "OpusTagz", 8, true);
    put_audio(48312, 50);
    run(SIMDTAG_ERR_OGGOPUS_HEADER);
}
END_TEST

START_TEST(damaged_comments)
{
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, "OpusTags\xFF\xFF\xFF\xFF", 12, true);
    put_audio(48312, 50);
    run(SIMDTAG_ERR_VORBIS);
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, "OpusTags", 8, true);
    put_audio(48312, 50);
    run(SIMDTAG_ERR_VORBIS);
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, "", 0, false); /* no packet at all; mutagen: IndexError */
    put_tags(1);
    run(SIMDTAG_ERR_OGGOPUS_HEADER);
}
END_TEST

START_TEST(last_comment_may_be_cut)
{
    char text[1001];
    memset(text, 't', 1000);
    text[1] = '=';
    text[1000] = 0;
    const char *const comments[] = {text, text};
    for (unsigned segments = 3; segments < 20; segments += 8) { /* over pages, and in one */
        built k = {0};
        put_text(&k, "OpusTags");
        put_comments(&k, "libopus", comments, 2, 2);
        k.n -= 10;
        put_id(1, 312, 19);
        put_packet(&b, 1, 1, &k, segments);
        put_audio(48312, 50);
        free(k.at);
        run(SIMDTAG_OK);
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_VORBIS, 0)->len, 1000);
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_VORBIS, 1)->len, 990);
        end();
    }
}
END_TEST

/* Two comments in a packet whose last `less` bytes are missing. */
static void run_cut(size_t less, simdtag_status status)
{
    static const char *const comments[] = {"A=1", "B=23456"};
    built k = {0};
    put_text(&k, "OpusTags");
    put_comments(&k, "me", comments, 2, 2);
    put_id(1, 312, 19);
    put_page(&b, 0, 0, 1, 1, k.at, k.n - less, true);
    put_audio(48312, 50);
    free(k.at);
    run(status);
}

START_TEST(only_the_text_of_the_last_comment_may_be_cut)
{
    run_cut(3, SIMDTAG_OK);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 1), "B=23");
    end();
    run_cut(7, SIMDTAG_OK); /* an empty comment, so an unknown one */
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 1), "unknown1=");
    end();
    run_cut(8, SIMDTAG_ERR_VORBIS);  /* in its length */
    run_cut(12, SIMDTAG_ERR_VORBIS); /* in the one before */
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    put_id(1, 312, 19);
    put_tags(1);
    const size_t headers = b.n;
    put_audio(48312, 50);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_oggopus, &b, 0);
        ck_assert_int_eq(p.status, b.n < headers ? SIMDTAG_ERR_OGGOPUS_HEADER : SIMDTAG_OK);
        if (b.n >= headers) /* the last whole page is the comments' */
            ck_assert(p.out.doc.info.length == -312.0 / 48000);
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    const st_probe probe = {
        .ext = ST_EXT(".opus"),
        .head = (const uint8_t *)"", .magics = ST_MAGIC_OGGS | ST_MAGIC_OPUSHEAD};
    ck_assert_int_eq(st_format_oggopus.score(&probe), 1);
    const st_probe no_page = {
        .ext = ST_EXT(".opus"), .head = (const uint8_t *)"", .magics = ST_MAGIC_OPUSHEAD};
    ck_assert_int_eq(st_format_oggopus.score(&no_page), 0);
}
END_TEST

ST_CASE(oggopus, an_ordinary_file, a_last_page_of_half_a_second_is_one_read, bitrate_is_rounded,
        position_near_the_smallest_number, versions, short_identification_header,
        comments_need_not_come_next, damaged_comments, last_comment_may_be_cut,
        only_the_text_of_the_last_comment_may_be_cut, cut_anywhere_never_passes_the_bytes, scores)
ST_CHECK_MAIN(oggopus)

/* SPDX-License-Identifier: MIT */
/* AAC: ADTS frames found, counted and measured, ADIF headers, few reads. */
#include "xiph.h"

static parsed p;
static built b;

typedef struct frame {
    unsigned size, rate, channels, absent, blocks, layer;
} frame;

static const frame usual = {200, 4, 2, 1, 1, 0};

/* adts_fixed_header and adts_variable_header (1.A.3.2.1), then filler. */
static void put_frame(frame f)
{
    const uint64_t head = (uint64_t)0xFFF << 44 | (uint64_t)f.layer << 41 |
                          (uint64_t)f.absent << 40 | (uint64_t)1 << 38 | (uint64_t)f.rate << 34 |
                          (uint64_t)f.channels << 30 | (uint64_t)f.size << 13 | 0x7FF << 2 |
                          (f.blocks - 1);
    put_be(&b, head, 7);
    put_fill(&b, 0x11, f.size > 7 ? f.size - 7 : 0);
}

static void put_frames(frame f, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        put_frame(f);
}

static void run(simdtag_status status)
{
    parse_to(status, &p, &st_format_aac, &b);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

static void near(double got, double wanted)
{
    ck_assert_double_eq_tol(got, wanted, 1e-12);
}

START_TEST(an_ordinary_stream)
{
    put_frames(usual, 20);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert_str_eq(info->u.aac.type, "ADTS");
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert(info->bitrate == 193 * 8 * 44100 / 1024);
    /* mutagen counts the first byte as before the stream */
    near(info->length, 20 * 1024 * (3999.0 / 4000) / 44100);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert_uint_eq(p.reads, 1);
    end();
}
END_TEST

START_TEST(the_first_hundred_frames_stand_for_all)
{
    put_frames(usual, 100);
    frame large = usual;
    large.size = 400;
    put_frames(large, 1000);
    run(SIMDTAG_OK);
    near(p.out.doc.info.length, 100 * 1024 * ((double)(b.n - 1) / 20000) / 44100);
    ck_assert_uint_eq(p.reads, 2); /* head, and once as far as the frames seen promise */
    ck_assert_uint_lt(p.most_read, 32 << 10);
    end();
}
END_TEST

START_TEST(reads_are_bounded)
{
    frame large = usual;
    large.size = 8191;
    put_frames(large, 300);
    run(SIMDTAG_OK);
    ck_assert_uint_le(p.reads, 9); /* 100 of the largest frames are 800 KB */
    ck_assert_uint_le(p.most_read, 128 << 10);
    end();
    put_fill(&b, 0, 4 << 20);
    run(SIMDTAG_ERR_AAC);
    for (unsigned i = 0; i < 200000; i++) /* a place to begin at every other byte */
        put(&b, "\xFF\xF1", 2);
    parse(&p, &st_format_aac, &b, 0);
    ck_assert_uint_le(p.reads, 40);
    end();
}
END_TEST

START_TEST(three_frames_are_a_stream)
{
    put_frames(usual, 3);
    run(SIMDTAG_OK);
    end();
    put_frames(usual, 2);
    run(SIMDTAG_ERR_AAC);
    put_frames(usual, 3);
    b.n -= 193; /* of the last one only the header must be there */
    run(SIMDTAG_OK);
    b.n--;
    end();
    put_frames(usual, 3);
    b.n -= 194;
    run(SIMDTAG_ERR_AAC);
    run(SIMDTAG_ERR_AAC); /* nothing at all */
}
END_TEST

START_TEST(junk_before_the_stream)
{
    put_fill(&b, 0, 511);
    put_frames(usual, 10);
    run(SIMDTAG_OK);
    /* skipped bytes count twice and are part of what 10 frames took */
    near(p.out.doc.info.length, 10 * 1024 * ((2511.0 - 1023) / 2511) / 44100);
    end();
    put_fill(&b, 0, 512);
    put_frames(usual, 10);
    run(SIMDTAG_ERR_AAC);
    put_fill(&b, 0xFF, 3); /* each looks like a frame; the next try begins a byte later */
    put_frames(usual, 10);
    run(SIMDTAG_OK);
    near(p.out.doc.info.length, 10 * 1024 * ((2003.0 - 4) / 2000) / 44100);
    end();
}
END_TEST

START_TEST(ten_places_are_tried)
{
    for (unsigned wrong = 9; wrong < 11; wrong++) {
        for (unsigned i = 0; i < wrong; i++)
            put(&b, "\xFF\xF1\0\0\0\0\0", 7);
        put_frames(usual, 10);
        run(wrong < 10 ? SIMDTAG_OK : SIMDTAG_ERR_AAC);
        if (wrong < 10)
            end();
    }
}
END_TEST

START_TEST(junk_between_frames)
{
    frame large = usual;
    large.size = 300;
    for (unsigned junk = 9; junk < 11; junk++) {
        put_frames(usual, 5);
        put_fill(&b, 0, junk);
        put_frames(large, 5);
        const double n = (double)b.n;
        run(SIMDTAG_OK);
        near(p.out.doc.info.length,
             (junk < 10 ? 10 * (n - 1) / n : 5 * (n - 1) / 1000) * 1024 / 44100);
        end();
    }
}
END_TEST

START_TEST(frames_of_another_stream)
{
    frame other = usual;
    other.channels = 1;
    other.size = 300;
    put_frames(usual, 4);
    put_frames(other, 5);
    const double n = (double)b.n;
    run(SIMDTAG_OK); /* the first four are enough */
    near(p.out.doc.info.length, 4 * (n - 1) / 800 * 1024 / 44100);
    ck_assert_uint_eq(p.out.doc.info.channels, 2);
    end();
    put_frames(usual, 2); /* too few: the next try finds the second, the one after it the others */
    put_frames(other, 5);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.channels, 1);
    end();
}
END_TEST

START_TEST(odd_headers)
{
    frame f = usual;
    f.layer = 3; /* is not looked at */
    f.channels = 7;
    put_frames(f, 5);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.channels, 8);
    end();
    f = usual;
    f.rate = 13;
    put_frames(f, 5);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 0);
    ck_assert(p.out.doc.info.length == 0 && p.out.doc.info.bitrate == 0);
    end();
    f = usual;
    f.size = 6;
    put_frames(f, 20);
    run(SIMDTAG_ERR_AAC);
}
END_TEST

START_TEST(checksums_are_no_payload)
{
    static const unsigned sums[] = {2, 8, 12, 16};
    for (unsigned blocks = 1; blocks <= 4; blocks++) {
        frame f = usual;
        f.absent = 0;
        f.blocks = blocks;
        put_frames(f, 6);
        run(SIMDTAG_OK);
        ck_assert(p.out.doc.info.bitrate == (193 - sums[blocks - 1]) * 8 * 44100 / (1024 * blocks));
        end();
    }
    frame f = usual;
    f.absent = 0;
    f.size = 8; /* no room for it: rounded down below zero */
    put_frames(f, 6);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == -345);
    end();
}
END_TEST

START_TEST(an_id3_tag_is_stepped_over)
{
    put(&b, "ID3\4\0\0\0\1\x64\0", 10); /* 1 << 14 | 100 << 7 bytes: beyond the head window */
    put_fill(&b, 0xFF, (1 << 14) + (100 << 7));
    const size_t start = b.n;
    put_frames(usual, 20);
    run(SIMDTAG_OK);
    near(p.out.doc.info.length, 20 * 1024 * (3999.0 / 4000) / 44100);
    ck_assert_uint_eq(p.out.doc.audio_offset, start);
    ck_assert_uint_eq(p.reads, 2);
    end();
    put(&b, "ID3\4\0\0\x7F\x7F\x7F\x7F", 10);
    put_frames(usual, 20);
    run(SIMDTAG_ERR_AAC);
}
END_TEST

/* ADIF (1.A.3.1) with one program of a pair, without the copyright id: 17 bytes. */
static void put_adif(uint32_t bitrate, unsigned rate)
{
    put_text(&b, "ADIF");
    /* flags 4, bitrate 23, programs 4, fullness 20: 51 bits; the program: tag 4, object type 2,
     * rate 4, one front pair 4 and 4 + 4 + 2 + 3 + 4 zeros, 3 flags, the pair 1 + 4 */
    put_be(&b, (uint64_t)bitrate << 37, 8);
    b.n--; /* 56 bits of 51 + 4 + 1 */
    put_be(&b, (uint64_t)1 << 39 | (uint64_t)rate << 35 | (uint64_t)1 << 31 | (uint64_t)1 << 10, 5);
    put_be(&b, 0, 1); /* no comment */
}

START_TEST(adif)
{
    put_adif(64000, 4);
    const size_t head = b.n;
    put_fill(&b, 0x55, 4000);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert_str_eq(info->u.aac.type, "ADIF");
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert(info->bitrate == 64000);
    ck_assert(info->length == 0.5);
    ck_assert_uint_eq(p.reads, 1);
    end();
    for (size_t n = 4; n < head; n++) {
        put_adif(64000, 4);
        b.n = n;
        run(SIMDTAG_ERR_AAC);
    }
    put_adif(0, 15);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 0);
    end();
}
END_TEST

START_TEST(scores)
{
    st_probe probe = {.ext = ST_EXT(".aac"), .head = (const uint8_t *)"ADIF", .len = 4};
    ck_assert_int_eq(st_format_aac.score(&probe), 2);
    probe.len = 3;
    ck_assert_int_eq(st_format_aac.score(&probe), 1);
    probe.ext = ST_EXT(".adts");
    ck_assert_int_eq(st_format_aac.score(&probe), 1);
    probe.ext = ST_EXT(".adif");
    ck_assert_int_eq(st_format_aac.score(&probe), 1);
    probe.ext = ST_EXT(".m4a");
    ck_assert_int_eq(st_format_aac.score(&probe), 0);
}
END_TEST

ST_CASE(aac, an_ordinary_stream, the_first_hundred_frames_stand_for_all, reads_are_bounded,
        three_frames_are_a_stream, junk_before_the_stream, ten_places_are_tried,
        junk_between_frames, frames_of_another_stream, odd_headers, checksums_are_no_payload,
        an_id3_tag_is_stepped_over, adif, scores)
ST_CHECK_MAIN(aac)

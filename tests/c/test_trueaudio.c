/* SPDX-License-Identifier: MIT */
/* True Audio: the header behind the tag. */
#include "iff_make.h"

static parsed p;
static built b;

static void put_header(const char *magic, uint32_t rate, uint32_t samples)
{
    put(&b, magic, 4);
    put_le(&b, 1, 2);
    put_le(&b, 2, 2);
    put_le(&b, 16, 2);
    put_le(&b, rate, 4);
    put_le(&b, samples, 4);
}

static void drop_all(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    put_id3(&b, "title", 0, 100);
    const size_t at = b.n;
    put_header("TTA1", 44100, 22050);
    put_fill(&b, 1, 50000);
    put_id3v1(&b, "old");
    run(&p, &st_format_trueaudio, &b, SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 0.5);
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->bits_per_sample, 16);
    ck_assert(info->bitrate == 0);
    ck_assert_uint_eq(p.out.doc.audio_offset, at);
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03title");
    ck_assert_uint_eq(p.reads, 2); /* head and tail */
    drop_all();
}
END_TEST

START_TEST(tags_behind_or_none)
{
    put_header("TTA2", 8000, 8000);
    run(&p, &st_format_trueaudio, &b, SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert(p.out.doc.info.length == 1);
    done(&p);
    put_id3v1(&b, "old");
    run(&p, &st_format_trueaudio, &b, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.id3.major, 1);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
}
END_TEST

START_TEST(numbers)
{
    static const struct {
        uint32_t rate, samples;
        double length;
    } rows[] = {{0, 5, 0}, {44100, 0, 0}, {1, UINT32_MAX, 4294967295.0}, {UINT32_MAX, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_header("TTA1", rows[i].rate, rows[i].samples);
        run(&p, &st_format_trueaudio, &b, SIMDTAG_OK);
        ck_assert(p.out.doc.info.length == rows[i].length);
        ck_assert_uint_eq(p.out.doc.info.sample_rate, rows[i].rate);
        drop_all();
    }
}
END_TEST

START_TEST(no_header)
{
    static const char *const magics[] = {"tta1", "xTTA", "\0TTA", "MP3 "};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        put_header(magics[i], 44100, 44100);
        expect(&st_format_trueaudio, &b, SIMDTAG_ERR_TRUEAUDIO_HEADER);
    }
    put_id3(&b, "one", 0, 0); /* the header follows the first tag, or there is none */
    put_id3(&b, "two", 0, 0);
    put_header("TTA1", 44100, 44100);
    expect(&st_format_trueaudio, &b, SIMDTAG_ERR_TRUEAUDIO_HEADER);
}
END_TEST

START_TEST(damaged_tags_keep_their_own_errors)
{
    put(&b, "ID3\x01\0\0\0\0\0\0", 10);
    put_header("TTA1", 44100, 44100);
    expect(&st_format_trueaudio, &b, SIMDTAG_ERR_ID3_VERSION);
    put(&b, "ID3\x04\0\0\x80\0\0\0", 10);
    put_header("TTA1", 44100, 44100);
    expect(&st_format_trueaudio, &b, SIMDTAG_ERR_ID3);
}
END_TEST

START_TEST(tags_alone)
{
    put_id3(&b, "title", 0, 0);
    parse(&p, &st_format_trueaudio, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    put_id3(&b, "title", 0, 0);
    const size_t tag = b.n;
    put_header("TTA1", 44100, 44100);
    put_fill(&b, 0, 20);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_trueaudio, &b, 0);
        ck_assert_int_eq(p.status, b.n < 10         ? SIMDTAG_ERR_TRUEAUDIO_HEADER
                                   : b.n < tag      ? SIMDTAG_ERR_ID3
                                   : b.n < tag + 18 ? SIMDTAG_ERR_TRUEAUDIO_HEADER
                                                    : SIMDTAG_OK);
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    ck_assert_int_eq(score_of(&st_format_trueaudio, "", "TTA1", 4), 1);
    ck_assert_int_eq(score_of(&st_format_trueaudio, "", "ID3\4", 4), 1);
    ck_assert_int_eq(score_of(&st_format_trueaudio, "", "TT", 2), 0);
    ck_assert_int_eq(score_of(&st_format_trueaudio, ".tta", "", 0), 2);
    ck_assert_int_eq(score_of(&st_format_trueaudio, ".tta", "TTA", 3), 3);
}
END_TEST

ST_CASE(trueaudio, an_ordinary_file, tags_behind_or_none, numbers, no_header,
        damaged_tags_keep_their_own_errors, tags_alone, cut_anywhere_never_passes_the_bytes, scores)
ST_CHECK_MAIN(trueaudio)

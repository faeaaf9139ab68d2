/* SPDX-License-Identifier: MIT */
/* DSF: three headers at fixed places, and the tag where the first of them says. */
#include "iff_make.h"

static parsed p;
static built b;

/* What a test may damage. */
typedef struct headers {
    const char *dsd, *fmt, *data;
    uint64_t dsd_size, fmt_size, data_size, tag, samples;
    uint32_t version, format, rate;
} headers;

static const headers sound = {"DSD ", "fmt ", "data", 28, 52, 112, 0, 2822400, 1, 0, 2822400};

enum { AUDIO = 100 };

static void put_headers(const headers *h)
{
    put_text(&b, h->dsd);
    put_le(&b, h->dsd_size, 8);
    put_le(&b, 0, 8); /* size of the file: nobody looks */
    put_le(&b, h->tag, 8);
    put_text(&b, h->fmt);
    put_le(&b, h->fmt_size, 8);
    put_le(&b, h->version, 4);
    put_le(&b, h->format, 4);
    put_le(&b, 2, 4);
    put_le(&b, 2, 4);
    put_le(&b, h->rate, 4);
    put_le(&b, 1, 4);
    put_le(&b, h->samples, 8);
    put_le(&b, 4096, 4);
    put_le(&b, 0, 4);
    put_text(&b, h->data);
    put_le(&b, h->data_size, 8);
    put_fill(&b, 0x69, AUDIO);
}

static void drop_all(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    headers h = sound;
    h.tag = 92 + AUDIO + 100000;
    put_headers(&h);
    put_fill(&b, 0x69, 100000);
    put_id3(&b, "title", 0, 0);
    run(&p, &st_format_dsf, &b, SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 1.0);
    ck_assert(info->bitrate == 5644800);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 2822400);
    ck_assert_uint_eq(info->bits_per_sample, 1);
    ck_assert_uint_eq(info->u.dsf.channel_type, 2);
    ck_assert_uint_eq(info->u.dsf.block_size, 4096);
    ck_assert_uint_eq(info->u.dsf.sample_count, 2822400);
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03title");
    ck_assert_uint_eq(p.out.doc.audio_offset, 92);
    ck_assert_uint_eq(p.reads, 2); /* head; the tag, and with it the end */
    drop_all();
}
END_TEST

START_TEST(damaged_headers)
{
    headers h[] = {sound, sound, sound, sound, sound, sound, sound, sound, sound};
    h[0].dsd = "dsd ";
    h[1].dsd_size = 29;
    h[2].fmt = "FMT ";
    h[3].fmt_size = 51;
    h[4].version = 2;
    h[5].format = 1;
    h[6].data = "DATA";
    h[7].data_size = 11;
    h[8].data_size = UINT64_MAX; /* fine */
    for (size_t i = 0; i < sizeof h / sizeof *h; i++) {
        put_headers(&h[i]);
        expect(&st_format_dsf, &b, i < 8 ? SIMDTAG_ERR_DSF : SIMDTAG_OK);
    }
}
END_TEST

START_TEST(no_rate_no_length)
{
    headers h = sound;
    h.rate = 0;
    put_headers(&h);
    run(&p, &st_format_dsf, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0); /* mutagen: ZeroDivisionError when asked */
    drop_all();
}
END_TEST

START_TEST(where_the_tag_may_be)
{
    const uint64_t end = 92 + AUDIO;
    const uint64_t rows[] = {1, 5, 28, 92, end - 3, end, end + 1, 1u << 20, INT64_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        headers h = sound;
        h.tag = rows[i];
        put_headers(&h);
        run(&p, &st_format_dsf, &b, SIMDTAG_OK);
        ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
        drop_all();
    }
}
END_TEST

START_TEST(damaged_tags)
{
    for (size_t cut = 0; cut < 26; cut++) {
        headers h = sound;
        h.tag = 92 + AUDIO;
        put_headers(&h);
        put_id3(&b, "title", 0, 0); /* 26 bytes */
        b.n -= cut;
        run(&p, &st_format_dsf, &b, cut == 0 || cut > 16 ? SIMDTAG_OK : SIMDTAG_ERR_DSF);
        ck_assert_int_eq(p.out.doc.tags, cut == 0 ? SIMDTAG_TAGS_ID3 : SIMDTAG_TAGS_NONE);
        drop_all();
    }
}
END_TEST

START_TEST(id3v1_counts_only_beside_a_pointer)
{
    for (int pointer = 0; pointer < 2; pointer++) {
        headers h = sound;
        h.tag = pointer ? 92 : 0;
        put_headers(&h);
        put_id3v1(&b, "old");
        run(&p, &st_format_dsf, &b, SIMDTAG_OK);
        ck_assert_uint_eq(id3_frames(&p), pointer ? 1 : 0);
        drop_all();
    }
}
END_TEST

START_TEST(tags_alone)
{
    headers h = sound;
    h.fmt = "oops"; /* the first header is enough */
    h.tag = 92 + AUDIO;
    put_headers(&h);
    put_id3(&b, "title", 0, 0);
    parse(&p, &st_format_dsf, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
    put_headers(&sound);
    parse(&p, &st_format_dsf, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_ID3_NO_HEADER);
    drop_all();
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    put_headers(&sound);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_dsf, &b, 0);
        ck_assert_int_eq(p.status, b.n < 92 ? SIMDTAG_ERR_DSF : SIMDTAG_OK);
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    ck_assert_int_eq(score_of(&st_format_dsf, "", "DSD ", 4), 2);
    ck_assert_int_eq(score_of(&st_format_dsf, ".dsf", "DSD ", 4), 3);
    ck_assert_int_eq(score_of(&st_format_dsf, ".dsf", "DSD", 3), 1);
    ck_assert_int_eq(score_of(&st_format_dsf, ".dff", "dsd ", 4), 0);
}
END_TEST

ST_CASE(dsf, an_ordinary_file, damaged_headers, no_rate_no_length, where_the_tag_may_be,
        damaged_tags, id3v1_counts_only_beside_a_pointer, tags_alone,
        cut_anywhere_never_passes_the_bytes, scores)
ST_CHECK_MAIN(dsf)

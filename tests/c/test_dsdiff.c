/* SPDX-License-Identifier: MIT */
/* DSDIFF: properties, plain and compressed sound, the tag in its chunk. */
#include "iff_make.h"

static parsed p;
static built b;
static size_t form, prop;

#define CHUNK(id, data) put_chunk(&b, ST_IFF_DSDIFF, id, data, sizeof(data) - 1)
#define RATE "\0\x2B\x11\0" /* 2822400 */

static void begin(void)
{
    form = open_chunk(&b, ST_IFF_DSDIFF, "FRM8", 0);
    put_text(&b, "DSD ");
    CHUNK("FVER", "\1\5\0\0");
}

static void begin_prop(const char *kind)
{
    prop = open_chunk(&b, ST_IFF_DSDIFF, "PROP", 0);
    put(&b, kind, 4);
}

static void end_prop(void)
{
    close_chunk(&b, ST_IFF_DSDIFF, prop);
}

static void put_prop(const char *compression)
{
    begin_prop("SND ");
    CHUNK("FS  ", RATE);
    CHUNK("CHNL", "\0\2SLFTSRGT");
    put_chunk(&b, ST_IFF_DSDIFF, "CMPR", compression, 4);
    end_prop();
}

static void put_sound(size_t n)
{
    const size_t at = open_chunk(&b, ST_IFF_DSDIFF, "DSD ", 0);
    put_fill(&b, 0x69, n);
    close_chunk(&b, ST_IFF_DSDIFF, at);
}

static void put_tag(void)
{
    const size_t at = open_chunk(&b, ST_IFF_DSDIFF, "ID3 ", 0);
    put_id3(&b, "title", 0, 0);
    close_chunk(&b, ST_IFF_DSDIFF, at);
}

static void end(void)
{
    close_chunk(&b, ST_IFF_DSDIFF, form);
}

static void drop_all(void)
{
    drop_parsed(&p, &b);
}

START_TEST(plain_sound)
{
    begin();
    put_prop("DSD ");
    const size_t audio = b.n + 12;
    put_sound(352800 * 2);
    put_tag();
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 1.0);
    ck_assert(info->bitrate == 5644800);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 2822400);
    ck_assert_uint_eq(info->bits_per_sample, 1);
    ck_assert_str_eq(info->u.dsdiff.compression, "DSD");
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03title");
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    ck_assert_uint_eq(p.reads, 2);
    drop_all();
}
END_TEST

START_TEST(compressed_sound)
{
    begin();
    put_prop("DST ");
    const size_t at = open_chunk(&b, ST_IFF_DSDIFF, "DST ", 0);
    CHUNK("FRTE", "\0\0\2\xEE\0\x4B"); /* 750 frames, 75 in a second */
    for (int i = 0; i < 30; i++) {
        const size_t frame = open_chunk(&b, ST_IFF_DSDIFF, "DSTF", 0);
        put_fill(&b, 1, 4988); /* 5000 with its header */
        close_chunk(&b, ST_IFF_DSDIFF, frame);
    }
    close_chunk(&b, ST_IFF_DSDIFF, at);
    put_tag();
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 10.0);
    ck_assert(p.out.doc.info.bitrate == 150000 / 750 * 8 * 75);
    ck_assert_str_eq(p.out.doc.info.u.dsdiff.compression, "DST");
    ck_assert_uint_eq(id3_frames(&p), 1);
    ck_assert_uint_eq(p.reads, 2); /* the frames are not walked over */
    drop_all();
}
END_TEST

START_TEST(frame_information)
{
    static const struct {
        const char *data;
        size_t n;
        double length, bitrate;
    } rows[] = {
        {"\0\0\2\xEE\0\x4B", 6, 10, 0},
        {"\0\0\2\xEE\0\x4B!", 7, 10, 0},
        {"\0\0\2\xEE\0", 5, 0, 0},
        {"\0\0\0\0\0\x4B", 6, 0, 0},
        {"\0\0\2\xEE\0\0", 6, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin();
        put_prop("DST ");
        const size_t at = open_chunk(&b, ST_IFF_DSDIFF, "DST ", 0);
        put_chunk(&b, ST_IFF_DSDIFF, "FRTE", rows[i].data, rows[i].n);
        close_chunk(&b, ST_IFF_DSDIFF, at);
        end();
        run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
        ck_assert(p.out.doc.info.length == rows[i].length);
        ck_assert(p.out.doc.info.bitrate == rows[i].bitrate);
        drop_all();
    }
}
END_TEST

START_TEST(a_chunk_of_sound_smaller_than_its_frame_information)
{
    begin();
    put_prop("DST ");
    open_chunk(&b, ST_IFF_DSDIFF, "DST ", 3);
    CHUNK("FRTE", "\0\0\0\1\0\1");
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == (3 - 18) * 8); /* nonsense, and mutagen's */
    drop_all();
}
END_TEST

START_TEST(missing_chunks)
{
    begin();
    end();
    expect(&st_format_dsdiff, &b, SIMDTAG_ERR_DSDIFF); /* no PROP */
    begin();
    put_prop("DSD ");
    end();
    expect(&st_format_dsdiff, &b, SIMDTAG_ERR_DSDIFF); /* no DSD */
    begin();
    put_prop("DST ");
    put_sound(10);
    end();
    expect(&st_format_dsdiff, &b, SIMDTAG_ERR_DSDIFF); /* no DST */
    begin();
    put_prop("DST ");
    CHUNK("DST ", "");
    end();
    expect(&st_format_dsdiff, &b, SIMDTAG_ERR_DSDIFF); /* no FRTE */
    begin();
    put_prop("XYZ "); /* nothing is known of such sound */
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0 && p.out.doc.info.bitrate == 0);
    drop_all();
}
END_TEST

START_TEST(properties_of_odd_sizes)
{
    begin();
    begin_prop("SND ");
    CHUNK("FS  ", "\0\0\0"); /* not 4: passed over */
    CHUNK("FS  ", "\0\0\0\1\0");
    CHUNK("CHNL", "\1");
    CHUNK("CMPR", "DST");
    end_prop();
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 0);
    ck_assert_uint_eq(p.out.doc.info.channels, 0);
    ck_assert_uint_eq(p.out.doc.info.u.dsdiff.has_compression, 0);
    drop_all();
    begin();
    begin_prop("SND ");
    CHUNK("FS  ", "\0\0\0\1");
    CHUNK("FS  ", "\0\0\0\2"); /* the last one counts */
    CHUNK("CHNL", "\0\1");
    CHUNK("CHNL", "\0\3a");
    CHUNK("CMPR", "DSD abc");
    end_prop();
    put_sound(3);
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 2);
    ck_assert_uint_eq(p.out.doc.info.channels, 3);
    ck_assert(p.out.doc.info.length == 4);
    drop_all();
}
END_TEST

START_TEST(properties_of_another_kind)
{
    begin();
    begin_prop("VID ");
    CHUNK("FS  ", RATE);
    end_prop();
    put_prop("DSD "); /* the first PROP counts */
    end();
    run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 0);
    drop_all();
}
END_TEST

START_TEST(names_of_compression)
{
    static const struct {
        const char *stored, *shown;
    } rows[] = {{"DSDx", "DSDx"}, {"dsd ", "dsd"},   {"    ", ""},
                {"  D ", "  D"},  {"A\0B\0", "A\xC0\x80" "B\xC0\x80"}, {"D\n \x1C", "D"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin();
        put_prop(rows[i].stored);
        end();
        run(&p, &st_format_dsdiff, &b, SIMDTAG_OK);
        ck_assert_str_eq(p.out.doc.info.u.dsdiff.compression, rows[i].shown);
        ck_assert_uint_eq(p.out.doc.info.u.dsdiff.has_compression, 1);
        drop_all();
    }
    begin();
    put_prop("DS\xC4" "D");
    end();
    expect(&st_format_dsdiff, &b, SIMDTAG_ERR_DSDIFF);
}
END_TEST

START_TEST(damaged_containers)
{
    static const struct {
        const char *data;
        size_t n;
        simdtag_status status;
    } rows[] = {
        {"", 0, SIMDTAG_ERR_IFF_EMPTY},
        {"FRM8\0\0\0\0\0\0\0", 11, SIMDTAG_ERR_IFF_EMPTY},
        {"FRM8\0\0\0\0\0\0\0\3DSD ", 16, SIMDTAG_ERR_IFF_CHUNK},
        {"FORM\0\0\0\0\0\0\0\4DSD ", 16, SIMDTAG_ERR_IFF_CHUNK},
        {"PROP\0\0\0\0\0\0\0\4DSD ", 16, SIMDTAG_ERR_IFF_CHUNK},
        {"FRM8\0\0\0\0\0\0\0\4DSD\x80", 16, SIMDTAG_ERR_IFF},
        {"FRM8\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" "DSD ABCD\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 28,
         SIMDTAG_ERR_DSDIFF},
        {"FRM8\0\0\0\0\0\0\0\x7F" "DSD PROP\0\0\0\0\0\0\0\4SN\xC4" "D", 32, SIMDTAG_ERR_IFF},
        {"FRM8\0\0\0\0\0\0\0\x7F" "DSD PROP\0\0\0\0\0\0\0\3SND ", 32, SIMDTAG_ERR_DSDIFF},
        {"FRM8\0\0\0\0\0\0\0\x7F" "DSD PROP\0\0\0\0\0\0\0\4SND ", 32, SIMDTAG_OK},
        {"FRM8\0\0\0\0\0\0\0\x7F" "DSD PROP\0\0\0\0\0\0\0\x40SND FS  \0\0\0\0\0\0\0\4abc", 47,
         SIMDTAG_ERR_IFF_CHUNK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(&b, rows[i].data, rows[i].n);
        expect(&st_format_dsdiff, &b, rows[i].status);
    }
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    begin();
    put_prop("DSD ");
    put_sound(20);
    put_tag();
    end();
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_dsdiff, &b, 0);
        ck_assert(b.n >= 12 || p.status == SIMDTAG_ERR_IFF_EMPTY);
        ck_assert(b.n < whole - 16 || p.status == SIMDTAG_ERR_DSDIFF); /* inside the tag */
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(tags_alone)
{
    begin();
    put_tag();
    end();
    parse(&p, &st_format_dsdiff, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
    put_text(&b, "ID3");
    parse(&p, &st_format_dsdiff, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_ID3_NO_HEADER);
    drop_all();
}
END_TEST

START_TEST(scores)
{
    ck_assert_int_eq(score_of(&st_format_dsdiff, "", "FRM8", 4), 2);
    ck_assert_int_eq(score_of(&st_format_dsdiff, ".dff", "FRM8", 4), 3);
    ck_assert_int_eq(score_of(&st_format_dsdiff, ".dff", "FRM", 3), 1);
    ck_assert_int_eq(score_of(&st_format_dsdiff, ".dsf", "frm8", 4), 0);
}
END_TEST

ST_CASE(sound, plain_sound, compressed_sound, frame_information,
        a_chunk_of_sound_smaller_than_its_frame_information, missing_chunks, scores)
ST_CASE(properties, properties_of_odd_sizes, properties_of_another_kind, names_of_compression)
ST_CASE(chunks, damaged_containers, cut_anywhere_never_passes_the_bytes, tags_alone)
ST_CHECK_MAIN(sound, properties, chunks)

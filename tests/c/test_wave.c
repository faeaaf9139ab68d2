/* SPDX-License-Identifier: MIT */
/* WAVE: fmt and data, the tag under both of its ids, LIST chunks as containers. */
#include "iff_make.h"

static parsed p;
static built b;
static size_t riff;

static void begin(const char *kind)
{
    riff = open_chunk(&b, ST_IFF_RIFF, "RIFF", 0);
    put(&b, kind, 4);
}

static void end(void)
{
    close_chunk(&b, ST_IFF_RIFF, riff);
}

static void put_fmt(uint16_t format, uint16_t channels, uint32_t rate, uint16_t block,
                    uint16_t bits)
{
    const size_t at = open_chunk(&b, ST_IFF_RIFF, "fmt ", 0);
    put_le(&b, format, 2);
    put_le(&b, channels, 2);
    put_le(&b, rate, 4);
    put_le(&b, 1, 4); /* bytes per second: nobody believes them */
    put_le(&b, block, 2);
    put_le(&b, bits, 2);
    close_chunk(&b, ST_IFF_RIFF, at);
}

static void put_data(size_t n)
{
    const size_t at = open_chunk(&b, ST_IFF_RIFF, "data", 0);
    put_fill(&b, 1, n);
    close_chunk(&b, ST_IFF_RIFF, at);
}

static void put_tag(const char *id, const char *title)
{
    const size_t at = open_chunk(&b, ST_IFF_RIFF, id, 0);
    put_id3(&b, title, 0, 0);
    close_chunk(&b, ST_IFF_RIFF, at);
}

static void drop_all(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    begin("WAVE");
    put_fmt(1, 2, 44100, 4, 16);
    put_data(176400);
    put_tag("id3 ", "title");
    end();
    run(&p, &st_format_wave, &b, SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 1.0);
    ck_assert(info->bitrate == 1411200);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->bits_per_sample, 16);
    ck_assert_uint_eq(info->u.wave.audio_format, 1);
    ck_assert(info->u.wave.number_of_samples == 44100);
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03title");
    ck_assert_uint_eq(p.out.doc.audio_offset, 44);
    ck_assert_uint_eq(p.reads, 2);
    drop_all();
}
END_TEST

START_TEST(without_a_tag_nothing_but_the_head_is_read)
{
    begin("WAVE");
    put_fmt(1, 2, 44100, 4, 16);
    put_data(176400);
    end();
    run(&p, &st_format_wave, &b, SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert_uint_eq(p.reads, 1);
    drop_all();
}
END_TEST

START_TEST(numbers)
{
    static const struct {
        uint16_t channels, block, bits;
        uint32_t rate;
        double samples, length, bitrate;
    } rows[] = {
        {2, 4, 16, 100, 2.5, 0.025, 3200}, /* the last sample is cut */
        {2, 0, 16, 100, 0, 0, 3200},
        {0, 4, 16, 100, 2.5, 0.025, 0},
        {2, 4, 0, 100, 2.5, 0.025, 0},
        {2, 4, 16, 0, 2.5, 0, 0},
        {1, 1, 8, 10, 10, 1, 80},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("WAVE");
        put_fmt(3, rows[i].channels, rows[i].rate, rows[i].block, rows[i].bits);
        put_data(10);
        end();
        run(&p, &st_format_wave, &b, SIMDTAG_OK);
        ck_assert(p.out.doc.info.u.wave.number_of_samples == rows[i].samples);
        ck_assert(p.out.doc.info.length == rows[i].length);
        ck_assert(p.out.doc.info.bitrate == rows[i].bitrate);
        ck_assert_uint_eq(p.out.doc.info.u.wave.audio_format, 3);
        drop_all();
    }
}
END_TEST

START_TEST(data_may_be_missing_and_its_size_is_believed)
{
    begin("WAVE");
    put_fmt(1, 1, 100, 1, 8);
    end();
    run(&p, &st_format_wave, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0);
    drop_all();
    begin("WAVE");
    put_fmt(1, 1, 100, 1, 8);
    open_chunk(&b, ST_IFF_RIFF, "data", 0xFFFFFFFF);
    end();
    run(&p, &st_format_wave, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 42949672.95);
    drop_all();
}
END_TEST

START_TEST(the_first_of_each_counts)
{
    begin("WAVE");
    put_fmt(1, 1, 100, 1, 8);
    put_fmt(1, 2, 200, 1, 8);
    put_data(100);
    put_data(400);
    put_tag("ID3 ", "upper");
    put_tag("id3 ", "lower");
    end();
    run(&p, &st_format_wave, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 1);
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03upper");
    drop_all();
}
END_TEST

START_TEST(ids_of_the_tag)
{
    static const struct {
        const char *id;
        unsigned frames;
    } rows[] = {{"id3 ", 1}, {"ID3 ", 1}, {"Id3 ", 0}, {"id32", 0}, {" id3", 0}, {"id3\t", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("WAVE");
        put_fmt(1, 2, 44100, 4, 16);
        put_tag(rows[i].id, "title");
        end();
        run(&p, &st_format_wave, &b, SIMDTAG_OK);
        ck_assert_uint_eq(id3_frames(&p), rows[i].frames);
        drop_all();
    }
}
END_TEST

START_TEST(damaged_files)
{
    static const struct {
        const char *data;
        size_t n;
        simdtag_status status;
    } rows[] = {
        {"", 0, SIMDTAG_ERR_IFF_EMPTY},
        {"RIFF\4\0\0", 7, SIMDTAG_ERR_IFF_EMPTY},
        {"RIFF\3\0\0\0WAVE", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"RIFX\4\0\0\0WAVE", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"LIST\4\0\0\0WAVE", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"LIST\4\0\0\0WAV\xFF", 12, SIMDTAG_ERR_IFF}, /* a container all the same */
        {"RIFF\4\0\0\0WAV\xFF", 12, SIMDTAG_ERR_IFF},
        {"RIFF\4\0\0\0WAV", 11, SIMDTAG_ERR_WAVE},
        {"RIFF\4\0\0\0AVI ", 12, SIMDTAG_ERR_WAVE},
        {"RIFF\4\0\0\0wave", 12, SIMDTAG_ERR_WAVE},
        {"RIFF\4\0\0\0WAVE", 12, SIMDTAG_ERR_WAVE}, /* no fmt */
        {"RIFF\x7F\0\0\0WAVEfmt \x0F\0\0\0abcdefghijklmnop", 36, SIMDTAG_ERR_IFF_CHUNK},
        {"RIFF\x7F\0\0\0WAVEfmt \x10\0\0\0abcdefghijklmno", 35, SIMDTAG_ERR_IFF_CHUNK},
        {"RIFF\x7F\0\0\0WAVEfmt \x10\0\0\0abcdefghijklmnop", 36, SIMDTAG_OK},
        {"RIFF\x7F\0\0\0WAVEFMT \x10\0\0\0abcdefghijklmnop", 36, SIMDTAG_ERR_WAVE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(&b, rows[i].data, rows[i].n);
        expect(&st_format_wave, &b, rows[i].status);
    }
}
END_TEST

START_TEST(containers)
{
    static const struct {
        const char *data;
        size_t n;
        simdtag_status status;
        unsigned frames; /* of a tag behind it */
    } rows[] = {
        {"LIST\4\0\0\0INFO", 12, SIMDTAG_OK, 1},
        {"LIST\2\0\0\0IN", 10, SIMDTAG_OK, 0},
        {"LIST\4\0\0\0\xFF\xFF\xFF\xFF", 12, SIMDTAG_ERR_IFF, 0},
        {"RIFF\4\0\0\0\xFF\xFF\xFF\xFF", 12, SIMDTAG_ERR_IFF, 0},
        {"list\4\0\0\0\xFF\xFF\xFF\xFF", 12, SIMDTAG_OK, 1},
        {"FORM\4\0\0\0\xFF\xFF\xFF\xFF", 12, SIMDTAG_OK, 1},
        {"LIST\x12\0\0\0INFOid3 \6\0\0\0ID3\4\0\0", 26, SIMDTAG_OK, 1}, /* nobody looks inside */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("WAVE");
        put_fmt(1, 2, 44100, 4, 16);
        put(&b, rows[i].data, rows[i].n);
        put_tag("id3 ", "title");
        end();
        run(&p, &st_format_wave, &b, rows[i].status);
        if (rows[i].status == SIMDTAG_OK)
            ck_assert_uint_eq(id3_frames(&p), rows[i].frames);
        drop_all();
    }
}
END_TEST

/* Stream info is looked at first: its error is the one to be seen. */
START_TEST(two_errors)
{
    begin("WAVE");
    put_chunk(&b, ST_IFF_RIFF, "fmt ", "short", 5);
    put_chunk(&b, ST_IFF_RIFF, "id3 ", "ID3\1\0\0\0\0\0\0", 10);
    end();
    expect(&st_format_wave, &b, SIMDTAG_ERR_IFF_CHUNK);
    begin("WAVE");
    put_fmt(1, 2, 44100, 4, 16);
    put_chunk(&b, ST_IFF_RIFF, "id3 ", "ID3\1\0\0\0\0\0\0", 10);
    end();
    expect(&st_format_wave, &b, SIMDTAG_ERR_WAVE);
}
END_TEST

START_TEST(tags_alone)
{
    begin("WAVE"); /* and no fmt */
    put_tag("id3 ", "title");
    end();
    parse(&p, &st_format_wave, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
    begin("AVI ");
    end();
    parse(&p, &st_format_wave, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_WAVE);
    drop_all();
    begin("WAVE");
    end();
    parse(&p, &st_format_wave, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_ID3_NO_HEADER);
    drop_all();
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    begin("WAVE");
    put_fmt(1, 2, 44100, 4, 16);
    put_data(50);
    put_tag("id3 ", "title");
    end();
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_wave, &b, 0);
        const simdtag_status status = b.n < 8    ? SIMDTAG_ERR_IFF_EMPTY
                                      : b.n < 20 ? SIMDTAG_ERR_WAVE
                                      : b.n < 36 ? SIMDTAG_ERR_IFF_CHUNK
                                      : b.n < 112 ? SIMDTAG_OK
                                                  : SIMDTAG_ERR_WAVE; /* inside the tag */
        ck_assert_int_eq(p.status, status);
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    ck_assert_int_eq(score_of(&st_format_wave, "", "RIFF\0\0\0\0WAVE", 12), 2);
    ck_assert_int_eq(score_of(&st_format_wave, "", "RIFF\0\0\0\0WAVE", 11), 1);
    ck_assert_int_eq(score_of(&st_format_wave, "", "FORM\0\0\0\0WAVE", 12), 1);
    ck_assert_int_eq(score_of(&st_format_wave, "", "RIF", 3), 0);
    ck_assert_int_eq(score_of(&st_format_wave, ".wav", "", 0), 1);
    ck_assert_int_eq(score_of(&st_format_wave, ".wave", "RIFF\0\0\0\0WAVE", 12), 3);
}
END_TEST

ST_CASE(info, an_ordinary_file, without_a_tag_nothing_but_the_head_is_read, numbers,
        data_may_be_missing_and_its_size_is_believed, the_first_of_each_counts, scores)
ST_CASE(tag, ids_of_the_tag, two_errors, tags_alone)
ST_CASE(chunks, damaged_files, containers, cut_anywhere_never_passes_the_bytes)
ST_CHECK_MAIN(info, tag, chunks)

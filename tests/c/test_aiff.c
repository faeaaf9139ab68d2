/* SPDX-License-Identifier: MIT */
/* AIFF: the walk over chunks, COMM with its 80 bit numbers, the tag in its chunk. */
#include "iff_make.h"

static parsed p;
static built b;
static size_t form;

static void begin(const char *kind)
{
    form = open_chunk(&b, ST_IFF_FORM, "FORM", 0);
    put(&b, kind, 4);
}

static void end(void)
{
    close_chunk(&b, ST_IFF_FORM, form);
}

static void put_comm(uint16_t channels, uint32_t frames, uint16_t bits, uint16_t exponent,
                     uint64_t mantissa)
{
    const size_t at = open_chunk(&b, ST_IFF_FORM, "COMM", 0);
    put_be(&b, channels, 2);
    put_be(&b, frames, 4);
    put_be(&b, bits, 2);
    put_be(&b, exponent, 2);
    put_be(&b, mantissa, 8);
    close_chunk(&b, ST_IFF_FORM, at);
}

static void put_44100(void)
{
    put_comm(2, 44100, 16, 0x400E, 0xAC44000000000000);
}

static void put_tag(const char *id, const char *title)
{
    const size_t at = open_chunk(&b, ST_IFF_FORM, id, 0);
    put_id3(&b, title, 0, 0);
    close_chunk(&b, ST_IFF_FORM, at);
}

static void put_sound(size_t n)
{
    const size_t at = open_chunk(&b, ST_IFF_FORM, "SSND", 0);
    put_fill(&b, 1, n);
    close_chunk(&b, ST_IFF_FORM, at);
}

static void drop_all(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    begin("AIFF");
    put_44100();
    put_sound(100001); /* odd: a byte of padding */
    put_tag("ID3 ", "title");
    end();
    run(&p, &st_format_aiff, &b, SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 1.0);
    ck_assert(info->bitrate == 1411200);
    ck_assert(info->u.aiff.sample_rate == 44100);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->bits_per_sample, 16);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_ID3);
    assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03title");
    ck_assert_uint_eq(p.out.doc.audio_offset, 46);
    ck_assert_uint_eq(p.reads, 2); /* head; the tag, and with it the end */
    drop_all();
}
END_TEST

START_TEST(without_a_tag_nothing_but_the_head_is_read)
{
    begin("AIFC");
    put_44100();
    put_sound(100000);
    end();
    run(&p, &st_format_aiff, &b, SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert_uint_eq(p.reads, 1);
    drop_all();
}
END_TEST

START_TEST(a_picture_stays_in_the_file)
{
    begin("AIFF");
    put_44100();
    put_sound(100000);
    const size_t at = open_chunk(&b, ST_IFF_FORM, "ID3 ", 0);
    put_id3(&b, "title", 200000, 3000);
    close_chunk(&b, ST_IFF_FORM, at);
    end();
    run(&p, &st_format_aiff, &b, SIMDTAG_OK);
    const simdtag_raw *picture = nth(&p, SIMDTAG_RAW_ID3, 1);
    ck_assert_ptr_nonnull(picture);
    ck_assert_uint_eq(picture->file_len, 200000);
    ck_assert_uint_eq(b.at[picture->file_off], 0xAA);
    ck_assert_uint_eq(b.at[picture->file_off - 1], 0);
    ck_assert_uint_le(p.reads, 3); /* head, the tag's start, what is beyond the picture */
    drop_all();
}
END_TEST

START_TEST(sample_rates)
{
    static const struct {
        uint16_t exponent;
        uint64_t mantissa;
        double rate; /* -1: refused */
    } rows[] = {
        {0, 0, 0},
        {0x8000, 0, 0},
        {0x400E, 0xAC44000000000000, 44100},
        {0x400E, 0xAC44800000000000, 44100}, /* a half is cut */
        {0xC00E, 0xAC44000000000000, -1},
        {0x400E, 0x2C44000000000000, 11332}, /* its leading one is missing */
        {0x3FFF, 1ull << 63, 1},
        {0x3FFE, 1ull << 63, 0},
        {0x3FFE, UINT64_MAX, 1},             /* as a double it is one */
        {0xBFFE, 1ull << 63, 0},
        {0xBFFF, 1ull << 63, -1},
        {0x0001, 1, 0},
        {0x403F, 1ull << 63, 18446744073709551616.0},
        {0x43FE, 1ull << 63, 0x1p1023},
        {0x43FE, 0xFFFFFFFFFFFFFBFF, 0x1.fffffffffffffp1023},
        {0x43FE, 0xFFFFFFFFFFFFFC00, -1},
        {0x43FF, 1ull << 63, -1},
        {0x443D, 1, 0x1p1023},
        {0x443E, 1, -1},
        {0x443E, 0, -1},
        {0x7FFF, 0, -1},
        {0x7FFF, 1ull << 63, -1},
        {0xFFFF, 0, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("AIFF");
        put_comm(1, 1000, 8, rows[i].exponent, rows[i].mantissa);
        end();
        run(&p, &st_format_aiff, &b, rows[i].rate < 0 ? SIMDTAG_ERR_AIFF : SIMDTAG_OK);
        if (rows[i].rate >= 0) {
            ck_assert(p.out.doc.info.u.aiff.sample_rate == rows[i].rate);
            ck_assert(p.out.doc.info.length == (rows[i].rate > 0 ? 1000 / rows[i].rate : 0));
        }
        drop_all();
    }
}
END_TEST

START_TEST(negative_numbers_multiply)
{
    begin("AIFF");
    put_comm(0xFFFF, 1, 0xFFFE, 0x400E, 0xAC44000000000000);
    end();
    run(&p, &st_format_aiff, &b, SIMDTAG_OK);
    ck_assert(p.out.doc.info.bitrate == 2 * 44100);
    drop_all();
}
END_TEST

START_TEST(only_one_id_is_a_tag)
{
    static const struct {
        const char *id;
        bool found;
    } rows[] = {{"ID3 ", true},  {"ID3\n", true}, {"ID3\x1F", true}, {"id3 ", false},
                {"ID3x", false}, {" ID3", false}, {"ID32", false},   {"ID3\0", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("AIFF");
        put_44100();
        put_tag(rows[i].id, "x");
        put_tag("ID3 ", "the first one counts");
        end();
        run(&p, &st_format_aiff, &b, SIMDTAG_OK);
        if (rows[i].found)
            assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03x");
        else if (rows[i].id[3] == 0) /* that is no id, and what comes behind it no chunk */
            ck_assert_uint_eq(id3_frames(&p), 0);
        else
            assert_raw(nth(&p, SIMDTAG_RAW_ID3, 0), "\x03the first one counts");
        drop_all();
    }
}
END_TEST

/* The size of the chunk does not matter: the tag has its own. */
START_TEST(the_tag_may_pass_its_chunk)
{
    begin("AIFF");
    put_44100();
    open_chunk(&b, ST_IFF_FORM, "ID3 ", 3);
    put_id3(&b, "title", 0, 7);
    end();
    run(&p, &st_format_aiff, &b, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
}
END_TEST

START_TEST(damaged_tags)
{
    static const struct {
        const char *data;
        size_t n;
        simdtag_status status;
    } rows[] = {
        {"", 0, SIMDTAG_OK},
        {"ID3", 3, SIMDTAG_OK},
        {"no tag in here", 14, SIMDTAG_OK},
        {"ID3\x04\0\0\0\0\0\x20TIT2", 14, SIMDTAG_ERR_AIFF},  /* longer than the file */
        {"ID3\x01\0\0\0\0\0\0", 10, SIMDTAG_ERR_AIFF},        /* a version nobody reads */
        {"ID3\x04\0\0\x80\0\0\0", 10, SIMDTAG_ERR_AIFF},      /* a size that is none */
        {"ID3\x04\0\0\0\0\0\0", 10, SIMDTAG_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("AIFF");
        put_44100();
        put_chunk(&b, ST_IFF_FORM, "ID3 ", rows[i].data, rows[i].n);
        end();
        run(&p, &st_format_aiff, &b, rows[i].status);
        if (i < 6)
            ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
        drop_all();
    }
}
END_TEST

START_TEST(id3v1_counts_only_beside_a_chunk)
{
    for (int chunk = 0; chunk < 3; chunk++) {
        begin("AIFF");
        put_44100();
        if (chunk)
            put_chunk(&b, ST_IFF_FORM, "ID3 ", "no tag in here", 14);
        end();
        if (chunk == 2) /* nothing between */
            b.n -= 14;
        put_id3v1(&b, "old");
        run(&p, &st_format_aiff, &b, SIMDTAG_OK);
        ck_assert_uint_eq(id3_frames(&p), chunk ? 1 : 0);
        ck_assert_uint_eq(p.out.doc.id3.major, chunk ? 1 : 0);
        drop_all();
    }
}
END_TEST

START_TEST(tags_alone)
{
    begin("AIFF"); /* and no COMM */
    put_tag("ID3 ", "title");
    end();
    parse(&p, &st_format_aiff, &b, ST_READ_TAGS_ONLY);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    drop_all();
    const struct {
        const char *data;
        size_t n;
        simdtag_status status;
    } rows[] = {
        {"", 0, SIMDTAG_ERR_ID3_NO_HEADER},
        {"RIFF\0\0\0\4", 8, SIMDTAG_ERR_ID3_NO_HEADER},
        {"FORM\0\0\0\4AIFF", 12, SIMDTAG_ERR_ID3_NO_HEADER},
        {"FORM\0\0\0\4\xFFIFF", 12, SIMDTAG_ERR_IFF},
        {"FORM\0\0\0\xFF" "AIFFID3 \0\0\0\0none", 24, SIMDTAG_ERR_ID3_NO_HEADER},
        {"FORM\0\0\0\xFF" "AIFFID3 \0\0\0\0ID3\1\0\0\0\0\0\0", 30, SIMDTAG_ERR_ID3_VERSION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(&b, rows[i].data, rows[i].n);
        parse(&p, &st_format_aiff, &b, ST_READ_TAGS_ONLY);
        ck_assert_int_eq(p.status, rows[i].status);
        drop_all();
    }
}
END_TEST

START_TEST(roots)
{
    static const struct {
        const char *data;
        size_t n;
        simdtag_status status;
    } rows[] = {
        {"", 0, SIMDTAG_ERR_IFF_EMPTY},
        {"FORM\0\0\0", 7, SIMDTAG_ERR_IFF_EMPTY},
        {"FORM\0\0\0\3AIFF", 12, SIMDTAG_ERR_IFF_CHUNK}, /* no room for the name */
        {"RIFF\0\0\0\4AIFF", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"form\0\0\0\4AIFF", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"\xFF\xFF\xFF\xFF\0\0\0\4AIFF", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"    \0\0\0\4AIFF", 12, SIMDTAG_ERR_IFF_CHUNK},
        {"FORM\0\0\0\4AI\xC4" "F", 12, SIMDTAG_ERR_IFF},
        {"FORM\0\0\0\4AI", 10, SIMDTAG_ERR_AIFF}, /* no COMM */
        {"FORM\0\0\0\4AIFF", 12, SIMDTAG_ERR_AIFF},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(&b, rows[i].data, rows[i].n);
        expect(&st_format_aiff, &b, rows[i].status);
    }
}
END_TEST

START_TEST(what_ends_the_walk)
{
    static const struct {
        const char *data;
        size_t n;
        bool found; /* a COMM chunk behind it */
        simdtag_status status;
    } rows[] = {
        {"NAME\0\0\0\0", 8, true, SIMDTAG_OK},
        {"NAME\0\0\0\3abc\0", 12, true, SIMDTAG_OK},
        {"NAME\0\0\0\3abc", 11, false, SIMDTAG_ERR_AIFF}, /* not padded: out of step */
        {"A B \0\0\0\0", 8, true, SIMDTAG_OK},
        {"    \0\0\0\0", 8, false, SIMDTAG_ERR_AIFF},
        {"NAM\x7F\0\0\0\0", 8, false, SIMDTAG_ERR_AIFF},
        {"\xE9" "AME\0\0\0\0", 8, false, SIMDTAG_ERR_AIFF},
        {"NAME\xFF\xFF\xFF\xFF", 8, false, SIMDTAG_ERR_AIFF},
        {"FORM\0\0\0\4AIFF", 12, true, SIMDTAG_OK},
        {"FORM\0\0\0\3abc\0", 12, false, SIMDTAG_ERR_AIFF},
        {"FORM\0\0\0\4\xFF" "IFF", 12, false, SIMDTAG_ERR_IFF}, /* the whole file is refused */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin("AIFF");
        put(&b, rows[i].data, rows[i].n);
        put_44100();
        end();
        run(&p, &st_format_aiff, &b, rows[i].found ? SIMDTAG_OK : rows[i].status);
        drop_all();
    }
}
END_TEST

/* A chunk that begins inside its container may reach out of it. */
START_TEST(size_of_the_container)
{
    for (uint32_t size = 4; size < 60; size++) {
        begin("AIFF");
        put_44100();
        put_tag("ID3 ", "title");
        b.at[7] = (uint8_t)size;
        run(&p, &st_format_aiff, &b, size > 4 ? SIMDTAG_OK : SIMDTAG_ERR_AIFF);
        if (size > 4)
            ck_assert_uint_eq(id3_frames(&p), size > 30 ? 1 : 0);
        drop_all();
    }
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    begin("AIFF");
    put_tag("ID3 ", "title");
    put_44100();
    end();
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_aiff, &b, 0);
        ck_assert_int_eq(p.status, b.n < 8 ? SIMDTAG_ERR_IFF_EMPTY : SIMDTAG_ERR_AIFF);
        done(&p);
    }
    drop(&b);
}
END_TEST

/* Chunks without end cost time in proportion to the file, and no memory. */
START_TEST(very_many_chunks)
{
    begin("AIFF");
    put_44100();
    for (int i = 0; i < 300000; i++)
        put(&b, "JUNK\0\0\0\0", 8);
    put_tag("ID3 ", "title");
    end();
    parse_blocking(&p, &st_format_aiff, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    ck_assert_uint_le(p.reads, 100);
    drop_all();
    begin("AIFF");
    put_44100();
    for (uint32_t i = 0; i < ST_MAX_CHUNKS; i++)
        put(&b, "JUNK\0\0\0\0", 8);
    end();
    parse_blocking(&p, &st_format_aiff, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_LIMIT);
    drop_all();
}
END_TEST

/* Chunks that lie apart: their headers are read and nothing between them. */
START_TEST(chunks_far_apart)
{
    begin("AIFF");
    for (int i = 0; i < 40; i++)
        put_sound(20000);
    put_44100();
    put_tag("ID3 ", "title");
    end();
    parse_blocking(&p, &st_format_aiff, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(id3_frames(&p), 1);
    ck_assert_uint_le(p.reads, 44);
    ck_assert_uint_eq(p.most_read, ST_HEAD_WINDOW);
    drop_all();
}
END_TEST

START_TEST(scores)
{
    ck_assert_int_eq(score_of(&st_format_aiff, "", "FORM", 4), 2);
    ck_assert_int_eq(score_of(&st_format_aiff, "", "FOR", 3), 0);
    ck_assert_int_eq(score_of(&st_format_aiff, ".aif", "FORM", 4), 3);
    ck_assert_int_eq(score_of(&st_format_aiff, ".aiff", "", 0), 1);
    ck_assert_int_eq(score_of(&st_format_aiff, ".aifc", "", 0), 1);
    ck_assert_int_eq(score_of(&st_format_aiff, ".aifx", "form", 4), 0);
}
END_TEST

ST_CASE(info, an_ordinary_file, without_a_tag_nothing_but_the_head_is_read, sample_rates,
        negative_numbers_multiply, scores)
ST_CASE(tag, a_picture_stays_in_the_file, only_one_id_is_a_tag, the_tag_may_pass_its_chunk,
        damaged_tags, id3v1_counts_only_beside_a_chunk, tags_alone)
ST_CASE(chunks, roots, what_ends_the_walk, size_of_the_container,
        cut_anywhere_never_passes_the_bytes, very_many_chunks, chunks_far_apart)
ST_CHECK_MAIN(info, tag, chunks)

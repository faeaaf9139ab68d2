/* SPDX-License-Identifier: MIT */
/* The MP3 format as a whole: scores, the search for the first frame, stream info, the number of
 * reads, both drivers. Expected numbers are what mutagen 1.48.1 answers for the same bytes. */
#include <stdio.h>

#include "api/parse.h"
#include "check_main.h"
#include "mpeg_make.h"

static built file;
static uint64_t file_size; /* at least file.n; zeros follow */
static unsigned reads;
static uint64_t bytes_read;
static st_out out;
static const simdtag_info *const info = &out.doc.info;
static const simdtag_mpeg_info *const mpeg = &out.doc.info.u.mpeg;

static ssize_t read_made(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    (void)s;
    *sys = 0;
    if (off >= file_size)
        return 0;
    if (n > file_size - off)
        n = (size_t)(file_size - off);
    memset(buf, 0, n);
    if (off < file.n)
        memcpy(buf, file.at + off, n < file.n - off ? n : file.n - off);
    reads++;
    bytes_read += n;
    return (ssize_t)n;
}

static simdtag_status bring(st_reader *r, void *ctx)
{
    (void)ctx;
    static uint8_t buffer[1 << 20];
    for (uint32_t i = 0; i < r->n_needs; i++) {
        int sys;
        ck_assert_uint_le(r->needs[i].len, sizeof buffer);
        ck_assert_int_eq(read_made(NULL, buffer, r->needs[i].len, r->needs[i].off, &sys),
                         r->needs[i].len);
        ck_assert_int_eq(st_reader_feed(r, r->needs[i].off, buffer, r->needs[i].len, true),
                         SIMDTAG_OK);
    }
    return SIMDTAG_OK;
}

static simdtag_status parse_by(bool planned, simdtag_error *error)
{
    static uint8_t head[ST_HEAD_WINDOW], tail[ST_TAIL_WINDOW];
    const st_source source = {.read = read_made, .size = file_size, .fd = -1};
    st_arena arena;
    st_reader r;
    st_arena_init(&arena, NULL, 0, 64 << 20);
    st_reader_init(&r, planned ? NULL : &source, file_size, &arena, head, tail);
    memset(&out, 0, sizeof out);
    reads = 0;
    bytes_read = 0;
    const simdtag_status status =
        planned ? st_parse_planned(&r, SIMDTAG_FORMAT_MP3, "x.mp3", &out, bring, NULL, &source)
                : st_parse(&r, SIMDTAG_FORMAT_MP3, "x.mp3", &out);
    *error = r.error;
    st_reader_close(&r);
    st_arena_reset(&arena);
    out.raws = (st_raws){0}; /* they lay in the arena */
    return status;
}

/* Under both drivers, which must agree; `reads` is the blocking one's. */
static simdtag_status parse(void)
{
    simdtag_error error;
    if (file_size < file.n)
        file_size = file.n;
    const simdtag_status planned = parse_by(true, &error);
    const simdtag_doc other = out.doc;
    const simdtag_status status = parse_by(false, &error);
    ck_assert_int_eq(planned, status);
    ck_assert_mem_eq(&other.info, &out.doc.info, sizeof other.info);
    if (status != SIMDTAG_OK)
        ck_assert_str_eq(error.text, "can't sync to MPEG frame");
    return status;
}

static void start(void)
{
    file.n = 0;
    file_size = 0;
}

/* An ID3v2.3 tag of n bytes of padding. */
static void put_tag(size_t n)
{
    put(&file, "ID3\3\0\0", 6);
    put_be(&file, (n >> 21 & 127) << 24 | (n >> 14 & 127) << 16 | (n >> 7 & 127) << 8 | (n & 127),
           4);
    put_fill(&file, 0, n);
}

START_TEST(scores)
{
    static const struct {
        const char *name, *head;
        int score;
    } rows[] = {
        {"x", "", 0},         {"x.mp3", "", 1},      {"x.MP2", "", 1},         {"x.mpg", "", 1},
        {"x.mpeg", "", 1},    {"x.mp1", "", 0},      {"x.mpa", "", 0},         {"x.mp3.txt", "", 0},
        {"x", "ID3", 2},      {"x.mp3", "ID3", 3},   {"x", "ID", 0},           {"x", "\xFF\xFB", 2},
        {"x", "\xFF\xFA", 2}, {"x", "\xFF\xF3", 2},  {"x", "\xFF\xF2", 2},     {"x", "\xFF\xFD", 0},
        {"x", "\xFF\xE3", 0}, {"x", "x\xFF\xFB", 0}, {"x.mp3", "\xFF\xFB", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const st_probe p =
            st_probe_of(rows[i].name, (const uint8_t *)rows[i].head, strlen(rows[i].head));
        ck_assert_msg(st_format_mp3.score(&p) == rows[i].score, "%s, row %zu", rows[i].name, i);
    }
}
END_TEST

START_TEST(constant_bitrate)
{
    start();
    put_frame(&file, 10);
    put(&file, "TAG", 3); /* an ID3v1 tag counts as audio, as in mutagen */
    put_fill(&file, 0, 125);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_double_eq_tol(info->length, 0.268625, 1e-12);
    ck_assert_double_eq(info->bitrate, 128000);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_double_eq(mpeg->version, 1);
    ck_assert_uint_eq(mpeg->layer, 3);
    ck_assert_uint_eq(mpeg->sketchy, 0);
    ck_assert_uint_eq(mpeg->bitrate_mode, 0);
    ck_assert_uint_eq(mpeg->frame_offset, 0);
    ck_assert_uint_eq(reads, 2); /* head, and tail for ID3v1 */
}
END_TEST

START_TEST(variable_bitrate)
{
    const lame_fields l = {
        .name = "LAME3.100", .method = 4, .delay = 576, .padding = 1000, .track_gain = 0x2C2D};
    start();
    put_xing(&file, "Info", 78, &l);
    ck_assert_int_eq(parse(), SIMDTAG_OK); /* such a frame is trusted alone */
    ck_assert_double_eq_tol(info->length, 2.5765079365079364, 1e-12);
    ck_assert_double_eq(info->bitrate, 126429);
    ck_assert_uint_eq(mpeg->bitrate_mode, 2);
    ck_assert_str_eq(mpeg->encoder_info, "LAME 3.100.0+");
    ck_assert_str_eq(mpeg->encoder_settings, "-V 2");
    ck_assert_uint_eq(mpeg->has_gains, 1);
    ck_assert_double_eq_tol(mpeg->track_gain, 4.5, 1e-12);
    file.at[36 + 11] = 1; /* one frame: shorter than delay and padding */
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_double_eq(info->length, 0);
    file.at[36 + 11] = 0; /* none: the bitrate is the header's */
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_double_eq(info->length, 0);
    ck_assert_double_eq(info->bitrate, 128000);
}
END_TEST

START_TEST(fraunhofer)
{
    start();
    put_vbri(&file, 1, 10, 2);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_double_eq_tol(info->length, 2.6122448979591835, 1e-12);
    ck_assert_double_eq(info->bitrate, 127706);
    ck_assert_uint_eq(mpeg->bitrate_mode, 2);
    ck_assert_str_eq(mpeg->encoder_info, "FhG");
    file.at[36 + 5] = 2; /* another version: an ordinary frame, and alone */
    ck_assert_int_eq(parse(), SIMDTAG_ERR_MP3_HEADER);
}
END_TEST

START_TEST(frames_in_a_row)
{
    static const struct {
        int frames;
        simdtag_status status;
        unsigned sketchy;
    } rows[] = {
        {1, SIMDTAG_ERR_MP3_HEADER, 0}, {2, SIMDTAG_OK, 1}, {3, SIMDTAG_OK, 1}, {4, SIMDTAG_OK, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        start();
        put_frame(&file, rows[i].frames);
        ck_assert_int_eq(parse(), rows[i].status);
        if (rows[i].status == SIMDTAG_OK)
            ck_assert_uint_eq(mpeg->sketchy, rows[i].sketchy);
    }
    start();
    put_frame(&file, 3);
    put_be(&file, 0xFFFB9000, 4); /* of the last one only the header is needed */
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->sketchy, 0);

    start();
    put_frame(&file, 2); /* two frames lose against four later */
    put_fill(&file, 0, 500);
    put_frame(&file, 4);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->frame_offset, 2 * FRAME + 500);

    start();
    put_frame(&file, 3); /* but win against fewer */
    put_fill(&file, 0, 500);
    put_frame(&file, 2);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->frame_offset, 0);
    ck_assert_uint_eq(mpeg->sketchy, 1);

    start();
    put_frame(&file, 2); /* the frame with the header is the one used */
    put_xing(&file, "Xing", 78, NULL);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->frame_offset, 2 * FRAME);
}
END_TEST

START_TEST(search_limits)
{
    for (size_t n = 1; n < 1100; n++) { /* junk of every length */
        start();
        put_fill(&file, n % 3 ? 0 : 0xFF, n);
        put_frame(&file, 4);
        ck_assert_int_eq(parse(), SIMDTAG_OK);
        ck_assert_uint_eq(mpeg->frame_offset, n);
    }
    for (size_t n = (1 << 20) - 3; n < (1 << 20) + 2; n++) {
        start();
        put_fill(&file, 0, n);
        put_frame(&file, 4);
        ck_assert_int_eq(parse(), n <= (1 << 20) - 2 ? SIMDTAG_OK : SIMDTAG_ERR_MP3_HEADER);
        ck_assert_uint_le(bytes_read, 3u << 20);
    }
    for (int n = 1497; n < 1501; n++) {
        start();
        for (int i = 0; i < n; i++)
            put_be(&file, 0xFFE00000, 4); /* sync words without a header */
        put_frame(&file, 4);
        ck_assert_int_eq(parse(), n <= 1498 ? SIMDTAG_OK : SIMDTAG_ERR_MP3_HEADER);
    }
}
END_TEST

START_TEST(several_tags)
{
    start();
    put_tag(50);
    put_tag(70);
    put_tag(9000);
    put_xing(&file, "Xing", 78, NULL);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->frame_offset, 60 + 80 + 9010);
    start();
    put_tag(50);
    put_tag(0); /* an empty one ends the row, and is junk */
    put_xing(&file, "Xing", 78, NULL);
    ck_assert_int_eq(parse(), SIMDTAG_OK);
    ck_assert_uint_eq(mpeg->frame_offset, 70);
}
END_TEST

START_TEST(few_reads)
{
    const lame_fields l = {.name = "LAME3.100", .method = 4};
    for (int vbr = 0; vbr < 2; vbr++) {
        start();
        put_tag(2000);
        if (vbr)
            put_xing(&file, "Xing", 78, &l);
        put_frame(&file, 8);
        file_size = 5000000;
        ck_assert_int_eq(parse(), SIMDTAG_OK);
        ck_assert_uint_eq(reads, 2); /* head, and tail for ID3v1 */

        start();
        put_tag(200000);
        if (vbr)
            put_xing(&file, "Xing", 78, &l);
        put_frame(&file, 8);
        file_size = 5000000;
        ck_assert_int_eq(parse(), SIMDTAG_OK);
        ck_assert_uint_eq(mpeg->frame_offset, 200010);
        ck_assert_uint_eq(reads, 3); /* and the audio */
    }
}
END_TEST

START_TEST(hostile_junk_is_cheap)
{
    start();
    for (int i = 0; i < 100000; i++)
        put_be(&file, 0xFFFB9000, 4); /* headers everywhere, never two in a row; the sync limit
                                         ends it */
    ck_assert_int_eq(parse(), SIMDTAG_ERR_MP3_HEADER);
    ck_assert_uint_lt(bytes_read, 1u << 20);
    start();
    while (file.n < (2u << 20) - 11) /* tag after tag */
        put_tag(1);
    ck_assert_int_eq(parse(), SIMDTAG_ERR_MP3_HEADER);
    ck_assert_uint_lt(bytes_read, 4u << 20);
}
END_TEST

START_TEST(no_audio)
{
    start();
    ck_assert_int_eq(parse(), SIMDTAG_ERR_MP3_HEADER);
    put(&file, "\xFF\xFB\x90", 3);
    ck_assert_int_eq(parse(), SIMDTAG_ERR_MP3_HEADER);
}
END_TEST

ST_CASE(detection, scores)
ST_CASE(streams, constant_bitrate, variable_bitrate, fraunhofer)
ST_CASE(search, frames_in_a_row, search_limits, several_tags, no_audio, hostile_junk_is_cheap)
ST_CASE(economy, few_reads)
ST_CHECK_MAIN(detection, streams, search, economy)

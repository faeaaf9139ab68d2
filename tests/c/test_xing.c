/* SPDX-License-Identifier: MIT */
/* MPEG headers, Xing, LAME's extension and VBRI, one structure at a time. Expected words are
 * what mutagen 1.48.1 answers. */
#include "formats/xing.h"

#include "check_main.h"
#include "formats/vbri.h"
#include "mpeg_make.h"

static built file;
static st_arena arena;
static st_reader reader;
static st_source source;

static void open_made(size_t len)
{
    st_arena_init(&arena, NULL, 0, 1 << 20);
    source = st_source_memory(file.at, len);
    st_reader_init(&reader, &source, len, &arena, NULL, NULL);
}

static void close_made(void)
{
    st_reader_close(&reader);
    st_arena_reset(&arena);
}

static st_mpeg_header plain_header(void)
{
    st_mpeg_header h;
    const uint8_t b[4] = {0xFF, 0xFB, 0x90, 0};
    ck_assert(st_mpeg_header_read(b, &h));
    return h;
}

START_TEST(headers)
{
    static const struct {
        uint8_t b[4];
        unsigned bitrate, rate, length, samples, version, layer, mode;
    } rows[] = {
        {{0xFF, 0xFB, 0x90, 0x00}, 128000, 44100, 417, 1152, ST_MPEG_1, 3, 0},
        {{0xFF, 0xFB, 0x92, 0x40}, 128000, 44100, 418, 1152, ST_MPEG_1, 3, 1},
        {{0xFF, 0xFB, 0xE8, 0xC0}, 320000, 32000, 1440, 1152, ST_MPEG_1, 3, 3},
        {{0xFF, 0xF3, 0x14, 0x80}, 8000, 24000, 24, 576, ST_MPEG_2, 3, 2},
        {{0xFF, 0xE3, 0xE8, 0x00}, 160000, 8000, 1440, 576, ST_MPEG_25, 3, 0},
        {{0xFF, 0xFD, 0xE0, 0x00}, 384000, 44100, 1253, 1152, ST_MPEG_1, 2, 0},
        {{0xFF, 0xF5, 0xE0, 0x00}, 160000, 22050, 1044, 1152, ST_MPEG_2, 2, 0},
        /* mutagen's length: four times the true one */
        {{0xFF, 0xFF, 0x10, 0x00}, 32000, 44100, 136, 384, ST_MPEG_1, 1, 0},
        {{0xFF, 0xF7, 0xE2, 0x00}, 256000, 22050, 2232, 384, ST_MPEG_2, 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        st_mpeg_header h;
        ck_assert(st_mpeg_header_read(rows[i].b, &h));
        ck_assert_uint_eq(h.bitrate, rows[i].bitrate);
        ck_assert_uint_eq(h.sample_rate, rows[i].rate);
        ck_assert_uint_eq(h.length, rows[i].length);
        ck_assert_uint_eq(h.samples, rows[i].samples);
        ck_assert_uint_eq(h.version, rows[i].version);
        ck_assert_uint_eq(h.layer, rows[i].layer);
        ck_assert_uint_eq(h.mode, rows[i].mode);
    }
    static const uint8_t none[][4] = {
        /* no sync, version 1 */
        {0xFE, 0xFB, 0x90, 0}, {0xFF, 0xDB, 0x90, 0}, {0xFF, 0xEB, 0x90, 0},
        /* layer, bitrates, rate */
        {0xFF, 0xF9, 0x90, 0}, {0xFF, 0xFB, 0x00, 0}, {0xFF, 0xFB, 0xF0, 0}, {0xFF, 0xFB, 0x9C, 0},
    };
    st_mpeg_header h;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert(!st_mpeg_header_read(none[i], &h));
}
END_TEST

static bool read_made(st_xing *x, size_t len)
{
    const st_mpeg_header h = plain_header();
    open_made(len);
    const bool there = st_xing_read(&reader, 0, &h, x);
    ck_assert_int_eq(st_status(&reader), SIMDTAG_OK);
    close_made();
    return there;
}

START_TEST(xing_fields)
{
    st_xing x;
    file.n = 0;
    put_xing(&file, "Xing", 78, NULL);
    ck_assert(read_made(&x, file.n));
    ck_assert_uint_eq(x.fields, 15);
    ck_assert_uint_eq(x.frames, 100);
    ck_assert_uint_eq(x.bytes, 41700);
    ck_assert_uint_eq(x.scale, 78);
    ck_assert(!x.is_info && !x.lame.has_header && x.lame.words[0] == 0);
    ck_assert_uint_eq(st_xing_bitrate_mode(&x), 2);
    ck_assert(read_made(&x, 36 + 120));       /* all its fields are there */
    ck_assert(!read_made(&x, 36 + 119));      /* the quality is cut */
    file.at[36 + 7] = 4;                      /* the table alone */
    ck_assert(read_made(&x, file.n));
    ck_assert_uint_eq(st_xing_bitrate_mode(&x), 0);
    memcpy(file.at + 36, "Info", 4);
    ck_assert(read_made(&x, file.n));
    ck_assert_uint_eq(st_xing_bitrate_mode(&x), 1);
    memcpy(file.at + 36, "info", 4);
    ck_assert(!read_made(&x, file.n));
}
END_TEST

START_TEST(lame_cut_short)
{
    st_xing x;
    const lame_fields l = {.name = "LAME3.100", .method = 4, .delay = 576, .padding = 1000};
    file.n = 0;
    put_xing(&file, "Info", 78, &l);
    ck_assert(read_made(&x, 36 + 120 + 36) && x.lame.has_header);
    ck_assert_uint_eq(x.lame.delay, 576);
    ck_assert_uint_eq(x.lame.padding, 1000);
    ck_assert_uint_eq(st_xing_bitrate_mode(&x), 2); /* the method overrules "Info" */
    ck_assert(read_made(&x, 36 + 120 + 35) && !x.lame.has_header);
    ck_assert_str_eq(x.lame.words, "3.100.0+");
    ck_assert(read_made(&x, 36 + 120 + 20));
    ck_assert_str_eq(x.lame.words, "3.100.0+");
    ck_assert(read_made(&x, 36 + 120 + 19));
    ck_assert_str_eq(x.lame.words, "");
}
END_TEST

START_TEST(lame_words)
{
    static const struct {
        const char name[21];
        const char *words;
        bool header;
    } rows[] = {
        {"LAME3.100", "3.100.0+", true},
        {"LAME3.99r", "3.99.1+", true},
        {"LAME3.98 ", "3.98.0", true},
        {"LAME3.96 ", "3.96.0+", true},
        {"LAME3.97b", "3.97 (beta)", true},
        {"LAME3.90a", "3.90 (alpha)", true},
        {"LAME3.90.", "3.90.0+", true},
        {"LAME3.99x", "3.99 (?)", true},
        {"L3.99r1", "3.99 (?)", true},
        {"L3.98r1", "", false},
        {"LAME4.0 ", "4.0.0", true},
        {"LAME3.099", "3.99.0+", true},
        {"LAMEL3.99", "3.99.0+", true},
        {"LAME3.1000", "", false},
        {"LAME3.88 (beta)", "3.88 (beta)", false},
        {"LAME3.90 (alpha)", "3.90 (alpha)", false},
        {"LAME3.91 (alpha)", "3.91.0+", false},
        {"LAME3.87\xFF", "3.87 (?)", false},
        {"LAME3.80 \t ", "3.80", false},
        {"LAME3.", "", false},
        {"LAME 3.99", "", false},
        {"Lavf57.83", "", false},
        {"GOGO3.02b", "", false},
        {"LAME3.80 b\0x", "3.80 b", false}, /* the one difference: mutagen keeps the NUL and what
                                               follows */
        {"LAME12.34", "1.2.34", false},
        {"LAME3.89 (alpha 3) xy", "3.89 (alpha 3) x", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t bytes[ST_LAME_BYTES] = {0};
        memcpy(bytes, rows[i].name, 20);
        st_lame l;
        st_lame_read(st_cur_of(bytes, sizeof bytes), &l);
        ck_assert_str_eq(l.words, rows[i].words);
        ck_assert_msg(l.has_header == rows[i].header, "%s", rows[i].name);
    }
}
END_TEST

START_TEST(settings)
{
    static const struct {
        lame_fields l;
        int64_t scale;
        const char *words;
    } rows[] = {
        {{.name = "LAME3.100", .method = 4}, 78, "-V 2"},
        {{.name = "LAME3.100", .method = 3}, 57, "-V 4 --vbr-old"},
        {{.name = "LAME3.97 ", .method = 5}, 57, "-V 4 --vbr-new"},
        {{.name = "LAME3.97 ", .method = 3}, 100, "-V 0"},
        {{.name = "LAME3.100", .method = 4}, -1, "-V 10"},
        {{.name = "LAME3.100", .method = 4}, 101, "-V -1"},
        {{.name = "LAME3.100", .method = 4, .bitrate = 8}, 40, "-V 9"},
        {{.name = "LAME3.100", .method = 4, .bitrate = 8}, 50, "-V 8"},
        {{.name = "LAME3.100", .method = 4, .bitrate = 8}, 30, "-V 7"},
        {{.name = "LAME3.98 ", .method = 4, .bitrate = 8}, 40, "-V 6"},
        {{.name = "LAME3.100", .method = 4, .bitrate = 8, .lowpass = 1}, 40, "-V 6"},
        {{.name = "LAME3.100", .method = 1, .preset = 1003}, 57, "--preset insane"},
        {{.name = "LAME3.100", .method = 1, .preset = 192}, 57, "-b 192"},
        {{.name = "LAME3.100", .method = 1, .bitrate = 160}, 57, "-b 160"},
        {{.name = "LAME3.100", .method = 1, .bitrate = 255}, 57, "-b 255+"},
        {{.name = "LAME3.100", .method = 2, .preset = 180}, 57, "--preset 180"},
        {{.name = "LAME3.100", .method = 2, .bitrate = 140}, 57, "--abr 140"},
        {{.name = "LAME3.92 ", .method = 2, .bitrate = 140, .flags = 3, .preset = 180},
         57,
         "--alt-preset 140"},
        {{.name = "LAME3.95 ", .method = 3, .preset = 1001}, 57, "--preset standard"},
        {{.name = "LAME3.95 ", .method = 4, .preset = 1005}, 57, "--preset fast extreme"},
        {{.name = "LAME3.98 ", .method = 4, .preset = 1005}, 57, "-V 4"},
        {{.name = "LAME3.92 ", .method = 3, .lowpass = 190, .ath = 4}, 78, "--alt-preset standard"},
        {{.name = "LAME3.90.", .method = 3, .lowpass = 195, .ath = 2}, 78, "--alt-preset extreme"},
        {{.name = "LAME3.90.", .method = 4, .lowpass = 195, .ath = 3}, 88, "--preset r3mix"},
        {{.name = "LAME3.93 ", .method = 3, .lowpass = 195, .ath = 2}, 78, "-V 2"},
        {{.name = "LAME3.100", .method = 7}, 57, ""},
        {{.name = "LAME3.100", .method = 4, .revision = 1}, 57, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        built m = {0};
        put_lame(&m, &rows[i].l);
        st_lame l;
        st_lame_read(st_cur_of(m.at, m.n), &l);
        drop(&m);
        char words[ST_LAME_SETTINGS];
        st_lame_settings(&l, rows[i].scale, words);
        ck_assert_str_eq(words, rows[i].words);
    }
}
END_TEST

START_TEST(gains)
{
    static const struct {
        unsigned track, album;
        uint32_t peak;
        unsigned has;
        double track_db, album_db, peak_is;
    } rows[] = {
        {0x2C2D, 0x4E2D, 0x400000, 7, 4.5, 4.5, 0.5}, /* the album gain's sign is not looked at */
        {0x2E05, 0x0C05, 0, 1, -0.5, 0, 0},
        {0x4C05, 0x2C05, 0xFFFFFFFF, 2, 0, 0, 511.9999998807907},
        {0x2C00, 0x4C00, 1, 7, 0, 0, 1.1920928955078125e-07},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        built m = {0};
        const lame_fields f = {.name = "LAME3.100",
                               .track_gain = rows[i].track,
                               .album_gain = rows[i].album,
                               .peak = rows[i].peak};
        put_lame(&m, &f);
        st_lame l;
        st_lame_read(st_cur_of(m.at, m.n), &l);
        drop(&m);
        simdtag_mpeg_info info = {0};
        st_lame_gains(&l, &info);
        ck_assert_uint_eq(info.has_gains, rows[i].has);
        ck_assert_double_eq_tol(info.track_gain, rows[i].track_db, 1e-12);
        ck_assert_double_eq_tol(info.album_gain, rows[i].album_db, 1e-12);
        ck_assert_double_eq_tol(info.track_peak, rows[i].peak_is, 1e-12);
    }
}
END_TEST

START_TEST(vbri)
{
    static const struct {
        unsigned version, entries, width;
        size_t len;
        bool there;
    } rows[] = {
        {1, 10, 2, 36 + 26 + 20, true}, {1, 10, 2, 36 + 26 + 19, false},
        {1, 5, 4, 36 + 26 + 20, true},  {1, 0, 2, 36 + 26, true},
        {1, 0, 2, 36 + 25, false},      {0, 10, 2, FRAME, false},
        {2, 10, 2, FRAME, false},       {1, 10, 3, FRAME, false},
        {1, 10, 1, FRAME, false},       {1, 65535, 4, FRAME, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        file.n = 0;
        put_vbri(&file, rows[i].version, rows[i].entries, rows[i].width);
        open_made(rows[i].len);
        st_vbri v;
        ck_assert_msg(st_vbri_read(&reader, 0, &v) == rows[i].there, "row %zu", i);
        if (rows[i].there) {
            ck_assert_uint_eq(v.frames, 100);
            ck_assert_uint_eq(v.bytes, 41700);
        }
        ck_assert_int_eq(st_status(&reader), SIMDTAG_OK);
        close_made();
    }
}
END_TEST

ST_CASE(frames, headers)
ST_CASE(xing, xing_fields, lame_cut_short, lame_words, settings, gains)
ST_CASE(fraunhofer, vbri)
ST_CHECK_MAIN(frames, xing, fraunhofer)

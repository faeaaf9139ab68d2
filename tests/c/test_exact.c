/* SPDX-License-Identifier: MIT */
/* Counting the frames of MPEG audio and ADTS: what is a frame, a tag, garbage; ends that are cut;
 * windows. */
#include "exact_make.h"
#include "mpeg_make.h"

enum { WINDOW = 256 << 10 };

static built b;
static counted c;

static simdtag_exact mp3(void)
{
    return scan(&b, SIMDTAG_FORMAT_MP3, &c);
}

static void ck(simdtag_exact x, uint64_t frames, uint64_t garbage, int truncated)
{
    ck_assert_uint_eq(x.frames, frames);
    ck_assert_uint_eq(x.garbage, garbage);
    ck_assert_int_eq(x.truncated, truncated);
}

static void expect(uint64_t frames, uint64_t garbage, int truncated)
{
    ck(mp3(), frames, garbage, truncated);
    drop(&b);
}

/* Noise without FF, so without a sync. */
static void put_noise(size_t n)
{
    static uint32_t seed = 1;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525 + 1013904223;
        put_be(&b, (seed >> 24) % 255, 1);
    }
}

START_TEST(a_constant_bitrate)
{
    put_frame(&b, 20);
    const simdtag_exact x = mp3();
    ck(x, 20, 0, 0);
    ck_assert_uint_eq(x.samples, 20 * 1152);
    ck_assert_double_eq_tol(x.length, 20 * 1152 / 44100.0, 1e-12);
    ck_assert(x.bitrate == 128000 && x.max_bitrate == 128000);
    drop(&b);
}
END_TEST

START_TEST(a_variable_bitrate)
{
    put_frame(&b, 6);
    for (int i = 0; i < 2; i++) { /* 320 kbit/s */
        put_be(&b, 0xFFFBE000, 4);
        put_fill(&b, 0, 1044 - 4);
    }
    put_frame(&b, 4);
    const simdtag_exact x = mp3();
    ck(x, 12, 0, 0);
    ck_assert(x.bitrate == (10 * 128000 + 2 * 320000) / 12);
    ck_assert(x.max_bitrate == 320000);
    drop(&b);
}
END_TEST

/* MPEG 1 layer I, 32 kbit/s at 44.1 kHz: 8 slots of 4 bytes; padding is one more. */
START_TEST(slots_of_layer_1)
{
    for (unsigned i = 0; i < 40; i++) {
        put_be(&b, i % 2 ? 0xFFFF1200 : 0xFFFF1000, 4);
        put_fill(&b, 0, i % 2 ? 32 : 28);
    }
    const simdtag_exact x = mp3();
    ck(x, 40, 0, 0);
    ck_assert_uint_eq(x.samples, 40 * 384);
    drop(&b);
}
END_TEST

static const lame_fields lame = {.name = "LAME3.100", .delay = 576, .padding = 1000};

START_TEST(the_xing_header_is_no_frame)
{
    put_xing(&b, "Info", 50, &lame);
    put_frame(&b, 100);
    simdtag_exact x = mp3();
    ck(x, 100, 0, 0);
    ck_assert_uint_eq(x.samples, 100 * 1152 - 1576);
    put_frame(&b, 100); /* another stream behind it: the padding is in the middle, and cut there */
    x = mp3();
    ck(x, 200, 0, 0);
    ck_assert_uint_eq(x.samples, 200 * 1152 - 1576);
    drop(&b);
    put_vbri(&b, 1, 0, 2);
    put_frame(&b, 100);
    expect(100, 0, 0);
    put_xing(&b, "Xing", 50, NULL);
    put_frame(&b, 100);
    x = mp3();
    ck_assert_uint_eq(x.samples, 100 * 1152);
    drop(&b);
}
END_TEST

START_TEST(less_than_the_xing_header_promises)
{
    put_xing(&b, "Xing", 50, &lame);
    put_frame(&b, 98);
    const simdtag_exact x = mp3();
    ck(x, 98, 0, 1);
    ck_assert_uint_eq(x.samples, 98 * 1152 - 576); /* the padding is gone with the end */
    put_frame(&b, 1); /* some encoders count the header's frame */
    expect(99, 0, 0);
}
END_TEST

START_TEST(a_last_frame_that_is_cut)
{
    for (size_t cut = 1; cut < FRAME; cut++) {
        put_frame(&b, 10);
        b.n -= cut;
        if (cut % 2) { /* and tagged afterwards */
            put_text(&b, "TAG");
            put_fill(&b, 0, 125);
        }
        expect(9, 0, 1);
    }
    put_frame(&b, 10);
    put_text(&b, "\xFFz"); /* shorter than a header, and no begin of one */
    expect(10, 2, 0);
}
END_TEST

static void put_apev2(uint32_t flags, bool header)
{
    for (int i = header ? 0 : 1; i < 2; i++) {
        if (i == 1)
            put_text(&b, "item item item item ");
        put_text(&b, "APETAGEX");
        put_le(&b, 2000, 4);
        put_le(&b, 20 + 32, 4);
        put_le(&b, 1, 4);
        put_le(&b, i == 0 ? flags | 1u << 29 : flags, 4);
        put_fill(&b, 0, 8);
    }
}

static void put_id3v2(size_t n)
{
    put_text(&b, "ID3");
    put_be(&b, 0x040000, 3);
    put_be(&b, (n & 0x7F) | (n >> 7 & 0x7F) << 8 | (n >> 14 & 0x7F) << 16, 4);
    for (size_t i = 0; i < n; i++) /* full of frames */
        put_be(&b, i % FRAME < 4 ? 0xFFFB9000 >> 8 * (3 - i % FRAME) : 0, 1);
}

static void put_lyrics(bool version2)
{
    put_text(&b, "LYRICSBEGININD0000200LYR00010some words");
    put_text(&b, version2 ? "000039LYRICS200" : "LYRICSEND");
}

static void put_id3v1(void)
{
    put_text(&b, "TAG");
    put_fill(&b, 0, 125);
}

START_TEST(tags_in_front_and_behind)
{
    for (unsigned which = 0; which < 64; which++) {
        if (which & 1)
            put_id3v2(5000);
        put_frame(&b, 12);
        if (which & 2)
            put_lyrics(false);
        if (which & 4)
            put_apev2(1u << 31, true);
        if (which & 8)
            put_lyrics(true);
        if (which & 16)
            put_apev2(0, false);
        if (which & 32)
            put_id3v1();
        expect(12, 0, 0);
    }
}
END_TEST

START_TEST(tags_between_frames)
{
    put_frame(&b, 12);
    put_id3v1();
    put_id3v2(70000);
    put_frame(&b, 12);
    put_apev2(1u << 31, true);
    put_id3v2(0);
    put_frame(&b, 2);
    expect(26, 0, 0);
}
END_TEST

START_TEST(garbage_between_frames)
{
    for (size_t n = 1; n < 40; n++) {
        put_frame(&b, 5);
        put_noise(n * n);
        put_frame(&b, 4);
        put_noise(3);
        put_frame(&b, 3);
        put_noise(n);
        expect(12, n * n + 3 + n, 0);
    }
}
END_TEST

START_TEST(false_syncs_in_garbage)
{
    put_frame(&b, 5);
    put_noise(10);
    for (int i = 0; i < 2; i++) { /* two headers in a row are not enough */
        put_be(&b, 0xFFFB9000, 4);
        put_noise(FRAME - 4);
    }
    put_noise(900);
    put_be(&b, 0xFFF39000, 4); /* three of another stream */
    for (int i = 0; i < 2; i++) {
        put_noise(261 - 4);
        put_be(&b, 0xFFF39000, 4);
    }
    put_noise(300);
    put_frame(&b, 3);
    expect(8, 10 + 2 * FRAME + 900 + 2 * 261 + 4 + 300, 0);
    put_frame(&b, 5);
    put_fill(&b, 0xFF, 5000);
    put_be(&b, 0, 1);
    put_frame(&b, 5);
    expect(10, 5001, 0);
    put_frame(&b, 5);
    put_noise(10);
    put_frame(&b, 1); /* one frame is believed where it ends with the sound */
    put_id3v1();
    expect(6, 10, 0);
    put_frame(&b, 5);
    put_noise(10);
    put_frame(&b, 2);
    b.n -= 5;
    expect(6, 10, 1);
}
END_TEST

START_TEST(no_frames_at_all_behind_the_header)
{
    put_xing(&b, "Info", 50, &lame);
    const simdtag_exact x = mp3();
    ck(x, 0, 0, 1);
    ck_assert(x.length == 0 && x.bitrate == 0 && x.max_bitrate == 0 && x.samples == 0);
    drop(&b);
}
END_TEST

/* Garbage around each border between windows, so that headers, and chains, lie across it. */
START_TEST(borders_of_windows)
{
    for (size_t back = 0; back < 1300; back += 13) {
        const unsigned whole = (unsigned)((WINDOW - back) / FRAME);
        put_frame(&b, (int)whole);
        put_noise(WINDOW - back - whole * FRAME + 7);
        const size_t noise = b.n - whole * FRAME;
        put_frame(&b, 700);
        put_id3v2(100);
        put_frame(&b, 2);
        ck(mp3(), whole + 702, noise, 0);
        ck_assert_uint_le(c.most_read, WINDOW);
        drop(&b);
    }
}
END_TEST

/* A frame of any bitrate, with one byte throughout behind its header. */
static unsigned put_any(unsigned index, uint8_t byte)
{
    static const unsigned kbits[] = {0,   32,  40,  48,  56,  64,  80, 96,
                                     112, 128, 160, 192, 224, 256, 320};
    put_be(&b, 0xFFFB0000 | index << 12, 4);
    put_fill(&b, byte, 144000 * kbits[index] / 44100 - 4);
    return kbits[index] * 1000;
}

/* Large windows are walked in several places at once. */
START_TEST(many_frames_of_all_sizes)
{
    for (unsigned file = 0; file < 40; file++) {
        uint32_t seed = file;
        double bits = 0;
        const unsigned frames = 100 + file * 100;
        for (unsigned i = 0; i < frames; i++) {
            seed = seed * 1664525 + 1013904223;
            bits += put_any((seed >> 24) % 14 + 1, file % 2 ? 0xFF : 0);
        }
        const simdtag_exact x = mp3();
        ck(x, frames, 0, 0);
        ck_assert_double_eq_tol(x.bitrate, bits / frames, 0.51);
        drop(&b);
    }
}
END_TEST

/* A walk that begins among them counts frames that are none. */
START_TEST(frames_within_frames)
{
    for (unsigned inner = 1; inner < 10; inner++) {
        for (unsigned i = 0; i < 1200; i++) {
            const size_t end = b.n + 1044;
            put_be(&b, 0xFFFBE000, 4);
            put_fill(&b, 0, 20 * (i % 7));
            size_t size;
            do {
                const size_t start = b.n;
                put_any(inner, 0x55);
                size = b.n - start;
            } while (b.n + size <= end);
            put_fill(&b, 0, end - b.n);
        }
        const simdtag_exact x = mp3();
        ck(x, 1200, 0, 0);
        ck_assert(x.bitrate == 320000);
        drop(&b);
    }
}
END_TEST

START_TEST(few_reads)
{
    put_frame(&b, 20000);
    put_noise(3 << 20);
    put_frame(&b, 20000);
    ck(mp3(), 40000, 3 << 20, 0);
    const unsigned windows = (unsigned)(b.n / WINDOW);
    ck_assert_uint_le(c.reads, windows + windows / 8 + 6); /* chains need some bytes ahead */
    drop(&b);
}
END_TEST

START_TEST(a_read_that_fails)
{
    put_frame(&b, 2000);
    const simdtag_options options = {.format = SIMDTAG_FORMAT_MP3, .flags = SIMDTAG_OPEN_EXACT};
    for (uint64_t from = 20000; from < b.n; from += 100000) {
        c = (counted){.file = &b, .fails_from = from};
        const simdtag_source source = {read_source, &c, b.n};
        simdtag_error error;
        simdtag_file *file;
        ck_assert_int_eq(simdtag_open_source(&source, &options, &file, &error), SIMDTAG_ERR_IO);
        ck_assert_ptr_null(file);
        ck_assert_int_eq(error.status, SIMDTAG_ERR_IO);
    }
    drop(&b);
}
END_TEST

START_TEST(only_when_asked_and_where_there_are_frames)
{
    put_frame(&b, 20);
    simdtag_file *file;
    simdtag_options options = {.format = SIMDTAG_FORMAT_MP3};
    ck_assert_int_eq(simdtag_open_memory(b.at, b.n, &options, &file, NULL), SIMDTAG_OK);
    ck_assert_ptr_null(simdtag_exact_of(file));
    simdtag_close(file);
    options.flags = SIMDTAG_OPEN_EXACT | SIMDTAG_OPEN_TAGS_ONLY;
    ck_assert_int_eq(simdtag_open_memory(b.at, b.n, &options, &file, NULL), SIMDTAG_OK);
    ck_assert_ptr_null(simdtag_exact_of(file));
    simdtag_close(file);
    drop(&b);
    put_text(&b, "ADIF"); /* AAC without frames */
    put_fill(&b, 0, 100);
    options = (simdtag_options){.format = SIMDTAG_FORMAT_AAC, .flags = SIMDTAG_OPEN_EXACT};
    ck_assert_int_eq(simdtag_open_memory(b.at, b.n, &options, &file, NULL), SIMDTAG_OK);
    ck_assert_ptr_null(simdtag_exact_of(file));
    simdtag_close(file);
    drop(&b);
}
END_TEST

/* ---- ADTS ---- */

/* AAC LC, 44.1 kHz, stereo (1.A.3.2.1). */
static void put_adts(unsigned size, unsigned blocks, unsigned absent)
{
    put_be(&b, (uint64_t)0xFFF << 44 | (uint64_t)absent << 40 | (uint64_t)1 << 38 |
                   (uint64_t)4 << 34 | (uint64_t)2 << 30 | (uint64_t)size << 13 | 0x7FF << 2 |
                   (blocks - 1), 7);
    put_fill(&b, 0x11, size - 7);
}

static simdtag_exact aac(void)
{
    return scan(&b, SIMDTAG_FORMAT_AAC, &c);
}

START_TEST(adts_frames)
{
    for (unsigned i = 0; i < 30; i++)
        put_adts(i < 10 ? 207 : 307, 1, 1);
    const simdtag_exact x = aac();
    ck(x, 30, 0, 0);
    ck_assert_uint_eq(x.samples, 30 * 1024);
    ck_assert_double_eq_tol(x.length, 30 * 1024 / 44100.0, 1e-12);
    ck_assert_double_eq_tol(x.bitrate, (10 * 200 + 20 * 300) / 30.0 * 8 * 44100 / 1024, 0.51);
    ck_assert_double_eq_tol(x.max_bitrate, 300.0 * 8 * 44100 / 1024, 0.51);
    drop(&b);
}
END_TEST

START_TEST(adts_blocks_and_checksums)
{
    for (unsigned i = 0; i < 10; i++)
        put_adts(7 + 16 + 400, 4, 0);
    const simdtag_exact x = aac();
    ck(x, 10, 0, 0);
    ck_assert_uint_eq(x.samples, 40 * 1024);
    ck_assert_double_eq_tol(x.bitrate, 100.0 * 8 * 44100 / 1024, 0.51);
    ck_assert(x.max_bitrate == x.bitrate);
    drop(&b);
}
END_TEST

START_TEST(adts_damage)
{
    put_id3v2(3000);
    put_noise(100); /* in front of the first frame: no garbage of the stream */
    for (unsigned i = 0; i < 10; i++)
        put_adts(200 + i, 1, 1);
    put_noise(77);
    put_adts(200, 1, 1); /* two are no chain */
    put_adts(200, 1, 1);
    put_noise(50);
    for (unsigned i = 0; i < 2000; i++)
        put_adts(300, 1, 1);
    b.n -= 1;
    put_id3v1();
    ck(aac(), 10 + 1999, 77 + 400 + 50, 1);
    drop(&b);
    for (unsigned i = 0; i < 5; i++)
        put_adts(200, 1, 1);
    put(&b, "\xFF\xF1\x50\x80", 4); /* the begin of the next */
    ck(aac(), 5, 0, 1);
    drop(&b);
}
END_TEST

ST_CASE(mpeg, a_constant_bitrate, a_variable_bitrate, slots_of_layer_1,
        the_xing_header_is_no_frame, less_than_the_xing_header_promises, a_last_frame_that_is_cut,
        no_frames_at_all_behind_the_header)
ST_CASE(damage, tags_in_front_and_behind, tags_between_frames, garbage_between_frames,
        false_syncs_in_garbage, borders_of_windows, many_frames_of_all_sizes, frames_within_frames)
ST_CASE(reading, few_reads, a_read_that_fails, only_when_asked_and_where_there_are_frames)
ST_CASE(adts, adts_frames, adts_blocks_and_checksums, adts_damage)
ST_CHECK_MAIN(mpeg, damage, reading, adts)

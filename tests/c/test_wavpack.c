/* SPDX-License-Identifier: MIT */
/* WavPack: the first block's header, rates of their own, lengths that only the blocks know. Numbers
 * are what mutagen 1.48.1 answers, except for rates of their own, where it fails. */
#include "xiph.h"

enum { RATE_44100 = 9 << 23, STEREO_16 = 1 | RATE_44100, UNKNOWN = -1 };

static parsed p;
static built b;

typedef struct {
    uint32_t size, total, index, samples, flags; /* size 0: the right one */
} block;

static void put_block(block k, const void *body, size_t n)
{
    put_text(&b, "wvpk");
    put_le(&b, k.size ? k.size : n + 24, 4);
    put_le(&b, 0x410, 2);
    put_le(&b, 0x1234, 2);
    put_le(&b, k.total, 4);
    put_le(&b, k.index, 4);
    put_le(&b, k.samples, 4);
    put_le(&b, k.flags, 4);
    put_le(&b, 0, 4);
    put(&b, body, n);
}

static void run(simdtag_status status)
{
    parse(&p, &st_format_wavpack, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
}

static void end(void)
{
    done(&p);
    drop(&b);
}

START_TEST(an_ordinary_file)
{
    put_block((block){.total = 44100, .samples = 22050, .flags = STEREO_16}, "audio", 5);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert_uint_eq(info->u.wavpack.version, 0x410);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 44100);
    ck_assert_uint_eq(info->bits_per_sample, 16);
    ck_assert(info->length == 1.0);
    ck_assert_uint_eq(p.reads, 1);
    end();
}
END_TEST

START_TEST(rates_and_depths)
{
    static const uint32_t rates[15] = {6000,  8000,  9600,  11025, 12000, 16000, 22050, 24000,
                                       32000, 44100, 48000, 64000, 88200, 96000, 192000};
    for (uint32_t i = 0; i < 15; i++)
        for (uint32_t dsd = 0; dsd < 2; dsd++) {
            const uint32_t flags = i % 4 | (i & 4) | i << 23 | dsd << 31;
            put_block((block){.total = 12000, .flags = flags}, "", 0);
            run(SIMDTAG_OK);
            const simdtag_info *info = &p.out.doc.info;
            ck_assert_uint_eq(info->sample_rate, rates[i] * (dsd ? 4 : 1));
            ck_assert_uint_eq(info->bits_per_sample, dsd ? 1 : 8 * (i % 4 + 1));
            ck_assert_uint_eq(info->channels, i & 4 ? 1 : 2);
            ck_assert(info->length == 12000.0 / (rates[i] * (dsd ? 4 : 1)));
            end();
        }
}
END_TEST

/* mutagen raises IndexError for all of these. */
START_TEST(a_rate_of_its_own)
{
    static const struct {
        const char *body;
        size_t n;
        uint32_t rate;
    } rows[] = {
        {"\x67\2\x39\x30\0\0", 6, 12345},                   /* three bytes and one of padding */
        {"\x27\2\x39\x30\0\1", 6, 16789561},                /* four */
        {"\x21\1ab\xA2\1\0\0cd\x67\2\x39\x30\0\0", 16, 12345}, /* behind others */
        {"\xA7\2\0\0\x39\x30\0\0", 8, 12345},               /* itself in the large form */
        {"\x67\2\0\0\0\0", 6, 44100},
        {"\x67\1\x39\x30", 4, 44100},
        {"\x67\2\x39\x30", 4, 44100},
        {"\x67", 1, 44100},
        {"", 0, 44100},
        {"\x0A\xFF", 2, 44100},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const block k = {.total = 44100, .flags = 1 | 15u << 23};
        put_block(k, rows[i].body, rows[i].n);
        put_text(&b, "\x67\2\1\1\1\1"); /* behind the block */
        run(SIMDTAG_OK);
        ck_assert_uint_eq(p.out.doc.info.sample_rate, rows[i].rate);
        end();
    }
    put_block((block){.total = 44100, .flags = 1 | 15u << 23}, "", 0);
    for (unsigned i = 0; i < 65; i++)
        put(&b, "\x21\0", 2); /* too many before it */
    put_text(&b, "\x67\2\x39\x30");
    put_le(&b, 0, 2);
    b.at[4] = (uint8_t)(b.n - 8);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 44100);
    end();
}
END_TEST

START_TEST(length_of_the_blocks)
{
    for (unsigned first = 0; first < 2; first++) { /* not known, or not the beginning */
        const uint32_t total = first ? 44100 : (uint32_t)UNKNOWN;
        put_block((block){.total = total, .index = first, .samples = 100, .flags = STEREO_16},
                  "abcde", 5);
        put_block((block){.total = 1, .index = 7, .samples = 0xFFFFFFFF, .flags = 0}, "", 0);
        put_block((block){.size = 9999, .samples = 7, .flags = STEREO_16}, "x", 1);
        run(SIMDTAG_OK);
        ck_assert(p.out.doc.info.length == (100 + 7 + 4294967295.0) / 44100);
        end();
    }
    put_block((block){.total = (uint32_t)UNKNOWN, .samples = 100, .flags = STEREO_16}, "", 0);
    put_text(&b, "APETAGEX is no block"); /* nor is this long enough */
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 100 / 44100.0);
    end();
    put_block((block){.size = 1, .total = (uint32_t)UNKNOWN, .samples = 3, .flags = STEREO_16},
              "x", 1);
    put_block((block){.samples = 5}, "", 0); /* not where the first one says */
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 3 / 44100.0);
    end();
    put_block((block){.total = 0, .samples = 100, .flags = STEREO_16}, "", 0);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0);
    end();
}
END_TEST

START_TEST(a_walk_reads_headers_only)
{
    static uint8_t audio[20000];
    for (unsigned i = 0; i < 50; i++)
        put_block((block){.total = (uint32_t)UNKNOWN, .samples = 441, .flags = STEREO_16}, audio,
                  sizeof audio);
    parse_blocking(&p, &st_format_wavpack, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0.5);
    ck_assert_uint_le(p.reads, 52); /* head, 49 headers, tail */
    ck_assert_uint_le(p.most_read, ST_HEAD_WINDOW);
    end();
}
END_TEST

START_TEST(blocks_have_a_cap)
{
    const uint32_t n = ST_MAX_WAVPACK_BLOCKS;
    for (uint32_t i = 0; i < n; i++)
        put_block((block){.total = (uint32_t)UNKNOWN, .samples = 1, .flags = STEREO_16}, "", 0);
    parse_blocking(&p, &st_format_wavpack, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == n / 44100.0);
    ck_assert_uint_lt(p.reads, n / 1000); /* small blocks are read many at a time */
    done(&p);
    put_block((block){.samples = 1}, "", 0);
    parse_blocking(&p, &st_format_wavpack, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_LIMIT);
    end();
}
END_TEST

START_TEST(no_wavpack)
{
    put_block((block){.total = 1, .flags = STEREO_16}, "", 0);
    const size_t whole = b.n;
    for (b.n = 0; b.n <= whole; b.n++) {
        run(b.n < whole ? SIMDTAG_ERR_WAVPACK : SIMDTAG_OK);
        done(&p);
    }
    b.n = whole;
    b.at[3] = 'x';
    run(SIMDTAG_ERR_WAVPACK);
    end();
    put_text(&b, "RIFF");
    put_block((block){.total = 1, .flags = STEREO_16}, "", 0);
    run(SIMDTAG_ERR_WAVPACK);
    end();
}
END_TEST

START_TEST(scores)
{
    const st_probe yes = {.ext = ST_EXT(""), .head = (const uint8_t *)"wvpk", .len = 4};
    ck_assert_int_eq(st_format_wavpack.score(&yes), 2);
    const st_probe cut = {.ext = ST_EXT(".wv"), .head = (const uint8_t *)"wvp", .len = 3};
    ck_assert_int_eq(st_format_wavpack.score(&cut), 0);
}
END_TEST

ST_CASE(wavpack, an_ordinary_file, rates_and_depths, a_rate_of_its_own, length_of_the_blocks,
        a_walk_reads_headers_only, blocks_have_a_cap, no_wavpack, scores)
ST_CHECK_MAIN(wavpack)

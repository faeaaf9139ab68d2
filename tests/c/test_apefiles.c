/* SPDX-License-Identifier: MIT */
/* Monkey's Audio, OptimFROG and TAK: stream info from headers built byte by byte. */
#include "ape_make.h"
#include "api/parse.h"
#include "xiph.h"

static parsed p;
static built b, items;

static const simdtag_info *info(void)
{
    return &p.out.doc.info;
}

static void run(const st_format *format, simdtag_status status)
{
    parse(&p, format, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
}

static void end(void)
{
    done(&p);
    drop(&b);
}

static void put_tag(void)
{
    put_ape_text(&items, "Title", "x");
    put_ape_tag(&b, &items, 1, APE_HEADER | APE_FOOTER);
}

static void has_tag(void)
{
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_APE);
    ck_assert_uint_eq(p.out.raws.n, 1);
}

/* Every prefix of a file without tag is an error until enough is there, and then none. */
static void cut_anywhere(const st_format *format, simdtag_status status, size_t enough)
{
    const size_t whole = b.n;
    for (b.n = 0; b.n <= whole; b.n++) {
        parse(&p, format, &b, 0);
        ck_assert_int_eq(p.status, b.n < enough ? status : SIMDTAG_OK);
        done(&p);
    }
    b.n = whole;
    drop(&b);
}

/* ---- Monkey's Audio ---- */

static void put_descriptor(unsigned version, uint32_t frames, uint32_t rate)
{
    put_text(&b, "MAC ");
    put_le(&b, version, 2);
    put_fill(&b, 0, 46); /* rest of the descriptor */
    put_le(&b, 2000, 2);
    put_le(&b, 0, 2);
    put_le(&b, 73728, 4);
    put_le(&b, 1000, 4); /* samples of the last frame */
    put_le(&b, frames, 4);
    put_le(&b, 24, 2);
    put_le(&b, 2, 2);
    put_le(&b, rate, 4);
}

static void put_old(unsigned version, unsigned compression, uint32_t frames)
{
    put_text(&b, "MAC ");
    put_le(&b, version, 2);
    put_le(&b, compression, 2);
    put_le(&b, 0, 2);
    put_le(&b, 1, 2);
    put_le(&b, 8000, 4);
    put_le(&b, 0, 8);
    put_le(&b, frames, 4);
    put_le(&b, 1000, 4);
    put_fill(&b, 0, 48);
}

START_TEST(monkeys_audio)
{
    put_descriptor(3990, 3, 44100);
    put_fill(&b, 0, 20000);
    put_tag();
    run(&st_format_monkeysaudio, SIMDTAG_OK);
    ck_assert(info()->length == (2 * 73728 + 1000) / 44100.0);
    ck_assert(info()->u.monkeysaudio.version == 3.99);
    ck_assert_uint_eq(info()->sample_rate, 44100);
    ck_assert_uint_eq(info()->channels, 2);
    ck_assert_uint_eq(info()->bits_per_sample, 24);
    ck_assert_uint_eq(p.reads, 2);
    has_tag();
    end();
}
END_TEST

START_TEST(monkeys_audio_before_descriptors)
{
    static const struct {
        unsigned version, compression;
        uint32_t blocks;
    } rows[] = {{3200, 4, 9216},     {3799, 4, 9216},     {3800, 4, 73728},    {3899, 4, 73728},
                {3850, 4000, 9216},  {3900, 1000, 73728}, {3949, 1000, 73728}, {3950, 1000, 294912},
                {3979, 1000, 294912}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_old(rows[i].version, rows[i].compression, 2);
        run(&st_format_monkeysaudio, SIMDTAG_OK);
        ck_assert(info()->length == (rows[i].blocks + 1000) / 8000.0);
        ck_assert_uint_eq(info()->channels, 1);
        ck_assert_uint_eq(info()->bits_per_sample, 0);
        ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
        end();
    }
    put_old(3930, 2000, 2); /* with the WAVE header's format chunk */
    memcpy(b.at + 48, "WAVEfmt ", 8);
    b.at[74] = 16;
    run(&st_format_monkeysaudio, SIMDTAG_OK);
    ck_assert_uint_eq(info()->bits_per_sample, 16);
    end();
}
END_TEST

START_TEST(monkeys_audio_of_nothing)
{
    put_descriptor(3990, 0, 44100);
    run(&st_format_monkeysaudio, SIMDTAG_OK);
    ck_assert(info()->length == 0);
    end();
    put_descriptor(3990, 3, 0);
    run(&st_format_monkeysaudio, SIMDTAG_OK);
    ck_assert(info()->length == 0);
    end();
    put_descriptor(3990, UINT32_MAX, 1); /* far beyond 32 bits */
    run(&st_format_monkeysaudio, SIMDTAG_OK);
    ck_assert(info()->length == 4294967294.0 * 73728 + 1000);
    end();
    put_descriptor(3990, 3, 44100);
    cut_anywhere(&st_format_monkeysaudio, SIMDTAG_ERR_MONKEYSAUDIO, 76);
    put_descriptor(3990, 3, 44100);
    b.at[3] = 'x';
    run(&st_format_monkeysaudio, SIMDTAG_ERR_MONKEYSAUDIO);
    end();
}
END_TEST

/* ---- OptimFROG ---- */

static void put_frog(uint32_t size, uint64_t samples, unsigned type, unsigned channels,
                     unsigned encoder)
{
    put_text(&b, "OFR ");
    put_le(&b, size, 4);
    put_le(&b, samples, 6);
    put_le(&b, type, 1);
    put_le(&b, channels - 1, 1);
    put_le(&b, 44100, 4);
    put_le(&b, encoder, 2);
    put_fill(&b, 0, 60);
}

START_TEST(optimfrog)
{
    put_frog(15, 88200, 2, 2, 0x1140);
    put_fill(&b, 0, 20000);
    put_tag();
    run(&st_format_optimfrog, SIMDTAG_OK);
    ck_assert(info()->length == 1.0);
    ck_assert_uint_eq(info()->channels, 2);
    ck_assert_uint_eq(info()->bits_per_sample, 16);
    ck_assert_str_eq(info()->u.optimfrog.encoder_info, "4.776");
    ck_assert_uint_eq(p.reads, 2);
    has_tag();
    end();
    put_frog(15, UINT64_C(1) << 47, 9, 1, 0xFFFF);
    run(&st_format_optimfrog, SIMDTAG_OK);
    ck_assert(info()->length == (double)(UINT64_C(1) << 47) / 44100);
    ck_assert_uint_eq(info()->bits_per_sample, 0);
    ck_assert_str_eq(info()->u.optimfrog.encoder_info, "8.595");
    end();
    put_frog(15, 1, 0, 256, 0x0010);
    run(&st_format_optimfrog, SIMDTAG_OK);
    ck_assert_uint_eq(info()->channels, 256);
    ck_assert_str_eq(info()->u.optimfrog.encoder_info, "4.501");
    end();
}
END_TEST

START_TEST(optimfrog_sizes)
{
    for (uint32_t size = 0; size < 20; size++) {
        put_frog(size, 88200, 2, 2, 0x1140);
        run(&st_format_optimfrog, size == 12 || size > 14 ? SIMDTAG_OK : SIMDTAG_ERR_OPTIMFROG);
        ck_assert_str_eq(info()->u.optimfrog.encoder_info, size > 14 ? "4.776" : "");
        end();
    }
    put_frog(15, 88200, 2, 2, 0x1140);
    memset(b.at + 16, 0, 4); /* no rate */
    run(&st_format_optimfrog, SIMDTAG_OK);
    ck_assert(info()->length == 0);
    end();
    put_frog(15, 88200, 2, 2, 0x1140);
    cut_anywhere(&st_format_optimfrog, SIMDTAG_ERR_OPTIMFROG, 76);
}
END_TEST

/* ---- TAK ---- */

static void put_block(unsigned type, const void *data, size_t n)
{
    put_le(&b, type, 1);
    put_le(&b, n + 3, 3);
    put(&b, data, n);
    put_le(&b, 0, 3); /* checksum */
}

/* Fields of 6, 4, 4, 35, 3, 18, 5, 4 and 1 bits. */
static void put_stream_info(uint64_t samples, uint32_t rate, uint32_t bits, uint32_t channels)
{
    const uint64_t high = (uint64_t)(rate - 6000) | (uint64_t)(bits - 8) << 18 |
                          (uint64_t)(channels - 1) << 23;
    const uint64_t low = 2 | 3 << 6 | 3 << 10 | samples << 14;
    built k = {0};
    put_le(&k, low | high << 52, 8);
    put_le(&k, high >> 12, 2);
    put_block(1, k.at, k.n);
    drop(&k);
}

static void put_end(void)
{
    put_le(&b, 0, 4);
}

START_TEST(tak)
{
    put_text(&b, "tBaK");
    put_block(2, "a seek table", 12);
    put_stream_info(88200, 44100, 16, 2);
    put_block(4, "\x03\x02\x01\x24", 4);
    put_end();
    put_fill(&b, 0, 20000);
    put_tag();
    run(&st_format_tak, SIMDTAG_OK);
    ck_assert(info()->length == 2.0);
    ck_assert_uint_eq(info()->sample_rate, 44100);
    ck_assert_uint_eq(info()->bits_per_sample, 16);
    ck_assert_uint_eq(info()->channels, 2);
    ck_assert_uint_eq(info()->u.tak.number_of_samples, 88200);
    ck_assert_str_eq(info()->u.tak.encoder_info, "TAK 1.2.3");
    ck_assert_uint_eq(p.reads, 2);
    has_tag();
    end();
    put_text(&b, "tBaK");
    put_stream_info((UINT64_C(1) << 35) - 1, 6000 + 0x3FFFF, 39, 16);
    put_stream_info((UINT64_C(1) << 35) - 1, 6000, 39, 16); /* the last one counts */
    put_end();
    run(&st_format_tak, SIMDTAG_OK);
    ck_assert(info()->length == 34359738367.0 / 6000);
    ck_assert_uint_eq(info()->bits_per_sample, 39);
    ck_assert_uint_eq(info()->channels, 16);
    ck_assert_str_eq(info()->u.tak.encoder_info, "");
    end();
}
END_TEST

START_TEST(tak_of_nothing)
{
    put_text(&b, "tBaK");
    put_block(4, "\x03\x02\x01\x24", 4);
    put_end();
    run(&st_format_tak, SIMDTAG_ERR_TAK);
    end();
    for (uint32_t size = 0; size < 30; size++) { /* of the stream info, checksum counted in */
        put_text(&b, "tBaK");
        put_stream_info(88200, 44100, 16, 2);
        b.at[5] = (uint8_t)size;
        b.n = 8 + 10; /* up to the checksum, then as many bytes as it takes */
        put_fill(&b, 0, 40);
        run(&st_format_tak, size > 10 && size < 24 ? SIMDTAG_OK : SIMDTAG_ERR_TAK);
        end();
    }
    put_text(&b, "tBaK");
    put_stream_info(88200, 44100, 16, 2);
    put_end();
    cut_anywhere(&st_format_tak, SIMDTAG_ERR_TAK, 4 + 4 + 13 + 4);
    put_text(&b, "tBaK");
    put_le(&b, 5, 1);
    put_le(&b, 0xFFFFFF, 3); /* a block beyond the file */
    run(&st_format_tak, SIMDTAG_ERR_TAK);
    end();
}
END_TEST

START_TEST(many_empty_blocks)
{
    put_text(&b, "tBaK");
    for (size_t i = 0; i < 100000; i++)
        put_le(&b, 9, 4);
    put_end();
    run(&st_format_tak, SIMDTAG_ERR_TAK);
    end();
}
END_TEST

START_TEST(scores)
{
    static const struct {
        const st_format *format;
        const char *name, *head;
        int score;
    } rows[] = {{&st_format_monkeysaudio, "x.ape", "MAC ", 2},
                {&st_format_monkeysaudio, "x.APE", "", 1},
                {&st_format_monkeysaudio, "x.mac", "MAC", 0},
                {&st_format_monkeysaudio, "x", "MAC x", 1},
                {&st_format_optimfrog, "x.ofr", "OFR", 2},
                {&st_format_optimfrog, "x.ofs", "", 1},
                {&st_format_optimfrog, "x.of", "xOFR", 0},
                {&st_format_tak, "x.tak", "tBaK", 2},
                {&st_format_tak, "x.tak", "tbak", 1},
                {&st_format_tak, "x", "tBa", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const st_probe probe = st_probe_of(rows[i].name, (const uint8_t *)rows[i].head,
                                           strlen(rows[i].head));
        ck_assert_int_eq(rows[i].format->score(&probe), rows[i].score);
    }
}
END_TEST

ST_CASE(apefiles, monkeys_audio, monkeys_audio_before_descriptors, monkeys_audio_of_nothing,
        optimfrog, optimfrog_sizes, tak, tak_of_nothing, many_empty_blocks, scores)
ST_CHECK_MAIN(apefiles)

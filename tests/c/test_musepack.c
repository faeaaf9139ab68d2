/* SPDX-License-Identifier: MIT */
/* Musepack: the headers of SV4 to SV7, the packets of SV8. Expected numbers are what mutagen 1.48.1
 * answers. */
#include "api/parse.h"
#include "xiph.h"

static parsed p;
static built b;

static void run(simdtag_status status)
{
    parse(&p, &st_format_musepack, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
    ck_assert_int_eq(p.reader.error.status, status);
}

static void end(void)
{
    done(&p);
    drop(&b);
}

static void expect(simdtag_status status)
{
    run(status);
    end();
}

static void near(double got, double want)
{
    ck_assert_double_eq_tol(got, want, 1e-12 * (want < 0 ? -want : want));
}

static void put_sv7(uint8_t version, uint32_t frames, uint32_t flags)
{
    put_text(&b, "MP+");
    put_le(&b, version, 1);
    put_le(&b, frames, 4);
    put_le(&b, flags, 4);
    put_le(&b, 0x8001, 2);           /* title peak */
    put_le(&b, (uint16_t)-250, 2);   /* title gain */
    put_le(&b, 0xFFFF, 2);
    put_le(&b, 4, 2);
}

static void put_sv4(unsigned version, unsigned bitrate, uint32_t frames)
{
    put_le(&b, (uint32_t)bitrate << 23 | version << 11 | 0x7FF, 4);
    put_le(&b, frames, 4);
}

static void put_size(built *k, uint64_t v, unsigned width)
{
    while (width-- > 0)
        put_le(k, (width < 10 ? v >> 7 * width & 127 : 0) | (width ? 128 : 0), 1);
}

/* A packet whose size has one byte and may lie. */
static void put_packet8(const char *key, const void *body, size_t n, size_t told)
{
    put_text(&b, key);
    put_size(&b, told, 1);
    put(&b, body, n);
}

static void put_sh(uint64_t samples, uint64_t silence, unsigned rate, unsigned channels)
{
    built k = {0};
    put_text(&k, "crc!");
    put_le(&k, 8, 1);
    put_size(&k, samples, 9);
    put_size(&k, silence, 2);
    put_le(&k, rate << 5 | 31, 1);
    put_le(&k, (channels - 1) << 4, 1);
    put_packet8("SH", k.at, k.n, k.n + 3);
    free(k.at);
}

static void put_rg(int16_t title_gain, int16_t title_peak, int16_t album_gain, int16_t album_peak)
{
    built k = {0};
    put_le(&k, 1, 1);
    put_be(&k, (uint16_t)title_gain, 2);
    put_be(&k, (uint16_t)title_peak, 2);
    put_be(&k, (uint16_t)album_gain, 2);
    put_be(&k, (uint16_t)album_peak, 2);
    put_packet8("RG", k.at, k.n, k.n + 3);
    free(k.at);
}

static void put_ap(void)
{
    put_packet8("AP", "audio", 5, 8);
}

START_TEST(sv7)
{
    put_sv7(7, 100, 0);
    put_fill(&b, 0, 200);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    const simdtag_musepack_info *m = &info->u.musepack;
    ck_assert_uint_eq(m->version, 7);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->sample_rate, 44100);
    near(info->length, 2.599183673469388);
    ck_assert(info->bitrate == 677);
    ck_assert_uint_eq(m->has_gains, 15);
    near(m->title_peak, 0.500022888532845);
    ck_assert(m->title_gain == -2.5 && m->album_peak == 1.0 && m->album_gain == 0.04);
    ck_assert_uint_eq(p.reads, 1); /* the file is smaller than the head window */
    end();
}
END_TEST

START_TEST(sv7_rates_and_versions)
{
    static const uint32_t rates[4] = {44100, 48000, 37800, 32000};
    for (unsigned i = 0; i < 4; i++) {
        put_sv7(0x17, 100, i << 16 | 0xFFFCFFFF); /* 7.1 */
        put_fill(&b, 0, 12);
        run(SIMDTAG_OK);
        ck_assert_uint_eq(p.out.doc.info.u.musepack.version, 7);
        ck_assert_uint_eq(p.out.doc.info.sample_rate, rates[i]);
        end();
    }
    for (unsigned version = 0; version < 256; version++) {
        put_sv7((uint8_t)version, 1, 0);
        put_fill(&b, 0, 12);
        run((version & 15) < 7 ? SIMDTAG_ERR_MUSEPACK : SIMDTAG_OK);
        if (p.status == SIMDTAG_OK)
            ck_assert_uint_eq(p.out.doc.info.u.musepack.version, version & 15);
        end();
    }
}
END_TEST

START_TEST(no_frames_at_all)
{
    put_sv7(7, 0, 0);
    put_fill(&b, 0, 200);
    run(SIMDTAG_OK);
    near(p.out.doc.info.length, -0.013061224489795919);
    ck_assert(p.out.doc.info.bitrate == -134750);
    end();
}
END_TEST

START_TEST(sv4_to_sv6)
{
    static const struct {
        unsigned version, bitrate;
        uint32_t frames;
        double length, expect;
    } rows[] = {
        {4, 0, 0x10, -0.03918367346938775, -22050},
        {4, 0, 0x10000, -0.013061224489795919, -66150},
        {4, 128, 0xFFFFFFFF, 1711.8955102040816, 128},
        {5, 0, 0x10, 0.3787755102040816, 2281},
        {5, 511, 0, -0.03918367346938775, 511},
        {6, 0, 0x10, 0.4048979591836735, 2134},
        {6, 0, 0xFFFFFFFF, 112195064.01959184, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_sv4(rows[i].version, rows[i].bitrate, rows[i].frames);
        put_fill(&b, 0, 100);
        run(SIMDTAG_OK);
        const simdtag_info *info = &p.out.doc.info;
        ck_assert_uint_eq(info->u.musepack.version, rows[i].version);
        ck_assert_uint_eq(info->u.musepack.has_gains, 0);
        ck_assert_uint_eq(info->sample_rate, 44100);
        ck_assert_uint_eq(info->channels, 2);
        near(info->length, rows[i].length);
        ck_assert(info->bitrate == rows[i].expect);
        end();
    }
    for (unsigned version = 0; version < 12; version++) {
        put_sv4(version, 0, 10);
        put_fill(&b, 0, 24);
        expect(version >= 4 && version <= 6 ? SIMDTAG_OK : SIMDTAG_ERR_MUSEPACK);
    }
}
END_TEST

START_TEST(an_id3_tag_in_front)
{
    for (unsigned lie = 0; lie < 2; lie++) {
        put_text(&b, "ID3\4");
        put_le(&b, 0, 2);
        put_be(&b, 0x80000014 + lie, 4); /* a top bit does not count */
        put_fill(&b, 'x', 20);
        put_sv7(7, 100, 0);
        put_fill(&b, 0, 200);
        run(lie ? SIMDTAG_ERR_MUSEPACK : SIMDTAG_OK);
        if (!lie) {
            ck_assert(p.out.doc.info.bitrate == 769);
            ck_assert_uint_eq(p.out.doc.audio_offset, 30);
        }
        end();
    }
    put(&b, "ID3\4\0\0\0\x01\0", 9); /* the header is cut, then what it leads to is missing */
    expect(SIMDTAG_ERR_MUSEPACK);
    put(&b, "ID3\4\0\0\x7F\x7F\x7F\x7F", 10);
    put_sv7(7, 1, 0);
    expect(SIMDTAG_ERR_MUSEPACK);
}
END_TEST

START_TEST(sv8)
{
    put_text(&b, "MPCK");
    put_sh(441000 + 1000, 1000, 1, 3);
    put_packet8("EI", "info", 4, 7);
    put_rg(1, 2, -3, 30000);
    put_ap();
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    const simdtag_musepack_info *m = &info->u.musepack;
    ck_assert_uint_eq(m->version, 8);
    ck_assert_int_eq(m->samples, 441000);
    ck_assert_uint_eq(info->channels, 3);
    ck_assert_uint_eq(info->sample_rate, 48000);
    ck_assert(info->length == 441000 / 48000.0);
    ck_assert(info->bitrate == 45); /* 52 bytes */
    ck_assert_uint_eq(m->has_gains, 31);
    near(m->title_gain, 64.81609375);
    near(m->title_peak, 1.5272752756938717e-05);
    near(m->album_gain, 64.83171875);
    near(m->album_peak, 11.038287369141296);
    end();
    put_text(&b, "MPCK");
    put_rg(0, -2, 0, 0);
    put_sh(0, 0, 0, 1);
    put_packet8("ZZ", "", 0, 0); /* comes after both: its key is all that is looked at */
    run(SIMDTAG_OK);
    ck_assert_uint_eq(m->has_gains, 2 | 16);
    near(m->title_peak, 1.5245303381086817e-05);
    ck_assert(info->length == 0 && info->bitrate == 0);
    end();
}
END_TEST

START_TEST(more_silence_than_samples)
{
    put_text(&b, "MPCK");
    put_sh(1000, 1001, 0, 2);
    put_rg(0, 0, 0, 0);
    put_ap();
    run(SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.info.u.musepack.samples, -1);
    near(p.out.doc.info.length, -2.2675736961451248e-05);
    end();
}
END_TEST

START_TEST(packets_in_disorder)
{
    for (unsigned what = 0; what < 8; what++) {
        put_text(&b, "MPCK");
        if (what == 0)
            put_rg(0, 0, 0, 0); /* no SH */
        if (what == 1)
            put_sh(5, 0, 0, 2); /* no RG */
        if (what == 2)
            put_packet8("SE", "", 0, 3);
        if (what == 3) {
            put_sh(5, 0, 0, 2);
            put_sh(5, 0, 0, 2);
        }
        if (what == 4)
            put_sh(5, 0, 4, 2); /* a rate that is none */
        if (what == 5)
            put_packet8("EI", "", 0, 0);
        if (what == 6)
            put_packet8("a1", "", 0, 3);
        if (what == 7) { /* the end instead of a key */
            put_sh(5, 0, 0, 2);
            put_rg(0, 0, 0, 0);
            put_text(&b, "A");
        } else {
            put_ap();
        }
        expect(SIMDTAG_ERR_MUSEPACK);
    }
}
END_TEST

START_TEST(sizes_of_packets)
{
    for (unsigned told = 0; told < 40; told++) {
        put_text(&b, "MPCK");
        put_sh(5, 0, 0, 2);
        put_packet8("RG", "\1\0\1\0\2\0\3\0\4", 9, told);
        put_fill(&b, 'A', 12); /* keys wherever it ends, within these */
        expect(told < 12 || told > 22 ? SIMDTAG_ERR_MUSEPACK : SIMDTAG_OK);
    }
    for (unsigned width = 1; width < 12; width++) { /* of a size: at most nine bytes */
        put_text(&b, "MPCK");
        put_sh(5, 0, 0, 2);
        put_text(&b, "EI");
        put_size(&b, width + 2, width);
        put_rg(0, 0, 0, 0);
        put_ap();
        expect(width <= 9 ? SIMDTAG_OK : SIMDTAG_ERR_MUSEPACK);
    }
    put_text(&b, "MPCKEI"); /* the largest of all sizes */
    put_size(&b, INT64_MAX, 9);
    put_sh(5, 0, 0, 2);
    expect(SIMDTAG_ERR_MUSEPACK);
    for (unsigned cut = 0; cut < 22; cut++) { /* SH by its size: then the rest is other packets */
        put_text(&b, "MPCK");
        put_packet8("SH", "crc!\10\5\0\x1F\x10", 9, cut);
        put_rg(0, 0, 0, 0);
        put_ap();
        expect(cut == 12 ? SIMDTAG_OK : SIMDTAG_ERR_MUSEPACK);
    }
}
END_TEST

START_TEST(packets_have_a_cap)
{
    put_text(&b, "MPCK");
    put_sh(5, 0, 0, 2);
    for (unsigned i = 0; i < 1023; i++)
        put_packet8("EI", "", 0, 3);
    const size_t n = b.n;
    put_rg(0, 0, 0, 0);
    expect(SIMDTAG_ERR_LIMIT);
    ck_assert_uint_gt(n, 3000);
}
END_TEST

START_TEST(every_peak_is_a_power_of_ten)
{
    double before = 0;
    for (int v = -32768; v < 32768; v++) {
        put_text(&b, "MPCK");
        put_sh(5, 0, 0, 2);
        put_rg(0, (int16_t)v, 0, (int16_t)(v + 5120));
        put_ap();
        parse_blocking(&p, &st_format_musepack, &b, 0);
        ck_assert_int_eq(p.status, SIMDTAG_OK);
        const simdtag_musepack_info *m = &p.out.doc.info.u.musepack;
        if (v && v != -5120 && v + 5120 < 32768)
            near(m->album_peak, 10 * m->title_peak);
        ck_assert(v == 0 || m->title_peak > before);
        before = v ? m->title_peak : before;
        end();
    }
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    for (unsigned packets = 0; packets < 2; packets++) {
        if (packets) {
            put_text(&b, "MPCK");
            put_sh(441000, 0, 0, 2);
            put_rg(1, 2, 3, 4);
            put_text(&b, "AP");
        } else {
            put_sv7(7, 100, 0);
            put_fill(&b, 0, 12);
        }
        const size_t whole = b.n;
        for (b.n = 0; b.n <= whole; b.n++) {
            run(b.n < whole ? SIMDTAG_ERR_MUSEPACK : SIMDTAG_OK);
            done(&p);
        }
        drop(&b);
    }
}
END_TEST

START_TEST(scores)
{
    static const struct {
        const char *ext, *head;
        int score;
    } rows[] = {{"", "MP+", 1},      {"", "MPCK", 1},     {".mpc", "MPCK", 2}, {".mpc", "", 1},
                {".mpc", "MPC", 1},  {".mp+", "MPC", 0},  {".mp+", "MP+\7", 1}, {".mpp", "", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const st_probe probe = {.ext = st_probe_of(rows[i].ext, NULL, 0).ext,
                                .head = (const uint8_t *)rows[i].head,
                                .len = strlen(rows[i].head)};
        ck_assert_int_eq(st_format_musepack.score(&probe), rows[i].score);
    }
}
END_TEST

ST_CASE(musepack, sv7, sv7_rates_and_versions, no_frames_at_all, sv4_to_sv6, an_id3_tag_in_front,
        sv8, more_silence_than_samples, packets_in_disorder, sizes_of_packets, packets_have_a_cap,
        every_peak_is_a_power_of_ten, cut_anywhere_never_passes_the_bytes, scores)
ST_CHECK_MAIN(musepack)

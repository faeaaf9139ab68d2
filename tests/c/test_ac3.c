/* SPDX-License-Identifier: MIT */
/* AC-3 and E-AC-3: rates, bitrates, channels, and where the header ends. */
#include "xiph.h"

static parsed p;
static built b;

/* (value, width) pairs to bytes. */
typedef struct field {
    uint32_t value;
    unsigned width;
} field;

static void put_bits(const field *fields, size_t n)
{
    unsigned used = 0;
    uint8_t byte = 0;
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = fields[i].width; k-- > 0;) {
            byte = (uint8_t)(byte << 1 | (fields[i].value >> k & 1));
            if (++used % 8 == 0)
                put(&b, &byte, 1);
        }
    }
    if (used % 8)
        put(&b, &(uint8_t){(uint8_t)(byte << (8 - used % 8))}, 1);
}

#define PUT(...) \
    put_bits((const field[]){__VA_ARGS__}, sizeof((const field[]){__VA_ARGS__}) / sizeof(field))

static void run(simdtag_status status)
{
    parse(&p, &st_format_ac3, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
    if (status != SIMDTAG_OK) {
        done(&p);
        drop(&b);
    }
}

/* Parses; sample rate, bitrate, channels, and the header's bytes in a file of 1000. */
static void gives(uint32_t rate, uint32_t bitrate, uint32_t channels, size_t header)
{
    put_fill(&b, 0, b.n < 1000 ? 1000 - b.n : 0);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert_uint_eq(info->sample_rate, rate);
    ck_assert(info->bitrate == bitrate);
    ck_assert_uint_eq(info->channels, channels);
    ck_assert_uint_eq(p.out.doc.audio_offset, header);
    ck_assert(info->length == (1000.0 - (double)header) * 8 / bitrate);
    ck_assert_uint_eq(p.reads, 1);
    done(&p);
    drop(&b);
}

static void put_ac3(unsigned rate, unsigned size, unsigned id, unsigned mode)
{
    PUT({0x0B77, 16}, {0, 16}, {rate, 2}, {size, 6}, {id, 5}, {0, 3}, {mode, 3}, {0, 5});
}

START_TEST(ac3_rates_and_bitrates)
{
    put_ac3(0, 20, 8, 2);
    gives(48000, 192000, 2, 9);
    put_ac3(1, 37, 8, 2);
    gives(44100, 640000, 2, 9);
    put_ac3(2, 0, 0, 2);
    gives(32000, 32000, 2, 9);
    put_ac3(0, 20, 9, 2); /* half */
    gives(24000, 96000, 2, 9);
    put_ac3(0, 20, 10, 2); /* quarter */
    gives(12000, 48000, 2, 9);
    put_ac3(3, 20, 8, 2);
    put_fill(&b, 0, 100);
    run(SIMDTAG_ERR_AC3);
    put_ac3(0, 38, 8, 2);
    put_fill(&b, 0, 100);
    run(SIMDTAG_ERR_AC3);
}
END_TEST

START_TEST(ac3_channels)
{
    static const uint8_t channels[] = {2, 1, 2, 3, 3, 4, 4, 5};
    for (unsigned mode = 0; mode < 8; mode++) {
        put_ac3(0, 20, 8, mode);
        gives(48000, 192000, channels[mode], mode == 0 ? 10 : 9); /* two channels' own fields */
    }
}
END_TEST

START_TEST(ac3_low_frequency_channel)
{
    static const uint8_t channels[] = {2, 1, 2, 3, 3, 4, 4, 5};
    /* bits of mix levels: none where there is no centre beside others and no surround */
    static const uint8_t levels[] = {0, 0, 2, 2, 2, 4, 2, 4};
    for (unsigned mode = 0; mode < 8; mode++) {
        for (unsigned lfe = 0; lfe < 2; lfe++) {
            /* all that stands around the flag says the opposite, and the dialogue level is 27 */
            PUT({0x0B77, 16}, {0, 16}, {20, 8}, {8 << 3, 8}, {mode, 3},
                {lfe ? 0 : 15, levels[mode]}, {lfe, 1}, {lfe ? 0 : 31, 5});
            put_fill(&b, 0, 1000 - b.n);
            run(SIMDTAG_OK);
            ck_assert_uint_eq(p.out.doc.info.channels, channels[mode] + lfe);
            done(&p);
            drop(&b);
        }
    }
}
END_TEST

START_TEST(ac3_optional_fields)
{
    /* compression, language and production; the flags of two time codes stand together */
    PUT({0x0B77, 16}, {0, 16}, {20, 8}, {8 << 3, 8}, {2, 3}, {0, 3}, {0, 5}, {1, 1}, {0, 8},
        {1, 1}, {0, 8}, {1, 1}, {0, 7}, {0, 2}, {3, 2}, {0, 28}, {1, 1}, {20, 6});
    gives(48000, 192000, 2, 37); /* 67 + 23 + 28 + 6 + 21 * 8 = 292 bits */
}
END_TEST

static void put_eac3(unsigned type, unsigned size, unsigned rate, unsigned blocks, unsigned mode)
{
    PUT({0x0B77, 16}, {type, 2}, {0, 3}, {size, 11}, {rate, 2}, {blocks, 2}, {mode, 3}, {0, 1},
        {16, 5}, {0, 3});
}

START_TEST(eac3_rates_and_bitrates)
{
    put_eac3(0, 100, 0, 3, 2);
    gives(48000, 50500, 2, 7);
    put_eac3(0, 100, 1, 0, 7);
    gives(44100, 278381, 5, 7);
    put_eac3(0, 2047, 2, 2, 2);
    gives(32000, 4096u * 8 * 32000 / 768, 2, 7);
    put_eac3(0, 100, 3, 1, 2); /* half rates have six blocks */
    gives(22050, 23198, 2, 7);
    put_eac3(0, 100, 3, 3, 2);
    put_fill(&b, 0, 100);
    run(SIMDTAG_ERR_AC3);
    put_eac3(3, 100, 0, 3, 2);
    put_fill(&b, 0, 100);
    run(SIMDTAG_ERR_AC3);
    put_eac3(0, 2, 0, 3, 2); /* six bytes: shorter than its header */
    put_fill(&b, 0, 100);
    run(SIMDTAG_ERR_AC3);
}
END_TEST

/* 45 bits up to the identification, then what is given. */
#define EAC3(type, blocks, mode, ...)                                                    \
    PUT({0x0B77, 16}, {type, 2}, {0, 3}, {100, 11}, {0, 2}, {blocks, 2}, {mode, 3},      \
        {1, 1}, {16, 5}, __VA_ARGS__)

START_TEST(eac3_optional_fields)
{
    EAC3(0, 3, 2, {0, 5}, {1, 1}, {0, 8}); /* compression */
    gives(48000, 50500, 3, 8);             /* 59 bits, three flags and conversion: 63 */
    EAC3(1, 3, 2, {0, 6}, {1, 1}, {0, 16});
    gives(48000, 50500, 3, 9); /* 51 + 17 + 3 */
    EAC3(0, 3, 2, {0, 6}, {1, 1}, {0xFFFFFFFF, 32});
    gives(48000, 50500, 3, 7); /* mutagen stops at mixing data */
    EAC3(0, 3, 7, {0, 6}, {0, 1}, {1, 1}, {0, 7}, {1, 1}, {0, 8}, {0, 1}, {0, 1}, {1, 1}, {5, 6});
    gives(48000, 50500, 6, 16); /* 53 + 17 + 1 + 1 + 7 + 48 = 127 */
    EAC3(2, 0, 2, {0, 6}, {0, 2}, {1, 1}, {0, 6}, {1, 1}, {0, 6});
    gives(48000, 303000, 3, 10); /* 53 + 7 + 7 + 8 = 75 */
}
END_TEST

START_TEST(cut_anywhere)
{
    for (size_t n = 0; n < 9; n++) {
        put_ac3(0, 20, 8, 2);
        put_fill(&b, 0, 20);
        b.n = n;
        run(SIMDTAG_ERR_AC3);
        put_eac3(0, 100, 0, 3, 2);
        put_fill(&b, 0, 20);
        b.n = n;
        run(n < 7 ? SIMDTAG_ERR_AC3 : SIMDTAG_OK);
        if (n >= 7) {
            done(&p);
            drop(&b);
        }
    }
}
END_TEST

START_TEST(not_a_frame)
{
    put_ac3(0, 20, 17, 2);
    put_fill(&b, 0, 20);
    run(SIMDTAG_ERR_AC3);
    put_text(&b, "x");
    put_ac3(0, 20, 8, 2);
    put_fill(&b, 0, 20);
    run(SIMDTAG_ERR_AC3);
}
END_TEST

START_TEST(scores)
{
    st_probe probe = {.ext = ST_EXT(".ac3"), .head = (const uint8_t *)"\x0B\x77", .len = 2};
    ck_assert_int_eq(st_format_ac3.score(&probe), 3);
    probe.len = 1;
    ck_assert_int_eq(st_format_ac3.score(&probe), 1);
    probe.ext = ST_EXT(".eac3");
    ck_assert_int_eq(st_format_ac3.score(&probe), 1);
    probe.ext_upper = true; /* as mutagen has it: x.AC3 is told by its bytes alone */
    ck_assert_int_eq(st_format_ac3.score(&probe), 0);
}
END_TEST

ST_CASE(ac3, ac3_rates_and_bitrates, ac3_channels, ac3_low_frequency_channel, ac3_optional_fields,
        eac3_rates_and_bitrates, eac3_optional_fields, cut_anywhere, not_a_frame, scores)
ST_CHECK_MAIN(ac3)

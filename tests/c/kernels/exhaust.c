/* SPDX-License-Identifier: MIT */
/* Exhaustive tests by content; lengths and places are test_kernels.c's business. */
#include "exhaust.h"

#include <string.h>

#include "oracle.h"

static const st_kernels *tables[3];

enum { LEN = 80 };

/* Check's own assertions write to a file each time they pass: too slow for millions. */
#define REQUIRE(what, ...)         \
    do {                           \
        if (!(what))               \
            ck_abort_msg(__VA_ARGS__); \
    } while (0)

START_TEST(every_utf16_unit)
{
    static const size_t at[] = {0, 6, 14, 30, 32, 62, LEN - 2};
    uint8_t src[LEN], want[LEN * 2], got[LEN * 2];
    for (unsigned u = 0; u < 0x10000; u++)
        for (size_t p = 0; p < sizeof at / sizeof *at; p++)
            for (int big = 0; big < 2; big++) {
                for (size_t i = 0; i < LEN; i++)
                    src[i] = (i & 1) == (size_t)big ? (uint8_t)('a' + i % 26) : 0;
                src[at[p] + !big] = (uint8_t)(u >> 8);
                src[at[p] + big] = (uint8_t)u;
                const size_t len =
                    (big ? oracle_utf16be_to_utf8 : oracle_utf16le_to_utf8)(want, src, LEN);
                const uint32_t kind = (big ? oracle_utf16be_class : oracle_utf16le_class)(src, LEN);
                for (int t = 0; t < 2; t++) {
                    const st_kernels *k = tables[t];
                    REQUIRE((big ? k->utf16be_to_utf8 : k->utf16le_to_utf8)(got, src, LEN) == len &&
                                (len == ST_MALFORMED || memcmp(got, want, len) == 0),
                            "utf16_to_utf8 table %d: unit %04x at %zu, big-endian %d", t, u, at[p],
                            big);
                    REQUIRE((big ? k->utf16be_class : k->utf16le_class)(src, LEN) == kind,
                            "utf16_class table %d: unit %04x at %zu, big-endian %d", t, u, at[p],
                            big);
                }
            }
}
END_TEST

static void one_utf8(uint8_t *src, size_t at, const uint8_t bytes[4], size_t len)
{
    uint8_t keep[4];
    memcpy(keep, src + at, len);
    memcpy(src + at, bytes, len);
    const bool want = oracle_validate_utf8(src, LEN);
    for (int t = 0; t < 2; t++)
        REQUIRE(tables[t]->validate_utf8(src, LEN) == want,
                "validate_utf8 table %d: %02x %02x %02x %02x at %zu is%s valid", t, bytes[0],
                bytes[1], bytes[2], bytes[3], at, want ? "" : " not");
    memcpy(src + at, keep, len);
}

START_TEST(every_utf8_sequence)
{
    static const uint8_t third[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    static const size_t at[] = {0, 15, 30, 31, 61, LEN - 4};
    uint8_t src[LEN];
    memset(src, 'x', sizeof src);
    for (unsigned a = 0x7F; a < 0x100; a++)
        for (unsigned b = 0; b < 0x100; b++)
            for (size_t c = 0; c < sizeof third; c++)
                for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
                    const uint8_t bytes[4] = {(uint8_t)a, (uint8_t)b, third[c],
                                              third[(c + 2) % sizeof third]};
                    one_utf8(src, at[p], bytes, 3);
                    if (a >= 0xEF)
                        one_utf8(src, at[p], bytes, 4);
                    if (c == 0)
                        one_utf8(src, at[p], bytes, 2);
                }
}
END_TEST

START_TEST(every_mpeg_header)
{
    static const size_t at[] = {0, 13, 29, 30, 31, 32, 63, LEN - 3};
    uint8_t src[LEN];
    for (unsigned v = 0; v < 0x10000; v++)
        for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
            memset(src, 'x', sizeof src);
            src[at[p]] = 0xFF;
            src[at[p] + 1] = (uint8_t)(v >> 8);
            src[at[p] + 2] = (uint8_t)v;
            const size_t want = oracle_find_mpeg_sync(src, LEN);
            for (int t = 0; t < 2; t++)
                REQUIRE(tables[t]->find_mpeg_sync(src, LEN) == want, "table %d: FF %04x at %zu", t,
                        v, at[p]);
        }
}
END_TEST

START_TEST(every_latin1_byte)
{
    uint8_t src[LEN], want[2 * LEN], got[2 * LEN];
    for (unsigned c = 0; c < 0x100; c++)
        for (size_t at = 0; at < LEN; at++) {
            memset(src, 'x', sizeof src);
            src[at] = (uint8_t)c;
            const size_t len = oracle_latin1_to_utf8(want, src, LEN);
            for (int t = 0; t < 2; t++) {
                REQUIRE(tables[t]->latin1_to_utf8(got, src, LEN) == len &&
                            memcmp(got, want, len) == 0,
                        "latin1_to_utf8 table %d: %02x at %zu", t, c, at);
                REQUIRE(tables[t]->is_ascii(src, LEN) == (c < 0x80),
                        "is_ascii table %d: %02x at %zu", t, c, at);
            }
        }
}
END_TEST

START_TEST(every_adts_header)
{
    static const size_t at[] = {0, 13, 29, 30, 31, 32, 63, LEN - 3};
    uint8_t src[LEN];
    for (unsigned v = 0; v < 0x10000; v++)
        for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
            memset(src, 'x', sizeof src);
            src[at[p]] = 0xFF;
            src[at[p] + 1] = (uint8_t)(v >> 8);
            src[at[p] + 2] = (uint8_t)v;
            const size_t want = oracle_find_adts_sync(src, LEN);
            for (int t = 0; t < 2; t++)
                REQUIRE(tables[t]->find_adts_sync(src, LEN) == want, "table %d: FF %04x at %zu", t,
                        v, at[p]);
        }
}
END_TEST

START_TEST(every_ac3_header)
{
    static const size_t at[] = {0, 15, 31, 40, LEN - 6};
    static const uint8_t third[] = {0x00, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    uint8_t src[LEN];
    for (unsigned v = 0; v < 0x10000; v++)
        for (size_t c = 0; c < sizeof third; c++)
            for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
                const uint8_t bytes[6] = {0x0B, 0x77, third[c], 9, (uint8_t)(v >> 8), (uint8_t)v};
                memset(src, 'x', sizeof src);
                memcpy(src + at[p], bytes, 6);
                const size_t want = oracle_find_ac3_sync(src, LEN);
                for (int t = 0; t < 2; t++)
                    REQUIRE(tables[t]->find_ac3_sync(src, LEN) == want,
                            "table %d: %02x .. %04x at %zu", t, third[c], v, at[p]);
            }
}
END_TEST

START_TEST(every_pair_unsynchronised)
{
    static const size_t at[] = {0, 7, 15, 30, 31, 32, 63, LEN - 2};
    uint8_t src[LEN], want[2 * LEN], got[2 * LEN];
    for (unsigned v = 0; v < 0x10000; v++)
        for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
            memset(src, 'x', sizeof src);
            src[at[p]] = (uint8_t)(v >> 8);
            src[at[p] + 1] = (uint8_t)v;
            for (int t = 0; t < 2; t++) {
                size_t len = oracle_unsync_decode(want, src, LEN);
                REQUIRE(tables[t]->unsync_decode(got, src, LEN) == len &&
                            (len == ST_MALFORMED || memcmp(got, want, len) == 0),
                        "unsync_decode table %d: %04x at %zu", t, v, at[p]);
                len = oracle_unsync_encode(want, src, LEN);
                REQUIRE(tables[t]->unsync_encode(got, src, LEN) == len &&
                            memcmp(got, want, len) == 0,
                        "unsync_encode table %d: %04x at %zu", t, v, at[p]);
                REQUIRE(tables[t]->unsync_decode(want, got, len) == LEN &&
                            memcmp(want, src, LEN) == 0,
                        "unsync there and back, table %d: %04x at %zu", t, v, at[p]);
            }
        }
}
END_TEST

START_TEST(every_pair_folded)
{
    static const size_t at[] = {0, 5, 31, 40, LEN - 1};
    uint8_t a[LEN], b[LEN], want[LEN], got[LEN];
    for (unsigned v = 0; v < 0x10000; v++)
        for (size_t p = 0; p < sizeof at / sizeof *at; p++) {
            memset(a, 'x', sizeof a);
            memset(b, 'X', sizeof b);
            a[at[p]] = (uint8_t)(v >> 8);
            b[at[p]] = (uint8_t)v;
            oracle_ascii_fold(want, a, LEN);
            for (int t = 0; t < 2; t++) {
                for (size_t n = at[p] + 1; n <= LEN; n += LEN - at[p] > 8 ? 7 : 1)
                    REQUIRE(tables[t]->ascii_equal_fold(a, b, n) ==
                                oracle_ascii_equal_fold(a, b, n),
                            "ascii_equal_fold table %d: %04x at %zu of %zu", t, v, at[p], n);
                memcpy(got, a, LEN); /* in place */
                REQUIRE(tables[t]->ascii_fold(got, got, LEN) == LEN && memcmp(got, want, LEN) == 0,
                        "ascii_fold table %d: %02x at %zu", t, v >> 8, at[p]);
            }
        }
}
END_TEST

/* Every character at every place; decoded in place and to a place a little before. */
START_TEST(every_base64_character)
{
    uint8_t src[LEN + 16], want[LEN];
    for (unsigned c = 0; c < 0x100; c++)
        for (size_t at = 0; at < LEN; at++)
            for (size_t before = 0; before < 16; before += 5)
                for (int t = 0; t < 2; t++) {
                    memset(src, 'w', sizeof src);
                    src[before + at] = (uint8_t)c;
                    const size_t len = oracle_base64_decode(want, src + before, LEN);
                    REQUIRE(tables[t]->base64_decode(src, src + before, LEN) == len &&
                                memcmp(src, want, len) == 0,
                            "base64_decode table %d: %02x at %zu", t, c, at);
                }
}
END_TEST

/* The check values of these CRCs, and that a CRC can be taken in two parts. */
START_TEST(crc_parts)
{
    uint8_t src[LEN];
    for (int t = 0; t < 3; t++) {
        const st_kernels *k = tables[t];
        const uint8_t *digits = (const uint8_t *)"123456789";
        REQUIRE(k->crc32_ogg(0, digits, 9) == 0x89A1897F, "crc32_ogg, table %d", t);
        REQUIRE(k->crc16_flac(0, digits, 9) == 0xFEE8, "crc16_flac, table %d", t);
        REQUIRE(k->crc8_flac(0, digits, 9) == 0xF4, "crc8_flac, table %d", t);
        for (size_t i = 0; i < LEN; i++)
            src[i] = (uint8_t)(i * i * 37 + 11);
        for (size_t n = 0; n <= LEN; n++)
            for (size_t cut = 0; cut <= n; cut++) {
                REQUIRE(k->crc32_ogg(k->crc32_ogg(0, src, cut), src + cut, n - cut) ==
                            oracle_crc32_ogg(0, src, n),
                        "crc32_ogg, table %d: %zu of %zu", t, cut, n);
                REQUIRE(k->crc16_flac(k->crc16_flac(0, src, cut), src + cut, n - cut) ==
                            oracle_crc16_flac(0, src, n),
                        "crc16_flac, table %d: %zu of %zu", t, cut, n);
                REQUIRE(k->crc8_flac(k->crc8_flac(0, src, cut), src + cut, n - cut) ==
                            oracle_crc8_flac(0, src, n),
                        "crc8_flac, table %d: %zu of %zu", t, cut, n);
            }
    }
}
END_TEST

void add_exhaustive(TCase *to, const st_kernels *portable, const st_kernels *native,
                    const st_kernels *narrower)
{
    tables[0] = portable;
    tables[1] = native;
    tables[2] = narrower;
    tcase_add_test(to, every_utf16_unit);
    tcase_add_test(to, every_utf8_sequence);
    tcase_add_test(to, every_mpeg_header);
    tcase_add_test(to, every_latin1_byte);
    tcase_add_test(to, every_adts_header);
    tcase_add_test(to, every_ac3_header);
    tcase_add_test(to, every_pair_unsynchronised);
    tcase_add_test(to, every_pair_folded);
    tcase_add_test(to, every_base64_character);
    tcase_add_test(to, crc_parts);
}

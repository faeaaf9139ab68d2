/* SPDX-License-Identifier: MIT */
/* Exhaustive tests by content; lengths and places are test_kernels.c's business. */
#include "exhaust.h"

#include <string.h>

#include "oracle.h"

static const st_kernels *tables[2];

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

void add_exhaustive(TCase *to, const st_kernels *portable, const st_kernels *native)
{
    tables[0] = portable;
    tables[1] = native;
    tcase_add_test(to, every_utf16_unit);
    tcase_add_test(to, every_utf8_sequence);
    tcase_add_test(to, every_mpeg_header);
    tcase_add_test(to, every_latin1_byte);
}

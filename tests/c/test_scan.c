/* SPDX-License-Identifier: MIT */
/* The public names of the kernels (scan.h) do what their names say, for nothing at all too; base64
 * with white space anywhere. */
#include "simdtag/scan.h"

#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "kernels/gen.h"
#include "kernels/oracle.h"

enum { LONGEST = 70 };

#define REQUIRE(what, name)                                                  \
    do {                                                                     \
        if (!(what))                                                         \
            ck_abort_msg(name ": %s, %zu bytes, variant %u", #what, n, v); \
    } while (0)

/* For each length and variant: the bytes in `src`, a copy of exactly that size, NULL for none. */
#define EACH_INPUT(gen)                                                                        \
    rng r = {UINT64_C(0x9E3779B97F4A7C15)};                                                    \
    uint8_t bytes[LONGEST], want[2 * LONGEST], got[2 * LONGEST];                               \
    uint32_t arg;                                                                              \
    (void)want, (void)got;                                                                     \
    for (size_t n = 0; n <= LONGEST; n++)                                                      \
        for (unsigned v = 0; v < GEN_VARIANTS; v++)                                            \
            for (uint8_t *src = (gen(&r, v, bytes, n, &arg), copy_of(bytes, n)), *once = bytes; \
                 once; free(src), once = NULL)

static uint8_t *copy_of(const uint8_t *bytes, size_t n)
{
    uint8_t *p = n ? malloc(n) : NULL;
    ck_assert(p != NULL || n == 0);
    if (n)
        memcpy(p, bytes, n);
    return p;
}

#define TEST_OF(name, gen, arguments)                                        \
    START_TEST(name)                                                         \
    {                                                                        \
        EACH_INPUT(gen)                                                      \
        REQUIRE(simdtag_##name arguments == oracle_##name arguments, #name); \
    }                                                                        \
    END_TEST
#define SCAN(name, gen) TEST_OF(name, gen, (src, n))
#define CODE(name, gen)                                                          \
    START_TEST(name)                                                             \
    {                                                                            \
        EACH_INPUT(gen)                                                          \
        {                                                                        \
            const size_t len = oracle_##name(want, src, n);                      \
            REQUIRE(simdtag_##name(got, src, n) == len, #name);                  \
            REQUIRE(len == SIMDTAG_MALFORMED || memcmp(got, want, len) == 0, #name); \
        }                                                                        \
    }                                                                            \
    END_TEST
#define CRC(name) TEST_OF(name, gen_random, (arg, src, n))

SCAN(find_mpeg_sync, gen_mpeg_noise)
SCAN(find_adts_sync, gen_adts_noise)
SCAN(find_ac3_sync, gen_ac3_noise)
TEST_OF(find_pattern32, gen_pattern, (src, n, arg))
TEST_OF(rfind_pattern32, gen_pattern, (src, n, arg))
SCAN(find_nul8, gen_text8)
SCAN(find_nul16, gen_text16)
TEST_OF(find_byte, gen_text8, (src, n, (uint8_t)arg))
SCAN(is_ascii, gen_mostly_ascii)
SCAN(validate_utf8, gen_utf8)
CODE(latin1_to_utf8, gen_mostly_ascii)
CODE(utf16le_to_utf8, gen_text16)
CODE(utf16be_to_utf8, gen_text16)
SCAN(utf16le_class, gen_text16)
SCAN(utf16be_class, gen_text16)
CODE(utf16le_narrow, gen_text16)
CODE(utf16be_narrow, gen_text16)
CODE(utf16_swap, gen_random)
CODE(unsync_decode, gen_unsync)
CODE(unsync_encode, gen_unsync)
CODE(ascii_fold, gen_letters)
CODE(base64_encode, gen_random)
CRC(crc32_ogg)
CRC(crc16_flac)
CRC(crc8_flac)

START_TEST(ascii_equal_fold)
{
    EACH_INPUT(gen_letters)
    {
        for (size_t i = 0; i < n; i++)
            want[i] = (uint8_t)(src[i] ^ (arg >> i % 32 & 1 ? 0x20 : 0));
        REQUIRE(simdtag_ascii_equal_fold(src, want, n) == oracle_ascii_equal_fold(src, want, n),
                "ascii_equal_fold");
    }
}
END_TEST

/* What was encoded comes back, whatever white space stands between and how much padding is left. */
START_TEST(base64_decode)
{
    EACH_INPUT(gen_random)
    {
        uint8_t text[8 * LONGEST];
        const size_t chars = simdtag_base64_encode(want, src, n);
        size_t len = 0;
        for (size_t i = 0; i < chars; i++) {
            for (size_t k = v % 4 && rng_below(&r, v * 4) == 0 ? 1 + rng_below(&r, 4) : 0; k; k--)
                text[len++] = (uint8_t)" \t\r\n"[rng_below(&r, 4)];
            if (want[i] != '=' || v % 2)
                text[len++] = want[i];
        }
        uint8_t *exact = copy_of(text, len);
        REQUIRE(simdtag_base64_decode(got, exact, len) == n, "base64_decode");
        REQUIRE(n == 0 || memcmp(got, src, n) == 0, "base64_decode");
        if (len) {
            exact[rng_below(&r, n < 3 ? 1 : n)] = (uint8_t)"*-_.\0\377"[rng_below(&r, 6)];
            REQUIRE(simdtag_base64_decode(got, exact, len) == SIMDTAG_MALFORMED, "base64_decode");
        }
        free(exact);
    }
}
END_TEST

ST_CASE(scan, find_mpeg_sync, find_adts_sync, find_ac3_sync, find_pattern32, rfind_pattern32,
        find_nul8, find_nul16, find_byte, is_ascii, validate_utf8, latin1_to_utf8, utf16le_to_utf8,
        utf16be_to_utf8, utf16le_class, utf16be_class, utf16le_narrow, utf16be_narrow, utf16_swap,
        unsync_decode, unsync_encode, ascii_fold, ascii_equal_fold, base64_encode, base64_decode,
        crc32_ogg, crc16_flac, crc8_flac)
ST_CHECK_MAIN(scan)

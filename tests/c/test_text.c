/* SPDX-License-Identifier: MIT */
/* The text layer: in-line short forms against the kernels' oracle, conversion of the four
 * encodings, base64. */
#include "text/text.h"

#include <stdlib.h>

#include "check_main.h"
#include "kernels/gen.h"
#include "kernels/oracle.h"

enum { LONGEST = 70 };

/* Copies of exactly the size, so that ASan sees a read outside. */
static uint8_t *exact(const uint8_t *src, size_t n)
{
    uint8_t *p = malloc(n ? n : 1);
    ck_assert_ptr_nonnull(p);
    memcpy(p, src, n);
    return p;
}

#define REQUIRE(what, n, variant)                                               \
    do {                                                                        \
        if (!(what))                                                            \
            ck_abort_msg("%s, %zu bytes, variant %u", #what, (size_t)(n), variant); \
    } while (0)

START_TEST(short_searches)
{
    rng r = {UINT64_C(0x1234567)};
    uint8_t buf[LONGEST];
    uint32_t arg;
    for (unsigned round = 0; round < 20; round++)
        for (size_t n = 0; n <= LONGEST; n++)
            for (unsigned v = 0; v < GEN_VARIANTS; v++) {
                gen_text8(&r, v, buf, n, &arg);
                uint8_t *p = exact(buf, n);
                REQUIRE(st_text_nul8(p, n) == oracle_find_nul8(p, n), n, v);
                REQUIRE(st_text_byte(p, n, (uint8_t)arg) == oracle_find_byte(p, n, (uint8_t)arg), n,
                        v);
                free(p);
                gen_mostly_ascii(&r, v, buf, n, &arg);
                p = exact(buf, n);
                REQUIRE(st_text_is_ascii(p, n) == oracle_is_ascii(p, n), n, v);
                free(p);
                gen_text16(&r, v, buf, n, &arg);
                p = exact(buf, n);
                REQUIRE(st_text_nul16(p, n) == oracle_find_nul16(p, n), n, v);
                free(p);
            }
}
END_TEST

/* The oracle's UTF-8 of a text; ST_MALFORMED where it has none. */
static size_t oracle_utf8(unsigned encoding, uint8_t *dst, const uint8_t *src, size_t n)
{
    switch (encoding) {
    case SIMDTAG_LATIN1:
        return oracle_latin1_to_utf8(dst, src, n);
    case SIMDTAG_UTF16LE:
        return oracle_utf16le_to_utf8(dst, src, n);
    case SIMDTAG_UTF16BE:
        return oracle_utf16be_to_utf8(dst, src, n);
    default:
        memcpy(dst, src, n);
        return oracle_validate_utf8(src, n) ? n : ST_MALFORMED;
    }
}

static void one_text(unsigned encoding, const uint8_t *buf, size_t n, unsigned v)
{
    uint8_t want[2 * LONGEST];
    uint8_t *p = exact(buf, n);
    st_arena a;
    st_arena_init(&a, NULL, 0, 1 << 20);
    const size_t len = oracle_utf8(encoding, want, p, n);
    size_t got = 99;
    simdtag_status status = SIMDTAG_OK;
    const char *text = st_text_to_utf8(&a, encoding, p, n, &got, &status);
    REQUIRE(st_text_valid(encoding, p, n) == (len != ST_MALFORMED), n, v);
    if (len == ST_MALFORMED) {
        REQUIRE(text == NULL && status == SIMDTAG_ERR_USAGE && got == 0, n, v);
    } else {
        REQUIRE(text != NULL && status == SIMDTAG_OK && got == len, n, v);
        REQUIRE(memcmp(text, want, len) == 0 && text[len] == 0, n, v);
    }
    st_arena_reset(&a);
    free(p);
}

START_TEST(four_encodings)
{
    static generator *const gens[] = {gen_mostly_ascii, gen_text16, gen_text16, gen_utf8};
    rng r = {UINT64_C(0x7654321)};
    uint8_t buf[LONGEST];
    uint32_t arg;
    for (unsigned round = 0; round < 10; round++)
        for (size_t n = 0; n <= LONGEST; n++)
            for (unsigned v = 0; v < GEN_VARIANTS; v++)
                for (unsigned encoding = SIMDTAG_LATIN1; encoding <= SIMDTAG_UTF8; encoding++) {
                    gens[encoding](&r, v, buf, n, &arg);
                    one_text(encoding, buf, n, v);
                }
    ck_assert(!st_text_valid(4, buf, 1));
}
END_TEST

START_TEST(conversion_limits)
{
    st_arena a;
    simdtag_status status = SIMDTAG_OK;
    st_arena_init(&a, NULL, 0, 100);
    uint8_t big[200] = {0};
    ck_assert_ptr_null(st_text_to_utf8(&a, SIMDTAG_LATIN1, big, sizeof big, NULL, &status));
    ck_assert_int_eq(status, SIMDTAG_ERR_NOMEM);
    /* no overflow of 2 n */
    ck_assert_ptr_null(st_text_to_utf8(&a, SIMDTAG_LATIN1, big, SIZE_MAX - 1, NULL, &status));
    st_arena_reset(&a);
    st_arena_init(&a, NULL, 0, 1 << 20);
    ck_assert_str_eq(st_text_to_utf8(&a, SIMDTAG_UTF8, NULL, 0, NULL, NULL), "");
    size_t len = 0;
    const char *text =
        st_text_to_utf8(&a, SIMDTAG_UTF16LE, (const uint8_t *)"a\0\0\0b", 6, &len, NULL);
    ck_assert_uint_eq(len, 3); /* a zero inside stays */
    ck_assert_mem_eq(text, "a\0b", 4);
    st_arena_reset(&a);
}
END_TEST

static void decodes(const char *text, const char *want, size_t n)
{
    uint8_t out[64];
    ck_assert_uint_le(st_base64_room(strlen(text)), sizeof out);
    const size_t got = st_base64_decode(out, (const uint8_t *)text, strlen(text));
    ck_assert_msg(got == n, "\"%s\" gives %zu bytes, not %zu", text, got, n);
    if (n != ST_MALFORMED)
        ck_assert_mem_eq(out, want, n);
}

START_TEST(base64_words)
{
    decodes("", "", 0); /* RFC 4648 section 10 */
    decodes("Zg==", "f", 1);
    decodes("Zm8=", "fo", 2);
    decodes("Zm9v", "foo", 3);
    decodes("Zm9vYg==", "foob", 4);
    decodes("Zm9vYmE=", "fooba", 5);
    decodes("Zm9vYmFy", "foobar", 6);
    decodes("+/+/", "\xfb\xff\xbf", 3);
    decodes("Zg", "f", 1); /* no padding */
    decodes("Zm8", "fo", 2);
    decodes("Z m\n9\r\nv\tYg", "foob", 4);
    decodes("Zm9vYg==Zm9v", "foob", 4); /* the padding ends it */
    decodes("Zm9vY", NULL, ST_MALFORMED);
    decodes("Zm9*", NULL, ST_MALFORMED);
    decodes("Zm-_", NULL, ST_MALFORMED); /* the other alphabet */
    decodes("\xc3\xa9", NULL, ST_MALFORMED);
}
END_TEST

/* Encodes bit by bit (RFC 4648 section 4), as a twin of the decoder. */
static size_t encode(char *dst, const uint8_t *src, size_t n)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t out = 0;
    for (size_t bit = 0; bit < 8 * n; bit += 6) {
        unsigned v = 0;
        for (size_t b = bit; b < bit + 6; b++)
            v = v * 2 + (b < 8 * n ? src[b / 8] >> (7 - b % 8) & 1u : 0);
        dst[out++] = alphabet[v];
    }
    while (out % 4)
        dst[out++] = '=';
    return out;
}

START_TEST(base64_round_trips)
{
    rng r = {UINT64_C(0xABCDEF)};
    uint8_t src[LONGEST];
    char text[2 * LONGEST];
    for (unsigned round = 0; round < 2000; round++) {
        const size_t n = rng_below(&r, LONGEST + 1);
        for (size_t i = 0; i < n; i++)
            src[i] = (uint8_t)(rng_next(&r) >> 32);
        const size_t chars = encode(text, src, n);
        uint8_t *in = exact((const uint8_t *)text, chars), *out = malloc(st_base64_room(chars));
        ck_assert_uint_eq(st_base64_decode(out, in, chars), n);
        ck_assert_mem_eq(out, src, n);
        ck_assert_uint_eq(st_base64_decode(in, in, chars), n); /* in place */
        ck_assert_mem_eq(in, src, n);
        free(in);
        free(out);
    }
}
END_TEST

ST_CASE(text, short_searches, four_encodings, conversion_limits)
ST_CASE(base64, base64_words, base64_round_trips)
ST_CHECK_MAIN(text, base64)

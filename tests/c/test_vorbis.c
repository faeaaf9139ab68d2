/* SPDX-License-Identifier: MIT */
/* Vorbis comments: what is kept, repaired, dropped; where a block ends; text for C programs;
 * pictures in comments. */
#include "tags/vorbis.h"

#include "tags/picture.h"
#include "xiph.h"

static st_arena arena;
static st_raws raws;

static void setup(void)
{
    st_arena_init(&arena, NULL, 0, 8 << 20);
    raws = (st_raws){0};
}

static void teardown(void)
{
    st_arena_reset(&arena);
}

/* Adds one comment as number 7 and asserts what became of it: `want` NULL means dropped. */
static void becomes(const char *stored, size_t n, const char *want, unsigned key)
{
    setup();
    /* exactly n bytes of heap, so that a sanitizer sees a step too far */
    uint8_t *exact = malloc(n ? n : 1);
    memcpy(exact, stored, n);
    ck_assert(st_vorbis_add(&raws, &arena, 7, exact, n));
    ck_assert_uint_eq(raws.n, want != NULL);
    if (want) {
        assert_raw(&raws.at[0], want);
        ck_assert_uint_eq(raws.at[0].aux, key);
        ck_assert_uint_eq(raws.at[0].kind, SIMDTAG_RAW_VORBIS);
    }
    free(exact);
    teardown();
}
#define BECOMES(stored, want, key) becomes(stored, sizeof stored - 1, want, key)

START_TEST(good_comments_are_kept_in_place)
{
    static const char stored[] = "TiTle=a=b\xFF";
    setup();
    ck_assert(st_vorbis_add(&raws, &arena, 0, (const uint8_t *)stored, sizeof stored - 1));
    ck_assert_ptr_eq(raws.at[0].data, stored); /* no copy; the value's UTF-8 is nobody's business
                                                  yet */
    ck_assert_uint_eq(raws.at[0].aux, 5);
    teardown();
    BECOMES("a=", "a=", 1);
    BECOMES(" =x", " =x", 1);
    BECOMES("a}=x", "a}=x", 2);
    BECOMES("A LONGER KEY THAN ONE WORD=x", "A LONGER KEY THAN ONE WORD=x", 26);
}
END_TEST

START_TEST(comment_without_equals_is_unknown_and_its_number)
{
    BECOMES("abc", "unknown7=abc", 8);
    BECOMES("", "unknown7=", 8);
    BECOMES("a long comment, more than eight bytes",
            "unknown7=a long comment, more than eight bytes", 8);
    BECOMES("\x01\x02~", "unknown7=\x01\x02~", 8);
}
END_TEST

START_TEST(invalid_keys_are_dropped)
{
    BECOMES("=abc", NULL, 0);
    BECOMES("=", NULL, 0);
    BECOMES("a~=x", NULL, 0);
    BECOMES("a\x7F=x", NULL, 0);
    BECOMES("a\x1F=x", NULL, 0);
    BECOMES("12345678\n=x", NULL, 0);
    BECOMES("a\xC3\xA9\t=x", NULL, 0);
    becomes("a\0=x", 4, NULL, 0);
}
END_TEST

START_TEST(characters_beyond_ascii_in_keys_become_question_marks)
{
    BECOMES("a\xC3\xA9=x", "a?=x", 2);
    BECOMES("\xFF=abc", "?=abc", 1);
    BECOMES("\xED\xA0\x80=x", "?" "?" "?=x", 3);     /* a surrogate is three ill-formed bytes */
    BECOMES("\xE2\x82=x", "?=x", 1);           /* a cut character is one */
    BECOMES("\xF0\x9F\x8E\xB5k=x", "?k=x", 2);
    BECOMES("k\xF4\x90\x80\x80=\xFF", "k?" "?" "?" "?=\xFF", 5);
}
END_TEST

/* The eight-byte steps of the key test against one byte at a time: every length, every place,
 * every byte. */
START_TEST(every_key_byte_at_every_place)
{
    for (size_t len = 1; len < 20; len++)
        for (size_t at = 0; at < len; at++)
            for (unsigned byte = 0; byte < 256; byte++) {
                char stored[24];
                memset(stored, 'k', len);
                stored[at] = (char)byte;
                stored[len] = '=';
                setup();
                ck_assert(st_vorbis_add(&raws, &arena, 0, (const uint8_t *)stored, len + 1));
                const bool drop =
                    byte < 0x20 || byte == 0x7E || byte == 0x7F || (byte == '=' && at == 0);
                ck_assert_uint_eq(raws.n, !drop);
                if (!drop)
                    ck_assert_uint_eq(raws.at[0].aux, byte == '=' ? at : len);
                if (!drop && byte >= 0x80)
                    ck_assert_int_eq(raws.at[0].data[at], '?');
                teardown();
            }
}
END_TEST

START_TEST(block_ends_where_its_lengths_say)
{
    static const char *const comments[] = {"A=1", "nokey", "=x", "B=2"};
    built b = {0};
    size_t used;
    put_comments(&b, "me", comments, 4, 4);
    const size_t whole = b.n;
    put_text(&b, "junk");
    setup();
    ck_assert_int_eq(st_vorbis_parse(b.at, b.n, &raws, &arena, &used, NULL), ST_VORBIS_OK);
    ck_assert_uint_eq(used, whole);
    ck_assert_uint_eq(raws.n, 4);
    ck_assert_uint_eq(raws.at[0].kind, SIMDTAG_RAW_VENDOR);
    assert_raw(&raws.at[0], "me");
    assert_raw(&raws.at[2], "unknown1=nokey");
    assert_raw(&raws.at[3], "B=2");
    for (size_t n = 0; n < whole; n++) { /* cut anywhere: never OK, and asks for more than it had */
        st_vorbis_rest rest;
        raws.n = 0;
        ck_assert_int_eq(st_vorbis_parse(b.at, n, &raws, &arena, &used, &rest), ST_VORBIS_SHORT);
        ck_assert_uint_gt(used, n);
        ck_assert_uint_le(used, whole);
        const size_t starts[] = {10, 17, 26, 32, whole}; /* of the comments, where they end */
        if (n < starts[0]) {
            ck_assert_uint_eq(rest.at, 0);
            ck_assert_uint_eq(raws.n, 0);
            continue;
        }
        ck_assert_uint_eq(rest.count, 4);
        ck_assert_uint_eq(rest.at, starts[rest.next]);
        ck_assert_uint_le(rest.at, n);
        ck_assert_uint_gt(starts[rest.next + 1], n);
        ck_assert_uint_eq(raws.n, rest.next < 3 ? 1 + rest.next : 3); /* "=x" is none */
    }
    teardown();
    free(b.at);
}
END_TEST

START_TEST(a_lying_count_stops_at_the_end_of_the_bytes)
{
    built b = {0};
    size_t used;
    put_comments(&b, "", NULL, 0, 0xFFFFFFFF);
    put_fill(&b, 0, 4000);
    setup();
    ck_assert_int_eq(st_vorbis_parse(b.at, b.n, &raws, &arena, &used, NULL), ST_VORBIS_SHORT);
    ck_assert_uint_eq(raws.n, 1 + 1000);
    teardown();
    free(b.at);
}
END_TEST

static void repairs_to(const char *stored, const char *want)
{
    setup();
    size_t len;
    const char *got = st_utf8_repaired(&arena, (const uint8_t *)stored, strlen(stored), &len);
    ck_assert_str_eq(got, want);
    ck_assert_uint_eq(len, strlen(want));
    teardown();
}

START_TEST(ill_formed_text_is_repaired_as_python_replaces)
{
#define R "\xEF\xBF\xBD"
    repairs_to("plain", "plain");
    repairs_to("gr\xC3\xBC\xC3\x9F \xF0\x9F\x8E\xB5", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x8E\xB5");
    repairs_to("a\xFF\xFE", "a" R R);
    repairs_to("\xC0\x80", R R);
    repairs_to("\xED\xA0\x80", R R R);
    repairs_to("\xF4\x90\x80\x80", R R R R);
    repairs_to("\xF0\x80\x80\x41", R R R "A");
    repairs_to("\xF0\x9F\x8E", R);
    repairs_to("\xE2\x82\x41\xE2\x28\xA1", R "A" R "(" R);
}
END_TEST

START_TEST(items_are_text_except_for_pictures)
{
    static const char *const comments[] = {"TITLE=x\xFF", "metadata_block_PICTURE=AAAA", "TITLE=y"};
    built b = {0};
    size_t used;
    put_comments(&b, "me", comments, 3, 3);
    setup();
    ck_assert_int_eq(st_vorbis_parse(b.at, b.n, &raws, &arena, &used, NULL), ST_VORBIS_OK);
    const simdtag_doc doc = {.raws = raws.at, .n_raws = raws.n};
    st_items items = {0};
    ck_assert_int_eq(st_vorbis_items(&doc, &arena, &items), SIMDTAG_OK);
    ck_assert_uint_eq(items.n, 3);
    ck_assert_str_eq(items.at[0].key, "TITLE");
    ck_assert_str_eq(items.at[0].value, "x" R);
    ck_assert_str_eq(items.at[1].key, "metadata_block_PICTURE");
    ck_assert_ptr_null(items.at[1].value);
    ck_assert_str_eq(items.at[2].value, "y");
    st_pictures pictures = {0}; /* AAAA is no picture block: left out */
    ck_assert_int_eq(st_vorbis_pictures(&doc, &arena, &pictures), SIMDTAG_OK);
    ck_assert_uint_eq(pictures.n, 0);
    teardown();
    free(b.at);
}
END_TEST

/* The picture block (type 3, "image/png", "d", 1 x 2 x 24, 3 bytes "ABC") as the base64 program
 * prints it. */
static const char picture64[] = "AAAAAwAAAAlpbWFnZS9wbmcAAAABZAAAAAEAAAACAAAAGAAAAAAAAAADQUJD";

START_TEST(picture_in_a_comment_is_described)
{
    char stored[200] = "METADATA_BLOCK_PICTURE=";
    strcat(stored, picture64);
    const simdtag_raw raw = {.kind = SIMDTAG_RAW_VORBIS,
                             .data = (const uint8_t *)stored,
                             .len = (uint32_t)strlen(stored),
                             .aux = 22};
    const simdtag_doc doc = {.raws = &raw, .n_raws = 1};
    setup();
    st_pictures pictures = {0};
    ck_assert_int_eq(st_vorbis_pictures(&doc, &arena, &pictures), SIMDTAG_OK);
    ck_assert_uint_eq(pictures.n, 1);
    const simdtag_picture *p = &pictures.at[0];
    ck_assert_str_eq(p->mime, "image/png");
    ck_assert_str_eq(p->description, "d");
    ck_assert_uint_eq(p->type, 3);
    ck_assert_uint_eq(p->width, 1);
    ck_assert_uint_eq(p->height, 2);
    ck_assert_uint_eq(p->depth, 24);
    ck_assert_uint_eq(p->size, 3);
    ck_assert_uint_eq(p->skip, 42);
    teardown();
}
END_TEST

START_TEST(picture_text_that_must_be_whole_is_told)
{
    const size_t n = strlen(picture64);
    /* 42 bytes of head */
    ck_assert_uint_eq(st_picture_base64_head((const uint8_t *)picture64, n), 56);
    ck_assert_uint_eq(st_picture_base64_head((const uint8_t *)picture64, 56), 56);
    ck_assert_uint_eq(st_picture_base64_head((const uint8_t *)picture64, 55), 0);
    ck_assert_uint_eq(st_picture_base64_head((const uint8_t *)"AAAA", 4), 0);
    ck_assert_uint_eq(
        st_picture_base64_head(
            (const uint8_t *)"AAAAAwAA\nAAlpbWFnZS9wbmcAAAABZAAAAAEAAAACAAAAGAAAAAA", 52),
        0);
}
END_TEST

ST_CASE(vorbis_comments, good_comments_are_kept_in_place,
        comment_without_equals_is_unknown_and_its_number, invalid_keys_are_dropped,
        characters_beyond_ascii_in_keys_become_question_marks, every_key_byte_at_every_place,
        block_ends_where_its_lengths_say, a_lying_count_stops_at_the_end_of_the_bytes,
        ill_formed_text_is_repaired_as_python_replaces, items_are_text_except_for_pictures,
        picture_in_a_comment_is_described, picture_text_that_must_be_whole_is_told)
ST_CHECK_MAIN(vorbis_comments)

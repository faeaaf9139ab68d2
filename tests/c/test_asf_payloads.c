/* SPDX-License-Identifier: MIT */
/* ASF: pictures and other large bytes left in the file, and the C API's lists. */
#include "asf_make.h"

enum { PICTURE = 100000 };

static void put_picture_value(const char *mime, const char *description, size_t n)
{
    put_le(&b, 3, 1);
    put_le(&b, n, 4);
    put_wide(mime, 1);
    put_wide(description, 1);
    put_fill(&b, 'p', n);
}

static size_t picture_len(const char *mime, const char *description, size_t n)
{
    return 5 + 2 * (strlen(mime) + strlen(description) + 2) + n;
}

/* A library with a picture between two texts, and other large bytes. */
static void put_pictures(void)
{
    static uint8_t bytes[PICTURE];
    open_header();
    put_stream(2, 44100, 16000);
    const size_t extra = open_extra();
    const size_t at = open_object(LIBRARY);
    put_le(&b, 4, 2);
    put_metadata(0, 0, "A", 0, "v\0", 2);
    const size_t head = b.n;
    put_metadata(0, 0, "WM/Picture", 1, "", 0);
    put_picture_value("image/png", "cover", PICTURE);
    set_le(head + 8, picture_len("image/png", "cover", PICTURE), 4);
    put_metadata(0, 0, "B", 0, "w\0", 2);
    put_metadata(0, 0, "large", 6, bytes, sizeof bytes);
    shut(at);
    shut_extra(extra);
    const size_t content = open_object(CONTENT);
    put_le(&b, 2, 2);
    put_fill(&b, 0, 8);
    put_wide("T", 0);
    shut(content);
    shut_header(3);
    put_fill(&b, 0, 50000);
}

START_TEST(pictures_stay_in_the_file)
{
    put_pictures();
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 5);
    assert_text(0, "Title", "T");
    assert_text(1, "A", "v");
    simdtag_asf_attribute a = attribute(2, "WM/Picture");
    simdtag_asf_picture picture;
    ck_assert_uint_eq(p.out.raws.at[2].file_len, PICTURE);
    ck_assert(b.at[p.out.raws.at[2].file_off] == 'p');
    ck_assert(b.at[p.out.raws.at[2].file_off - 1] == 0);
    ck_assert_int_eq(simdtag_asf_picture_of(a.value, a.value_len, &picture), 1);
    ck_assert_uint_eq(picture.type, 3);
    ck_assert_uint_eq(picture.size, PICTURE);
    assert_wide(picture.mime, picture.mime_len, "image/png");
    assert_wide(picture.description, picture.description_len, "cover");
    ck_assert_uint_eq(picture.head, a.value_len);
    assert_text(3, "B", "w");
    ck_assert_uint_eq(p.out.raws.at[4].file_len, PICTURE);
    ck_assert_uint_eq(attribute(4, "large").value_len, 0);
    ck_assert_uint_eq(p.reads, 3); /* head, beyond the picture, beyond the other bytes */
    ck_assert_uint_le(p.most_read, ST_HEAD_WINDOW);
    end();
}
END_TEST

START_TEST(pictures_come_along_when_they_must)
{
    put_pictures();
    parse(&p, &st_format_asf, &b, 0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    for (uint32_t i = 0; i < p.out.raws.n; i++)
        ck_assert_uint_eq(p.out.raws.at[i].file_len, 0);
    const simdtag_asf_attribute a = attribute(2, "WM/Picture");
    ck_assert_uint_eq(a.value_len, picture_len("image/png", "cover", PICTURE));
    ck_assert_uint_eq(a.value[a.value_len - 1], 'p');
    end();
}
END_TEST

/* Each object that is passed over may cost a read. */
START_TEST(objects_beyond_the_cap_of_reads)
{
    static const uint8_t body[3 * ST_MIN_WINDOW];
    for (unsigned n = ST_MAX_WINDOWS / 2; n <= ST_MAX_WINDOWS + 2; n += ST_MAX_WINDOWS / 2 + 2) {
        open_header();
        for (unsigned i = 0; i < n; i++) {
            const size_t at = open_object(PADDING);
            put(&b, body, sizeof body);
            shut(at);
        }
        shut_header(n);
        parse_blocking(&p, &st_format_asf, &b, 0);
        ck_assert_int_eq(p.status, n < ST_MAX_WINDOWS ? SIMDTAG_OK : SIMDTAG_ERR_LIMIT);
        end();
    }
}
END_TEST

START_TEST(the_c_api)
{
    put_pictures();
    const size_t n_bytes = b.n;
    simdtag_error error;
    simdtag_file *file;
    const simdtag_options options = {.format = SIMDTAG_FORMAT_ASF};
    ck_assert_int_eq(simdtag_open_memory(b.at, n_bytes, &options, &file, &error), SIMDTAG_OK);
    size_t n;
    const simdtag_item *items = simdtag_items(file, &n, &error);
    ck_assert_uint_eq(n, 5);
    ck_assert_str_eq(items[0].key, "Title");
    ck_assert_str_eq(items[0].value, "T");
    ck_assert_str_eq(items[2].key, "WM/Picture");
    ck_assert_ptr_null(items[2].value);
    const simdtag_picture *pictures = simdtag_pictures(file, &n, &error);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(pictures[0].mime, "image/png");
    ck_assert_str_eq(pictures[0].description, "cover");
    ck_assert_uint_eq(pictures[0].type, 3);
    ck_assert_uint_eq(pictures[0].size, PICTURE);
    uint8_t *bytes = malloc(PICTURE);
    ck_assert_int_eq(simdtag_picture_read(file, &pictures[0], bytes, &error), SIMDTAG_OK);
    for (size_t i = 0; i < PICTURE; i++)
        ck_assert_uint_eq(bytes[i], 'p');
    free(bytes);
    simdtag_close(file);
    drop(&b);
}
END_TEST

START_TEST(items_of_every_type)
{
    static const uint8_t value[] = {1, 0, 0, 0, 0, 0, 0, 0};
    open_header();
    const size_t at = open_object(EXTENDED);
    put_le(&b, 8, 2);
    put_extended("text", 0, "\xE9\0", 2);
    put_extended("bytes", 1, value, 3);
    put_extended("bool", 2, value, 4);
    put_extended("dword", 3, "\xFF\xFF\xFF\xFF", 4);
    put_extended("qword", 4, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
    put_extended("word", 5, value, 2);
    put_extended("guid", 6, value, 8);
    put_extended("WM/Picture", 1, value, 3); /* too short for a head */
    shut(at);
    shut_header(1);
    static const char *const texts[] = {"\xC3\xA9", NULL, "1", "4294967295", "18446744073709551615",
                                        "1", NULL, NULL};
    simdtag_error error;
    simdtag_file *file;
    const simdtag_options options = {.format = SIMDTAG_FORMAT_ASF};
    ck_assert_int_eq(simdtag_open_memory(b.at, b.n, &options, &file, &error), SIMDTAG_OK);
    size_t n;
    const simdtag_item *items = simdtag_items(file, &n, &error);
    ck_assert_uint_eq(n, 8);
    for (size_t i = 0; i < n; i++) {
        if (texts[i])
            ck_assert_str_eq(items[i].value, texts[i]);
        else
            ck_assert_ptr_null(items[i].value);
    }
    simdtag_pictures(file, &n, &error);
    ck_assert_uint_eq(n, 0);
    simdtag_close(file);
    drop(&b);
}
END_TEST

ST_CASE(payloads, pictures_stay_in_the_file, pictures_come_along_when_they_must,
        objects_beyond_the_cap_of_reads, the_c_api, items_of_every_type)
ST_CHECK_MAIN(payloads)

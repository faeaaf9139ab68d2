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

ST_CASE(payloads, pictures_stay_in_the_file, pictures_come_along_when_they_must)
ST_CHECK_MAIN(payloads)

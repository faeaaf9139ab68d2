/* SPDX-License-Identifier: MIT */
/* ASF: the header's objects, stream info, attributes of every place and type, what is damage and
 * what is not. */
#include "asf_make.h"

/* ---- stream info ---- */

START_TEST(an_ordinary_file)
{
    open_header();
    put_files(123456789, 3000);
    put_stream(2, 44100, 16003);
    const size_t at = open_codecs(2);
    put_codec(1, "Windows Media Video 9", "", 0, 4);
    put_codec(2, "Windows Media Audio 9.2", " 64 kbps, 44 kHz ", 0x161, 2);
    shut(at);
    shut_header(3);
    const size_t header = b.n;
    put_fill(&b, 7, 20000);
    run(SIMDTAG_OK);
    simdtag_asf_codec codec;
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_ASF);
    ck_assert(p.out.doc.info.length == 123456789 / 1e7 - 3);
    ck_assert(p.out.doc.info.bitrate == 128024);
    ck_assert_uint_eq(p.out.doc.info.channels, 2);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 44100);
    ck_assert_uint_eq(p.out.doc.audio_offset, header);
    ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 1);
    ck_assert_str_eq(codec.type, "Windows Media Audio 9 Standard");
    assert_wide(codec.name, codec.name_len, "Windows Media Audio 9.2");
    assert_wide(codec.description, codec.description_len, "64 kbps, 44 kHz");
    ck_assert_uint_eq(p.reads, 1);
    end();
}
END_TEST

START_TEST(length_is_never_negative)
{
    open_header();
    put_files(10000000, 1001);
    shut_header(1);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0);
    end();
}
END_TEST

START_TEST(short_properties)
{
    for (size_t n = 0; n < 70; n++) {
        open_header();
        const size_t at = open_object(FILES);
        put_fill(&b, 0, n);
        shut(at);
        shut_header(1);
        run(n < 64 ? SIMDTAG_ERR_ASF : SIMDTAG_OK);
        if (n >= 64)
            end();
    }
    for (size_t n = 0; n < 70; n++) {
        open_header();
        const size_t at = open_object(STREAM);
        put_fill(&b, 1, n);
        shut(at);
        shut_header(1);
        run(n < 66 ? SIMDTAG_ERR_ASF_HEADER : SIMDTAG_OK);
        if (n >= 66)
            end();
    }
}
END_TEST

/* The first audio codec of the last list that has one. */
START_TEST(which_codec)
{
    simdtag_asf_codec codec;
    open_header();
    size_t at = open_codecs(9); /* nobody looks behind the first audio codec */
    put_codec(2, "first", "", 1, 2);
    shut(at);
    at = open_codecs(3);
    put_codec(1, "picture", "", 1, 2);
    put_codec(2, "second", "x", 0x0AB3, 2);
    put_codec(2, "third", "", 1, 2);
    shut(at);
    at = open_codecs(1);
    put_codec(0xFFFF, "unknown", "", 1, 2);
    shut(at);
    shut_header(3);
    run(SIMDTAG_OK);
    ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 1);
    ck_assert_str_eq(codec.type, "");
    assert_wide(codec.name, codec.name_len, "second");
    end();
    /* information that is no format tag */
    for (unsigned n = 0; n < 5; n++) {
        open_header();
        at = open_codecs(1);
        put_codec(2, "", "", 1, n);
        shut(at);
        shut_header(1);
        run(SIMDTAG_OK);
        ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 1);
        ck_assert_str_eq(codec.type, n == 2 ? "Microsoft PCM Format" : "");
        ck_assert_uint_eq(codec.name_len + codec.description_len, 0);
        end();
    }
    open_header();
    shut_header(0);
    run(SIMDTAG_OK);
    ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 0);
    ck_assert_str_eq(codec.type, "");
    end();
}
END_TEST

START_TEST(damaged_codecs)
{
    for (unsigned cut = 0; cut < 25; cut++) {
        open_header();
        const size_t at = open_codecs(1);
        put_codec(2, "N", "D", 0x161, 2); /* 18 bytes */
        b.n -= cut;
        shut(at);
        shut_header(1);
        run(cut == 0 ? SIMDTAG_OK : cut <= 18 ? SIMDTAG_ERR_ASF : SIMDTAG_ERR_ASF_HEADER);
        if (cut == 0)
            end();
    }
    simdtag_asf_codec codec;
    open_header(); /* a name that is no text is no damage */
    const size_t at = open_codecs(1);
    put_codec(2, "N", "D", 0x161, 2);
    b.at[at + 48 + 1] = 0xD8;
    shut(at);
    shut_header(1);
    run(SIMDTAG_OK);
    ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 1);
    ck_assert_uint_eq(codec.name_len, 0);
    assert_wide(codec.description, codec.description_len, "D");
    end();
}
END_TEST

START_TEST(codec_names)
{
    ck_assert_str_eq(simdtag_asf_codec_name(0x161), "Windows Media Audio 9 Standard");
    ck_assert_str_eq(simdtag_asf_codec_name(0), "Unknown Wave Format");
    ck_assert_str_eq(simdtag_asf_codec_name(0xFFFE), "Extensible Wave Format");
    ck_assert_str_eq(simdtag_asf_codec_name(0x10000), "");
    unsigned named = 0;
    for (uint32_t i = 0; i <= 0xFFFF; i++)
        named += simdtag_asf_codec_name(i)[0] != '\0';
    ck_assert_uint_eq(named, 261); /* the table is sorted: every row is found */
}
END_TEST

/* ---- objects ---- */

START_TEST(no_header)
{
    for (size_t n = 0; n < 31; n++) {
        open_header();
        shut_header(0);
        b.n = n;
        run(n < 30 ? SIMDTAG_ERR_ASF_HEADER : SIMDTAG_OK);
        if (n >= 30)
            end();
    }
    open_header();
    b.at[0]++;
    run(SIMDTAG_ERR_ASF_HEADER);
}
END_TEST

START_TEST(object_sizes)
{
    const struct {
        uint64_t header, object; /* 0: the right size */
        bool fine;
    } rows[] = {{0, 0, true},       {1000000, 0, true},           {UINT64_MAX, 0, true},
                {30 + 40, 0, true}, {30 + 39, 0, false},          {30 + 23, 0, false},
                {29, 0, false},     {0, 23, false},               {0, 41, false},
                {1000000, 41, false}, {UINT64_MAX, UINT64_MAX, false}, {0, 1, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_header();
        const size_t at = open_object(PADDING);
        put_fill(&b, 0, 16);
        shut(at);
        shut_header(1);
        if (rows[i].header)
            set_le(16, rows[i].header, 8);
        if (rows[i].object)
            set_le(at + 16, rows[i].object, 8);
        run(rows[i].fine ? SIMDTAG_OK : SIMDTAG_ERR_ASF_HEADER);
        if (rows[i].fine)
            end();
    }
    open_header(); /* one object less than told */
    put_files(1, 0);
    shut_header(2);
    run(SIMDTAG_ERR_ASF_HEADER);
}
END_TEST

START_TEST(extension_sizes)
{
    enum { RIGHT = 0, NONE = 99999 };
    /* size the extension tells for its objects; size of the one object there; attributes found */
    const struct {
        uint64_t extension, object;
        int found; /* -1: refused */
    } rows[] = {{RIGHT, RIGHT, 1}, {1, RIGHT, 1},    {47, RIGHT, -1},         {NONE, RIGHT, -1},
                {RIGHT, 23, -1},   {RIGHT, 47, 1},   {RIGHT, UINT64_MAX, 1},  {24, 44, 1},   
                {1, 60, 1},        {24, 1, -1},      {UINT32_MAX, UINT64_MAX, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_header();
        const size_t at = open_extra();
        const size_t object = open_object(METADATA);
        put_le(&b, 1, 2);
        put_metadata(0, 0, "A", 0, "v\0\0\0", 4);
        shut(object);
        ck_assert_uint_eq(b.n - object, 46);
        shut_extra(at);
        shut_header(1);
        if (rows[i].extension)
            set_le(at + 42, rows[i].extension, 4);
        if (rows[i].object)
            set_le(object + 16, rows[i].object, 8);
        run(rows[i].found < 0 ? SIMDTAG_ERR_ASF_HEADER : SIMDTAG_OK);
        if (rows[i].found < 0)
            continue;
        assert_text(0, "A", "v");
        end();
    }
    open_header();
    const size_t at = open_extra();
    open_object(PADDING); /* its size stays 0 */
    shut_extra(at);
    shut_header(1);
    run(SIMDTAG_ERR_ASF_HEADER);
}
END_TEST

/* Header extensions may nest, as deep as the file is long, and hold any object. */
START_TEST(nested_extensions)
{
    enum { DEPTH = 1000 };
    static size_t at[DEPTH];
    open_header();
    for (unsigned i = 0; i < DEPTH; i++)
        at[i] = open_extra();
    put_stream(3, 8000, 1);
    const size_t library = open_object(LIBRARY);
    put_le(&b, 1, 2);
    put_metadata(0, 0, "A", 0, "v\0", 2);
    shut(library);
    for (unsigned i = DEPTH; i-- > 0;)
        shut_extra(at[i]);
    const size_t metadata = open_object(METADATA); /* behind the extension, before its attributes */
    put_le(&b, 1, 2);
    put_metadata(0, 0, "B", 0, "w\0", 2);
    shut(metadata);
    shut_header(2);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.channels, 3);
    assert_text(0, "B", "w");
    assert_text(1, "A", "v");
    end();
}
END_TEST

/* ---- attributes ---- */

START_TEST(content_description)
{
    open_header();
    const size_t at = open_object(CONTENT);
    put_le(&b, 4, 2);
    put_le(&b, 2, 2);
    put_le(&b, 0, 2);
    put_le(&b, 8, 2);
    put_le(&b, 100, 2); /* more than there is */
    put_wide("T", 1);
    put_wide("", 1);
    put_wide("D\x01x", 1);
    put_wide("Rat", 0);
    shut(at);
    shut_header(1);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 4);
    assert_text(0, "Title", "T");
    assert_text(1, "Author", "");
    assert_text(2, "Description", "D\x01x");
    assert_text(3, "Rating", "Rat");
    end();
    for (size_t n = 0; n < 10; n++) {
        open_header();
        const size_t short_one = open_object(CONTENT);
        put_fill(&b, 0, n);
        shut(short_one);
        shut_header(1);
        run(SIMDTAG_ERR_ASF_HEADER);
    }
    open_header(); /* half a letter */
    const size_t odd = open_object(CONTENT);
    put_le(&b, 3, 2);
    put_fill(&b, 0, 8);
    put(&b, "a\0b", 3);
    shut(odd);
    shut_header(1);
    run(SIMDTAG_ERR_ASF);
}
END_TEST

START_TEST(places_in_order)
{
    open_header();
    const size_t extra = open_extra();
    size_t at = open_object(LIBRARY);
    put_le(&b, 2, 2);
    put_metadata(7, 0xFFFF, "l1", 0, "a\0", 2);
    put_metadata(0, 0, "l2", 0, "a\0", 2);
    shut(at);
    at = open_object(METADATA);
    put_le(&b, 1, 2);
    put_metadata(7, 3, "m", 0, "a\0", 2);
    shut(at);
    shut_extra(extra);
    at = open_object(EXTENDED);
    put_le(&b, 2, 2);
    put_extended("e1", 0, "a\0", 2);
    put_extended("e2", 0, "a\0", 2);
    shut(at);
    at = open_object(CONTENT);
    put_le(&b, 2, 2);
    put_fill(&b, 0, 8);
    put_wide("T", 0);
    shut(at);
    at = open_codecs(1);
    put_codec(2, "C", "", 1, 2);
    shut(at);
    shut_header(4);
    run(SIMDTAG_OK);
    static const char *const names[] = {"Title", "e1", "e2", "m", "l1", "l2"};
    static const simdtag_asf_place places[] = {
        SIMDTAG_ASF_CONTENT,  SIMDTAG_ASF_EXTENDED, SIMDTAG_ASF_EXTENDED,
        SIMDTAG_ASF_METADATA, SIMDTAG_ASF_LIBRARY,  SIMDTAG_ASF_LIBRARY};
    ck_assert_uint_eq(p.out.raws.n, 7);
    for (unsigned i = 0; i < 6; i++)
        ck_assert_int_eq(attribute(i, names[i]).place, places[i]);
    ck_assert_uint_eq(attribute(3, "m").stream, 3);
    ck_assert_uint_eq(attribute(4, "l1").stream, 0xFFFF);
    ck_assert_uint_eq(attribute(4, "l1").language, 7);
    simdtag_asf_codec codec;
    ck_assert_int_eq(simdtag_asf_codec_of(&p.out.doc, &codec), 1);
    end();
}
END_TEST

/* Every type at every length: BOOL is 4 bytes in the extended content description, else 2. */
START_TEST(types_and_lengths)
{
    static const uint8_t value[] = {1, 0, 0, 0, 0, 0, 0, 0, 9};
    for (unsigned place = SIMDTAG_ASF_EXTENDED; place <= SIMDTAG_ASF_LIBRARY; place++)
        for (unsigned type = 0; type < 9; type++)
            for (size_t n = 0; n <= sizeof value; n++) {
                open_header();
                const size_t at = open_object(place == SIMDTAG_ASF_EXTENDED   ? EXTENDED
                                              : place == SIMDTAG_ASF_METADATA ? METADATA
                                                                              : LIBRARY);
                put_le(&b, 1, 2);
                if (place == SIMDTAG_ASF_EXTENDED)
                    put_extended("A", type, value, n);
                else
                    put_metadata(0, 0, "A", type, value, n);
                shut(at);
                shut_header(1);
                const size_t wanted[] = {n, n, place == SIMDTAG_ASF_EXTENDED ? 4 : 2, 4, 8, 2, n};
                const bool odd_text = type == 0 && n % 2;
                const bool fine = type < 7 && wanted[type] == n && !odd_text;
                run(fine ? SIMDTAG_OK : odd_text ? SIMDTAG_ERR_ASF : SIMDTAG_ERR_ASF_HEADER);
                if (!fine)
                    continue;
                const simdtag_asf_attribute a = attribute(0, "A");
                ck_assert_uint_eq(a.type, type);
                ck_assert_uint_eq(a.number, type >= 2 && type <= 5);
                if (type == 1 || type == 6)
                    ck_assert(a.value_len == n && memcmp(a.value, value, n) == 0);
                end();
            }
}
END_TEST

START_TEST(numbers)
{
    static const uint8_t value[] = {0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8};
    open_header();
    const size_t at = open_object(EXTENDED);
    put_le(&b, 4, 2);
    put_extended("b", 2, value, 4);
    put_extended("d", 3, value, 4);
    put_extended("q", 4, value, 8);
    put_extended("w", 5, value, 2);
    shut(at);
    shut_header(1);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(attribute(0, "b").number, 0); /* only 1 is true */
    ck_assert_uint_eq(attribute(1, "d").number, 0xF4F3F2F1);
    ck_assert_uint_eq(attribute(2, "q").number, UINT64_C(0xF8F7F6F5F4F3F2F1));
    ck_assert_uint_eq(attribute(3, "w").number, 0xF2F1);
    end();
}
END_TEST

START_TEST(cut_attributes)
{
    static const struct {
        const char *guid;
        unsigned least; /* bytes of the record that must be there */
    } rows[] = {{EXTENDED, 2 + 4 + 4}, {METADATA, 12}, {LIBRARY, 12}};
    for (unsigned row = 0; row < 3; row++)
        for (unsigned cut = 0;; cut += 2) {
            open_header();
            const size_t at = open_object(rows[row].guid);
            put_le(&b, 1, 2);
            const size_t start = b.n;
            if (row == 0)
                put_extended("A", 0, "v\0w\0", 4);
            else
                put_metadata(0, 0, "A", 0, "v\0w\0", 4);
            if (cut > b.n - start) {
                drop(&b);
                break;
            }
            b.n -= cut;
            const bool fine = b.n - start >= rows[row].least;
            shut(at);
            shut_header(1);
            run(fine ? SIMDTAG_OK : SIMDTAG_ERR_ASF_HEADER);
            if (fine) {
                assert_text(0, cut < 8 ? "A" : "", cut == 0 ? "vw" : cut == 2 ? "v" : "");
                end();
            }
        }
    open_header(); /* one record less than told */
    const size_t at = open_object(LIBRARY);
    put_le(&b, 2, 2);
    put_metadata(0, 0, "A", 0, "v\0", 2);
    shut(at);
    shut_header(1);
    run(SIMDTAG_ERR_ASF_HEADER);
}
END_TEST

START_TEST(zeros_around_text)
{
    open_header();
    const size_t at = open_object(EXTENDED);
    put_le(&b, 3, 2);
    put_extended("A", 0, "\0\0v\0\0\0w\0\0\0\0\0", 12);
    put_extended("B", 0, "\0\0\0\0", 4);
    put_extended("C", 0, "\0\xD8\0\xDC", 4); /* a pair of surrogates */
    shut(at);
    shut_header(1);
    run(SIMDTAG_OK);
    const simdtag_asf_attribute a = attribute(0, "A");
    ck_assert(a.value_len == 6 && memcmp(a.value, "v\0\0\0w\0", 6) == 0);
    assert_text(1, "B", "");
    ck_assert_uint_eq(attribute(2, "C").value_len, 4);
    end();
    open_header(); /* one surrogate alone, in a value and in a name */
    const size_t alone = open_object(EXTENDED);
    put_le(&b, 1, 2);
    put_extended("A", 0, "\0\xD8", 2);
    shut(alone);
    shut_header(1);
    run(SIMDTAG_ERR_ASF);
}
END_TEST

/* A million small objects take a few reads, not one each. */
START_TEST(many_small_objects)
{
    enum { OBJECTS = 200000 };
    open_header();
    for (unsigned i = 0; i < OBJECTS; i++)
        shut(open_object(PADDING));
    put_files(10000000, 0);
    shut_header(OBJECTS + 1);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 1);
    ck_assert_uint_le(p.reads, 20);
    end();
}
END_TEST

START_TEST(cut_anywhere_never_passes_the_bytes)
{
    open_header();
    put_files(10000000, 0);
    put_stream(2, 44100, 16000);
    const size_t extra = open_extra();
    size_t at = open_object(LIBRARY);
    put_le(&b, 1, 2);
    put_metadata(0, 0, "A", 0, "v\0", 2);
    shut(at);
    shut_extra(extra);
    at = open_codecs(1);
    put_codec(2, "N", "D", 0x161, 2);
    shut(at);
    shut_header(4);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        parse(&p, &st_format_asf, &b, ST_READ_CAN_DEFER);
        ck_assert_int_eq(p.status, SIMDTAG_ERR_ASF_HEADER);
        done(&p);
    }
    drop(&b);
}
END_TEST

START_TEST(scores)
{
    open_header();
    st_probe probe = {.ext = ST_EXT(".wma"), .head = b.at, .len = 16};
    ck_assert_int_eq(st_format_asf.score(&probe), 2);
    probe.len = 15;
    ck_assert_int_eq(st_format_asf.score(&probe), 0);
    drop(&b);
}
END_TEST

ST_CASE(stream_info, an_ordinary_file, length_is_never_negative, short_properties, which_codec,
        damaged_codecs, codec_names)
ST_CASE(objects, no_header, object_sizes, extension_sizes, nested_extensions, many_small_objects,
        cut_anywhere_never_passes_the_bytes, scores)
ST_CASE(attributes, content_description, places_in_order, types_and_lengths, numbers,
        cut_attributes, zeros_around_text)
ST_CHECK_MAIN(stream_info, objects, attributes)

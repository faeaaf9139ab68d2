/* SPDX-License-Identifier: MIT */
/* Ogg Vorbis: identification header, comments over pages, the framing bit, bitrate, multiplexed
 * and chained streams. */
#include "dispatch/dispatch.h"
#include "formats/ogg_page.h"
#include "tags/vorbis.h"
#include "xiph.h"

static parsed p;
static built b;

static built id_of(uint32_t rate, int32_t most, int32_t nominal, int32_t least)
{
    built k = {0};
    put_text(&k, "\x01vorbis");
    put_le(&k, 0, 4);
    put_le(&k, 2, 1);
    put_le(&k, rate, 4);
    put_le(&k, (uint32_t)most, 4);
    put_le(&k, (uint32_t)nominal, 4);
    put_le(&k, (uint32_t)least, 4);
    put(&k, "\xB8\x01", 2);
    return k;
}

/* A comment packet with `framing` as its last byte; 0x100: without that byte. */
static built comment_packet(const char *const *comments, size_t n, uint32_t told, unsigned framing)
{
    built k = {0};
    put_text(&k, "\x03vorbis");
    put_comments(&k, "vendor", comments, n, told);
    if (framing < 0x100)
        put_le(&k, framing, 1);
    return k;
}

static void put_id(uint32_t serial)
{
    built k = id_of(44100, 0, 128000, 0);
    put_page(&b, ST_OGG_FIRST, 0, serial, 0, k.at, k.n, true);
    free(k.at);
}

static const char *const two[] = {"TITLE=x", "ARTIST=y"};

static void put_two(uint32_t serial)
{
    built k = comment_packet(two, 2, 2, 1);
    put_page(&b, 0, 0, serial, 1, k.at, k.n, true);
    free(k.at);
}

static void put_audio(int64_t granule, uint8_t flags, uint32_t serial)
{
    static const uint8_t audio[300];
    put_page(&b, flags, granule, serial, 2, audio, sizeof audio, true);
}

static void run(unsigned options)
{
    parse(&p, &st_format_oggvorbis, &b, options);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

static void run_fails(simdtag_status status)
{
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
    end();
}

static void run_comments(built packet, unsigned segments, simdtag_status status)
{
    put_id(1);
    put_packet(&b, 1, 1, &packet, segments);
    put_audio(44100, ST_OGG_LAST, 1);
    free(packet.at);
    run(0);
    ck_assert_int_eq(p.status, status);
}

START_TEST(an_ordinary_file_is_read_with_head_and_tail)
{
    put_id(0xCAFE);
    put_two(0xCAFE);
    const size_t audio = b.n;
    for (int i = 0; i < 100; i++)
        put_audio(1000 * i, 0, 0xCAFE);
    put_audio(88200, ST_OGG_LAST, 0xCAFE);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.reads, 2);
    const simdtag_info *i = &p.out.doc.info;
    ck_assert(i->length == 2.0);
    ck_assert(i->bitrate == 128000);
    ck_assert_uint_eq(i->channels, 2);
    ck_assert_uint_eq(i->sample_rate, 44100);
    ck_assert_uint_eq(i->u.ogg.serial, 0xCAFE);
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_VORBIS);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "vendor");
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), two[0]);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 1), two[1]);
    ck_assert_ptr_null(nth(&p, SIMDTAG_RAW_VORBIS, 2));
    end();
}
END_TEST

START_TEST(bitrate_is_chosen_among_three)
{
    const struct {
        int32_t most, nominal, least;
        double bitrate;
    } rows[] = {{0, 128000, 0, 128000},
                {200001, 0, 100000, 150000},
                {100000, 128000, 0, 100000},
                {0, 128000, 200000, 200000},
                {-1, -1, -1, 0},
                {300, 4000, 7000, 300},
                {5000, 4000, 7000, 7000},
                {-5, 1000, -7, 1000},
                {0x7FFFFFFF, 0, 0x7FFFFFFF, 2147483647.0},
                {300000, 128000, 1000, 128000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        built k = id_of(44100, rows[i].most, rows[i].nominal, rows[i].least);
        put_page(&b, ST_OGG_FIRST, 0, 1, 0, k.at, k.n, true);
        free(k.at);
        put_two(1);
        put_audio(1, ST_OGG_LAST, 1);
        run(0);
        ck_assert_int_eq(p.status, SIMDTAG_OK);
        ck_assert(p.out.doc.info.bitrate == rows[i].bitrate);
        end();
    }
}
END_TEST

START_TEST(bad_identification_headers)
{
    built k = id_of(0, 0, 1, 0); /* no sample rate */
    put_page(&b, ST_OGG_FIRST, 0, 1, 0, k.at, k.n, true);
    put_two(1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    put_page(&b, ST_OGG_FIRST, 0, 1, 0, k.at, 27, true); /* short */
    put_two(1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    free(k.at);
    k = id_of(44100, 0, 1, 0);
    put_page(&b, 0, 0, 1, 0, k.at, k.n, true); /* does not begin its stream */
    put_two(1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    free(k.at);
    put_page(&b, ST_OGG_FIRST, 0, 1, 0, "OpusHead", 8, true); /* none at all */
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    put_text(&b, "no Ogg page, but a text that is long enough to be one");
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER); /* empty */
    put_id(1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER); /* nothing after it */
}
END_TEST

START_TEST(unknown_page_version)
{
    put_id(1);
    put_two(1);
    b.at[4] = 1;
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
}
END_TEST

START_TEST(framing_bit)
{
    run_comments(comment_packet(two, 2, 2, 3), 9, SIMDTAG_OK); /* only the lowest bit counts */
    end();
    run_comments(comment_packet(two, 2, 2, 2), 9, SIMDTAG_ERR_VORBIS_UNSET);
    end();
    /* mutagen: IndexError */
    run_comments(comment_packet(two, 2, 2, 0x100), 9, SIMDTAG_ERR_VORBIS_UNSET);
    end();
}
END_TEST

START_TEST(comment_packet_that_is_cut)
{
    run_comments(comment_packet(two, 2, 5, 1), 9, SIMDTAG_ERR_VORBIS);
    end();
    built k = {0};
    put_text(&k, "\x03vo");
    run_comments(k, 9, SIMDTAG_ERR_VORBIS);
    end();
}
END_TEST

/* Comments of 5000 bytes in all, with a spanning one. */
static built long_packet(void)
{
    static char a[2001], c[3001];
    memset(a, 'a', 2000);
    memcpy(a, "A=", 2);
    memset(c, 'c', 3000);
    memcpy(c, "C=", 2);
    const char *const comments[] = {a, "B=1", c, "D=2"};
    return comment_packet(comments, 4, 4, 1);
}

START_TEST(comments_over_many_pages)
{
    for (unsigned segments = 1; segments < 25; segments++) {
        run_comments(long_packet(), segments, SIMDTAG_OK);
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_VORBIS, 0)->len, 2000);
        assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 1), "B=1");
        const simdtag_raw *c = nth(&p, SIMDTAG_RAW_VORBIS, 2);
        ck_assert_uint_eq(c->len, 3000);
        for (uint32_t i = 2; i < c->len; i++)
            ck_assert_int_eq(c->data[i], 'c');
        assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 3), "D=2");
        end();
    }
}
END_TEST

START_TEST(pages_of_other_streams_lie_between)
{
    built k = long_packet(), pages = {0};
    put_packet(&pages, 1, 1, &k, 4);
    put_page(&b, ST_OGG_FIRST, 0, 9, 0, "fishead\0", 8, true);
    put_id(1);
    for (size_t at = 0; at < pages.n;) {
        put_page(&b, 0, 5, 9, 3, "other", 5, true);
        const size_t n = pages.n - at < 27 + 4 + 1020 ? pages.n - at : 27 + 4 + 1020;
        put(&b, pages.at + at, n);
        at += n;
    }
    put_audio(44100, ST_OGG_LAST, 1);
    put_audio(999999, ST_OGG_LAST, 9);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_VORBIS, 2)->len, 3000);
    ck_assert(p.out.doc.info.length == 1.0); /* the last page is another stream's */
    end();
    free(k.at);
    free(pages.at);
}
END_TEST

START_TEST(missing_page_of_the_comments)
{
    built k = long_packet(), pages = {0};
    put_packet(&pages, 1, 1, &k, 4);
    const size_t page = 27 + 4 + 1020;
    put_id(1);
    put(&b, pages.at, page);
    put(&b, pages.at + 2 * page, pages.n - 2 * page); /* mutagen: ValueError */
    put_audio(44100, ST_OGG_LAST, 1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    put_id(1);
    put(&b, pages.at, pages.n);
    b.at[58 + page + 5] = 0; /* the second page does not continue the first: the packet ends
                                before it */
    put_audio(44100, ST_OGG_LAST, 1);
    run_fails(SIMDTAG_ERR_VORBIS);
    put_id(1);
    put(&b, pages.at, 2 * page); /* the file ends in the middle */
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    free(k.at);
    free(pages.at);
}
END_TEST

START_TEST(empty_pages)
{
    put_id(1);
    put_page(&b, 0, 0, 1, 1, "", 0, false); /* no lacing value at all; mutagen: IndexError */
    put_two(1);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
    put_id(1);
    put_page(&b, ST_OGG_CONTINUED, 0, 1, 1, "", 0, false);
    put_two(1);
    run_fails(SIMDTAG_ERR_VORBIS);
    put_id(1);
    put_page(&b, 0, 0, 1, 1, "", 0, true); /* an empty packet */
    put_two(1);
    run_fails(SIMDTAG_ERR_VORBIS);
}
END_TEST

/* The length in samples of a file whose pages after the headers are `put` by the caller. */
static double samples(void)
{
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const double n = p.out.doc.info.length * 44100;
    end();
    return n;
}

static void headers(void)
{
    put_id(1);
    put_two(1);
}

START_TEST(length_is_of_the_last_page_when_it_ends_the_stream)
{
    headers(), put_audio(100, ST_OGG_LAST, 1), put_audio(300, ST_OGG_LAST, 1);
    ck_assert_double_eq_tol(samples(), 300, 1e-6);
    headers(), put_audio(100, 0, 1), put_audio(300, ST_OGG_LAST, 1), put_text(&b, "junk after it");
    ck_assert_double_eq_tol(samples(), 300, 1e-6);
}
END_TEST

START_TEST(length_is_up_to_the_first_end_otherwise)
{
    headers(), put_audio(100, ST_OGG_LAST, 1), put_audio(300, 0, 1); /* chained, second part cut */
    ck_assert_double_eq_tol(samples(), 100, 1e-6);
    headers(), put_audio(100, ST_OGG_LAST, 1), put_audio(300, ST_OGG_LAST, 1),
        put_audio(7, ST_OGG_LAST, 9);
    ck_assert_double_eq_tol(samples(), 100, 1e-6);
    headers(), put_audio(100, 0, 1), put_audio(300, 0, 1);
    ck_assert_double_eq_tol(samples(), 300, 1e-6);
}
END_TEST

START_TEST(length_stops_at_the_first_bad_page)
{
    headers(), put_audio(100, 0, 1), put_text(&b, "junk"), put_audio(300, 0, 1);
    ck_assert_double_eq_tol(samples(), 100, 1e-6);
    headers(), put_audio(100, 0, 1), put_audio(300, 0, 1), put_audio(500, ST_OGG_LAST, 1), b.n -= 5;
    ck_assert_double_eq_tol(samples(), 300, 1e-6);
}
END_TEST

START_TEST(pages_on_which_no_packet_ends_have_no_position)
{
    headers(), put_audio(100, 0, 1), put_audio(-1, ST_OGG_LAST, 1);
    ck_assert_double_eq_tol(samples(), 100, 1e-6);
    /* but any other number is one */
    headers(), put_audio(100, 0, 1), put_audio(-2, ST_OGG_LAST, 1);
    ck_assert_double_eq_tol(samples(), -2, 1e-6);
}
END_TEST

START_TEST(only_the_last_64_kib_are_searched_for_a_page)
{
    headers(), put_audio(100, 0, 1), put_audio(300, ST_OGG_LAST, 1);
    put_fill(&b, 'j', 65000);
    ck_assert_double_eq_tol(samples(), 300, 1e-6);
    headers(), put_audio(100, 0, 1), put_audio(300, ST_OGG_LAST, 1);
    put_fill(&b, 'j', 65536);
    run_fails(SIMDTAG_ERR_OGGVORBIS_HEADER);
}
END_TEST

START_TEST(pattern_across_the_seam_of_two_tail_reads)
{
    for (unsigned shift = 0; shift < 5; shift++) { /* "OggS" 8192 + shift bytes before the end */
        headers();
        for (int i = 0; i < 100; i++)
            put_audio(7, ST_OGG_LAST, 1); /* what would be found instead */
        const size_t before = b.n;
        put_audio(300, ST_OGG_LAST, 1);
        put_fill(&b, 'j', ST_TAIL_WINDOW + shift - (b.n - before));
        ck_assert_double_eq_tol(samples(), 300, 1e-6);
    }
}
END_TEST

static uint32_t put_picture_file(size_t text, unsigned segments, bool framing_ends)
{
    /* type 3, "image/png", no description, of base64: AAAAAwAAAAlpbWFnZS9wbmcAAAAA… zeros */
    static const char head[] =
        "metadata_block_picture=AAAAAwAAAAlpbWFnZS9wbmcAAAAAAAAAAQAAAAIAAAAYAAAAAAAA";
    char *picture = malloc(text + sizeof head);
    memcpy(picture, head, sizeof head - 1);
    memset(picture + sizeof head - 1, 'A', text);
    for (size_t i = 5; i < text; i++) /* told apart by place */
        picture[sizeof head - 1 + i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"[i % 31];
    picture[sizeof head - 1 + text] = 0;
    const char *const comments[] = {"TITLE=x", picture, "LAST=z"};
    built k = comment_packet(comments, framing_ends ? 2 : 3, framing_ends ? 2 : 3, 1);
    put_id(1);
    const uint32_t pages = put_packet(&b, 1, 1, &k, segments) - 1;
    for (int i = 0; i < 100; i++)
        put_audio(7, 0, 1);
    put_audio(44100, ST_OGG_LAST, 1);
    free(k.at);
    free(picture);
    return pages;
}

START_TEST(large_picture_is_stepped_over_page_by_page)
{
    for (unsigned segments = 5; segments < 256; segments += 50) {
        const size_t text = 200000;
        const uint32_t pages = put_picture_file(text, segments, false);
        run(ST_READ_CAN_DEFER);
        ck_assert_int_eq(p.status, SIMDTAG_OK);
        ck_assert_uint_le(p.reads, pages + 5);
        if (segments * 255 > 2048) /* no encoder makes smaller pages; those are read ahead */
            ck_assert_uint_le(p.most_read, ST_HEAD_WINDOW);
        else
            ck_assert_uint_le(p.reads, 50);
        const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_VORBIS, 1);
        ck_assert_uint_eq(raw->flags, SIMDTAG_RAW_PAGED);
        ck_assert_uint_eq(raw->aux, 22);
        ck_assert(raw->len < 1000);
        ck_assert_uint_eq(raw->len + raw->file_len, 75 + text);
        assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 2), "LAST=z");
        uint8_t *rest = malloc(raw->file_len);
        simdtag_error err;
        ck_assert_int_eq(st_ogg_payload_read(&p.source, raw, 1, rest, &err), SIMDTAG_OK);
        for (size_t i = 5; i < text; i++) {
            const size_t at = 75 + i;
            const uint8_t byte = at < raw->len ? raw->data[at] : rest[at - raw->len];
            ck_assert_int_eq(byte, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"[i % 31]);
        }
        p.out.doc.raws = p.out.raws.at;
        p.out.doc.n_raws = p.out.raws.n;
        st_pictures list = {0};
        ck_assert_int_eq(st_vorbis_pictures(&p.out.doc, &p.arena, &list), SIMDTAG_OK);
        ck_assert_uint_eq(list.n, 1);
        ck_assert_str_eq(list.at[0].mime, "image/png");
        ck_assert_uint_eq(list.at[0].height, 2);
        free(rest);
        end();
    }
}
END_TEST

START_TEST(large_picture_of_a_file_in_memory_is_not_copied)
{
    put_picture_file(6000, 17, true);
    const st_source memory = st_source_memory(b.at, b.n);
    st_arena arena;
    st_arena_init(&arena, NULL, 0, 1 << 20);
    st_reader reader;
    st_reader_init(&reader, &memory, b.n, &arena, NULL, NULL);
    st_out out = {.options = ST_READ_CAN_DEFER};
    ck_assert_int_eq(st_format_oggvorbis.read(&reader, &out), SIMDTAG_OK);
    ck_assert(out.raws.at[2].file_len > 5000);
    st_reader_close(&reader);
    st_arena_reset(&arena);
    drop(&b);
}
END_TEST

START_TEST(large_picture_among_pages_of_another_stream)
{
    put_picture_file(100000, 17, true);
    /* the identification page, and each page of the comments */
    const size_t id = 27 + 1 + 30, page = 27 + 17 + 17 * 255;
    built alone = b;
    b = (built){0};
    put(&b, alone.at, id);
    size_t at = id;
    for (; at + page <= alone.n && alone.at[at + 26] == 17; at += page) {
        put(&b, alone.at + at, page);
        put_page(&b, 0, 5, 9, 3, "other", 5, true);
    }
    put(&b, alone.at + at, alone.n - at);
    free(alone.at);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_VORBIS, 1);
    uint8_t *rest = malloc(raw->file_len);
    simdtag_error err;
    ck_assert_int_eq(st_ogg_payload_read(&p.source, raw, 1, rest, &err), SIMDTAG_OK);
    for (size_t i = 0; i < raw->file_len; i++)
        if (raw->len + i >= 80)
            ck_assert_int_eq(rest[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"[(raw->len + i - 75) % 31]);
    free(rest);
    end();
}
END_TEST

START_TEST(large_picture_without_later_reads_is_whole)
{
    put_picture_file(100000, 17, true);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_VORBIS, 1);
    ck_assert_uint_eq(raw->len, 75 + 100000);
    ck_assert_uint_eq(raw->file_len, 0);
    for (size_t i = 5; i < 100000; i++)
        ck_assert_int_eq(raw->data[75 + i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"[i % 31]);
    end();
}
END_TEST

START_TEST(payload_of_a_file_that_changed)
{
    put_picture_file(100000, 17, true);
    run(ST_READ_CAN_DEFER);
    const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_VORBIS, 1);
    uint8_t *rest = malloc(raw->file_len);
    simdtag_error err;
    memset(b.at + raw->file_off + 4000, 0, 8000);
    ck_assert_int_eq(st_ogg_payload_read(&p.source, raw, 1, rest, &err), SIMDTAG_ERR_CHANGED);
    free(rest);
    end();
}
END_TEST

START_TEST(theora_with_vorbis_is_not_ours)
{
    const uint8_t nothing[1] = {0};
    const st_probe video = {.ext = ST_EXT(".ogg"),
                            .head = nothing,
                            .len = 1,
                            .magics = ST_MAGIC_OGGS | ST_MAGIC_VORBIS | ST_MAGIC_THEORA};
    ck_assert_int_eq(st_format_oggvorbis.score(&video), 1);
    ck_assert_ptr_eq(st_format_pick(&video), &st_format_oggtheora);
    const st_probe audio = {
        .ext = ST_EXT(".x"), .head = nothing, .len = 1, .magics = ST_MAGIC_OGGS | ST_MAGIC_VORBIS};
    ck_assert_ptr_eq(st_format_pick(&audio), &st_format_oggvorbis);
    const st_probe bare = {.ext = ST_EXT(".ogg"),
                           .head = nothing, .len = 1, .magics = ST_MAGIC_VORBIS};
    ck_assert_ptr_null(st_format_pick(&bare));
}
END_TEST

ST_CASE(headers_and_comments, an_ordinary_file_is_read_with_head_and_tail,
        bitrate_is_chosen_among_three, bad_identification_headers, unknown_page_version,
        framing_bit, comment_packet_that_is_cut, comments_over_many_pages,
        pages_of_other_streams_lie_between, missing_page_of_the_comments, empty_pages,
        theora_with_vorbis_is_not_ours)
ST_CASE(lengths, length_is_of_the_last_page_when_it_ends_the_stream,
        length_is_up_to_the_first_end_otherwise, length_stops_at_the_first_bad_page,
        pages_on_which_no_packet_ends_have_no_position,
        only_the_last_64_kib_are_searched_for_a_page, pattern_across_the_seam_of_two_tail_reads)
ST_CASE(pictures, large_picture_is_stepped_over_page_by_page,
        large_picture_without_later_reads_is_whole, large_picture_of_a_file_in_memory_is_not_copied,
        large_picture_among_pages_of_another_stream, payload_of_a_file_that_changed)
ST_CHECK_MAIN(headers_and_comments, lengths, pictures)

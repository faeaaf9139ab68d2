/* SPDX-License-Identifier: MIT */
/* ID3v2 tags: headers, the walk over frames, wrappings, and what is left in the file. Each
 * oddity of real files by name. */
#include "id3_make.h"

#include <zlib.h>

#include "api/parse.h"

static simdtag_status status_of(void)
{
    return read_made(0, true);
}

START_TEST(no_tag_is_no_error)
{
    made_n = 0;
    ck_assert_int_eq(status_of(), SIMDTAG_OK);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
    put_bytes("hello, this is a text file", 26);
    ck_assert_int_eq(status_of(), SIMDTAG_OK);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert_uint_eq(got.end, 0);
}
END_TEST

START_TEST(format_id3_wants_a_tag)
{
    made_n = 0;
    put_bytes("hello", 5);
    const st_source s = st_source_memory(made, made_n);
    st_arena a;
    st_arena_init(&a, NULL, 0, 1 << 20);
    st_reader r;
    st_reader_init(&r, &s, made_n, &a, NULL, NULL);
    st_out out = {0};
    ck_assert_int_eq(st_format_id3.read(&r, &out), SIMDTAG_ERR_ID3_NO_HEADER);
    st_reader_close(&r);
    st_arena_reset(&a);
}
END_TEST

START_TEST(header_fields)
{
    begin(3, 0x20);
    frame("TIT2", LIT("\0abc"));
    end();
    made[4] = 7;
    IS(frames(0), "TIT2(0,['abc'])");
    const simdtag_id3_header *h = &got.out.doc.id3;
    ck_assert_int_eq(h->major, 2);
    ck_assert_int_eq(h->minor, 3);
    ck_assert_int_eq(h->revision, 7);
    ck_assert_int_eq(h->flags, 0x20);
    ck_assert_uint_eq(h->size, 24);
    ck_assert_int_eq(h->translated, 1);
    ck_assert_uint_eq(got.end, 24);
}
END_TEST

START_TEST(unsupported_versions)
{
    static const int minors[] = {0, 1, 5, 255};
    for (size_t i = 0; i < 4; i++) {
        begin(3, 0);
        end();
        made[3] = (uint8_t)minors[i];
        ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3_VERSION);
    }
}
END_TEST

START_TEST(reserved_header_flags_are_errors_since_v23)
{
    static const uint8_t allowed[] = {[2] = 0xBF, [3] = 0xE0, [4] = 0xF0};
    for (int minor = 2; minor <= 4; minor++)
        for (int bit = 0; bit < 8; bit++) {
            if (minor == 2 && bit == 6)
                continue;
            begin(minor, (uint8_t)(1 << bit));
            frame(minor == 2 ? "TT2" : "TIT2", LIT("\0abc"));
            put_fill(0, 30);
            end();
            ck_assert_int_eq(status_of(), allowed[minor] >> bit & 1 ? SIMDTAG_OK : SIMDTAG_ERR_ID3);
        }
}
END_TEST

START_TEST(header_size_must_be_syncsafe)
{
    begin(3, 0);
    put_fill(0, 300);
    made[9] = 0x8C;
    ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3);
}
END_TEST

START_TEST(a_cut_tag_is_an_error)
{
    begin(3, 0);
    frame("TIT2", LIT("\0abc"));
    put_fill(0, 100);
    end();
    made_n -= 10;
    ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3);
}
END_TEST

START_TEST(extended_headers)
{
    begin(3, 0x40);
    put_bytes(LIT("\0\0\0\6\0\0\0\0\0\0"));
    frame("TIT2", LIT("\0abc"));
    end();
    IS(frames(0), "TIT2(0,['abc'])");
    begin(4, 0x40);
    put_bytes(LIT("\0\0\0\6\1\0"));
    frame("TIT2", LIT("\0abc"));
    end();
    IS(frames(0), "TIT2(0,['abc'])");
}
END_TEST

START_TEST(extended_flag_without_extended_header)
{
    for (int minor = 3; minor <= 4; minor++) {
        begin(minor, 0x40);
        frame("TIT2", LIT("\0abc"));
        frame("TPE1", LIT("\0x"));
        end();
        IS(frames(0), "TIT2(0,['abc']) TPE1(0,['x'])");
    }
}
END_TEST

START_TEST(impossible_extended_headers)
{
    static const char *const v24[] = {"\0\0\0\0", "\0\0\0\3", "\0\0\0\x84", "\xff\xff\xff\xff",
                                      "\0\0\x10\0"};
    for (size_t i = 0; i < sizeof v24 / sizeof *v24; i++) {
        begin(4, 0x40);
        put_bytes(v24[i], 4);
        put_fill(0, 100);
        end();
        ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3);
    }
    begin(3, 0x40);
    put_bytes(LIT("\xff\xff\xff\xf0"));
    end();
    ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3);
    begin(3, 0x40); /* the file ends before the extended header */
    put_bytes(LIT("\0\0"));
    end();
    ck_assert_int_eq(status_of(), SIMDTAG_ERR_ID3);
}
END_TEST

START_TEST(padding_ends_the_tag)
{
    for (int minor = 2; minor <= 4; minor++) {
        begin(minor, 0);
        frame(minor == 2 ? "TT2" : "TIT2", LIT("\0a"));
        put_bytes(LIT("\0\0\0\0"));
        frame(minor == 2 ? "TP1" : "TPE1", LIT("\0b"));
        end();
        IS(frames(0), "TIT2(0,['a'])");
    }
}
END_TEST

START_TEST(names)
{
    static const struct { const char *id, *seen;
    } v23[] = {
        {"ZZZZ", "?ZZZZ/14 "}, {"A123", "?A123/14 "}, {"1234", ""}, {"tit2", ""},
        {"TI 2", ""},          {"TIT\xff", ""},       {"COM ", ""}, {"TT2\0", "TIT2(0,['abc']) "},
        {"CRM\0", ""},         {"ZZZ\0", ""},
    };
    for (int minor = 3; minor <= 4; minor++)
        for (size_t i = 0; i < sizeof v23 / sizeof *v23; i++) {
            char want[64];
            snprintf(want, sizeof want, "%sTPE1(0,['e'])", v23[i].seen);
            begin(minor, 0);
            frame(v23[i].id, LIT("\0abc"));
            frame("TPE1", LIT("\0e"));
            end();
            IS(frames(0), want);
        }
    begin(2, 0);
    frame("TIT", LIT("\0abc"));
    frame("CRM", LIT("o\0d\0abc"));
    frame("TT2", LIT("\0abc"));
    end();
    IS(frames(0), "?TIT_/10 TIT2(0,['abc'])");
}
END_TEST

START_TEST(frames_of_size_0_are_skipped)
{
    begin(4, 0);
    frame("TIT2", "", 0);
    frame("ZZZZ", "", 0);
    frame("TPE1", LIT("\0e"));
    put_bytes(LIT("TALB\0\0\0\x80\0\0")); /* read as syncsafe this is 0 too */
    put_bytes(LIT("MCDI\0\0\0\x80\0\0")); /* and this, known to be syncsafe by now */
    frame("TCOM", LIT("\0c"));
    end();
    IS(frames(0), "TPE1(0,['e']) TCOM(0,['c'])");
}
END_TEST

START_TEST(a_frame_reaching_past_the_tag_is_cut)
{
    begin(3, 0);
    frame_head("TIT2", 100, 0);
    put_bytes(LIT("\0abc"));
    end();
    put_fill('x', 200);
    IS(frames(0), "TIT2(0,['abc'])");
    begin(3, 0);
    frame_head("ZZZZ", 100, 0);
    put_bytes(LIT("\0abc"));
    end();
    IS(frames(0), "?ZZZZ/14");
    begin(3, 0);
    frame_head("MCDI", 100, 0);
    end();
    IS(frames(0), "MCDI(<>)");
}
END_TEST

START_TEST(duplicates_stay_in_order)
{
    begin(4, 0);
    frame("TIT2", LIT("\0a"));
    frame("TPE1", LIT("\0b"));
    frame("TIT2", LIT("\0c"));
    end();
    IS(frames(0), "TIT2(0,['a']) TPE1(0,['b']) TIT2(0,['c'])");
}
END_TEST

/* iTunes wrote plain sizes into ID3v2.4. */
START_TEST(plain_sizes_in_v24)
{
    for (int plain = 0; plain < 2; plain++)
        for (size_t n = 100; n <= 1000; n += 50) {
            begin(4, 0);
            if (plain)
                made_minor = 3;
            frame_head("TIT2", n, 0);
            put_fill(0, 1);
            put_fill('x', n - 1);
            frame("TPE1", LIT("\0e"));
            end();
            ck_assert_ptr_nonnull(strstr(frames(0), " TPE1(0,['e'])"));
            ck_assert_uint_eq(got.out.raws.at[0].len, n);
            ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
            ck_assert_uint_eq(got.out.raws.n, 2);
        }
}
END_TEST

START_TEST(whole_tag_unsynchronisation)
{
    for (int minor = 2; minor <= 3; minor++) {
        begin(minor, 0x80);
        frame_head(minor == 2 ? "TT2" : "TIT2", 5, 0); /* sizes count decoded bytes */
        put_bytes(LIT("\0\xff\0a\xff\0b"));
        frame(minor == 2 ? "TP1" : "TPE1", LIT("\0e"));
        end();
        IS(frames(0), "TIT2(0,['\xc3\xbf" "a\xc3\xbf" "b']) TPE1(0,['e'])");
    }
}
END_TEST

START_TEST(unsynchronisation_flag_set_for_nothing)
{
    begin(3, 0x80); /* FF E0 cannot be in an unsynchronised tag: taken as it stands */
    frame("TIT2", LIT("\0\xff\0a\xff\xe0"));
    end();
    IS(frames(0), "TIT2(0,['\xc3\xbf','a\xc3\xbf\xc3\xa0'])");
    begin(3, 0x80); /* nor can FF end one */
    frame("TIT2", LIT("\0\xff\0a\xff"));
    end();
    IS(frames(0), "TIT2(0,['\xc3\xbf','a\xc3\xbf'])");
}
END_TEST

START_TEST(frame_unsynchronisation_of_v24)
{
    begin(4, 0);
    flagged("TIT2", 0x02, LIT("\0\xff\0a"));
    flagged("TALB", 0x03, LIT("\0\0\0\2\0\xff\0a"));
    flagged("TPE1", 0x00, LIT("\0\xff\0a"));
    flagged("TCOM", 0x02, LIT("\0\xff\xe0" "a"));
    end();
    IS(frames(0), "TIT2(0,['\xc3\xbf"
                  "a']) TALB(0,['\xc3\xbf"
                  "a']) TPE1(0,['\xc3\xbf','a']) TCOM(0,['\xc3\xbf\xc3\xa0"
                  "a'])");
    begin(4, 0x80); /* the header's flag counts for every frame */
    frame("TIT2", LIT("\0\xff\0a"));
    end();
    IS(frames(0), "TIT2(0,['\xc3\xbf" "a'])");
}
END_TEST

/* zlib of "\0hello" */
#define ZIPPED "x\x9c" "c\xc8H\xcd\xc9\xc9\x07\0\x06-\x02\x15"

START_TEST(compression_of_v23)
{
    begin(3, 0);
    flagged("TIT2", 0x80, LIT("\0\0\0\6" ZIPPED));
    flagged("TALB", 0x80, LIT("\0\0\0\x60" ZIPPED "xyz")); /* wrong size, bytes behind the stream */
    flagged("TPE1", 0x80, LIT(ZIPPED));                    /* no size: damaged */
    flagged("TCOM", 0x80, LIT("\0\0\0\6x\x9cgarbage"));
    flagged("TEXT", 0x80, LIT("ab"));
    frame("TPE2", LIT("\0e"));
    end();
    IS(frames(0), "TIT2(0,['hello']) TALB(0,['hello']) TPE2(0,['e'])");
}
END_TEST

START_TEST(compression_of_v24)
{
    begin(4, 0);
    flagged("TIT2", 0x09, LIT("\0\0\0\6" ZIPPED));
    flagged("TALB", 0x08, LIT("\0\0\0\6" ZIPPED)); /* has the length without saying so */
    flagged("TPE1", 0x09, LIT(ZIPPED));            /* says so and has none: old Quod Libet */
    flagged("TCOM", 0x09, LIT("\0\0\0\6garbage"));
    flagged("TPE2", 0x01, LIT("\0\0\0\2\0e"));
    flagged("TPE3", 0x01, LIT("\0ab"));
    end();
    IS(frames(0), "TIT2(0,['hello']) TALB(0,['hello']) TPE1(0,['hello']) TPE2(0,['e'])");
}
END_TEST

START_TEST(inflated_frames_have_a_cap)
{
    /* 40 MiB of zero bytes in about 40 KB: beyond what may be inflated, so the frame is dropped */
    static uint8_t zipped[64 << 10];
    static const uint8_t zipped_e[] = {0x78, 0x9c, 0x63, 0x48, 0x05, 0x00, 0x00, 0x67, 0x00, 0x66};
    z_stream z = {0};
    static uint8_t zeros[1 << 20];
    ck_assert_int_eq(deflateInit(&z, 9), Z_OK);
    z.next_out = zipped;
    z.avail_out = sizeof zipped;
    for (int i = 0; i < 40; i++) {
        z.next_in = zeros;
        z.avail_in = sizeof zeros;
        ck_assert_int_ne(deflate(&z, i == 39 ? Z_FINISH : Z_NO_FLUSH), Z_STREAM_ERROR);
    }
    const size_t n = sizeof zipped - z.avail_out;
    deflateEnd(&z);
    begin(3, 0);
    frame_head("TIT2", n + 4, 0x80);
    put_be(6, 4);
    put_bytes(zipped, n);
    frame("TPE1", LIT("\0e"));
    /* the bomb has used up what may be inflated: small frames after it go too */
    frame_head("TPE2", sizeof zipped_e + 4, 0x80);
    put_be(2, 4);
    put_bytes(zipped_e, sizeof zipped_e);
    end();
    IS(frames(0), "TPE1(0,['e'])");
    ck_assert_uint_lt(got.arena.used, 1 << 20);
}
END_TEST

START_TEST(encrypted_frames_are_kept_whole)
{
    begin(3, 0);
    flagged("TIT2", 0x40, LIT("\7\0hello"));
    flagged("TALB", 0xC0, LIT("ab")); /* compressed too, and too short for it: damaged */
    end();
    IS(frames(0), "?TIT2/17");
    begin(4, 0);
    flagged("TIT2", 0x04, LIT("\7\0hello"));
    end();
    IS(frames(0), "?TIT2/17");
}
END_TEST

START_TEST(group_ids_are_not_stripped)
{
    begin(3, 0);
    flagged("TIT2", 0x20, LIT("\0\0hello")); /* the group id reads as the encoding, as in mutagen */
    end();
    IS(frames(0), "TIT2(0,['','hello'])");
}
END_TEST

/* A tag of common frames with a picture of n bytes in the middle. */
static void with_picture(int minor, size_t n)
{
    begin(minor, 0);
    frame("TIT2", LIT("\0title"));
    frame_head("APIC", 15 + n, 0);
    put_bytes(LIT("\0image/png\0\3pi\0"));
    put_fill(0xAA, n);
    frame("TPE1", LIT("\0artist"));
    put_fill(0, 100);
    end();
    put_fill(0x55, 20000);
}

START_TEST(small_tags_cost_one_read)
{
    with_picture(3, 1000);
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER | ST_READ_NO_V1, false), SIMDTAG_OK);
    ck_assert_uint_eq(got.reads, 1);
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    ck_assert_uint_eq(got.reads, 2); /* the file's end */
}
END_TEST

START_TEST(large_pictures_are_left_in_the_file)
{
    for (int minor = 3; minor <= 4; minor++) {
        with_picture(minor, 300000);
        ck_assert_int_eq(read_made(ST_READ_CAN_DEFER | ST_READ_NO_V1, false), SIMDTAG_OK);
        ck_assert_uint_eq(got.reads, 2); /* head, and beyond the picture */
        IS(shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3),
           "TIT2(0,['title']) APIC(0,'image/png',3,'pi',<+300000>) TPE1(0,['artist'])");
        const simdtag_raw *raw = &got.out.raws.at[1];
        ck_assert_uint_eq(raw->len, 15);
        ck_assert_uint_eq(made[raw->file_off], 0xAA);
        ck_assert_uint_eq(made[raw->file_off - 1], 0);
        ck_assert_uint_eq(made[raw->file_off + raw->file_len], 'T');
        ck_assert_uint_lt(got.arena.used, 40000);
    }
}
END_TEST

START_TEST(nothing_is_left_without_the_option)
{
    with_picture(3, 300000);
    ck_assert_int_eq(read_made(ST_READ_NO_V1, false), SIMDTAG_OK);
    ck_assert_uint_eq(got.out.raws.at[1].len, 300015);
    ck_assert_uint_eq(got.out.raws.at[1].file_len, 0);
}
END_TEST

START_TEST(descriptions_longer_than_the_window)
{
    begin(4, 0);
    frame_head("APIC", 13 + 20000 + 1 + 50000, 0);
    put_bytes(LIT("\0image/jpeg\0\3"));
    put_fill('d', 20000);
    put_fill(0, 1);
    put_fill(0xAA, 50000);
    frame("TPE1", LIT("\0artist"));
    end();
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    ck_assert_uint_eq(got.out.raws.n, 2);
    ck_assert_uint_eq(got.out.raws.at[0].len, 13 + 20000 + 1);
    ck_assert_uint_eq(got.out.raws.at[0].file_len, 50000);
}
END_TEST

START_TEST(keys_made_of_payloads_keep_them_in_memory)
{
    begin(4, 0);
    frame_head("PRIV", 6 + 20000, 0);
    put_bytes(LIT("owner\0"));
    put_fill(0xAA, 20000);
    frame_head("UFID", 6 + 20000, 0);
    put_bytes(LIT("owner\0"));
    put_fill(0xAA, 20000);
    end();
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    IS(shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3),
       "PRIV('owner',<20000 bytes>) UFID('owner',<+20000>)");
}
END_TEST

START_TEST(wrapped_pictures_are_read)
{
    begin(4, 0);
    frame_head("APIC", 13 + 20000, 0x02); /* unsynchronised */
    put_bytes(LIT("\0image/png\0\3\0"));
    put_fill(0xAA, 20000);
    frame_head("APIC", 4 + 13 + 20000, 0x01); /* only a length before it: can stay */
    put_syncsafe(20013);
    put_bytes(LIT("\0image/png\0\3\0"));
    put_fill(0xAA, 20000);
    frame_head("ZZZZ", 20000, 0);
    put_fill(0xAA, 20000);
    end();
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    IS(shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3),
       "APIC(0,'image/png',3,'',<20000 bytes>) APIC(0,'image/png',3,'',<+20000>) ?ZZZZ/10+20000");
}
END_TEST

/* Before ID3v2.4 zero bytes to the end are padding: then there is no picture, and only reading
 * it tells. */
START_TEST(a_picture_of_zero_bytes_in_v23_is_none)
{
    begin(3, 0);
    frame_head("APIC", 15 + 20000, 0);
    put_bytes(LIT("\0image/png\0\3pi\0"));
    put_fill(0, 20000);
    end();
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    IS(shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3), "APIC(0,'image/png',3,'pi',<>)");
}
END_TEST

START_TEST(junk_of_any_size_is_stepped_over)
{
    begin(3, 0);
    frame_head("junk", 200000, 0);
    put_fill(0xAA, 200000);
    frame("TPE1", LIT("\0artist"));
    put_fill(0, 10);
    end();
    put_fill(0x55, 20000);
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER | ST_READ_NO_V1, false), SIMDTAG_OK);
    IS(shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3), "TPE1(0,['artist'])");
    ck_assert_uint_eq(got.reads, 2);
}
END_TEST

static unsigned rounds;

static simdtag_status fetch(st_reader *r, void *ctx)
{
    (void)ctx;
    rounds++;
    const st_need need = r->needs[0]; /* one at a time */
    return st_reader_feed(r, need.off, made + need.off, need.len, true);
}

START_TEST(planned_reading_finds_the_same)
{
    for (int minor = 3; minor <= 4; minor++) {
        begin(minor, 0);
        frame("TIT2", LIT("\0title"));
        for (int i = 0; i < 2; i++) {
            frame_head("APIC", 15 + 100000, 0);
            put_bytes(LIT("\0image/png\0\3pi\0"));
            put_fill(0xAA, 100000);
        }
        frame("TPE1", LIT("\0artist"));
        put_fill(0, 3000);
        end();
        put_fill(0x55, 20000);
        ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
        static char blocking[sizeof got.text];
        snprintf(blocking, sizeof blocking, "%s",
                 shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3));
        st_arena a;
        st_arena_init(&a, NULL, 0, 1 << 22);
        st_reader r;
        st_reader_init(&r, NULL, made_n, &a, NULL, NULL);
        st_out out = {.options = ST_READ_CAN_DEFER};
        rounds = 0;
        ck_assert_int_eq(st_parse_planned(&r, SIMDTAG_FORMAT_ID3, NULL, &out, fetch, NULL, NULL),
                         SIMDTAG_OK);
        ck_assert_uint_ge(rounds, 4); /* head, beyond each picture, tail */
        ck_assert_uint_le(rounds, ST_PLAN_ROUNDS);
        IS(shown(out.raws.at, out.raws.n, &out.doc.id3), blocking);
        st_reader_close(&r);
        st_arena_reset(&a);
    }
}
END_TEST

START_TEST(running_out_of_memory)
{
    with_picture(3, 3000);
    for (size_t cap = 0; cap < 4000; cap += 500) {
        const st_source s = st_source_memory(made, made_n);
        st_arena a;
        st_arena_init(&a, NULL, 0, cap);
        st_reader r;
        st_reader_init(&r, &s, made_n, &a, NULL, NULL);
        st_out out = {0};
        uint64_t at;
        const simdtag_status status = st_id3_read(&r, &out, 0, &at);
        ck_assert(status == SIMDTAG_OK || status == SIMDTAG_ERR_NOMEM);
        ck_assert_int_eq(status == SIMDTAG_ERR_NOMEM, cap < 2000);
        st_reader_close(&r);
        st_arena_reset(&a);
    }
}
END_TEST

START_TEST(every_row_is_found_by_its_id)
{
    size_t n;
    const simdtag_id3_row *rows = simdtag_id3_rows(&n);
    ck_assert_uint_eq(n, 105 + 71);
    for (size_t i = 0; i < n; i++) {
        ck_assert_int_eq(simdtag_id3_row_of(st_id3_id_of((int)i)), (int)i);
        ck_assert_uint_eq(strlen(rows[i].id), i < 105 ? 4 : 3);
        ck_assert_uint_le(rows[i].n_fields, 12);
        ck_assert_str_eq(rows[rows[i].upgrade].id,
                         i < 105 || strcmp(rows[i].id, "CRM") == 0 ? rows[i].id : rows[i].base);
    }
    ck_assert_int_eq(simdtag_id3_row_of(0), -1);
    uint32_t x = 1;
    for (int i = 0; i < 100000; i++) {
        x = x * 1664525 + 1013904223;
        const int row = simdtag_id3_row_of(x);
        ck_assert(row < 0 || st_id3_id_of(row) == x);
    }
}
END_TEST

ST_CASE(header, no_tag_is_no_error, format_id3_wants_a_tag, header_fields, unsupported_versions,
        reserved_header_flags_are_errors_since_v23, header_size_must_be_syncsafe,
        a_cut_tag_is_an_error, extended_headers, extended_flag_without_extended_header,
        impossible_extended_headers)
ST_CASE(walk, padding_ends_the_tag, names, frames_of_size_0_are_skipped,
        a_frame_reaching_past_the_tag_is_cut, duplicates_stay_in_order, plain_sizes_in_v24,
        every_row_is_found_by_its_id)
ST_CASE(wrappings, whole_tag_unsynchronisation, unsynchronisation_flag_set_for_nothing,
        frame_unsynchronisation_of_v24, compression_of_v23, compression_of_v24,
        inflated_frames_have_a_cap, encrypted_frames_are_kept_whole, group_ids_are_not_stripped)
ST_CASE(reading, small_tags_cost_one_read, large_pictures_are_left_in_the_file,
        nothing_is_left_without_the_option, descriptions_longer_than_the_window,
        keys_made_of_payloads_keep_them_in_memory, wrapped_pictures_are_read,
        a_picture_of_zero_bytes_in_v23_is_none, junk_of_any_size_is_stepped_over,
        planned_reading_finds_the_same, running_out_of_memory)
ST_CHECK_MAIN(header, walk, wrappings, reading)

/* SPDX-License-Identifier: MIT */
/* FLAC: stream info, blocks in file order, the quirks of real files, how little is read. */
#include "api/parse.h"
#include "formats/flac.h"

#include "dispatch/dispatch.h"
#include "xiph.h"

static parsed p;
static built b;

static void put_block(uint8_t type, bool last, const built *body, uint32_t told)
{
    put_be(&b, type | (last ? 0x80u : 0u), 1);
    put_be(&b, told, 3);
    if (body)
        put(&b, body->at, body->n);
}

/* STREAMINFO of `rate` Hz, 2 channels, 16 bits, `samples`. */
static void put_streaminfo(uint32_t rate, uint64_t samples, bool last)
{
    put_be(&b, last ? 0x80 : 0, 1);
    put_be(&b, 34, 3);
    put_be(&b, 4096, 2);
    put_be(&b, 4608, 2);
    put_be(&b, 14, 3);
    put_be(&b, 0x012345, 3);
    put_be(&b, (uint64_t)rate << 44 | (uint64_t)1 << 41 | (uint64_t)15 << 36 | samples, 8);
    for (unsigned i = 0; i < 16; i++)
        put_be(&b, 0xA0 + i, 1);
}

static void begin(void)
{
    b = (built){0};
    put_text(&b, "fLaC");
}

static built comments_of(const char *vendor, const char *comment)
{
    built c = {0};
    put_comments(&c, vendor, &comment, 1, 1);
    return c;
}

static built picture_of(size_t data)
{
    built c = {0};
    put_be(&c, 3, 4);
    put_be(&c, 10, 4);
    put_text(&c, "image/jpeg");
    put_be(&c, 2, 4);
    put_text(&c, "\xC3\xA9");
    for (uint32_t v = 1; v <= 4; v++)
        put_be(&c, v, 4);
    put_be(&c, data, 4);
    for (size_t i = 0; i < data; i++)
        put_be(&c, i * 7 & 0xFF, 1);
    return c;
}

static void put_comment_block(const char *vendor, const char *comment, bool last, uint32_t told)
{
    built c = comments_of(vendor, comment);
    put_block(4, last, &c, told ? told : (uint32_t)c.n);
    free(c.at);
}

static void run(unsigned options)
{
    parse(&p, &st_format_flac, &b, options);
}

static void end(void)
{
    done(&p);
    free(b.at);
}

static void run_fails(simdtag_status status)
{
    run(0);
    ck_assert_int_eq(p.status, status);
    ck_assert(p.reader.error.text[0] != 0);
    end();
}

START_TEST(stream_info_of_an_ordinary_file)
{
    begin();
    put_streaminfo(44100, 88200, false);
    put_comment_block("reference", "TITLE=x", false, 0);
    put_block(1, true, NULL, 3000);
    put_fill(&b, 0, 3000);
    const size_t audio = b.n;
    put_fill(&b, 0x55, 20000);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const simdtag_info *i = &p.out.doc.info;
    ck_assert(i->length == 2.0);
    ck_assert(i->bitrate == 80000);
    ck_assert_uint_eq(i->sample_rate, 44100);
    ck_assert_uint_eq(i->channels, 2);
    ck_assert_uint_eq(i->bits_per_sample, 16);
    ck_assert_uint_eq(i->u.flac.min_blocksize, 4096);
    ck_assert_uint_eq(i->u.flac.max_blocksize, 4608);
    ck_assert_uint_eq(i->u.flac.min_framesize, 14);
    ck_assert_uint_eq(i->u.flac.max_framesize, 0x012345);
    ck_assert_uint_eq(i->u.flac.total_samples, 88200);
    ck_assert_uint_eq(i->u.flac.md5[0], 0xA0);
    ck_assert_uint_eq(i->u.flac.md5[15], 0xAF);
    ck_assert_uint_eq(p.out.doc.audio_offset, audio);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_VORBIS);
    ck_assert_uint_eq(p.out.raws.n, 5);
    ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 1)->id, 4);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "reference");
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "TITLE=x");
    const simdtag_raw *padding = nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 2);
    ck_assert_uint_eq(padding->id, 1);
    ck_assert_uint_eq(padding->aux, 3000);
    ck_assert_uint_eq(padding->len + padding->file_len, 0); /* nobody ever wants its bytes */
    ck_assert_uint_eq(p.reads, 1);
    ck_assert_uint_eq(p.most_read, ST_HEAD_WINDOW);
    end();
}
END_TEST

START_TEST(bitrate_is_cut_not_rounded_and_counts_to_the_end_of_the_file)
{
    begin();
    put_streaminfo(44100, 44101, true);
    put_fill(&b, 0, 100); /* 800 bits in 1.00002 s: 799.98 */
    run(0);
    ck_assert(p.out.doc.info.bitrate == 799);
    end();
    begin();
    put_streaminfo(44100, 0, true);
    put_fill(&b, 0, 100);
    run(0);
    ck_assert(p.out.doc.info.length == 0);
    ck_assert(p.out.doc.info.bitrate == 0);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    end();
}
END_TEST

START_TEST(id3_tag_before_the_stream_is_stepped_over)
{
    b = (built){0};
    put(&b, "ID3\x04\x00\x10\x00\x00\x81\x0A", 10); /* size 138: high bits do not count; a footer
                                                       flag neither */
    put_fill(&b, 'x', 138);
    const size_t tag = b.n;
    put_text(&b, "fLaC");
    put_streaminfo(8000, 8000, true);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.audio_offset, tag + 4 + 38);
    end();
}
END_TEST

START_TEST(no_flac_signature)
{
    b = (built){0};
    put_text(&b, "fLaX and so on, long enough");
    run_fails(SIMDTAG_ERR_FLAC_HEADER);
    b = (built){0};
    put_text(&b, "fLa");
    run_fails(SIMDTAG_ERR_FLAC);
    b = (built){0};
    run_fails(SIMDTAG_ERR_FLAC);
    b = (built){0};
    put(&b, "ID3\x04\0\0\0\0\0\x7F" "fLaC", 14);
    run_fails(SIMDTAG_ERR_FLAC);
}
END_TEST

START_TEST(comment_block_with_a_lying_size)
{
    const uint32_t lies[] = {1, 5, 500, 0xFFFFFF};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        begin();
        put_streaminfo(44100, 44100, false);
        put_comment_block("v", "A=1", false, lies[i]);
        put_block(1, true, NULL, 2);
        put_fill(&b, 0, 2);
        run(0);
        ck_assert_int_eq(p.status, SIMDTAG_OK);
        assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "A=1");
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 1)->aux, lies[i]);
        /* found where the comments really end */
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 2)->id, 1);
        end();
    }
}
END_TEST

START_TEST(large_comment_block_that_says_it_is_small)
{
    char *big = malloc(100001);
    memset(big, 'y', 100000);
    memcpy(big, "LYRICS=", 7);
    big[100000] = 0;
    begin();
    put_streaminfo(44100, 44100, false);
    put_comment_block("v", big, false, 9);
    put_block(1, true, NULL, 0);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), big);
    ck_assert_uint_le(p.reads, 3);
    end();
    free(big);
}
END_TEST

START_TEST(first_comment_block_wins)
{
    begin();
    put_streaminfo(44100, 44100, false);
    put_comment_block("one", "A=1", false, 0);
    put_comment_block("two", "B=2", true, 0);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "one");
    ck_assert_ptr_null(nth(&p, SIMDTAG_RAW_VENDOR, 1));
    const simdtag_raw *second = nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 2);
    built c = comments_of("two", "B=2");
    ck_assert_uint_eq(second->len, c.n); /* kept as it is */
    ck_assert_mem_eq(second->data, c.at, c.n);
    free(c.at);
    end();
}
END_TEST

START_TEST(second_seek_table_or_cue_sheet_is_an_error)
{
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(3, false, NULL, 0);
    put_block(3, true, NULL, 0);
    run_fails(SIMDTAG_ERR_FLAC);
    built cue = {0};
    put_fill(&cue, 0, 396);
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(5, false, &cue, 396);
    put_block(5, true, &cue, 396);
    run_fails(SIMDTAG_ERR_FLAC);
    free(cue.at);
}
END_TEST

START_TEST(first_stream_info_counts_but_each_must_be_sound)
{
    begin();
    put_streaminfo(44100, 44100, false);
    put_streaminfo(8000, 80000, true);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 44100);
    end();
    begin();
    put_streaminfo(44100, 44100, false);
    put_streaminfo(0, 80000, true);
    run_fails(SIMDTAG_ERR_FLAC);
}
END_TEST

START_TEST(stream_info_need_not_come_first)
{
    begin();
    put_comment_block("v", "A=1", false, 0);
    put_streaminfo(44100, 44100, true);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 1);
    end();
    begin();
    put_comment_block("v", "A=1", true, 0);
    run_fails(SIMDTAG_ERR_FLAC_HEADER);
}
END_TEST

START_TEST(unknown_block_types_are_kept)
{
    built body = {0};
    put_text(&body, "abcd");
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(2, false, &body, 4);
    put_block(126, false, &body, 4);
    put_block(127, true, &body, 4); /* invalid by RFC 9639, 8.1 */
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    for (unsigned i = 1; i < 4; i++)
        assert_raw(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, i), "abcd");
    ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 3)->id, 127);
    end();
    free(body.at);
}
END_TEST

START_TEST(large_block_and_what_follows_are_one_read)
{
    built body = {0};
    put_fill(&body, 7, 20000);
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(3, false, &body, 20000);
    put_comment_block("v", "A=1", false, 0);
    put_block(1, true, NULL, 9000);
    put_fill(&b, 0, 9000 + 50000);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.reads, 2);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "A=1");
    end();
    free(body.at);
}
END_TEST

START_TEST(cut_anywhere_is_an_error)
{
    built picture = picture_of(10);
    begin();
    put_streaminfo(44100, 44100, false);
    put_comment_block("v", "A=1", false, 0);
    put_block(6, false, &picture, (uint32_t)picture.n);
    put_block(1, true, NULL, 3);
    put_fill(&b, 0, 3);
    const size_t whole = b.n;
    for (b.n = 0; b.n < whole; b.n++) {
        run(ST_READ_CAN_DEFER);
        ck_assert_int_eq(p.status, SIMDTAG_ERR_FLAC);
        done(&p);
    }
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    end();
    free(picture.at);
}
END_TEST

START_TEST(cue_sheet_whose_tracks_are_missing)
{
    built cue = {0};
    put_fill(&cue, 0, 395);
    put_be(&cue, 1, 1);
    put_fill(&cue, 0, 35);
    put_be(&cue, 2, 1); /* two indices, of which one is there */
    put_fill(&cue, 0, 12);
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(5, true, &cue, (uint32_t)cue.n);
    run_fails(SIMDTAG_ERR_FLAC);
    put_fill(&cue, 0, 12);
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(5, true, &cue, (uint32_t)cue.n);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    end();
    free(cue.at);
}
END_TEST

/* A file with one picture of `data` bytes, then comments that also lie beyond it. */
static void put_picture_file(size_t data, uint32_t told)
{
    built picture = picture_of(data);
    begin();
    put_streaminfo(44100, 44100, false);
    put_block(6, false, &picture, told ? told : (uint32_t)picture.n);
    put_comment_block("v", "A=1", false, 0);
    put_block(1, true, NULL, 100);
    put_fill(&b, 0, 100 + 20000);
    free(picture.at);
}

START_TEST(large_picture_stays_in_the_file)
{
    put_picture_file(300000, 0);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.reads, 2); /* the head window, and one beyond the picture */
    ck_assert_uint_le(p.most_read, ST_HEAD_WINDOW);
    const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 1);
    ck_assert_uint_eq(raw->len, 44);
    ck_assert_uint_eq(raw->file_len, 300000);
    ck_assert_uint_eq(b.at[raw->file_off + 1], 7);
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "A=1");
    p.out.doc.raws = p.out.raws.at;
    p.out.doc.n_raws = p.out.raws.n;
    st_pictures list = {0};
    ck_assert_int_eq(st_flac_pictures(&p.out.doc, &p.arena, &list), SIMDTAG_OK);
    ck_assert_uint_eq(list.n, 1);
    ck_assert_str_eq(list.at[0].mime, "image/jpeg");
    ck_assert_str_eq(list.at[0].description, "\xC3\xA9");
    ck_assert_uint_eq(list.at[0].size, 300000);
    ck_assert_uint_eq(list.at[0].skip, 44);
    ck_assert_uint_eq(list.at[0].colors, 4);
    end();
}
END_TEST

START_TEST(picture_is_resident_when_small_or_nobody_reads_later)
{
    put_picture_file(ST_PAYLOAD_MIN, 0);
    run(ST_READ_CAN_DEFER);
    ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 1)->len, 44 + ST_PAYLOAD_MIN);
    end();
    for (uint32_t more = 0; more < 2; more++) { /* the same where it is not in the head window */
        built other = {0}, picture = picture_of(ST_PAYLOAD_MIN + more);
        put_fill(&other, 0, 6000);
        begin();
        put_streaminfo(44100, 44100, false);
        put_block(2, false, &other, 6000);
        put_block(6, true, &picture, (uint32_t)picture.n);
        run(ST_READ_CAN_DEFER);
        ck_assert_uint_eq(nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 2)->file_len,
                          more ? ST_PAYLOAD_MIN + 1 : 0);
        end();
        free(other.at);
        free(picture.at);
    }
    put_picture_file(300000, 0);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    const simdtag_raw *raw = nth(&p, SIMDTAG_RAW_FLAC_BLOCK, 1);
    ck_assert_uint_eq(raw->len, 300044);
    ck_assert_uint_eq(raw->file_len, 0);
    ck_assert_mem_eq(raw->data, b.at + 4 + 38 + 4, raw->len);
    end();
}
END_TEST

START_TEST(picture_block_with_a_lying_size)
{
    const uint32_t lies[] = {1, 44, 0xFFFFFF};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        put_picture_file(5000, lies[i]);
        run(ST_READ_CAN_DEFER);
        ck_assert_int_eq(p.status, SIMDTAG_OK);
        assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "A=1");
        end();
    }
    put_picture_file(5000, 0);
    b.at[4 + 38 + 4 + 40] = 0x7F; /* the image's own length is believed: beyond the file it is an
                                     error */
    run_fails(SIMDTAG_ERR_FLAC);
}
END_TEST

START_TEST(scores)
{
    const struct {
        const char *ext;
        uint32_t magics;
        int score;
    } rows[] = {{".flac", ST_MAGIC_FLAC, 4},
                {".flac", 0, 3},
                {".mp3", ST_MAGIC_FLAC, 1},
                {"", ST_MAGIC_OGGS, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const st_probe probe = {
            .ext = st_probe_of(rows[i].ext, NULL, 0).ext,
            .head = (const uint8_t *)"",
            .magics = rows[i].magics};
        ck_assert_int_eq(st_format_flac.score(&probe), rows[i].score);
    }
}
END_TEST

ST_CASE(flac, stream_info_of_an_ordinary_file,
        bitrate_is_cut_not_rounded_and_counts_to_the_end_of_the_file,
        id3_tag_before_the_stream_is_stepped_over, no_flac_signature,
        comment_block_with_a_lying_size, large_comment_block_that_says_it_is_small,
        first_comment_block_wins, second_seek_table_or_cue_sheet_is_an_error,
        first_stream_info_counts_but_each_must_be_sound, stream_info_need_not_come_first,
        unknown_block_types_are_kept, large_block_and_what_follows_are_one_read,
        cut_anywhere_is_an_error, cue_sheet_whose_tracks_are_missing,
        large_picture_stays_in_the_file, picture_is_resident_when_small_or_nobody_reads_later,
        picture_block_with_a_lying_size, scores)
ST_CHECK_MAIN(flac)

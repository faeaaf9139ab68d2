/* SPDX-License-Identifier: MIT */
/* MP4: stream info of the codecs, the tree and its damage, chapters, how little is read. */
#include "dispatch/dispatch.h"
#include "mp4_make.h"
#include "simdtag/ilst.h"

static parsed p;
static built b;

enum { AUDIO = 100000 };

static void run(unsigned options)
{
    parse(&p, &st_format_mp4, &b, options);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

static void run_fails(simdtag_status status)
{
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
    ck_assert(p.reader.error.text[0] != 0);
    end();
}

static void put_tags(built *to, const built *items)
{
    const size_t udta = open_atom(to, "udta");
    const size_t meta = open_atom(to, "meta");
    put_be(to, 0, 4);
    put_hdlr(to, "mdir");
    put_atom(to, "ilst", items->at, items->n);
    shut(to, meta);
    shut(to, udta);
}

/* moov of one AAC track and tags of one title. */
static void put_moov(size_t table)
{
    built esds = esds_of("\x12\x10", 2);
    built items = {0};
    put_item(&items, "\xA9nam", 1, "Title", 5);
    const size_t moov = open_atom(&b, "moov");
    put_times(&b, "mvhd", 0, 1000, 2000);
    put_track(&b, "soun", "mp4a", &esds, table);
    put_tags(&b, &items);
    shut(&b, moov);
    free(esds.at);
    free(items.at);
}

static void put_mdat(void)
{
    const size_t mdat = open_atom(&b, "mdat");
    put_fill(&b, 0xAA, AUDIO);
    shut(&b, mdat);
}

/* A file whose only track has this sample entry. */
static void run_codec(const char *codec, const built *child)
{
    put_ftyp(&b);
    const size_t moov = open_atom(&b, "moov");
    put_track(&b, "soun", codec, child, 4);
    shut(&b, moov);
    run(0);
}

static void assert_ordinary(void)
{
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_double_eq(p.out.doc.info.length, 2.0);
    ck_assert_double_eq(p.out.doc.info.bitrate, 128000.0);
    ck_assert_uint_eq(p.out.doc.info.channels, 2);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 44100);
    ck_assert_uint_eq(p.out.doc.info.bits_per_sample, 16);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "mp4a.40.2");
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, "AAC LC");
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_ILST);
    ck_assert_uint_eq(p.out.raws.n, 1);
    ck_assert_uint_eq(p.out.raws.at[0].id, 0xA96E616Du);
    ck_assert_uint_eq(p.out.raws.at[0].len, 21);
    ck_assert_mem_eq(p.out.raws.at[0].data + 16, "Title", 5);
}

/* ---- where moov is, and how many reads it takes ---- */

START_TEST(moov_first_is_one_read)
{
    put_ftyp(&b);
    put_moov(400);
    put_mdat();
    run(ST_READ_CAN_DEFER);
    assert_ordinary();
    ck_assert_uint_eq(p.reads, 1);
    end();
}
END_TEST

START_TEST(moov_last_is_two_reads)
{
    put_ftyp(&b);
    put_mdat();
    put_moov(400);
    run(ST_READ_CAN_DEFER);
    assert_ordinary();
    ck_assert_uint_eq(p.reads, 2);
    end();
}
END_TEST

START_TEST(many_samples_cost_no_reads)
{
    for (int first = 0; first < 2; first++) {
        put_ftyp(&b);
        if (!first)
            put_mdat();
        put_moov(2000000);
        if (first)
            put_mdat();
        run(ST_READ_CAN_DEFER);
        assert_ordinary();
        ck_assert_uint_le(p.reads, first ? 2 : 3);
        ck_assert_uint_le(p.most_read, 16384);
        end();
    }
}
END_TEST

START_TEST(large_covers_stay_in_the_file)
{
    enum { COVER = 50000 };
    built items = {0}, esds = esds_of("\x12\x10", 2);
    put_item(&items, "\xA9nam", 1, "Title", 5);
    const size_t covr = open_atom(&items, "covr");
    for (unsigned i = 0; i < 2; i++) {
        const size_t at = open_atom(&items, "data");
        put_be(&items, i ? 14 : 13, 4);
        put_be(&items, 0, 4);
        put_fill(&items, (uint8_t)(i + 1), COVER);
        shut(&items, at);
    }
    shut(&items, covr);
    put_item(&items,
             "\xA9"
             "ART",
             1, "Artist", 6);
    put_ftyp(&b);
    const size_t moov = open_atom(&b, "moov");
    put_track(&b, "soun", "mp4a", &esds, 4);
    put_tags(&b, &items);
    shut(&b, moov);
    put_mdat();

    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 4);
    ck_assert_uint_le(p.reads, 3);
    ck_assert_uint_le(p.most_read, 8192);
    for (unsigned i = 0; i < 2; i++) {
        const simdtag_raw *raw = &p.out.raws.at[1 + i];
        ck_assert_uint_eq(raw->len, 16);
        ck_assert_uint_eq(raw->file_len, COVER);
        ck_assert_uint_eq(b.at[raw->file_off], i + 1);
        ck_assert_uint_eq(b.at[raw->file_off + COVER - 1], i + 1);
        ck_assert_uint_eq(raw->aux2, i ? 0 : SIMDTAG_ILST_MORE);
    }
    simdtag_ilst item;
    simdtag_ilst_value v;
    ck_assert_int_eq(simdtag_ilst_check(&p.out.raws.at[1], 3), SIMDTAG_ILST_END);
    ck_assert_int_eq(simdtag_ilst_begin(&item, &p.out.raws.at[1], 3), SIMDTAG_ILST_VALUE);
    ck_assert_uint_eq(item.n_raws, 2);
    ck_assert_int_eq(simdtag_ilst_next(&item, &v), SIMDTAG_ILST_VALUE);
    ck_assert(v.type == 13 && v.len == 0 && v.raw == &p.out.raws.at[1]);
    ck_assert_int_eq(simdtag_ilst_next(&item, &v), SIMDTAG_ILST_VALUE);
    ck_assert(v.type == 14 && v.raw == &p.out.raws.at[2]);
    ck_assert_int_eq(simdtag_ilst_next(&item, &v), SIMDTAG_ILST_END);
    done(&p);

    run(0); /* cannot defer: all in memory, one raw item */
    ck_assert_uint_eq(p.out.raws.n, 3);
    ck_assert_uint_eq(p.out.raws.at[1].len, 2 * (16 + COVER));
    free(items.at);
    free(esds.at);
    end();
}
END_TEST

/* ---- the tree ---- */

START_TEST(sizes_of_64_bits_and_to_the_end)
{
    put_ftyp(&b);
    put_be(&b, 1, 4);
    put_text(&b, "mdat");
    put_be(&b, 16 + 32, 8);
    put_fill(&b, 0, 32);
    const size_t moov = b.n;
    put_moov(4);
    set_size(&b, moov, 0);
    run(0);
    assert_ordinary();
    end();
}
END_TEST

START_TEST(no_moov)
{
    put_ftyp(&b);
    run_fails(SIMDTAG_ERR_MP4_STREAM);
    run_fails(SIMDTAG_ERR_MP4_STREAM); /* an empty file */
}
END_TEST

START_TEST(damaged_headers)
{
    static const uint32_t sizes[] = {1, 2, 7};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_ftyp(&b);
        put_moov(4);
        const size_t at = b.n;
        put_atom(&b, "free", NULL, 0);
        set_size(&b, at, sizes[i]);
        run_fails(SIMDTAG_ERR_MP4);
    }
    put_ftyp(&b); /* size 0 inside a container */
    size_t at = open_atom(&b, "moov");
    put_fill(&b, 0, 8);
    shut(&b, at);
    run_fails(SIMDTAG_ERR_MP4);
    put_ftyp(&b); /* a container that is longer than the file */
    at = b.n;
    put_moov(4);
    set_size(&b, at, (uint32_t)(b.n - at + 1));
    run_fails(SIMDTAG_ERR_MP4);
    put_ftyp(&b); /* 64 bits: less than its own header, more than any file */
    for (unsigned i = 0; i < 2; i++) {
        put_moov(4);
        put_be(&b, 1, 4);
        put_text(&b, "free");
        put_be(&b, i ? UINT64_MAX : 15, 8);
        run_fails(SIMDTAG_ERR_MP4);
    }
    for (unsigned i = 0; i < 40; i++) /* nested beyond the cap */
        put_be(&b, 8 * (40 - i), 4), put_text(&b, "moov");
    run_fails(SIMDTAG_ERR_MP4);
}
END_TEST

START_TEST(stray_bytes_at_the_end)
{
    put_ftyp(&b);
    put_moov(4);
    put_fill(&b, 1, 7);
    run(0);
    assert_ordinary();
    end();
}
END_TEST

/* One lying size moves what follows, as in mutagen: here the item after it is still found. */
START_TEST(a_child_longer_than_its_parent)
{
    put_ftyp(&b);
    const size_t moov = b.n;
    put_moov(4);
    set_size(&b, moov, 200);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 0);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "mp4a.40.2");
    end();
}
END_TEST

START_TEST(items_cut_by_the_end_of_the_file)
{
    put_ftyp(&b);
    put_moov(4);
    b.n -= 2;
    run_fails(SIMDTAG_ERR_MP4_METADATA);
}
END_TEST

/* What we do not look at (docs/differences.md): headers inside large sample tables, of padding
 * behind a large ilst, and behind a sound moov beyond the first window. */
START_TEST(damage_that_goes_unnoticed)
{
    put_ftyp(&b);
    put_moov(4);
    put_mdat();
    put_atom(&b, "free", "", 0);
    set_size(&b, b.n - 8, 3);
    put_mdat();
    run(ST_READ_CAN_DEFER);
    assert_ordinary();
    ck_assert_uint_eq(p.reads, 1);
    end();
    built large = {0}, esds = esds_of("\x12\x10", 2);
    put_item(&large, "\xA9nam", 1, "Title", 5);
    const size_t covr = open_atom(&large, "covr");
    put_be(&large, 9016, 4);
    put_text(&large, "data");
    put_fill(&large, 0, 9008);
    shut(&large, covr);
    put_ftyp(&b);
    put_mdat();
    const size_t moov = open_atom(&b, "moov");
    put_track(&b, "soun", "mp4a", &esds, 4);
    put_tags(&b, &large);
    const size_t udta =
        b.n - large.n - 8 - (12 + 32) - 8; /* tags end with ilst: put padding behind it */
    const size_t meta = udta + 8;
    put_fill(&b, 0, 8);
    set_size(&b, b.n - 8, 3);
    set_size(&b, udta, (uint32_t)(b.n - udta));
    set_size(&b, meta, (uint32_t)(b.n - meta));
    shut(&b, moov);
    run(ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 2);
    ck_assert_uint_eq(p.reads, 2);
    free(large.at);
    free(esds.at);
    end();
    put_ftyp(&b);
    put_moov(9000);
    size_t stco = 0;
    for (size_t i = 0; i + 4 < b.n; i++)
        if (memcmp(b.at + i, "stco", 4) == 0)
            stco = i - 4;
    set_size(&b, stco, 3);
    run(ST_READ_CAN_DEFER);
    assert_ordinary();
    end();
}
END_TEST

/* ---- tracks ---- */

START_TEST(no_audio_track_takes_the_movie_length)
{
    built none = {0};
    put_ftyp(&b);
    const size_t moov = open_atom(&b, "moov");
    put_times(&b, "mvhd", 1, 600, 900);
    put_track(&b, "vide", "mp4v", &none, 4);
    shut(&b, moov);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_double_eq(p.out.doc.info.length, 1.5);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "");
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    end();
}
END_TEST

START_TEST(first_audio_track_counts)
{
    built none = {0}, esds = esds_of("\x11\x90", 2), free_ = {0};
    put_atom(&free_, "free", "", 0);
    put_ftyp(&b);
    const size_t moov = open_atom(&b, "moov");
    put_track(&b, "vide", "mp4v", &none, 4);
    put_track(&b, "soun", "mp4a", &esds, 4);
    put_track(&b, "soun", "alac", &free_, 4);
    shut(&b, moov);
    run(0);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "mp4a.40.2");
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 48000);
    free(esds.at);
    free(free_.at);
    end();
}
END_TEST

START_TEST(track_without_its_atoms)
{
    static const char *const kept[] = {"", "mdia", "hdlr"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        put_ftyp(&b);
        const size_t moov = open_atom(&b, "moov");
        const size_t trak = open_atom(&b, "trak");
        if (i > 0) {
            const size_t mdia = open_atom(&b, "mdia");
            if (i > 1)
                put_hdlr(&b, "soun");
            shut(&b, mdia);
        }
        shut(&b, trak);
        shut(&b, moov);
        run_fails(SIMDTAG_ERR_MP4_STREAM);
    }
}
END_TEST

/* ---- codecs ---- */

static void assert_aac(const char *config, size_t n, const char *codec, const char *words,
                       uint32_t channels, uint32_t rate)
{
    built esds = esds_of(config, n);
    run_codec("mp4a", &esds);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, codec);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, words);
    ck_assert_uint_eq(p.out.doc.info.channels, channels);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, rate);
    free(esds.at);
    end();
}

START_TEST(aac)
{
    assert_aac("\x12\x08", 2, "mp4a.40.2", "AAC LC", 2, 44100); /* mono may be parametric stereo */
    assert_aac("\x11\xB0", 2, "mp4a.40.2", "AAC LC", 6, 48000); /* 5.1 */
    assert_aac("\x13\x10", 2, "mp4a.40.2", "AAC LC", 2,
               44100); /* 24 kHz may be SBR: rate of the entry */
    assert_aac("\x2B\x11\x88\x00", 4, "mp4a.40.2", "AAC LC+SBR", 2,
               48000); /* explicit, 24 to 48 kHz */
    assert_aac("\xEB\x09\x88\x00", 4, "mp4a.40.2", "AAC LC+SBR+PS", 2, 48000);  /* mono with PS */
    assert_aac("\x13\x08\x56\xE5\x98", 5, "mp4a.40.2", "AAC LC+SBR", 2, 48000); /* by sync word */
    assert_aac("\x13\x08\x56\xE5\x00", 5, "mp4a.40.2", "AAC LC", 2, 24000); /* sync word: no SBR */
    assert_aac("\x17\x80\x61\xA8\x10", 5, "mp4a.40.2", "AAC LC", 2, 50000); /* rate in 24 bits */
    assert_aac("\xF9\x46\x40", 3, "mp4a.40.42", "USAC", 2, 48000);
    assert_aac("\x51\x90", 2, "mp4a.40.10", "MP4A.40.10", 2, 48000);
    /* program config element: two front elements, one of them a pair, and LFE */
    assert_aac("\x12\x00\x05\x08\x01\x00\x20\x10\x00", 9, "mp4a.40.2", "AAC LC", 4, 44100);
}
END_TEST

START_TEST(other_codecs)
{
    built child = {0};
    put_atom(&child, "alac",
             "\0\0\0\0\0\0\x10\0\0\x18\x28\x0A\x0E\x06\0\xFF\0\0\0\0\0\x0F\x42\x3F\0\1\x77\0", 28);
    run_codec("alac", &child);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, "ALAC");
    ck_assert_uint_eq(p.out.doc.info.bits_per_sample, 24);
    ck_assert_uint_eq(p.out.doc.info.channels, 6);
    ck_assert_uint_eq(p.out.doc.info.sample_rate, 96000);
    ck_assert_double_eq(p.out.doc.info.bitrate, 999999.0);
    end();
    child.n = 0;
    put_atom(&child, "dac3", "\x10\x3D\x40", 3); /* 3/2 and LFE, 192 kbit/s */
    run_codec("ac-3", &child);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "ac-3");
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, "AC-3");
    ck_assert_uint_eq(p.out.doc.info.channels, 6);
    ck_assert_double_eq(p.out.doc.info.bitrate, 192000.0);
    end();
    run_codec("\xE9\xFFp\xDF", &child);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "\xC3\xA9\xC3\xBFp\xC3\x9F");
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, "\xC3\x89\xC5\xB8PSS");
    end();
    run_codec("a\0\xB5z", &child);
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec, "a\xC0\x80\xC2\xB5z");
    ck_assert_str_eq(p.out.doc.info.u.mp4.codec_description, "A\xC0\x80\xCE\x9CZ");
    end();
    free(child.at);
}
END_TEST

START_TEST(damaged_sample_entries)
{
    built child = {0};
    put_atom(&child, "dac3", "\x10\x3D", 2);
    run_codec("ac-3", &child);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_MP4_STREAM);
    end();
    child.n = 0; /* no atom inside the entry */
    run_codec("ac-3", &child);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_MP4_STREAM);
    end();
    put_atom(&child, "esds", "\1\0\0\0\3", 5); /* version 1 */
    run_codec("mp4a", &child);
    ck_assert_int_eq(p.status, SIMDTAG_ERR_MP4_STREAM);
    end();
    free(child.at);
}
END_TEST

/* ---- chapters ---- */

static void put_chapters(const char *list, size_t n, unsigned mvhd_version)
{
    put_ftyp(&b);
    const size_t moov = open_atom(&b, "moov");
    put_times(&b, "mvhd", mvhd_version, 1000, 2000);
    const size_t udta = open_atom(&b, "udta");
    put_atom(&b, "chpl", list, n);
    shut(&b, udta);
    shut(&b, moov);
}

START_TEST(chapters)
{
    static const char list[] =
        "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\3One\0\0\0\0\0\x98\x96\x80\4Tw\xC3\xB6";
    put_chapters(list, sizeof list - 1, 1);
    run(0);
    ck_assert_int_eq(p.status, SIMDTAG_OK);
    ck_assert_uint_eq(p.out.doc.flags, SIMDTAG_DOC_MP4_CHAPTERS);
    ck_assert_uint_eq(p.out.raws.n, 2);
    assert_raw(nth(&p, SIMDTAG_RAW_CHAPTER, 0), "One");
    assert_raw(nth(&p, SIMDTAG_RAW_CHAPTER, 1), "Tw\xC3\xB6");
    ck_assert_uint_eq(p.out.raws.at[1].file_off, 10000000);
    end();
    put_chapters(list, sizeof list - 1,
                 2); /* mutagen wants a time scale, which it finds in versions 0 and 1 */
    run_fails(SIMDTAG_ERR_MP4_METADATA);
    put_chapters(list, 9 + 3, 0);
    run_fails(SIMDTAG_ERR_MP4_METADATA);
    put_chapters("\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\1\xFF", 19, 0);
    run_fails(SIMDTAG_ERR_MP4_METADATA);
}
END_TEST

START_TEST(scores)
{
    static const struct {
        const char *head;
        int score;
    } cases[] = {{"....ftypmp42", 2}, {"....ftypM4A ", 1}, {"mp4", 1}, {"nothing", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint8_t *head = (const uint8_t *)cases[i].head;
        const size_t len = strlen(cases[i].head);
        const st_probe probe = {
            .ext = ST_EXT(".mp4"), .head = head, .len = len, .magics = st_k.detect(head, len)};
        ck_assert_int_eq(st_format_mp4.score(&probe), cases[i].score);
    }
}
END_TEST

ST_CASE(reads, moov_first_is_one_read, moov_last_is_two_reads, many_samples_cost_no_reads,
        large_covers_stay_in_the_file)
ST_CASE(tree, sizes_of_64_bits_and_to_the_end, no_moov, damaged_headers, stray_bytes_at_the_end,
        a_child_longer_than_its_parent, items_cut_by_the_end_of_the_file,
        damage_that_goes_unnoticed)
ST_CASE(tracks, no_audio_track_takes_the_movie_length, first_audio_track_counts,
        track_without_its_atoms)
ST_CASE(codecs, aac, other_codecs, damaged_sample_entries)
ST_CASE(rest, chapters, scores)
ST_CHECK_MAIN(reads, tree, tracks, codecs, rest)

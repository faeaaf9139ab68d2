/* SPDX-License-Identifier: MIT */
/* FLAC in Ogg: the mapping's header, stream info, length with and without a number of samples. */
#include "dispatch/dispatch.h"
#include "formats/ogg_page.h"
#include "xiph.h"

static parsed p;
static built b;

typedef struct id {
    uint8_t major, minor, flags;
    const char *marker;
    uint32_t rate;
    uint64_t samples;
    size_t n;
} id;

static const id usual = {1, 0, ST_OGG_FIRST, "fLaC", 48000, 96000, 51};

static void put_id(id is)
{
    built k = {0};
    put_text(&k, "\x7F" "FLAC");
    put_be(&k, is.major, 1);
    put_be(&k, is.minor, 1);
    put_be(&k, 2, 2);
    put_text(&k, is.marker);
    put_be(&k, 34, 4); /* header of the block */
    put_be(&k, 4096, 2);
    put_be(&k, 4608, 2);
    put_be(&k, 14, 3);
    put_be(&k, 9000, 3);
    put_be(&k, (uint64_t)is.rate << 44 | (uint64_t)1 << 41 | (uint64_t)23 << 36 | is.samples, 8);
    put_fill(&k, 0x5A, 16);
    ck_assert_uint_eq(k.n, 51);
    put_page(&b, is.flags, 0, 3, 0, k.at, is.n, true);
    free(k.at);
}

static void put_tags(void)
{
    static const char *const comments[] = {"TITLE=x"};
    built k = {0};
    put_be(&k, 0x84000020, 4);
    put_comments(&k, "reference", comments, 1, 1);
    put_page(&b, 0, 0, 3, 1, k.at, k.n, true);
    free(k.at);
}

static void put_audio(int64_t granule)
{
    put_page(&b, ST_OGG_LAST, granule, 3, 2, "audio", 5, true);
}

static void run(simdtag_status status)
{
    parse_to(status, &p, &st_format_oggflac, &b);
}

static void end(void)
{
    drop_parsed(&p, &b);
}

START_TEST(an_ordinary_file)
{
    put_id(usual);
    put_tags();
    put_audio(7);
    run(SIMDTAG_OK);
    const simdtag_info *info = &p.out.doc.info;
    ck_assert(info->length == 2);
    ck_assert_uint_eq(info->sample_rate, 48000);
    ck_assert_uint_eq(info->channels, 2);
    ck_assert_uint_eq(info->bits_per_sample, 24);
    ck_assert_uint_eq(info->u.ogg.packets, 2);
    ck_assert_uint_eq(info->u.ogg.serial, 3);
    ck_assert_uint_eq(info->u.ogg.min_blocksize, 4096);
    ck_assert_uint_eq(info->u.ogg.max_blocksize, 4608);
    ck_assert_uint_eq(info->u.ogg.total_samples, 96000);
    assert_raw(nth(&p, SIMDTAG_RAW_VENDOR, 0), "reference");
    assert_raw(nth(&p, SIMDTAG_RAW_VORBIS, 0), "TITLE=x");
    end();
}
END_TEST

START_TEST(samples_not_told)
{
    id is = usual;
    is.samples = 0;
    put_id(is);
    put_tags();
    put_audio(24000);
    run(SIMDTAG_OK);
    ck_assert(p.out.doc.info.length == 0.5);
    end();
}
END_TEST

/* With the number of samples told the end of the file is not looked at: one read. */
START_TEST(the_tail_is_read_only_when_it_must_be)
{
    for (int told = 0; told < 2; told++) {
        id is = usual;
        is.samples = told ? 96000 : 0;
        put_id(is);
        put_tags();
        put_fill(&b, 'j', 50000); /* no page */
        put_audio(24000);
        run(SIMDTAG_OK);
        ck_assert_uint_eq(p.reads, told ? 1 : 2);
        ck_assert(p.out.doc.info.length == (told ? 2 : 0.5));
        end();
    }
}
END_TEST

static void refused(id is)
{
    put_id(is);
    put_tags();
    put_audio(1);
    run(SIMDTAG_ERR_OGGFLAC_HEADER);
}

START_TEST(headers_cut_or_wrong)
{
    id is = usual;
    for (is.n = 0; is.n < 51; is.n++)
        refused(is);
    is = usual;
    is.major = 2;
    refused(is);
    is = usual;
    is.minor = 1;
    refused(is);
    is = usual;
    is.marker = "flac";
    refused(is);
    is = usual;
    is.rate = 0;
    refused(is);
    put_id(usual);
    put_page(&b, 0, 0, 3, 1, "\x84\0", 2, true);
    put_audio(1);
    run(SIMDTAG_ERR_VORBIS);
    is = usual;
    is.flags = 0; /* alone among the codecs this need not start a stream */
    put_id(is);
    put_tags();
    run(SIMDTAG_OK);
    end();
}
END_TEST

START_TEST(scores)
{
    static const struct {
        const char *head;
        int score;
    } rows[] = {{"OggS FLAC fLaC", 2}, {"OggS fLaC", 1}, {"OggS FLAC", 1}, {"OggS flac", 0},
                {"x FLAC fLaC", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint8_t *head = (const uint8_t *)rows[i].head;
        const size_t n = strlen(rows[i].head);
        const st_probe probe = {
            .ext = ST_EXT(".oga"), .head = head, .len = n, .magics = st_k.detect(head, n)};
        ck_assert_int_eq(st_format_oggflac.score(&probe), rows[i].score);
    }
}
END_TEST

ST_CASE(oggflac, an_ordinary_file, samples_not_told, the_tail_is_read_only_when_it_must_be,
        headers_cut_or_wrong, scores)
ST_CHECK_MAIN(oggflac)

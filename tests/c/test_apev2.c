/* SPDX-License-Identifier: MIT */
/* APE tags: where they are found, what counts as damage, what is read of large ones. */
#include "ape_make.h"
#include "api/parse.h"
#include "dispatch/dispatch.h"
#include "tags/ape.h"
#include "xiph.h"

static parsed p;
static built b, items;

static void run(simdtag_status status)
{
    parse(&p, &st_format_apev2, &b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p.status, status);
}

static void end(void)
{
    done(&p);
    drop(&b);
}

static void fails(simdtag_status status)
{
    run(status);
    end();
}

static void finds_nothing(void)
{
    run(SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_NONE);
    ck_assert_uint_eq(p.out.raws.n, 0);
    end();
}

static const simdtag_raw *nth_item(unsigned i)
{
    return nth(&p, SIMDTAG_RAW_APE, i);
}

static void assert_item(unsigned i, const char *key, unsigned kind, const char *value)
{
    const simdtag_raw *raw = nth_item(i);
    ck_assert_ptr_nonnull(raw);
    ck_assert_uint_eq(raw->aux, strlen(key));
    ck_assert_str_eq((const char *)raw->data, key);
    ck_assert_uint_eq(raw->id, kind);
    ck_assert_uint_eq(raw->file_len, 0);
    ck_assert_uint_eq(raw->len, strlen(key) + 1 + strlen(value));
    ck_assert_mem_eq(raw->data + raw->aux + 1, value, strlen(value));
}

static void put_usual(unsigned parts)
{
    put_ape_text(&items, "Title", "a title");
    put_ape_item(&items, "Link", 4, "http://example.org/", 19);
    put_ape_item(&items, "Dump", 3, "\x01\x02", 2);
    put_ape_tag(&b, &items, 3, parts);
}

static void finds_usual(void)
{
    run(SIMDTAG_OK);
    ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_APE);
    ck_assert_uint_eq(p.out.raws.n, 3);
    assert_item(0, "Title", 0, "a title");
    assert_item(1, "Link", 2, "http://example.org/");
    assert_item(2, "Dump", 1, "\x01\x02");
    ck_assert_uint_eq(nth_item(2)->aux2, 3);
}

static void put_id3v1(void)
{
    put_text(&b, "TAG");
    put_fill(&b, 0, 125);
}

START_TEST(at_the_end)
{
    for (unsigned parts = APE_FOOTER; parts <= (APE_HEADER | APE_FOOTER); parts++) {
        put_fill(&b, 0, 30000);
        put_usual(parts);
        finds_usual();
        ck_assert_uint_eq(p.reads, 1);
        ck_assert_uint_le(p.most_read, ST_TAIL_WINDOW);
        end();
    }
}
END_TEST

START_TEST(at_the_start)
{
    for (unsigned parts = APE_HEADER; parts <= (APE_HEADER | APE_FOOTER); parts += 2) {
        put_usual(parts);
        put_fill(&b, 0, 30000);
        finds_usual();
        ck_assert_uint_eq(p.reads, 2);
        end();
    }
    put_usual(APE_FOOTER); /* a footer alone says nothing there */
    put_fill(&b, 0, 30000);
    finds_nothing();
    put_fill(&b, 0, 300);
    put_usual(APE_HEADER); /* nor a header alone at the end */
    finds_nothing();
}
END_TEST

START_TEST(before_id3v1)
{
    put_fill(&b, 0, 300);
    put_usual(APE_HEADER | APE_FOOTER);
    put_id3v1();
    finds_usual();
    end();
    put_fill(&b, 0, 300);
    put_usual(APE_HEADER | APE_FOOTER);
    put_fill(&b, 0, 128); /* no ID3v1 */
    finds_nothing();
    put_usual(APE_FOOTER);
    put_id3v1(); /* hardly room */
    finds_usual();
    end();
    put_fill(&b, 0, 31);
    put_id3v1(); /* none */
    finds_nothing();
}
END_TEST

static void put_lyrics(const char *size)
{
    put_text(&b, "LYRICSBEGININD0000210");
    put_text(&b, size);
    put_text(&b, "LYRICS200");
    put_id3v1();
}

START_TEST(before_lyrics3)
{
    /* numbers as Python's int() takes them, and some it does not */
    static const char *const right[] = {"000021", " +21  ", "0_0_21", "\t21\n\r\v"};
    static const char *const wrong[] = {"00002l", "0__021", "000022", "_00021", "00021_",
                                        "+ 0021", "999999", "-99999", "-00090", "      "};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        put_fill(&b, 0, 300);
        put_usual(APE_HEADER | APE_FOOTER);
        put_lyrics(right[i]);
        finds_usual();
        end();
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        put_fill(&b, 0, 300);
        put_usual(APE_HEADER | APE_FOOTER);
        put_lyrics(wrong[i]);
        finds_nothing();
    }
    put_usual(APE_HEADER | APE_FOOTER); /* a long one */
    put_text(&b, "LYRICSBEGIN");
    put_fill(&b, 'x', 20000 - 11);
    put_text(&b, "020000LYRICS200");
    put_id3v1();
    finds_usual();
    ck_assert_uint_le(p.reads, 3); /* the tail, the footer, the items before it */
    end();
}
END_TEST

START_TEST(end_comes_first)
{
    put_usual(APE_HEADER | APE_FOOTER);
    put_fill(&b, 0, 100);
    put_ape_text(&items, "Other", "x");
    put_ape_tag(&b, &items, 1, APE_FOOTER);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 1);
    assert_item(0, "Other", 0, "x");
    end();
}
END_TEST

START_TEST(an_empty_tag_is_none)
{
    put_fill(&b, 0, 300);
    put_ape_tag(&b, &items, 0, APE_HEADER | APE_FOOTER);
    finds_nothing();
    put_ape_tag(&b, &items, 0, APE_HEADER | APE_FOOTER);
    put_fill(&b, 0, 300);
    finds_nothing();
    put_fill(&b, 0, 31); /* too small for any */
    finds_nothing();
    finds_nothing();
}
END_TEST

START_TEST(count_of_items)
{
    for (uint32_t n = 0; n < 4; n++) { /* fewer are read, more are not missed */
        put_ape_text(&items, "One", "1");
        put_ape_text(&items, "Two", "2");
        put_ape_tag(&b, &items, n, APE_FOOTER);
        run(SIMDTAG_OK);
        ck_assert_int_eq(p.out.doc.tags, SIMDTAG_TAGS_APE);
        ck_assert_uint_eq(p.out.raws.n, n < 2 ? n : 2);
        end();
    }
}
END_TEST

START_TEST(sizes_that_cannot_be)
{
    static const struct {
        uint32_t size;
        simdtag_status status;
    } rows[] = {{1, SIMDTAG_ERR_APE}, /* less than a footer: the file's end is read as items */
                {31, SIMDTAG_ERR_APE_ITEM},
                {333, SIMDTAG_ERR_APE},
                {0x7FFFFFFF, SIMDTAG_ERR_APE},
                {0xFFFFFFFF, SIMDTAG_ERR_APE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_fill(&b, 0, 300);
        put_ape_header(&b, rows[i].size, 1, 0);
        fails(rows[i].status);
    }
    put_fill(&b, 0, 300);
    put_ape_header(&b, 0, 1, 0);
    finds_nothing();
    put_fill(&b, 0, 300);
    put_ape_header(&b, 332 - 31, 1, ST_APE_HAS_HEADER); /* no room for the header */
    fails(SIMDTAG_ERR_APE);
    put_ape_header(&b, 32, 1, ST_APE_HAS_HEADER);
    fails(SIMDTAG_ERR_APE);
    put_ape_header(&b, 0, 1, ST_APE_HAS_HEADER); /* at the start: it is its own footer */
    put_fill(&b, 0, 100);
    fails(SIMDTAG_ERR_APE_ITEM);
    put_ape_text(&items, "Key", "v"); /* longer than the file */
    put_ape_header(&b, 0xFFFFFFFF, 1, ST_APE_HAS_HEADER);
    put(&b, items.at, items.n);
    put_fill(&b, 0, 100);
    drop(&items);
    run(SIMDTAG_OK);
    assert_item(0, "Key", 0, "v");
    end();
}
END_TEST

static void one_item(const char *key, uint32_t flags, const char *value, simdtag_status status)
{
    put_ape_item(&items, key, flags, value, strlen(value));
    put_ape_tag(&b, &items, 1, APE_FOOTER);
    run(status);
    if (status == SIMDTAG_OK)
        assert_item(0, key, flags >> 1 & 3, value);
    end();
}

START_TEST(keys)
{
    static const char *const bad[] = {"",      "a",     "TAG",   "ID3", "OggS", "MP+", "a\x1f",
                                      "a\x7f", "a\xc3\xa9", "\ta"};
    static const char *const good[] = {"ab", "  ", "~~", "tag", "Id3", "oggs", "MP++", "TAG "};
    char key[258];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        one_item(bad[i], 0, "v", SIMDTAG_ERR_APE_ITEM);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        one_item(good[i], 0, "v", SIMDTAG_OK);
    for (size_t n = 254; n < 258; n++) {
        memset(key, 'k', n);
        key[n] = 0;
        one_item(key, 0, "v", n <= ST_APE_KEY_MAX ? SIMDTAG_OK : SIMDTAG_ERR_APE_ITEM);
    }
}
END_TEST

START_TEST(values)
{
    for (uint32_t flags = 0; flags < 16; flags++) {
        const bool known = (flags & 6) != 6, text = (flags & 6) != 2;
        one_item("Key", flags, "v", known ? SIMDTAG_OK : SIMDTAG_ERR_APE_ITEM);
        one_item("Key", flags, "\xff", known && !text ? SIMDTAG_OK : SIMDTAG_ERR_APE_ITEM);
        one_item("Key", flags, "\xed\xa0\x80", /* a surrogate */
                 known && !text ? SIMDTAG_OK : SIMDTAG_ERR_APE_ITEM);
        one_item("Key", flags, "", known ? SIMDTAG_OK : SIMDTAG_ERR_APE_ITEM);
    }
}
END_TEST

START_TEST(cut_anywhere)
{
    put_ape_text(&items, "One", "1");
    const size_t one = items.n;
    put_ape_text(&items, "Two", "22");
    built all = items;
    items = (built){0};
    for (size_t n = 1; n < all.n; n++) {
        put(&items, all.at, n);
        put_ape_tag(&b, &items, 2, APE_FOOTER);
        const size_t left = n < one ? n : n - one;
        if (n == one)
            run(SIMDTAG_OK);
        else
            run(left < 8 ? SIMDTAG_ERR_APE : SIMDTAG_ERR_APE_ITEM);
        end();
    }
    drop(&all);
}
END_TEST

/* A cover of n bytes between two texts. */
static void put_cover(size_t n)
{
    put_ape_text(&items, "Title", "before");
    built cover = {0};
    put(&cover, "Cover.jpg\0\xFF\xD8\xFF", 13);
    put_fill(&cover, 'j', n);
    put_ape_item(&items, "Cover Art (Front)", 2, cover.at, cover.n);
    put_ape_text(&items, "Artist", "after");
    put_ape_tag(&b, &items, 3, APE_HEADER | APE_FOOTER);
    drop(&cover);
}

START_TEST(large_covers_stay_in_the_file)
{
    put_fill(&b, 0, 30000);
    put_cover(100000);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(p.out.raws.n, 3);
    assert_item(0, "Title", 0, "before");
    assert_item(2, "Artist", 0, "after");
    const simdtag_raw *raw = nth_item(1);
    ck_assert_uint_eq(raw->len + raw->file_len, 18 + 13 + 100000);
    ck_assert_uint_ge(raw->file_len, 100000 - 128);
    ck_assert_uint_eq(b.at[raw->file_off], 'j');
    ck_assert_uint_eq(b.at[raw->file_off + raw->file_len - 1], 'j');
    ck_assert_uint_ne(b.at[raw->file_off + raw->file_len], 'j');
    ck_assert_uint_eq(p.reads, 2); /* the tail; the start of the tag */
    ck_assert_uint_le(p.most_read, 2 * ST_MIN_WINDOW);
    st_pictures pictures = {0};
    p.out.doc.raws = p.out.raws.at;
    p.out.doc.n_raws = p.out.raws.n;
    ck_assert_int_eq(st_ape_pictures(&p.out.doc, &p.arena, &pictures), SIMDTAG_OK);
    ck_assert_uint_eq(pictures.n, 1);
    ck_assert_str_eq(pictures.at[0].description, "Cover.jpg");
    ck_assert_str_eq(pictures.at[0].mime, "image/jpeg");
    ck_assert_uint_eq(pictures.at[0].type, 3);
    ck_assert_uint_eq(pictures.at[0].size, 100003);
    ck_assert_uint_eq(pictures.at[0].skip, 18 + 10);
    done(&p);
    parse(&p, &st_format_apev2, &b, 0); /* a source that cannot be read again */
    ck_assert_uint_eq(nth_item(1)->file_len, 0);
    ck_assert_mem_eq(nth_item(1)->data + 18, "Cover.jpg\0\xFF\xD8\xFFjj", 15);
    end();
}
END_TEST

START_TEST(large_texts_are_read)
{
    built text = {0};
    put_fill(&text, 't', 50000);
    put_fill(&b, 0, 30000);
    put_ape_item(&items, "Lyrics", 0, text.at, text.n);
    put_ape_tag(&b, &items, 1, APE_FOOTER);
    run(SIMDTAG_OK);
    ck_assert_uint_eq(nth_item(0)->len, 7 + 50000);
    ck_assert_uint_eq(nth_item(0)->file_len, 0);
    ck_assert_mem_eq(nth_item(0)->data + 7, text.at, text.n);
    end();
    text.at[49999] = 0x80; /* looked at to its end */
    put_fill(&b, 0, 30000);
    put_ape_item(&items, "Lyrics", 0, text.at, text.n);
    put_ape_tag(&b, &items, 1, APE_FOOTER);
    fails(SIMDTAG_ERR_APE_ITEM);
    drop(&text);
}
END_TEST

START_TEST(items_as_utf8)
{
    st_items list = {0};
    put_ape_item(&items, "Artist", 0, "one\0\0three", 10);
    put_ape_item(&items, "Cover Art (png icon)", 2, "no name", 7);
    put_ape_item(&items, "Empty", 0, "", 0);
    put_ape_item(&items, "Link", 4, "a\0b", 3);
    put_ape_tag(&b, &items, 4, APE_FOOTER);
    run(SIMDTAG_OK);
    p.out.doc.raws = p.out.raws.at;
    p.out.doc.n_raws = p.out.raws.n;
    ck_assert_int_eq(st_ape_items(&p.out.doc, &p.arena, &list), SIMDTAG_OK);
    static const struct {
        const char *key, *value;
        size_t n;
    } want[] = {{"Artist", "one", 3},
                {"Artist", "", 0},
                {"Artist", "three", 5},
                {"Cover Art (png icon)", NULL, 0},
                {"Empty", "", 0},
                {"Link", "a\0b", 3}};
    ck_assert_uint_eq(list.n, sizeof want / sizeof *want);
    for (size_t i = 0; i < list.n; i++) {
        ck_assert_str_eq(list.at[i].key, want[i].key);
        ck_assert_uint_eq(list.at[i].value_len, want[i].n);
        if (want[i].value)
            ck_assert_mem_eq(list.at[i].value, want[i].value, want[i].n + 1);
        else
            ck_assert_ptr_null(list.at[i].value);
    }
    st_pictures pictures = {0};
    ck_assert_int_eq(st_ape_pictures(&p.out.doc, &p.arena, &pictures), SIMDTAG_OK);
    ck_assert_uint_eq(pictures.n, 1);
    ck_assert_uint_eq(pictures.at[0].type, 1);
    ck_assert_uint_eq(pictures.at[0].size, 7);
    ck_assert_str_eq(pictures.at[0].description, "");
    end();
}
END_TEST

static int score(const char *tail, size_t n, uint32_t magics)
{
    return st_format_apev2.score(&(st_probe){.ext = ST_EXT(""),
                                             .head = (const uint8_t *)"",
                                             .magics = magics,
                                             .tail = (const uint8_t *)tail,
                                             .tail_len = n});
}

START_TEST(scores)
{
    ck_assert_int_eq(score("", 0, 0), 0);
    ck_assert_int_eq(score(NULL, 0, 0), 0);
    ck_assert_int_eq(score("APETAGEX", 8, 0), 1);
    ck_assert_int_eq(score("APETAGE", 7, 0), 0);
    ck_assert_int_eq(score("xAPETAGEXAPET.....", 18, 0), 1);
    ck_assert_int_eq(score("APETAPETAGEY", 12, 0), 0);
    ck_assert_int_eq(score("xxxAPETAGEX", 11, ST_MAGIC_ID3), 0);
    ck_assert_int_eq(score("xxxxxxxxxxx", 11, ST_MAGIC_ID3), -1);
    ck_assert_int_eq(score(NULL, 0, ST_MAGIC_ID3), -1);
}
END_TEST

START_TEST(the_tail_decides_only_where_it_must)
{
    st_probe q = st_probe_of("x.bin", (const uint8_t *)"unknown", 7);
    ck_assert_ptr_null(st_format_pick(&q));
    ck_assert(st_format_wants_tail(&q, NULL));
    q.tail = (const uint8_t *)"APETAGEX";
    q.tail_len = 8;
    ck_assert_ptr_eq(st_format_pick(&q), &st_format_apev2);
    ck_assert(!st_format_wants_tail(&q, NULL)); /* seen */
    q = st_probe_of("x.ape", (const uint8_t *)"unknown", 7);
    ck_assert_ptr_eq(st_format_pick(&q), &st_format_monkeysaudio);
    ck_assert(!st_format_wants_tail(&q, &st_format_monkeysaudio)); /* wins by its name */
    q = st_probe_of("x.bin", (const uint8_t *)"ID3", 3);
    ck_assert(!st_format_wants_tail(&q, NULL));
}
END_TEST

ST_CASE(apev2, at_the_end, at_the_start, before_id3v1, before_lyrics3, end_comes_first,
        an_empty_tag_is_none, count_of_items, sizes_that_cannot_be, keys, values, cut_anywhere,
        large_covers_stay_in_the_file, large_texts_are_read, items_as_utf8, scores,
        the_tail_decides_only_where_it_must)
ST_CHECK_MAIN(apev2)

/* SPDX-License-Identifier: MIT */
/* ID3v1 tags, translation to ID3v2.4, and the items and pictures of the C API. */
#include "id3_make.h"

/* Appends an ID3v1 tag; the year may be shorter than four digits, as in some files. */
static void v1(const char *title, const char *year, const char *comment, int track, int genre,
               char pad)
{
    char t[131];
    memset(t, pad, sizeof t);
    memcpy(t, "TAG", 3);
    memcpy(t + 3, title, strlen(title));
    memcpy(t + 33, "A", 1);
    memcpy(t + 63, "L", 1);
    const size_t digits = strlen(year);
    memcpy(t + 93, year, digits);
    memcpy(t + 93 + digits, comment, strlen(comment));
    if (track >= 0) {
        t[93 + digits + 28] = 0;
        t[93 + digits + 29] = (char)track;
    }
    t[93 + digits + 30] = (char)genre;
    put_bytes(t, 93 + digits + 31);
}

static void audio(void)
{
    made_n = 0;
    put_bytes("\xff\xfb\x90\0", 4);
    put_fill('U', 500);
}

#define MOST "TIT2(0,['T']) TPE1(0,['A']) TALB(0,['L']) "

START_TEST(v1_alone)
{
    audio();
    v1("T", "1999", "C", -1, 5, 0);
    IS(frames(0), MOST "TDRC(0,['1999']) COMM(0,'eng','ID3v1 Comment',['C']) TCON(0,['Funk'])");
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_ID3);
    ck_assert_int_eq(got.out.doc.id3.major, 1);
    ck_assert_int_eq(got.out.doc.id3.minor, 1);
    ck_assert_uint_eq(got.out.doc.id3.size, 0);
    ck_assert_uint_eq(got.end, 0);
    ck_assert_int_eq(read_made(ST_READ_NO_V1, true), SIMDTAG_OK);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
    IS(frames(ST_READ_NO_TRANSLATE),
       MOST "TDRC(0,['1999']) COMM(0,'eng','ID3v1 Comment',['C']) TCON(0,['5'])");
}
END_TEST

START_TEST(v1_1_track)
{
    audio();
    v1("T", "1999", "", 32, 255, 0);
    IS(frames(0), MOST "TDRC(0,['1999']) TRCK(0,['32'])");
    audio();
    v1("T", "1999", "", 0, 255, 0);
    IS(frames(0), MOST "TDRC(0,['1999'])");
    audio();
    /* no zero byte before it: part of the comment */
    v1("T", "1999", "0123456789012345678901234567\x20\x07", -1, 255, 0);
    IS(frames(0),
       MOST "TDRC(0,['1999']) COMM(0,'eng','ID3v1 Comment',['0123456789012345678901234567 \x07'])");
}
END_TEST

START_TEST(v1_padded_with_spaces)
{
    audio();
    v1("T", "1999", "C", -1, 255, ' ');
    IS(frames(0), MOST "TDRC(0,['1999']) COMM(0,'eng','ID3v1 Comment',['C'])");
}
END_TEST

START_TEST(v1_unknown_genre)
{
    audio();
    v1("T", "", "", -1, 200, 0);
    IS(frames(0), MOST "TCON(0,['Unknown'])");
}
END_TEST

START_TEST(v1_lacking_digits_of_the_year)
{
    static const char *const years[] = {"199", "19", "1", ""};
    for (size_t i = 0; i < 4; i++) {
        audio();
        v1("T", years[i], "C", -1, 255, 0);
        ck_assert_ptr_nonnull(strstr(frames(0), "['C']"));
    }
    made_n -= 1; /* 123 bytes are no tag */
    read_made(0, true);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
}
END_TEST

START_TEST(v1_not_at_the_very_end_is_none)
{
    audio();
    v1("T", "1999", "C", -1, 5, 0);
    put_fill('x', 5);
    read_made(0, true);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
}
END_TEST

START_TEST(apetagex_is_no_v1)
{
    audio();
    put_bytes("APE", 3);
    v1("T", "1999", "C", -1, 5, 0);
    memcpy(made + made_n - 125, "EX", 2);
    read_made(0, true);
    ck_assert_int_eq(got.out.doc.tags, SIMDTAG_TAGS_NONE);
}
END_TEST

START_TEST(v1_adds_what_v2_has_not)
{
    begin(4, 0);
    frame("TIT2", LIT("\0v2"));
    frame("COMM", LIT("\1eng\xff\xfeI\0D\0" "3\0v\0" "1\0 \0C\0o\0m\0m\0e\0n\0t\0\0\0\xff\xfex\0"));
    frame("TPE1", LIT("\3\xff")); /* damaged: not there */
    end();
    v1("T", "1999", "C", 3, 5, 0);
    IS(frames(0), "TIT2(0,['v2']) COMM(1,'eng','ID3v1 Comment',['x']) TPE1(0,['A']) TALB(0,['L']) "
                  "TDRC(0,['1999']) TRCK(0,['3']) "
                  "TCON(0,['Funk'])");
}
END_TEST

START_TEST(v1_year_beside_older_tags_is_tyer)
{
    begin(3, 0);
    frame("TIT2", LIT("\0T"));
    frame("TPE1", LIT("\0A"));
    frame("TALB", LIT("\0L"));
    frame("TDAT", LIT("\0" "2101"));
    end();
    v1("T", "1999", "", 0, 255, 0);
    IS(frames(ST_READ_NO_TRANSLATE), MOST "TDAT(0,['2101']) TYER(0,['1999'])");
    IS(frames(0), MOST "TDRC(0,['1999-01-21'])");
}
END_TEST

START_TEST(v1_stands_in_for_an_unreadable_version)
{
    begin(3, 0);
    end();
    made[3] = 9;
    v1("T", "1999", "", 0, 255, 0);
    IS(frames(0), MOST "TDRC(0,['1999'])");
    ck_assert_int_eq(got.out.doc.id3.major, 1);
    ck_assert_int_eq(read_made(ST_READ_NO_V1, true), SIMDTAG_ERR_ID3_VERSION);
}
END_TEST

/* One tag of the given frames, "ID=text" each, Latin-1. */
static const char *translated(int minor, const char *const *list)
{
    begin(minor, 0);
    for (; *list; list++) {
        const char *text = strchr(*list, '=') + 1;
        char id[5] = "";
        memcpy(id, *list, (size_t)(text - 1 - *list));
        frame_head(id, strlen(text) + 1, 0);
        put_fill(0, 1);
        put_bytes(text, strlen(text));
    }
    end();
    return frames(0);
}

#define TRANSLATED(minor, wanted, ...) \
    IS(translated(minor, (const char *const[]){__VA_ARGS__, NULL}), wanted)
#define HARD(minor, ...)                                                         \
    do {                                                                         \
        translated(minor, (const char *const[]){__VA_ARGS__, NULL});             \
        ck_assert_int_eq(got.out.doc.id3.needs_translation, 1);                  \
        ck_assert_int_eq(got.out.doc.id3.translated, 0);                         \
    } while (0)

START_TEST(years_become_tdrc)
{
    for (int minor = 3; minor <= 4; minor++) {
        TRANSLATED(minor, "TIT2(0,['x']) TDRC(0,['2004'])", "TYER=2004", "TIT2=x");
        TRANSLATED(minor, "TIT2(0,['x']) TDRC(0,['2004-05-03'])", "TYER=2004", "TDAT=0305",
                   "TIT2=x");
        TRANSLATED(minor, "TDRC(0,['2004-05-03T07:08:00'])", "TIME=0708", "TDAT=0305", "TYER=2004");
        TRANSLATED(minor, "TDRC(0,['2004'])", "TIME=0708", "TYER=2004");
        TRANSLATED(minor, "TDRC(0,['2004'])", "TDAT=abc", "TIME=0708", "TYER=2004");
        TRANSLATED(minor, "TIT2(0,['x'])", "TYER=abcd", "TDAT=0305", "TIT2=x");
        TRANSLATED(minor, "TIT2(0,['x'])", "TDAT=0305", "TIME=0708", "TIT2=x");
        TRANSLATED(minor, "TDRC(0,['1999'])", "TYER=2004", "TDRC=1999");
        ck_assert_int_eq(got.out.doc.id3.translated, 1);
        HARD(minor, "TYER=2004", "TYER=2005");
        HARD(minor, "TYER=2004-05-06");
        HARD(minor, "TYER=2004", "TDAT=0305", "TDAT=0406");
    }
    TRANSLATED(2, "TIT2(0,['x']) TDRC(0,['2004-05-03'])", "TYE=2004", "TDA=0305", "TT2=x");
}
END_TEST

START_TEST(utf16_years_become_tdrc)
{
    begin(3, 0);
    frame("TYER", LIT("\1\xff\xfe" "2\0" "0\0" "0\0" "4\0"));
    frame("TDAT", LIT("\1\xfe\xff\0" "0\0" "3\0" "0\0" "5"));
    end();
    IS(frames(0), "TDRC(0,['2004-05-03'])");
}
END_TEST

START_TEST(other_replaced_frames)
{
    TRANSLATED(3, "TIT2(0,['x']) TDOR(0,['1998'])", "TORY=1998", "TIT2=x");
    TRANSLATED(3, "TDOR(0,['1997'])", "TORY=1998", "TDOR=1997");
    TRANSLATED(3, "TIT2(0,['x'])", "TSIZ=5", "TRDA=x", "TIT2=x");
    TRANSLATED(2, "TIT2(0,['x']) TDOR(0,['1998'])", "TOR=1998", "TT2=x", "TSI=5");
    HARD(3, "TORY=1998", "TORY=1999");
    begin(3, 0);
    frame("IPLS", LIT("\0a\0b"));
    frame("TORY", LIT("\0" "1998"));
    frame("TYER", LIT("\0" "2000"));
    frame("TCON", LIT("\0" "17"));
    end();
    IS(frames(0), "TCON(0,['Rock']) TDRC(0,['2000']) TDOR(0,['1998']) TIPL(0,[['a','b']])");
    begin(3, 0);
    frame("IPLS", LIT("\0a\0b"));
    frame("TIPL", LIT("\0c\0d"));
    end();
    IS(frames(0), "TIPL(0,[['c','d']])");
}
END_TEST

START_TEST(genre_numbers_become_names)
{
    static const struct { const char *stored, *shown;
    } genres[] = {
        {"TCON=17", "['Rock']"},
        {"TCON=(17)", "['Rock']"},
        {"TCON=(17)Rock", "['Rock']"},
        {"TCON=(17)Metal", "['Rock','Metal']"},
        {"TCON=(17)(9)x", "['Rock','Metal','x']"},
        {"TCON=Rock", "['Rock']"},
        {"TCON=RX", "['Remix']"},
        {"TCON=(CR)", "['Cover']"},
        {"TCON=((foo)", "['(foo)']"},
        {"TCON=(foo)", "['(foo)']"},
        {"TCON=(17", "['(17']"},
        {"TCON=192", "['Unknown']"},
        {"TCON=255", "['Unknown']"},
        {"TCON=256", "['256']"},
        {"TCON=(300)x", "['Unknown','x']"},
        {"TCON=017", "['Rock']"},
        {"TCON= 17", "[' 17']"},
        {"TCON=(17)Rock(17)", "['Rock','Rock(17)']"},
        {"TCON=a\nb", "['a']"},
        {"TCON=(99999999999999999999)", "['Unknown']"},
    };
    for (int minor = 3; minor <= 4; minor++)
        for (size_t i = 0; i < sizeof genres / sizeof *genres; i++) {
            char want[80];
            snprintf(want, sizeof want, "TCON(0,%s)", genres[i].shown);
            TRANSLATED(minor, want, genres[i].stored);
        }
    HARD(3, "TCON=17", "TCON=18");
    begin(3, 0);
    frame("TCON", LIT("\1\xfe\xff\0(\0" "1\0" "7\0)\x4e\x2d"));
    end();
    IS(frames(0), "TCON(1,['Rock','\xe4\xb8\xad'])");
    begin(3, 0);
    frame("TCON", LIT("\3\xef\xbc\x91\xef\xbc\x97")); /* digits outside ASCII are Python's
                                                         business */
    end();
    frames(0);
    ck_assert_int_eq(got.out.doc.id3.needs_translation, 1);
    begin(4, 0);
    frame("TCON", LIT("\0\0")); /* no genre at all: cannot be stored as a frame */
    end();
    frames(0);
    ck_assert_int_eq(got.out.doc.id3.needs_translation, 1);
}
END_TEST

START_TEST(picture_formats_become_mime_types)
{
    begin(2, 0);
    frame("PIC", LIT("\0JPG\3d\0data"));
    end();
    IS(frames(0), "APIC(0,'image/jpeg',3,'d',<64617461>)");
    begin(4, 0);
    frame("APIC", LIT("\0PNG\0\3d\0data"));
    end();
    IS(frames(0), "APIC(0,'image/png',3,'d',<64617461>)");
    begin(2, 0);
    frame("PIC", LIT("\0JPG\3d\0data"));
    frame("PIC", LIT("\0GIF\3d\0data"));
    end();
    IS(frames(0), "APIC(0,'JPG',3,'d',<64617461>) APIC(0,'GIF',3,'d',<64617461>)");
    ck_assert_int_eq(got.out.doc.id3.needs_translation, 1);
}
END_TEST

START_TEST(old_frames_in_chapters_are_left_to_the_caller)
{
    begin(3, 0);
    frame("CHAP", LIT("e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0TIT2\0\0\0\2\0\0\0x"));
    end();
    frames(0);
    ck_assert_int_eq(got.out.doc.id3.translated, 1);
    begin(3, 0);
    frame("CHAP", LIT("e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0TYER\0\0\0\5\0\0\0" "2004"));
    end();
    frames(0);
    ck_assert_int_eq(got.out.doc.id3.needs_translation, 1);
}
END_TEST

START_TEST(items)
{
    begin(4, 0);
    frame("TIT2", LIT("\3caf\xc3\xa9\0two"));
    frame("COMM", LIT("\0engdesc\0text"));
    frame("TXXX", LIT("\0key\0value"));
    frame("WCOM", LIT("http://x"));
    frame("UFID", LIT("own\0\1\2"));
    frame("POPM", LIT("me\0\5\0"));
    frame("TIPL", LIT("\0producer\0Joe"));
    frame("PRIV", LIT("o\0\xff"));
    frame("TPE1", LIT("\3\xff"));
    end();
    ck_assert_int_eq(read_made(0, true), SIMDTAG_OK);
    simdtag_doc doc = got.out.doc;
    doc.raws = got.out.raws.at;
    doc.n_raws = got.out.raws.n;
    st_items list = {0};
    ck_assert_int_eq(st_id3_items(&doc, &got.arena, &list), SIMDTAG_OK);
    static const char *const want[][2] = {{"TIT2", "caf\xc3\xa9"},
                                          {"TIT2", "two"},
                                          {"COMM:desc:eng", "text"},
                                          {"TXXX:key", "value"},
                                          {"WCOM:http://x", "http://x"},
                                          {"UFID:own", NULL},
                                          {"POPM:me", "5"},
                                          {"TIPL", "producer: Joe"},
                                          {"PRIV:o:\xc3\xbf", NULL}};
    ck_assert_uint_eq(list.n, sizeof want / sizeof *want);
    for (size_t i = 0; i < list.n; i++) {
        IS(list.at[i].key, want[i][0]);
        ck_assert_pstr_eq(list.at[i].value, want[i][1]);
        ck_assert_uint_eq(list.at[i].value_len, want[i][1] ? strlen(want[i][1]) : 0);
    }
}
END_TEST

START_TEST(picture_list)
{
    begin(4, 0);
    frame("APIC", LIT("\3image/png\0\3caf\xc3\xa9\0data"));
    frame_head("APIC", 13 + 20000, 0);
    put_bytes(LIT("\0image/png\0\4\0"));
    put_fill(0xAA, 20000);
    end();
    ck_assert_int_eq(read_made(ST_READ_CAN_DEFER, false), SIMDTAG_OK);
    simdtag_doc doc = got.out.doc;
    doc.raws = got.out.raws.at;
    doc.n_raws = got.out.raws.n;
    st_pictures list = {0};
    ck_assert_int_eq(st_id3_pictures(&doc, &got.arena, &list), SIMDTAG_OK);
    ck_assert_uint_eq(list.n, 2);
    IS(list.at[0].mime, "image/png");
    IS(list.at[0].description, "caf\xc3\xa9");
    ck_assert_uint_eq(list.at[0].type, 3);
    ck_assert_uint_eq(list.at[0].size, 4);
    ck_assert_mem_eq(list.at[0].raw->data + list.at[0].skip, "data", 4);
    ck_assert_uint_eq(list.at[1].size, 20000);
    ck_assert_uint_eq(list.at[1].skip, list.at[1].raw->len);
}
END_TEST

ST_CASE(old_tags, v1_alone, v1_1_track, v1_padded_with_spaces, v1_unknown_genre,
        v1_lacking_digits_of_the_year, v1_not_at_the_very_end_is_none, apetagex_is_no_v1,
        v1_adds_what_v2_has_not, v1_year_beside_older_tags_is_tyer,
        v1_stands_in_for_an_unreadable_version)
ST_CASE(translation, years_become_tdrc, utf16_years_become_tdrc, other_replaced_frames,
        genre_numbers_become_names, picture_formats_become_mime_types,
        old_frames_in_chapters_are_left_to_the_caller)
ST_CASE(api, items, picture_list)
ST_CHECK_MAIN(old_tags, translation, api)

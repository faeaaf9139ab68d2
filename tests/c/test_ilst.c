/* SPDX-License-Identifier: MIT */
/* Decoding of ilst items: every kind, what counts as damage, keys, and the C API's lists. */
#include "tags/ilst.h"

#include "mp4_make.h"

static built b;
static simdtag_raw raw;
static simdtag_ilst item;
static simdtag_ilst_value v;

static uint32_t id_of(const char *name)
{
    uint32_t id = 0;
    for (unsigned i = 0; i < 4; i++)
        id = id << 8 | (uint8_t)name[i];
    return id;
}

/* The bytes built so far as an item of this name, under decoding. */
static int begin(const char *name)
{
    raw = (simdtag_raw){
        .data = b.at, .len = (uint32_t)b.n, .id = id_of(name), .aux = 8, .kind = SIMDTAG_RAW_ILST};
    return simdtag_ilst_begin(&item, &raw, 1);
}

static int next(void)
{
    return simdtag_ilst_next(&item, &v);
}

static void clear(void)
{
    b.n = 0;
}

/* What checking an item of one data atom says. */
static int check_one(const char *name, uint32_t type, const char *value, size_t n)
{
    clear();
    put_data(&b, type, value, n);
    begin(name);
    return simdtag_ilst_check(&raw, 1);
}

static int check_bytes(const char *name, const char *bytes, size_t n)
{
    clear();
    put(&b, bytes, n);
    begin(name);
    return simdtag_ilst_check(&raw, 1);
}

START_TEST(text)
{
    clear();
    put_data(&b, 1, "first", 5);
    put_data(&b, 0, "", 0);
    ck_assert_int_eq(begin("\xA9nam"), SIMDTAG_ILST_VALUE);
    ck_assert_int_eq(item.kind, SIMDTAG_ILST_TEXT);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.len == 5 && memcmp(v.at, "first", 5) == 0 && v.type == 1);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert_uint_eq(v.len, 0);
    ck_assert_int_eq(next(), SIMDTAG_ILST_END);
    ck_assert_int_eq(check_bytes("\xA9nam", "", 0), SIMDTAG_ILST_END);
    ck_assert_int_eq(check_one("\xA9nam", 2, "\0h", 2), SIMDTAG_ILST_DAMAGED);  /* UTF-16 */
    ck_assert_int_eq(check_one("\xA9nam", 1, "\xFF", 1), SIMDTAG_ILST_DAMAGED); /* not UTF-8 */
    ck_assert_int_eq(check_one("zzzz", 1, "x", 1), SIMDTAG_ILST_END); /* unknown: must say UTF-8 */
    ck_assert_int_eq(check_one("zzzz", 0, "x", 1), SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_one("\xA9nam", 0xFF000001, "x", 1),
                     SIMDTAG_ILST_END); /* version byte is no matter */
}
END_TEST

START_TEST(damaged_data_atoms)
{
    ck_assert_int_eq(check_bytes("\xA9nam", "x", 1), SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_bytes("\xA9nam", "\0\0\0\x10name\0\0\0\1\0\0\0\0", 16),
                     SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_bytes("\xA9nam",
                                 "\0\0\0\x0F"
                                 "data\0\0\0\1\0\0\0\0",
                                 16),
                     SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_bytes("\xA9nam",
                                 "\0\0\0\x11"
                                 "data\0\0\0\1\0\0\0\0",
                                 16),
                     SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_bytes("\xA9nam",
                                 "\0\0\0\x10"
                                 "data\0\0\0\1\0\0\0\0junk",
                                 20),
                     SIMDTAG_ILST_DAMAGED);
    /* after a 64-bit header mutagen looks 8 bytes too far */
    check_one("\xA9nam", 1, "x", 1);
    raw.aux = 16;
    ck_assert_int_eq(simdtag_ilst_check(&raw, 1), SIMDTAG_ILST_DAMAGED);
}
END_TEST

static void assert_number(const char *name, const char *bytes, size_t n, int64_t number)
{
    ck_assert_int_eq(check_one(name, 21, bytes, n), SIMDTAG_ILST_END);
    begin(name);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert_int_eq(v.number, number);
}

START_TEST(numbers)
{
    assert_number("tmpo", "\x85", 1, -123);
    assert_number("tmpo", "\x00\x85", 2, 133);
    assert_number("stik", "\x81\0\0", 3, -8323072);
    assert_number("plID", "\xFF\xFF\xFF\xFE", 4, -2);
    assert_number("plID", "\x80\0\0\0\0\0\0\0", 8, INT64_MIN);
    for (size_t n = 0; n <= 9; n++)
        ck_assert_int_eq(check_one("rtng", 0, "\1\1\1\1\1\1\1\1\1", n),
                         (n >= 1 && n <= 4) || n == 8 ? SIMDTAG_ILST_END : SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_one("tmpo", 1, "1", 1), SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_one("tmpo", 0x01000015, "1", 1), SIMDTAG_ILST_DAMAGED);
    assert_number("cpil", "\0", 1, 0);
    assert_number("pgap", "\7", 1, 1);
    ck_assert_int_eq(check_one("cpil", 21, "\0\1", 2), SIMDTAG_ILST_DAMAGED);
}
END_TEST

START_TEST(pairs)
{
    ck_assert_int_eq(check_one("trkn", 0, "\0\0\0\3\0\x0C", 6), SIMDTAG_ILST_END);
    begin("trkn");
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.number == 3 && v.total == 12);
    ck_assert_int_eq(check_one("disk", 0, "\0\0\0\3\0", 5), SIMDTAG_ILST_BROKEN);
}
END_TEST

START_TEST(genres)
{
    static const struct {
        const char *bytes, *name;
    } cases[] = {{"\0\1", "Blues"},
                 {"\0\xC0", "Psybient"},
                 {"\0\0", "Psybient"},
                 {"\xFF\xFF", "Garage Rock"},
                 {"\xFF\x41", "Blues"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(check_one("gnre", 0, cases[i].bytes, 2), SIMDTAG_ILST_END);
        begin("gnre");
        ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
        ck_assert(v.len == strlen(cases[i].name) && memcmp(v.at, cases[i].name, v.len) == 0);
    }
    char key[8];
    ck_assert_uint_eq(simdtag_ilst_key(&item, key, sizeof key), 5);
    ck_assert_str_eq(key, "\xC2\xA9gen");
    ck_assert_int_eq(check_one("gnre", 0, "\0\xC1", 2), SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_one("gnre", 0, "\xFF\x40", 2), SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_one("gnre", 0, "\1", 1), SIMDTAG_ILST_DAMAGED);
}
END_TEST

START_TEST(covers)
{
    clear();
    put_data(&b, 13, "jpeg", 4);
    put_atom(&b, "name", "\0\0\0\0x", 5);
    put_data(&b, 14, "png", 3);
    put_data(&b, 0x0100000E, "", 0); /* with a version byte it is no PNG */
    begin("covr");
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.type == 13 && v.len == 4 && v.raw == NULL);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.type == 14 && v.len == 3);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.type == 13 && v.len == 0);
    ck_assert_int_eq(next(), SIMDTAG_ILST_END);
    ck_assert_int_eq(check_bytes("covr", "junk", 4), SIMDTAG_ILST_BROKEN);
    ck_assert_int_eq(check_bytes("covr",
                                 "\0\0\0\x0C"
                                 "free\0\0\0\0",
                                 12),
                     SIMDTAG_ILST_DAMAGED);
    ck_assert_int_eq(check_bytes("covr", "\0\0\0\0name\0\0\0\0", 12),
                     SIMDTAG_ILST_DAMAGED); /* mutagen never returns */
    ck_assert_int_eq(check_bytes("covr",
                                 "\0\0\0\x40"
                                 "data\0\0\0\x0D\0\0\0\0xx",
                                 18),
                     SIMDTAG_ILST_END);
    begin("covr");
    next();
    ck_assert_uint_eq(v.len, 2); /* as much as there is */
}
END_TEST

/* A free-form item of these values inside the bytes of `b`, without its own header. */
static void free_form(const char *mean, const char *name, uint32_t type, const char *value)
{
    built whole = {0};
    put_freeform(&whole, mean, name, type, value);
    clear();
    put(&b, whole.at + 8, whole.n - 8);
    free(whole.at);
}

START_TEST(freeform)
{
    char key[64];
    free_form("com.apple.iTunes",
              "R\xE9"
              "AL",
              1, "value");
    put_data(&b, 0x01000015, "\1", 1);
    ck_assert_int_eq(begin("----"), SIMDTAG_ILST_VALUE);
    ck_assert_uint_eq(simdtag_ilst_key(&item, key, sizeof key), 4 + 1 + 16 + 1 + 5);
    ck_assert_str_eq(key, "----:com.apple.iTunes:R\xC3\xA9"
                          "AL");
    ck_assert_uint_eq(simdtag_ilst_key(&item, key, 8), 27);
    ck_assert_str_eq(key, "----:co");
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.len == 5 && v.type == 1);
    ck_assert_int_eq(next(), SIMDTAG_ILST_VALUE);
    ck_assert(v.len == 1 && v.type == 21 && v.version == 1);
    ck_assert_int_eq(next(), SIMDTAG_ILST_END);
    put_text(&b, "xyz");
    begin("----");
    ck_assert_int_eq(simdtag_ilst_check(&raw, 1), SIMDTAG_ILST_BROKEN);
    ck_assert_int_eq(check_bytes("----", "abc", 3), SIMDTAG_ILST_BROKEN);
    free_form("a", "b", 1, "v");
    put_atom(&b, "mean", "12345678", 8);
    begin("----");
    ck_assert_int_eq(simdtag_ilst_check(&raw, 1), SIMDTAG_ILST_DAMAGED);
}
END_TEST

/* ---- lists of the C API ---- */

static uint8_t bytes[512];
static simdtag_raw raws[8];

static simdtag_doc document(void)
{
    static const struct {
        const char *name;
        uint32_t type;
        const char *value;
        size_t n;
    } items[] = {{"\xA9nam", 1, "Title", 5},
                 {"trkn", 0, "\0\0\0\3\0\x0C", 6},
                 {"cpil", 21, "\1", 1},
                 {"\xA9"
                  "ART",
                  1, "\xFF", 1},
                 {"covr", 14, "picture", 7},
                 {"tmpo", 21, "\0\x78", 2}};
    enum { N = sizeof items / sizeof *items };
    size_t at = 0;
    for (size_t i = 0; i < N; i++) {
        clear();
        put_data(&b, items[i].type, items[i].value, items[i].n);
        memcpy(bytes + at, b.at, b.n);
        raws[i] = (simdtag_raw){.data = bytes + at,
                                .len = (uint32_t)b.n,
                                .id = id_of(items[i].name),
                                .aux = 8,
                                .kind = SIMDTAG_RAW_ILST};
        at += b.n;
    }
    raws[N] = (simdtag_raw){.data = bytes, .len = 4, .kind = SIMDTAG_RAW_CHAPTER};
    return (simdtag_doc){
        .format = SIMDTAG_FORMAT_MP4, .tags = SIMDTAG_TAGS_ILST, .raws = raws, .n_raws = N + 1};
}

START_TEST(items_and_pictures)
{
    static const struct {
        const char *key, *value;
    } want[] = {
        {"\xC2\xA9nam", "Title"}, {"trkn", "3/12"}, {"cpil", "1"}, {"covr", NULL}, {"tmpo", "120"}};
    const simdtag_doc doc = document();
    st_items items = {0};
    st_pictures pictures = {0};
    st_arena arena;
    st_arena_init(&arena, NULL, 0, 1 << 20);
    ck_assert_int_eq(st_ilst_items(&doc, &arena, &items), SIMDTAG_OK);
    ck_assert_uint_eq(items.n, sizeof want / sizeof *want); /* the damaged artist is left out */
    for (size_t i = 0; i < items.n; i++) {
        ck_assert_str_eq(items.at[i].key, want[i].key);
        if (want[i].value)
            ck_assert_str_eq(items.at[i].value, want[i].value);
        else
            ck_assert_ptr_null(items.at[i].value);
    }
    ck_assert_int_eq(st_ilst_pictures(&doc, &arena, &pictures), SIMDTAG_OK);
    ck_assert_uint_eq(pictures.n, 1);
    ck_assert_str_eq(pictures.at[0].mime, "image/png");
    ck_assert_uint_eq(pictures.at[0].size, 7);
    ck_assert_mem_eq(pictures.at[0].raw->data + pictures.at[0].skip, "picture", 7);
    st_arena_reset(&arena);
}
END_TEST

START_TEST(out_of_memory)
{
    const simdtag_doc doc = document();
    for (size_t cap = 0; cap < 512; cap += 16) {
        _Alignas(16) char room[512];
        st_items items = {0};
        st_arena arena;
        st_arena_init(&arena, room, cap, 0);
        ck_assert_int_eq(st_ilst_items(&doc, &arena, &items), SIMDTAG_ERR_NOMEM);
        st_arena_reset(&arena);
    }
}
END_TEST

ST_CASE(values, text, damaged_data_atoms, numbers, pairs, genres, covers, freeform)
ST_CASE(lists, items_and_pictures, out_of_memory)
ST_CHECK_MAIN(values, lists)

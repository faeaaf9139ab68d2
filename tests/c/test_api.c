/* SPDX-License-Identifier: MIT */
/* The public functions: opening paths, memory and callbacks; info, items and pictures; payloads
 * on demand; errors in words. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/file.h"
#include "io/reader.h"
#include "simdtag/id3.h"
#include "simdtag/scan.h"
#include "simdtag/simdtag.h"
#include "xiph.h"

enum { COVER = 70000 };

static built song;       /* a FLAC with two comments and a large picture */
static char path[64];
static simdtag_error error;
static simdtag_file *file;

static uint8_t cover_byte(size_t i)
{
    return (uint8_t)(i * 7 >> 2);
}

static void put_header(uint8_t type, bool last, size_t n)
{
    put_be(&song, type | (last ? 0x80u : 0u), 1);
    put_be(&song, n, 3);
}

static void put_picture(void)
{
    static const char mime[] = "image/jpeg", words[] = "front \xC3\xA9";
    put_header(6, false, 32 + strlen(mime) + strlen(words) + COVER);
    put_be(&song, 3, 4);
    put_be(&song, strlen(mime), 4);
    put_text(&song, mime);
    put_be(&song, strlen(words), 4);
    put_text(&song, words);
    for (uint32_t v = 1; v <= 4; v++)
        put_be(&song, v * 100, 4);
    put_be(&song, COVER, 4);
    for (size_t i = 0; i < COVER; i++)
        put_be(&song, cover_byte(i), 1);
}

static void make_song(void)
{
    const char *comments[] = {"TITLE=\xE6\x97\xA5", "artist=two"};
    built block = {0};
    put_comments(&block, "vendor", comments, 2, 2);
    song = (built){0};
    put_text(&song, "fLaC");
    put_header(0, false, 34);
    put_be(&song, 4096, 2);
    put_be(&song, 4096, 2);
    put_be(&song, 0, 6);
    put_be(&song, (uint64_t)44100 << 44 | (uint64_t)1 << 41 | (uint64_t)15 << 36 | 88200, 8);
    put_fill(&song, 0xAB, 16);
    put_header(4, false, block.n);
    put(&song, block.at, block.n);
    put_picture();
    put_header(1, true, 100);
    put_fill(&song, 0, 100 + 5000);
    free(block.at);
}

static void write_song(void)
{
    snprintf(path, sizeof path, "/tmp/simdtag-test-%ld.flac", (long)getpid());
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(song.at, 1, song.n, f), song.n);
    fclose(f);
}

static void set_up(void)
{
    make_song();
    write_song();
    memset(&error, 0, sizeof error);
    file = NULL;
}

static void tear_down(void)
{
    simdtag_close(file);
    unlink(path);
    free(song.at);
}

static void check_song(void)
{
    size_t n;
    ck_assert_int_eq(simdtag_doc_of(file)->format, SIMDTAG_FORMAT_FLAC);
    ck_assert_str_eq(simdtag_format_name(SIMDTAG_FORMAT_FLAC), "FLAC");
    ck_assert_double_eq(simdtag_info_of(file)->length, 2.0);
    ck_assert_uint_eq(simdtag_info_of(file)->channels, 2);
    const simdtag_item *items = simdtag_items(file, &n, &error);
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(items[0].key, "TITLE");
    ck_assert_str_eq(items[0].value, "\xE6\x97\xA5");
    ck_assert_uint_eq(items[0].value_len, 3);
    ck_assert_str_eq(items[1].key, "artist");
    ck_assert_ptr_eq(simdtag_items(file, &n, NULL), items);
}

static void check_picture(void)
{
    size_t n;
    const simdtag_picture *p = simdtag_pictures(file, &n, &error);
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(p->mime, "image/jpeg");
    ck_assert_str_eq(p->description, "front \xC3\xA9");
    ck_assert_uint_eq(p->type, 3);
    ck_assert_uint_eq(p->width, 100);
    ck_assert_uint_eq(p->colors, 400);
    ck_assert_uint_eq(p->size, COVER);
    uint8_t *bytes = malloc(COVER);
    ck_assert_int_eq(simdtag_picture_read(file, p, bytes, &error), SIMDTAG_OK);
    for (size_t i = 0; i < COVER; i++)
        ck_assert_uint_eq(bytes[i], cover_byte(i));
    free(bytes);
}

START_TEST(a_path)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    check_song();
    check_picture();
}
END_TEST

START_TEST(items_after_a_failed_try_stand_once)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    /* the cap is met in the middle: the first item's key fits, the second's does not */
    file->decoded = calloc(1, sizeof *file->decoded);
    file->decoded->capacity = sizeof *file->decoded;
    st_arena *arena = &file->decoded->arena;
    static _Alignas(16) uint8_t little[16 * sizeof(simdtag_item) + 16];
    ck_assert_uint_le(file->doc.n_raws, 16);
    st_arena_init(arena, little, file->doc.n_raws * sizeof(simdtag_item) + 16, 0);
    size_t n;
    ck_assert_ptr_null(simdtag_items(file, &n, &error));
    ck_assert_int_eq(error.status, SIMDTAG_ERR_LIMIT);
    ck_assert_uint_eq(file->decoded->items.n, 0);
    st_arena_init(arena, NULL, 0, 1 << 20);
    check_song();
}
END_TEST

START_TEST(memory)
{
    ck_assert_int_eq(simdtag_open_memory(song.at, song.n, NULL, &file, &error), SIMDTAG_OK);
    check_song();
    check_picture();
}
END_TEST

static int64_t read_song(void *ctx, void *buf, size_t n, uint64_t off)
{
    built *b = ctx;
    n = off >= b->n ? 0 : n > b->n - off ? b->n - (size_t)off : n;
    n = n > 1000 ? 1000 : n; /* short reads are allowed */
    memcpy(buf, b->at + off, n);
    return (int64_t)n;
}

START_TEST(callbacks)
{
    const simdtag_source source = {read_song, &song, song.n};
    ck_assert_int_eq(simdtag_open_source(&source, NULL, &file, &error), SIMDTAG_OK);
    check_song();
    song.n = 0; /* the source is not used after opening */
    check_picture();
}
END_TEST

static int64_t read_nothing(void *ctx, void *buf, size_t n, uint64_t off)
{
    (void)ctx, (void)buf, (void)n, (void)off;
    return -1;
}

START_TEST(failing_callbacks)
{
    const simdtag_source source = {read_nothing, NULL, 1000};
    ck_assert_int_eq(simdtag_open_source(&source, NULL, &file, &error), SIMDTAG_ERR_IO);
    ck_assert_int_eq(error.sys, 0);
    ck_assert_ptr_null(file);
}
END_TEST

START_TEST(the_picture_stays_in_the_file)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    const simdtag_doc *doc = simdtag_doc_of(file);
    size_t resident = 0, left = 0;
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        resident += doc->raws[i].len;
        left += (size_t)doc->raws[i].file_len;
    }
    ck_assert_uint_eq(left, COVER);
    ck_assert_uint_lt(resident, 300);
}
END_TEST

static simdtag_status read_cover(void)
{
    size_t n;
    uint8_t *bytes = malloc(COVER);
    const simdtag_status status =
        simdtag_picture_read(file, simdtag_pictures(file, &n, NULL), bytes, &error);
    free(bytes);
    return status;
}

START_TEST(a_file_changed_in_place_gives_an_error)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    struct stat st;
    ck_assert_int_eq(stat(path, &st), 0);
    usleep(20000); /* the clock of ctime may tick in steps */
    const int fd = open(path, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "x", 1, 1000), 1);
    const struct timespec times[] = {st.st_atim, st.st_mtim}; /* size and mtime as they were */
    ck_assert_int_eq(futimens(fd, times), 0);
    close(fd);
    ck_assert_int_eq(read_cover(), SIMDTAG_ERR_CHANGED);
}
END_TEST

START_TEST(an_unlinked_file_is_still_readable)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    unlink(path);
    ck_assert_int_eq(read_cover(), SIMDTAG_OK);
}
END_TEST

START_TEST(a_renamed_file_is_still_readable)
{
    char away[80];
    snprintf(away, sizeof away, "%s.away", path);
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    ck_assert_int_eq(rename(path, away), 0);
    ck_assert_int_eq(read_cover(), SIMDTAG_OK);
    unlink(away);
}
END_TEST

START_TEST(references_keep_the_file)
{
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_OK);
    simdtag_close(simdtag_ref(file));
    check_song();
    simdtag_close(NULL);
}
END_TEST

START_TEST(errors_have_words)
{
    ck_assert_int_eq(simdtag_open("/nowhere/at/all", NULL, &file, &error), SIMDTAG_ERR_IO);
    ck_assert_int_eq(error.sys, ENOENT);
    ck_assert_str_eq(error.text, strerror(ENOENT));
    ck_assert_int_eq(simdtag_open("/tmp", NULL, &file, &error), SIMDTAG_ERR_IO);
    ck_assert_int_eq(error.sys, EISDIR);
    /* an empty file */
    ck_assert_int_eq(simdtag_open("/dev/null", NULL, &file, &error), SIMDTAG_ERR_UNKNOWN);
    unlink(path);
    ck_assert_int_eq(mkfifo(path, 0600), 0); /* must not hang */
    ck_assert_int_eq(simdtag_open(path, NULL, &file, &error), SIMDTAG_ERR_IO);
    ck_assert_int_eq(simdtag_open_memory("plain text", 10, NULL, &file, &error),
                     SIMDTAG_ERR_UNKNOWN);
    ck_assert_uint_gt(strlen(error.text), 0);
    ck_assert_int_eq(simdtag_open_memory("plain text", 10, NULL, &file, NULL), SIMDTAG_ERR_UNKNOWN);
    const simdtag_options as_mp3 = {.format = SIMDTAG_FORMAT_MP3};
    ck_assert_int_eq(simdtag_open_memory("plain text", 10, &as_mp3, &file, &error),
                     SIMDTAG_ERR_MP3_HEADER);
    ck_assert_ptr_null(file);
}
END_TEST

START_TEST(detection_uses_content_and_name)
{
    ck_assert_int_eq(simdtag_detect(song.at, song.n, NULL), SIMDTAG_FORMAT_FLAC);
    ck_assert_int_eq(simdtag_detect("", 0, "dir.x/song.FLAC"), SIMDTAG_FORMAT_FLAC);
    ck_assert_int_eq(simdtag_detect("", 0, NULL), SIMDTAG_FORMAT_NONE);
    ck_assert_int_gt(simdtag_score(SIMDTAG_FORMAT_FLAC, song.at, song.n, "x.flac"),
                     simdtag_score(SIMDTAG_FORMAT_FLAC, song.at, song.n, "x"));
}
END_TEST

START_TEST(descriptors_have_a_budget)
{
    enum { FILES = 400 };
    simdtag_file *files[FILES];
    for (int i = 0; i < FILES; i++)
        ck_assert_int_eq(simdtag_open(path, NULL, &files[i], &error), SIMDTAG_OK);
    const int next = open("/dev/null", O_RDONLY);
    ck_assert_int_lt(next, 256 + 20);
    close(next);
    file = files[FILES - 1]; /* beyond the budget the picture was read at open */
    check_picture();
    file = NULL;
    for (int i = 0; i < FILES; i++)
        simdtag_close(files[i]);
}
END_TEST

START_TEST(the_tier_has_a_name)
{
    const char *asked = getenv("SIMDTAG_CPU");
    if (asked && strcmp(asked, "generic") == 0)
        ck_assert_str_eq(simdtag_cpu(), "generic");
    ck_assert_uint_gt(strlen(simdtag_cpu()), 0);
    ck_assert_str_eq(simdtag_version(), PACKAGE_VERSION);
}
END_TEST

START_TEST(the_tier_can_be_lowered)
{
    static const uint8_t bytes[40] = {[33] = 0xFF, 0xFB, 0x90};
    const char *const best = simdtag_cpu();
    ck_assert_str_eq(simdtag_cpu_limit("generic"), "generic");
    ck_assert_str_eq(simdtag_cpu(), "generic");
    ck_assert_uint_eq(simdtag_find_mpeg_sync(bytes, sizeof bytes), 33);
    ck_assert_ptr_null(simdtag_cpu_limit("sse9")); /* no such tier: nothing happens */
    ck_assert_str_eq(simdtag_cpu(), "generic");
    ck_assert_str_eq(simdtag_cpu_limit(best), best);
    ck_assert_uint_eq(simdtag_find_mpeg_sync(bytes, sizeof bytes), 33);
#if defined(__x86_64__)
    ck_assert_str_eq(simdtag_cpu_limit("neon"), "generic");
#elif defined(__aarch64__)
    ck_assert_str_eq(simdtag_cpu_limit("avx2"), "generic");
#endif
    ck_assert_str_eq(simdtag_cpu_limit(NULL), best);
    ck_assert_uint_eq(simdtag_find_mpeg_sync(bytes, sizeof bytes), 33);
}
END_TEST

START_TEST(scan_primitives)
{
    uint8_t utf8[32];
    const uint8_t wide[] = {'a', 0, 0xE9, 0, 0, 0};
    ck_assert_uint_eq(simdtag_find_nul16(wide, sizeof wide), 4);
    ck_assert_uint_eq(simdtag_find_nul8(wide, sizeof wide), 1);
    ck_assert_uint_eq(simdtag_utf16le_to_utf8(utf8, wide, 4), 3);
    ck_assert_int_eq(memcmp(utf8, "a\xC3\xA9", 3), 0);
    ck_assert_uint_eq(simdtag_utf16le_to_utf8(utf8, wide, 3), SIMDTAG_MALFORMED);
    ck_assert_uint_eq(simdtag_find_mpeg_sync((const uint8_t *)"..\xFF\xFB\x90", 5), 2);
    ck_assert_uint_eq(simdtag_rfind_pattern32((const uint8_t *)"OggS..OggS.", 11, 0x5367674F), 6);
    ck_assert_int_eq(simdtag_is_ascii((const uint8_t *)"abc", 3), 1);
    ck_assert_int_eq(simdtag_validate_utf8((const uint8_t *)"\xC0\x80", 2), 0);
}
END_TEST

/* Items anywhere in two windows that touch each other, and in memory of their own: empty ones,
 * shared and overlapping bytes, any order, any distance. */
START_TEST(items_are_moved_whole_and_end_apart)
{
    enum { WINDOW = 4096, OWN = 64, MOST = 60 };
    static uint8_t bytes[2 * WINDOW + OWN];
    static simdtag_raw items[MOST];
    st_reader r;
    st_reader_init(&r, NULL, 2 * WINDOW, NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(1 + i % 255);
    st_reader_feed(&r, 0, bytes, WINDOW, false);
    st_reader_feed(&r, WINDOW, bytes + WINDOW, WINDOW, false);
    uint64_t dice = 1;
    for (int round = 0; round < 4000; round++) {
        /* every eighth time large, so that the room is counted exactly */
        const uint32_t longest = round % 8 ? 40 : WINDOW;
        st_out out = {.raws = {items, 0, round % 40 ? MOST : 0}};
        size_t from[MOST], at = 0;
        while (out.raws.n < out.raws.cap) {
            dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const uint32_t how = dice >> 40 & 15, n = (uint32_t)(dice >> 44) % (longest + 1);
            at += how;
            if (how == 15 || at >= sizeof bytes) /* seldom a jump */
                at = (size_t)(dice >> 20) % sizeof bytes;
            const size_t end = at < WINDOW       ? WINDOW
                               : at < 2 * WINDOW ? 2 * WINDOW
                                                 : sizeof bytes;
            items[out.raws.n] = (simdtag_raw){.data = bytes + at,
                                              .len = n < end - at ? n : (uint32_t)(end - at)};
            from[out.raws.n] = at;
            at += items[out.raws.n++].len;
        }
        ck_assert_ptr_nonnull(file = st_file_new(&out, &r, &error));
        st_file_end_items(file);
        const simdtag_doc *doc = simdtag_doc_of(file);
        ck_assert_uint_eq(doc->n_raws, out.raws.n);
        for (uint32_t i = 0; i < doc->n_raws; i++) {
            const simdtag_raw *raw = &doc->raws[i];
            ck_assert_uint_eq(raw->data[raw->len], 0);
            ck_assert(raw->len == 0 || memcmp(raw->data, bytes + from[i], raw->len) == 0);
            ck_assert_uint_le((size_t)(raw->data + raw->len + 1 - (uint8_t *)file), file->capacity);
        }
        simdtag_close(file);
    }
    st_reader_close(&r);
}
END_TEST

static TCase *opening(void)
{
    TCase *tc = tcase_create("opening");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_path);
    tcase_add_test(tc, items_after_a_failed_try_stand_once);
    tcase_add_test(tc, memory);
    tcase_add_test(tc, callbacks);
    tcase_add_test(tc, failing_callbacks);
    tcase_add_test(tc, the_picture_stays_in_the_file);
    tcase_add_test(tc, a_file_changed_in_place_gives_an_error);
    tcase_add_test(tc, an_unlinked_file_is_still_readable);
    tcase_add_test(tc, a_renamed_file_is_still_readable);
    tcase_add_test(tc, references_keep_the_file);
    tcase_add_test(tc, errors_have_words);
    tcase_add_test(tc, detection_uses_content_and_name);
    tcase_add_test(tc, descriptors_have_a_budget);
    return tc;
}

ST_CASE(small, the_tier_has_a_name, the_tier_can_be_lowered, scan_primitives,
        items_are_moved_whole_and_end_apart)
ST_CHECK_MAIN(opening, small)

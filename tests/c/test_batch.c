/* SPDX-License-Identifier: MIT */
/* Batches: results in order under every engine, errors as values, bounded windows, cancelling, and
 * payloads that are found again by path. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "built.h"
#include "check_main.h"
#include "io/ring.h"
#include "simdtag/batch.h"

enum { FILES = 200, COVER = 20000 };

static char folder[64];
static char *paths[FILES];

/* Every way to read; those of the ring only where there is one. */
static const simdtag_batch_options ways[] = {
    {.engine = SIMDTAG_ENGINE_THREADS, .threads = 1},
    {.engine = SIMDTAG_ENGINE_THREADS, .threads = 2, .window = 2},
    {.engine = SIMDTAG_ENGINE_THREADS, .threads = 9},
    {.engine = SIMDTAG_ENGINE_AUTO},
    {.engine = SIMDTAG_ENGINE_AUTO, .threads = 2, .kept = 1},
    {.engine = SIMDTAG_ENGINE_RING, .threads = 1, .depth = 1},
    {.engine = SIMDTAG_ENGINE_RING, .threads = 1, .depth = 7, .window = 1},
    {.engine = SIMDTAG_ENGINE_RING, .threads = 3, .depth = 32},
    {.engine = SIMDTAG_ENGINE_RING, .threads = 2, .depth = 64},
};
enum { WAYS = sizeof ways / sizeof *ways };

static bool possible(const simdtag_batch_options *way)
{
    return way->engine != SIMDTAG_ENGINE_RING || st_ring_possible();
}

/* ---- the files: FLAC whose rate and cover tell which it is; every 10th is none ---- */

static unsigned rate_of(unsigned i)
{
    return 8000 + i;
}

static uint8_t cover_byte(unsigned i, size_t k)
{
    return (uint8_t)(i + k * 7);
}

static void put_block(built *b, unsigned type, size_t n)
{
    put_be(b, type, 1);
    put_be(b, n, 3);
}

static void put_cover(built *b, unsigned i)
{
    put_block(b, 6 | 0x80, 32 + COVER);
    put_be(b, 3, 4);
    for (int k = 0; k < 6; k++)
        put_be(b, 0, 4);
    put_be(b, COVER, 4);
    for (size_t k = 0; k < COVER; k++)
        put_be(b, cover_byte(i, k), 1);
}

static void make_flac(unsigned i)
{
    built b = {0};
    const int with_cover = i % 3 == 0;
    put_text(&b, "fLaC");
    put_block(&b, with_cover ? 0 : 0x80, 34);
    put_be(&b, 0x10001000, 4);
    put_be(&b, 0, 6);
    put_be(&b, (uint64_t)rate_of(i) << 44 | 1ULL << 41 | 15ULL << 36 | 44100, 8);
    put_be(&b, 0, 8);
    put_be(&b, 0, 8);
    if (with_cover)
        put_cover(&b, i);
    const int fd = open(paths[i], O_CREAT | O_TRUNC | O_WRONLY, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, b.at, b.n), (ssize_t)b.n);
    close(fd);
    free(b.at);
}

static int is_broken(unsigned i)
{
    return i % 10 == 9;
}

static void make_broken(unsigned i)
{
    if (i % 40 == 9)
        return; /* there is nothing */
    if (i % 40 == 19)
        ck_assert_int_eq(mkdir(paths[i], 0700), 0);
    else if (i % 40 == 29)
        ck_assert_int_eq(mkfifo(paths[i], 0600), 0);
    else
        close(open(paths[i], O_CREAT | O_WRONLY, 0600)); /* empty */
}

static simdtag_status broken_status(unsigned i)
{
    return i % 40 == 39 ? SIMDTAG_ERR_UNKNOWN : SIMDTAG_ERR_IO;
}

static int broken_errno(unsigned i)
{
    return i % 40 == 9 ? ENOENT : i % 40 == 19 ? EISDIR : i % 40 == 29 ? ESPIPE : 0;
}

static void make_files(void)
{
    strcpy(folder, "/tmp/simdtag-batch-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (unsigned i = 0; i < FILES; i++) {
        paths[i] = malloc(100);
        snprintf(paths[i], 100, "%s/%u.bin", folder, i);
        if (is_broken(i))
            make_broken(i);
        else
            make_flac(i);
    }
}

static void remove_files(void)
{
    for (unsigned i = 0; i < FILES; i++) {
        remove(paths[i]);
        free(paths[i]);
    }
    ck_assert_int_eq(rmdir(folder), 0);
}

/* So that reading has to wait for a device. */
static void make_cold(void)
{
    for (unsigned i = 0; i < FILES; i++) {
        if (is_broken(i))
            continue;
        const int fd = open(paths[i], O_RDONLY);
        fdatasync(fd);
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        close(fd);
    }
}

/* ---- results ---- */

static void check_result(const simdtag_batch_result *r, unsigned i)
{
    ck_assert_uint_eq(r->index, i);
    ck_assert_ptr_eq(r->path, paths[i]);
    if (is_broken(i)) {
        ck_assert_ptr_null(r->file);
        ck_assert_int_eq(r->error.status, broken_status(i));
        ck_assert_int_eq(r->error.sys, broken_errno(i));
        return;
    }
    ck_assert_msg(r->file != NULL, "%s: %s", r->path, r->error.text);
    ck_assert_int_eq(r->error.status, SIMDTAG_OK);
    ck_assert_int_eq(simdtag_doc_of(r->file)->format, SIMDTAG_FORMAT_FLAC);
    ck_assert_uint_eq(simdtag_info_of(r->file)->sample_rate, rate_of(i));
}

static void check_cover(simdtag_file *file, unsigned i)
{
    static uint8_t bytes[COVER];
    size_t n;
    simdtag_error err;
    const simdtag_picture *picture = simdtag_pictures(file, &n, &err);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(picture->size, COVER);
    ck_assert_int_eq(simdtag_picture_read(file, picture, bytes, &err), SIMDTAG_OK);
    for (size_t k = 0; k < COVER; k++)
        ck_assert_uint_eq(bytes[k], cover_byte(i, k));
}

static int check_next(void *ctx, const simdtag_batch_result *r)
{
    unsigned *next = ctx;
    check_result(r, *next);
    if (r->file && *next % 30 == 0)
        check_cover(r->file, *next);
    simdtag_close(r->file);
    ++*next;
    return 0;
}

static void open_every_way(bool cold)
{
    for (size_t w = 0; w < WAYS; w++) {
        if (!possible(&ways[w]))
            continue;
        if (cold)
            make_cold();
        unsigned next = 0;
        simdtag_error err = {0};
        const simdtag_status status = simdtag_batch((const char *const *)paths, FILES, &ways[w],
                                                    check_next, &next, &err);
        ck_assert_msg(status == SIMDTAG_OK, "way %zu: %s", w, err.text);
        ck_assert_uint_eq(next, FILES);
    }
}

START_TEST(results_in_order)
{
    open_every_way(false);
    open_every_way(true);
}
END_TEST

/* Through the magic link the kernel never looks a name up without waiting. */
START_TEST(names_that_must_wait)
{
    for (unsigned i = 0; i < FILES; i++) {
        char *same = malloc(120);
        snprintf(same, 120, "/proc/self/root%s", paths[i]);
        free(paths[i]);
        paths[i] = same;
    }
    open_every_way(false);
    open_every_way(true);
}
END_TEST

START_TEST(nothing_to_do)
{
    unsigned next = 0;
    ck_assert_int_eq(simdtag_batch(NULL, 0, NULL, check_next, &next, NULL), SIMDTAG_OK);
    ck_assert_uint_eq(next, 0);
    simdtag_batcher_free(NULL);
}
END_TEST

static int stop_at_50(void *ctx, const simdtag_batch_result *r)
{
    check_next(ctx, r);
    return *(unsigned *)ctx == 50;
}

static unsigned open_descriptors(void)
{
    unsigned n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) != -1;
    return n;
}

START_TEST(cancelled)
{
    const unsigned before = open_descriptors();
    for (size_t w = 0; w < WAYS; w++) {
        if (!possible(&ways[w]))
            continue;
        unsigned next = 0;
        simdtag_error err = {0};
        ck_assert_int_eq(simdtag_batch((const char *const *)paths, FILES, &ways[w], stop_at_50,
                                       &next, &err),
                         SIMDTAG_ERR_USAGE);
        ck_assert_str_eq(err.text, "cancelled");
        ck_assert_uint_eq(next, 50);
    }
    ck_assert_uint_eq(open_descriptors(), before);
}
END_TEST

START_TEST(window_is_a_bound)
{
    const simdtag_batch_options few = {.threads = 2, .depth = 2, .window = 8};
    simdtag_batcher *b;
    ck_assert_int_eq(simdtag_batcher_new(&few, &b, NULL), SIMDTAG_OK);
    simdtag_batch_result r;
    ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 0);
    ck_assert_uint_eq(simdtag_batcher_add(b, (const char *const *)paths, FILES), 8);
    ck_assert_uint_eq(simdtag_batcher_add(b, (const char *const *)paths + 8, 1), 0);
    for (unsigned i = 0; i < 3; i++) {
        ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 1);
        check_result(&r, i);
        simdtag_close(r.file);
    }
    ck_assert_uint_eq(simdtag_batcher_add(b, (const char *const *)paths + 8, FILES - 8), 3);
    for (unsigned i = 3; i < 11; i++) {
        ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 1);
        check_result(&r, i);
        simdtag_close(r.file);
    }
    ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 0);
    simdtag_batcher_free(b);
}
END_TEST

START_TEST(freed_with_work_left)
{
    for (size_t w = 0; w < WAYS; w++) {
        simdtag_batcher *b;
        if (!possible(&ways[w]))
            continue;
        ck_assert_int_eq(simdtag_batcher_new(&ways[w], &b, NULL), SIMDTAG_OK);
        simdtag_batcher_add(b, (const char *const *)paths, FILES);
        simdtag_batch_result r;
        ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 1);
        check_result(&r, 0);
        simdtag_batcher_free(b);
        simdtag_close(r.file); /* lives on */
    }
}
END_TEST

static simdtag_file *only(unsigned i, const simdtag_batch_options *way)
{
    simdtag_batcher *b;
    simdtag_batch_result r;
    ck_assert_int_eq(simdtag_batcher_new(way, &b, NULL), SIMDTAG_OK);
    ck_assert_uint_eq(simdtag_batcher_add(b, (const char *const *)paths + i, 1), 1);
    ck_assert_int_eq(simdtag_batcher_next(b, &r, -1), 1);
    ck_assert_ptr_nonnull(r.file);
    simdtag_batcher_free(b);
    return r.file;
}

static simdtag_status cover_status(simdtag_file *file)
{
    static uint8_t bytes[COVER];
    size_t n;
    simdtag_error err = {0};
    const simdtag_picture *picture = simdtag_pictures(file, &n, &err);
    ck_assert_uint_eq(n, 1);
    return simdtag_picture_read(file, picture, bytes, &err);
}

START_TEST(payloads_by_path)
{
    for (size_t w = 0; w < WAYS; w++) {
        if (!possible(&ways[w]))
            continue;
        const unsigned before = open_descriptors();
        simdtag_file *file = only(0, &ways[w]);
        ck_assert_uint_eq(open_descriptors(), before);
        check_cover(file, 0);
        ck_assert_int_eq(chmod(paths[0], 0644), 0); /* moves ctime */
        ck_assert_int_eq(cover_status(file), SIMDTAG_ERR_CHANGED);
        ck_assert_int_eq(rename(paths[0], paths[9]), 0);
        ck_assert_int_eq(cover_status(file), SIMDTAG_ERR_IO);
        make_flac(0); /* another file of the same name */
        ck_assert_int_eq(cover_status(file), SIMDTAG_ERR_CHANGED);
        remove(paths[9]);
        simdtag_close(file);
        ck_assert_uint_eq(open_descriptors(), before);
    }
}
END_TEST

START_TEST(engines_by_name)
{
    const simdtag_batch_options threads = {.engine = SIMDTAG_ENGINE_THREADS};
    const simdtag_batch_options ring = {.engine = SIMDTAG_ENGINE_RING};
    simdtag_batcher *b;
    simdtag_error err = {0};
    ck_assert_int_eq(simdtag_batcher_new(&threads, &b, &err), SIMDTAG_OK);
    ck_assert_str_eq(simdtag_batcher_engine(b), "threads");
    simdtag_batcher_free(b);
    ck_assert_int_eq(simdtag_batcher_new(NULL, &b, &err), SIMDTAG_OK);
    ck_assert_str_eq(simdtag_batcher_engine(b), st_ring_possible() ? "ring" : "threads");
    simdtag_batcher_free(b);
    const simdtag_status status = simdtag_batcher_new(&ring, &b, &err);
    ck_assert_int_eq(status, st_ring_possible() ? SIMDTAG_OK : SIMDTAG_ERR_USAGE);
    simdtag_batcher_free(b);
}
END_TEST

static TCase *batch(void)
{
    const TTest *const tests[] = {results_in_order,     names_that_must_wait,
                                         nothing_to_do,        cancelled,
                                         window_is_a_bound,    freed_with_work_left,
                                         payloads_by_path,     engines_by_name};
    TCase *tc = tcase_create("batch");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, make_files, remove_files);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tc, tests[i]);
    return tc;
}

ST_CHECK_MAIN(batch)

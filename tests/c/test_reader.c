/* SPDX-License-Identifier: MIT */
/* The reader under its drivers: blocking over a descriptor and over callbacks, memory, and
 * planned with a source that serves one need at a time. The same small parser runs under all of
 * them and must find the same. */
#define _POSIX_C_SOURCE 200809L
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "check_main.h"

enum { FILE_SIZE = 200000, ARENA_CAP = 4 << 20 };

static uint8_t file[FILE_SIZE];

/* A source that counts its reads, gives at most `most` bytes each time, and fails from read
 * number `fail_at` on. */
typedef struct counting {
    unsigned reads, most, fail_at;
    int sys;
    size_t bytes; /* given in all */
} counting;

static ssize_t read_counting(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    counting *c = s->ctx;
    *sys = 0;
    c->reads++;
    if (c->fail_at && c->reads >= c->fail_at) {
        *sys = c->sys;
        return -1;
    }
    if (off >= FILE_SIZE)
        return 0;
    if (n > FILE_SIZE - off)
        n = (size_t)(FILE_SIZE - off);
    if (c->most && n > c->most)
        n = c->most;
    memcpy(buf, file + off, n);
    c->bytes += n;
    return (ssize_t)n;
}

/* The file: a chain of records (next offset, check byte) from 0, each beyond the windows of the
 * one before; 0xEE elsewhere. */
static const uint32_t chain[] = {0, 20000, 100, 70000, 150000, 199990};
enum { LINKS = sizeof chain / sizeof *chain };

static void make_file(void)
{
    memset(file, 0xEE, sizeof file);
    for (size_t i = 0; i < LINKS; i++) {
        const uint32_t next = i + 1 < LINKS ? chain[i + 1] : 0;
        uint8_t *p = file + chain[i];
        p[0] = (uint8_t)(next >> 24), p[1] = (uint8_t)(next >> 16), p[2] = (uint8_t)(next >> 8),
        p[3] = (uint8_t)next;
        p[4] = (uint8_t)(i + 1);
    }
}

/* The parser: straight-line, does no I/O. Walks the chain and returns the sum of the check
 * bytes. */
static simdtag_status walk(st_reader *r, unsigned *sum)
{
    uint32_t at = 0;
    *sum = 0;
    do {
        st_cur c = st_cur_of(st_view(r, at, 5), 5);
        if (!st_ok(&c))
            return st_status(r);
        at = st_be32(&c);
        *sum += st_u8(&c);
    } while (at);
    uint64_t off;
    size_t got;
    if (st_view_tail(r, 10, &off, &got) == NULL)
        return st_status(r);
    *sum += got == 10 && off == FILE_SIZE - 10 ? 100 : 0;
    return st_status(r);
}
enum { SUM = 1 + 2 + 3 + 4 + 5 + 6 + 100 };

static st_arena arena;
static st_reader reader;
static counting count;
static uint8_t head[ST_HEAD_WINDOW], tail[ST_TAIL_WINDOW];

static void setup(const st_source *source)
{
    make_file();
    st_arena_init(&arena, NULL, 0, ARENA_CAP);
    st_reader_init(&reader, source, source ? source->size : FILE_SIZE, &arena, head, tail);
}

static void teardown(void)
{
    st_reader_close(&reader);
    st_arena_reset(&arena);
}

static st_source counting_source(counting c)
{
    count = c;
    return (st_source){.read = read_counting, .size = FILE_SIZE, .fd = -1, .ctx = &count};
}

START_TEST(blocking_callbacks)
{
    const st_source s = counting_source((counting){0});
    setup(&s);
    unsigned sum;
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_OK);
    ck_assert_uint_eq(sum, SUM);
    ck_assert_uint_eq(count.reads, 5); /* the third record lies in the head window; the tail lies
                                          in the last one's window */
    const unsigned before = count.reads;
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_OK); /* every window is still there */
    ck_assert_uint_eq(count.reads, before);
    teardown();
}
END_TEST

START_TEST(short_reads_are_continued)
{
    const st_source s = counting_source((counting){.most = 100});
    setup(&s);
    unsigned sum;
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_OK);
    ck_assert_uint_eq(sum, SUM);
    ck_assert_uint_gt(count.reads, 80);
    teardown();
}
END_TEST

START_TEST(blocking_descriptor)
{
    char name[] = "test_reader.XXXXXX";
    make_file();
    const int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    unlink(name);
    ck_assert_int_eq(write(fd, file, sizeof file), sizeof file);
    const st_source s = st_source_fd(fd, FILE_SIZE);
    setup(&s);
    unsigned sum;
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_OK);
    ck_assert_uint_eq(sum, SUM);
    teardown();

    /* The file became shorter than fstat said: an error, not a shorter answer. */
    ck_assert_int_eq(ftruncate(fd, 1000), 0);
    setup(&s);
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_ERR_EOF);
    teardown();
    close(fd);

    /* A descriptor that cannot be read tells errno. */
    setup(&s);
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_ERR_IO);
    ck_assert_int_eq(reader.error.sys, EBADF);
    ck_assert_str_eq(reader.error.text, strerror(EBADF));
    teardown();
}
END_TEST

START_TEST(memory_is_not_copied)
{
    const st_source s = st_source_memory(file, FILE_SIZE);
    setup(&s);
    unsigned sum;
    ck_assert_int_eq(walk(&reader, &sum), SIMDTAG_OK);
    ck_assert_uint_eq(sum, SUM);
    ck_assert_ptr_eq(st_view(&reader, 1234, FILE_SIZE - 1234), file + 1234);
    ck_assert_uint_eq(arena.used, 0);
    teardown();
}
END_TEST

/* The planned driver (docs/design.md, section 3): run, fetch a need, feed, restart, run again. */
static unsigned drive(bool copy, unsigned *sum)
{
    unsigned rounds = 0;
    setup(NULL);
    for (;;) {
        const simdtag_status status = walk(&reader, sum);
        if (status != SIMDTAG_ERR_NEED) {
            ck_assert_int_eq(status, SIMDTAG_OK);
            return rounds;
        }
        ck_assert_uint_eq(reader.n_needs, 1); /* a parser that unwinds at once asks for one thing */
        const st_need need = reader.needs[0];
        ck_assert_uint_le(need.off + need.len, FILE_SIZE);
        uint8_t fetched[ST_HEAD_WINDOW];
        ck_assert_uint_le(need.len, sizeof fetched);
        memcpy(fetched, file + need.off, need.len);
        ck_assert_int_eq(
            st_reader_feed(&reader, need.off, copy ? fetched : file + need.off, need.len, copy),
            SIMDTAG_OK);
        memset(fetched, 0xDD, sizeof fetched); /* a copy must be the reader's own */
        st_reader_restart(&reader);
        ck_assert_int_eq(st_status(&reader), SIMDTAG_OK);
        ck_assert_uint_eq(reader.n_needs, 0);
        ck_assert_uint_lt(++rounds, 20);
    }
}

START_TEST(planned_one_need_at_a_time)
{
    unsigned sum;
    ck_assert_uint_eq(drive(true, &sum), 5);
    ck_assert_uint_eq(sum, SUM);
    teardown();
    ck_assert_uint_eq(drive(false, &sum), 5);
    ck_assert_uint_eq(sum, SUM);
    ck_assert_uint_eq(arena.used, 0);
    teardown();
}
END_TEST

/* A need is sticky until it is served: the parser that does not look gets NULL for every later
 * view. */
START_TEST(planned_needs_are_sticky)
{
    setup(NULL);
    ck_assert_ptr_null(st_view(&reader, 50000, 10));
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_NEED);
    ck_assert_ptr_null(st_view(&reader, 90000, 10));
    ck_assert_uint_eq(reader.n_needs, 1);
    ck_assert_uint_eq(reader.needs[0].off, 50000);
    ck_assert_uint_ge(reader.needs[0].len, 10);
    ck_assert(!st_forgive_eof(&reader)); /* only the end of the file can be forgiven */
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_NEED);
    ck_assert_int_eq(st_reader_feed(&reader, 50000, file + 50000, reader.needs[0].len, true),
                     SIMDTAG_OK);
    st_reader_restart(&reader);
    ck_assert_mem_eq(st_view(&reader, 50000, 10), file + 50000, 10);
    ck_assert_int_eq(st_status(&reader), SIMDTAG_OK);
    teardown();
}
END_TEST

START_TEST(the_end_of_the_file)
{
    const st_source s = counting_source((counting){0});
    setup(&s);
    size_t got;
    ck_assert_ptr_nonnull(st_view(&reader, FILE_SIZE, 0));
    ck_assert_ptr_nonnull(st_view_upto(&reader, FILE_SIZE - 3, 10, &got));
    ck_assert_uint_eq(got, 3);
    ck_assert_ptr_nonnull(st_view_upto(&reader, FILE_SIZE + 3, 10, &got));
    ck_assert_uint_eq(got, 0);
    ck_assert_ptr_nonnull(st_view_upto(&reader, UINT64_MAX, SIZE_MAX, &got));
    ck_assert_uint_eq(got, 0);
    ck_assert_int_eq(st_status(&reader), SIMDTAG_OK);

    static const struct { uint64_t off; size_t len;
    } beyond[] = {{FILE_SIZE, 1},  {FILE_SIZE - 1, 2},     {0, FILE_SIZE + 1},
                  {UINT64_MAX, 1}, {UINT64_MAX, SIZE_MAX}, {5, SIZE_MAX}};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        const unsigned before = count.reads;
        ck_assert_ptr_null(st_view(&reader, beyond[i].off, beyond[i].len));
        ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_EOF);
        ck_assert_uint_eq(count.reads, before);
        ck_assert_ptr_null(st_view(&reader, 0, 1)); /* sticky */
        ck_assert(st_forgive_eof(&reader));
        ck_assert_ptr_nonnull(st_view(&reader, 0, 1));
    }
    teardown();
}
END_TEST

START_TEST(the_first_failure_stays)
{
    const st_source s = counting_source((counting){.fail_at = 2, .sys = EIO});
    setup(&s);
    ck_assert_ptr_nonnull(st_view(&reader, 0, 10));
    ck_assert_ptr_null(st_view(&reader, 100000, 10));
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_IO);
    ck_assert_int_eq(reader.error.sys, EIO);
    ck_assert(!st_forgive_eof(&reader));
    ck_assert_int_eq(st_fail(&reader, SIMDTAG_ERR_FLAC, "later %d", 1), SIMDTAG_ERR_IO);
    ck_assert_ptr_null(st_view(&reader, 0, 10));
    ck_assert_uint_eq(count.reads, 2);
    teardown();
    setup(&s);
    count = (counting){0};
    ck_assert_int_eq(st_fail(&reader, SIMDTAG_ERR_FLAC, "block %d of %s", 7, "x"),
                     SIMDTAG_ERR_FLAC);
    ck_assert_str_eq(reader.error.text, "block 7 of x");
    teardown();
}
END_TEST

START_TEST(what_is_here_costs_nothing)
{
    const st_source s = counting_source((counting){0});
    setup(&s);
    size_t got;
    ck_assert_ptr_null(st_view_here(&reader, 0, &got));
    ck_assert_uint_eq(got, 0);
    ck_assert_ptr_nonnull(st_view(&reader, 0, 1));
    const uint8_t *p = st_view_here(&reader, 100, &got);
    ck_assert_uint_eq(got, ST_HEAD_WINDOW - 100);
    ck_assert_mem_eq(p, file + 100, got);
    ck_assert_ptr_null(st_view_here(&reader, ST_HEAD_WINDOW, &got));
    ck_assert_uint_eq(count.reads, 1);
    teardown();
}
END_TEST

/* Copies that follow each other closely are read ahead, all others exactly as asked: a header every
 * 4 KiB costs its own bytes, however many there are. */
START_TEST(close_copies_are_read_ahead)
{
    const st_source s = counting_source((counting){0});
    uint8_t got[40];
    setup(&s);
    for (uint32_t at = 0; at + sizeof got <= FILE_SIZE; at += 50) {
        ck_assert(st_copy(&reader, at, sizeof got, got));
        ck_assert_mem_eq(got, file + at, sizeof got);
    }
    ck_assert_uint_le(count.reads, 32 + FILE_SIZE / (64 << 10) + 1);
    /* back to the start: what was read ahead lies elsewhere */
    ck_assert(st_copy(&reader, 3, sizeof got, got));
    ck_assert_mem_eq(got, file + 3, sizeof got);
    ck_assert(!st_copy(&reader, FILE_SIZE - 10, sizeof got, got));
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_EOF);
    teardown();

    setup(&s);
    count.bytes = 0;
    unsigned asked = 0;
    for (uint32_t at = 0; at + sizeof got <= FILE_SIZE; at += 3000) {
        ck_assert(st_copy(&reader, at, sizeof got, got));
        ck_assert_mem_eq(got, file + at, sizeof got);
        ck_assert_uint_eq(count.bytes, ++asked * sizeof got);
    }
    ck_assert_uint_gt(asked, 60);
    teardown();

    /* a read ahead that fails is an error as any other */
    const st_source failing = counting_source((counting){.fail_at = 34, .sys = EIO});
    setup(&failing);
    uint32_t at = 0;
    while (st_copy(&reader, at, sizeof got, got))
        at += 1500;
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_IO);
    ck_assert_uint_eq(count.reads, 34);
    teardown();
}
END_TEST

/* Views stay where they are while hundreds of windows are opened, and the number of windows has
 * a cap. */
START_TEST(many_windows)
{
    const st_source s = counting_source((counting){0});
    setup(&s);
    const uint8_t *first = st_view(&reader, 9000, 4);
    for (uint32_t i = 0; i < 40; i++)
        ck_assert_mem_eq(st_view(&reader, 10000 + i * 4500, 8), file + 10000 + i * 4500, 8);
    ck_assert_ptr_eq(st_view(&reader, 9000, 4), first);
    ck_assert_mem_eq(first, file + 9000, 4);
    teardown();

    setup(NULL);
    for (uint32_t i = 0; i < ST_MAX_WINDOWS; i++)
        ck_assert_int_eq(st_reader_feed(&reader, i, file + i, 1, false), SIMDTAG_OK);
    ck_assert_int_eq(st_reader_feed(&reader, 9999, file, 1, false), SIMDTAG_ERR_LIMIT);
    teardown();
}
END_TEST

START_TEST(an_empty_file)
{
    static const uint8_t none[1];
    const st_source s = st_source_memory(none, 0);
    setup(&s);
    uint64_t off;
    size_t got;
    ck_assert_ptr_nonnull(st_view_tail(&reader, 128, &off, &got));
    ck_assert_uint_eq(off, 0);
    ck_assert_uint_eq(got, 0);
    ck_assert_ptr_nonnull(st_view_upto(&reader, 0, 128, &got));
    ck_assert_uint_eq(got, 0);
    ck_assert_ptr_null(st_view(&reader, 0, 1));
    ck_assert_int_eq(st_status(&reader), SIMDTAG_ERR_EOF);
    teardown();
}
END_TEST

ST_CASE(drivers, blocking_callbacks, short_reads_are_continued, blocking_descriptor,
        memory_is_not_copied, planned_one_need_at_a_time, planned_needs_are_sticky)
ST_CASE(edges, the_end_of_the_file, the_first_failure_stays, what_is_here_costs_nothing,
        close_copies_are_read_ahead, many_windows, an_empty_file)
ST_CHECK_MAIN(drivers, edges)

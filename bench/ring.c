/* SPDX-License-Identifier: MIT */
/* What io_uring and threads can do for the floor's system calls, and nothing else; for batch.py.
 *
 * ring WAY THREADS DEPTH LIST: the files of LIST (lines as for floor), DEPTH at a time in each
 * thread, by one of these ways. Prints nanoseconds per file: of the clock, and of the processors.
 *   calls        openat, fstat, preads, close
 *   opens        DEPTH openat in one submission, then fstat, preads and close
 *   chain        openat-direct, reads and close-direct linked for each file, in one submission
 *   chain-statx  the same with statx after the openat */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stat.h"

enum { MOST_READS = 8, MOST_THREADS = 64, MOST_DEPTH = 256, ROOM = 8 << 10 };

typedef struct task {
    char *path;
    int n;
    struct {
        off_t off;
        size_t len;
    } reads[MOST_READS];
} task;

typedef struct worker {
    struct io_uring ring;
    char *buffers; /* ROOM bytes a read */
    struct statx stats[MOST_DEPTH];
    int fds[MOST_DEPTH];
} worker;

static task *tasks;
static size_t n_tasks;
static atomic_size_t next_task;
static size_t depth;
static void (*way)(worker *w, const task *t, size_t n);
static int uses_ring;

static void fail(const char *what, int error)
{
    fprintf(stderr, "ring: %s: %s\n", what, strerror(error));
    exit(1);
}

static void load(const char *list)
{
    FILE *f = fopen(list, "r");
    char line[8192];
    if (f == NULL)
        fail(list, errno);
    while (fgets(line, sizeof line, f)) {
        char *p = strchr(line, '\t');
        tasks = realloc(tasks, (n_tasks + 1) * sizeof *tasks);
        if (p == NULL || tasks == NULL)
            continue;
        *p++ = 0;
        task *t = &tasks[n_tasks++];
        *t = (task){.path = strdup(line)};
        while (*p && *p != '\n' && t->n < MOST_READS) {
            t->reads[t->n].off = (off_t)strtoull(p, &p, 10);
            p += *p == ':';
            const size_t len = strtoull(p, &p, 10);
            p += *p == ',';
            t->reads[t->n++].len = len < ROOM ? len : ROOM;
        }
    }
    fclose(f);
}

static char *buffer_of(const worker *w, size_t file, int read)
{
    return w->buffers + (file * MOST_READS + (size_t)read) * ROOM;
}

static void finish(worker *w, const task *t, size_t n)
{
    struct stat st;
    for (size_t i = 0; i < n; i++) {
        if (w->fds[i] < 0 || stat_of(w->fds[i], &st) != 0)
            fail(t[i].path, errno);
        for (int k = 0; k < t[i].n; k++)
            if (pread(w->fds[i], buffer_of(w, 0, k), t[i].reads[k].len, t[i].reads[k].off) < 0)
                fail(t[i].path, errno);
        close(w->fds[i]);
    }
}

static void by_calls(worker *w, const task *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        w->fds[0] = openat(AT_FDCWD, t[i].path, O_RDONLY | O_CLOEXEC);
        finish(w, &t[i], 1);
    }
}

/* Submits and waits for all; results of openat go to fds. */
static void run(worker *w, unsigned n)
{
    struct io_uring_cqe *cqe;
    io_uring_submit_and_wait(&w->ring, n);
    for (unsigned done = 0; done < n; done++) {
        const int e = io_uring_wait_cqe(&w->ring, &cqe);
        if (e < 0 || cqe->res < 0)
            fail("a request", e < 0 ? -e : -cqe->res);
        if (cqe->user_data)
            w->fds[cqe->user_data - 1] = cqe->res;
        io_uring_cqe_seen(&w->ring, cqe);
    }
}

static void by_opens(worker *w, const task *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&w->ring);
        io_uring_prep_openat(sqe, AT_FDCWD, t[i].path, O_RDONLY | O_CLOEXEC, 0);
        sqe->user_data = i + 1;
    }
    run(w, (unsigned)n);
    finish(w, t, n);
}

static unsigned chain(worker *w, const task *t, unsigned i, int with_statx)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&w->ring);
    io_uring_prep_openat_direct(sqe, AT_FDCWD, t->path, O_RDONLY, 0, i);
    sqe->flags |= IOSQE_IO_LINK;
    if (with_statx) {
        sqe = io_uring_get_sqe(&w->ring);
        io_uring_prep_statx(sqe, AT_FDCWD, t->path, 0, STATX_BASIC_STATS, &w->stats[i]);
        sqe->flags |= IOSQE_IO_LINK;
    }
    for (int k = 0; k < t->n; k++) {
        sqe = io_uring_get_sqe(&w->ring);
        io_uring_prep_read_fixed(sqe, (int)i, buffer_of(w, i, k), (unsigned)t->reads[k].len,
                                 (uint64_t)t->reads[k].off, 0);
        sqe->flags |= IOSQE_FIXED_FILE | IOSQE_IO_LINK;
    }
    io_uring_prep_close_direct(io_uring_get_sqe(&w->ring), i);
    return (unsigned)(2 + with_statx + t->n);
}

static void by_chain(worker *w, const task *t, size_t n)
{
    unsigned requests = 0;
    for (unsigned i = 0; i < n; i++)
        requests += chain(w, &t[i], i, 0);
    run(w, requests);
}

static void by_chain_with_statx(worker *w, const task *t, size_t n)
{
    unsigned requests = 0;
    for (unsigned i = 0; i < n; i++)
        requests += chain(w, &t[i], i, 1);
    run(w, requests);
}

static void make_ring(worker *w, size_t room)
{
    struct io_uring_params params = {.flags =
                                         IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    const struct iovec all = {w->buffers, room};
    int none[MOST_DEPTH];
    memset(none, -1, sizeof none);
    int e = io_uring_queue_init_params(4096, &w->ring, &params);
    if (e == 0)
        e = io_uring_register_files(&w->ring, none, MOST_DEPTH);
    if (e == 0)
        e = io_uring_register_buffers(&w->ring, &all, 1);
    if (e < 0)
        fail("no ring", -e);
}

static worker *new_worker(void)
{
    const size_t room = depth * MOST_READS * ROOM;
    worker *w = calloc(1, sizeof *w);
    if (w == NULL || (w->buffers = aligned_alloc(4096, room)) == NULL)
        fail("memory", ENOMEM);
    memset(w->buffers, 1, room); /* its pages are there before the clock runs */
    return w;
}

static void *work(void *arg)
{
    worker *w = arg;
    size_t at;
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_UNSHARE); /* as the batch engine's threads do */
    if (uses_ring)
        make_ring(w, depth * MOST_READS * ROOM);
    while ((at = atomic_fetch_add(&next_task, depth)) < n_tasks)
        way(w, tasks + at, n_tasks - at < depth ? n_tasks - at : depth);
    return NULL;
}

static double since(clockid_t clock, const struct timespec *a)
{
    struct timespec b;
    clock_gettime(clock, &b);
    return (double)(b.tv_sec - a->tv_sec) * 1e9 + (double)(b.tv_nsec - a->tv_nsec);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*way)(worker *, const task *, size_t);
    } ways[] = {{"calls", by_calls},
                {"opens", by_opens},
                {"chain", by_chain},
                {"chain-statx", by_chain_with_statx}};
    const int threads = argc == 5 ? atoi(argv[2]) : 0;
    depth = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
    for (size_t i = 0; argc == 5 && i < sizeof ways / sizeof *ways; i++)
        if (strcmp(argv[1], ways[i].name) == 0)
            way = ways[i].way;
    if (way == NULL || threads < 1 || threads > MOST_THREADS || depth < 1 || depth > MOST_DEPTH) {
        fprintf(stderr, "usage: ring calls|opens|chain|chain-statx THREADS DEPTH LIST\n");
        return 2;
    }
    uses_ring = way != by_calls;
    load(argv[4]);
    worker *workers[MOST_THREADS];
    pthread_t ids[MOST_THREADS];
    struct timespec wall, cpu;
    for (int i = 0; i < threads; i++)
        workers[i] = new_worker();
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    for (int i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, work, workers[i]) != 0)
            fail("pthread_create", EAGAIN);
    for (int i = 0; i < threads; i++)
        pthread_join(ids[i], NULL);
    const double of_cpu = since(CLOCK_PROCESS_CPUTIME_ID, &cpu),
                 of_wall = since(CLOCK_MONOTONIC, &wall);
    if (n_tasks)
        printf("%.1f %.1f\n", of_wall / (double)n_tasks, of_cpu / (double)n_tasks);
    return 0;
}

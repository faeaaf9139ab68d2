/* SPDX-License-Identifier: MIT */
/* The window of jobs, its lock, opening by plain calls, and the workers that do nothing else. */
#include "io/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "io/scratch.h"
#include "io/thread.h"

/* Opening and closing a folder costs what it saves for so many files. */
enum { WORTH_A_FOLDER = 4 };

/* The consumer is woken when so many results are ready, or after so many milliseconds: each waking
 * costs what opening a file costs. */
enum { WAKE_FOR = 128, WAKE_MS = 10 };

struct st_batch {
    st_batch_setting setting;
    st_job *jobs; /* the window; job i is jobs[i & mask] */
    size_t mask;
    pthread_mutex_t lock;
    pthread_cond_t work, results;
    size_t delivered, seen; /* the consumer's own; `ready` when it last held the lock */
    size_t added, taken, ready;
    size_t wake_at; /* the consumer sleeps until `ready` gets there; 0: it does not */
    bool closing;
    pid_t owner; /* the process that has the threads: a forked child has none of them */
    unsigned n_threads;
    pthread_t threads[];
};

const st_batch_setting *st_batch_setting_of(const st_batch *b)
{
    return &b->setting;
}

/* ---- workers ---- */

/* How many jobs one worker should take: all workers shall have some. */
static size_t fair_share(const st_batch *b, size_t most)
{
    const size_t waiting = b->added - b->taken;
    const size_t workers = b->n_threads ? b->n_threads : 1;
    const size_t share = (waiting + workers - 1) / workers;
    return share < most ? share : most;
}

size_t st_batch_take(st_batch *b, st_job **jobs, size_t most, bool wait)
{
    pthread_mutex_lock(&b->lock);
    while (wait && b->added == b->taken && !b->closing)
        pthread_cond_wait(&b->work, &b->lock);
    const size_t n = b->closing ? 0 : fair_share(b, most);
    for (size_t i = 0; i < n; i++)
        jobs[i] = &b->jobs[(b->taken + i) & b->mask];
    b->taken += n;
    pthread_mutex_unlock(&b->lock);
    return n;
}

void st_batch_finish(st_batch *b, st_job *const *jobs, size_t n)
{
    pthread_mutex_lock(&b->lock);
    for (size_t i = 0; i < n; i++)
        jobs[i]->done = true;
    while (b->ready < b->taken && b->jobs[b->ready & b->mask].done)
        b->ready++;
    const bool wake = b->wake_at && b->ready >= b->wake_at;
    if (wake)
        b->wake_at = 0;
    pthread_mutex_unlock(&b->lock);
    if (wake)
        pthread_cond_signal(&b->results);
}

void st_job_fail(st_job *job, const simdtag_error *err)
{
    job->error = err ? malloc(sizeof *err) : NULL;
    if (job->error)
        *job->error = *err;
}

/* How many of the jobs, from the first on, lie in one folder; *len becomes the length of its path
 * with the last '/', 0 when there is none. */
static size_t jobs_in_folder(st_job *const *jobs, size_t n, size_t *len)
{
    const char *first = jobs[0]->path, *slash = strrchr(first, '/');
    *len = slash ? (size_t)(slash + 1 - first) : 0;
    if (first[*len] == 0) /* the folder itself, which has no name in it */
        *len = 0;
    size_t same = 1;
    while (*len && same < n && strncmp(jobs[same]->path, first, *len) == 0 &&
           jobs[same]->path[*len] && strchr(jobs[same]->path + *len, '/') == NULL)
        same++;
    return same;
}

/* Opens what the kernel can look up without waiting; another name would hold up all files behind
 * it. The descriptor, or -1 for whatever reason. */
static int open_cached(int at, const char *name, int flags)
{
#if defined(SYS_openat2) && defined(RESOLVE_CACHED)
    const struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_CACHED};
    return (int)syscall(SYS_openat2, at, name, &how, sizeof how);
#else
    (void)at, (void)name, (void)flags;
    return -1;
#endif
}

/* A descriptor of that folder; AT_FDCWD when so few files are not worth it or the kernel would have
 * to wait for it: then files go by their whole paths. Looking up the folders on the way to a file
 * is a tenth to a quarter of opening it. */
static int folder_of(st_job *const *jobs, size_t n, size_t len)
{
    char name[PATH_MAX];
    if (n < WORTH_A_FOLDER || len == 0 || len >= sizeof name)
        return AT_FDCWD;
    memcpy(name, jobs[0]->path, len);
    name[len] = 0;
    const int fd = open_cached(AT_FDCWD, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? AT_FDCWD : fd;
}

/* A file between its steps. */
typedef struct opened {
    int fd;
    enum { LEFT, FAILED, OPEN } state;
    struct stat st;
    st_source source;
    size_t got; /* bytes of the head that were read */
} opened;

static void open_files(st_job *const *jobs, opened *files, size_t n, bool wait)
{
    for (size_t i = 0; i < n;) {
        size_t len;
        const size_t end = i + jobs_in_folder(jobs + i, n - i, &len);
        const int folder = folder_of(jobs + i, end - i, len);
        for (; i < end; i++) {
            const char *name = jobs[i]->path + (folder == AT_FDCWD ? 0 : len);
            files[i].fd = wait ? st_open_only(folder, name)
                               : open_cached(folder, name, st_open_flags());
        }
        if (folder != AT_FDCWD)
            close(folder);
    }
}

static void check_file(st_job *job, opened *f, bool wait)
{
    simdtag_error err;
    f->state = LEFT;
    if (f->fd < 0 && !wait) /* whatever it is, somebody who may wait finds out */
        return;
    f->state = st_check_fd(f->fd, &f->st, &err) ? OPEN : FAILED;
    if (f->state == FAILED)
        st_job_fail(job, &err);
    else
        f->source = wait ? st_source_fd(f->fd, (uint64_t)f->st.st_size)
                         : st_source_fd_nowait(f->fd, (uint64_t)f->st.st_size);
}

/* Reads the first bytes, which every parser asks for; if it fails the parser will see why. */
static void read_head(opened *f, uint8_t *head)
{
    int sys;
    const uint64_t size = f->source.size;
    const size_t want = size < ST_HEAD_WINDOW ? (size_t)size : ST_HEAD_WINDOW;
    f->got = want && f->source.read(&f->source, head, want, 0, &sys) == (ssize_t)want ? want : 0;
}

static void parse_file(const st_batch_setting *s, st_job *job, opened *f, const uint8_t *head,
                       st_scratch *scratch)
{
    simdtag_error err;
    err.status = SIMDTAG_OK;
    st_arena arena;
    st_arena_init(&arena, scratch->arena, sizeof scratch->arena, ST_MAX_PARSE(f->source.size));
    st_reader r;
    st_reader_init(&r, &f->source, f->source.size, &arena, scratch->head, scratch->tail);
    if (f->got)
        st_reader_feed(&r, 0, head, f->got, false);
    job->result = s->ops->parse(s->how, &r, job->path, f->fd, &f->st, &err);
    if (job->result == NULL && err.status == SIMDTAG_ERR_NEED)
        f->state = LEFT;
    else if (job->result == NULL)
        st_job_fail(job, err.status == SIMDTAG_ERR_NOMEM ? NULL : &err);
    st_reader_close(&r);
    st_arena_reset(&arena);
}

/* All the steps. Files that stay open are LEFT ones. */
static void open_group(const st_batch *b, st_job *const *jobs, opened *files, size_t n, bool wait)
{
    uint8_t heads[ST_GROUP][ST_HEAD_WINDOW];
    open_files(jobs, files, n, wait);
    for (size_t i = 0; i < n; i++)
        check_file(jobs[i], &files[i], wait);
    for (size_t i = 0; i < n; i++)
        if (files[i].state == OPEN)
            read_head(&files[i], heads[i]);
    st_scratch *scratch = st_scratch_take(); /* NULL: jobs without result or error, for that */
    for (size_t i = 0; scratch && i < n; i++)
        if (files[i].state == OPEN)
            parse_file(&b->setting, jobs[i], &files[i], heads[i], scratch);
    if (scratch)
        st_scratch_give(scratch);
    for (size_t i = 0; i < n; i++)
        if (files[i].state != LEFT && files[i].fd >= 0)
            close(files[i].fd);
}

void st_jobs_open(const st_batch *b, st_job *const *jobs, size_t n)
{
    opened files[ST_GROUP];
    open_group(b, jobs, files, n, true);
}

size_t st_jobs_open_at_hand(const st_batch *b, st_job **jobs, size_t n, st_left *left)
{
    opened files[ST_GROUP];
    open_group(b, jobs, files, n, false);
    size_t done = 0;
    for (size_t i = 0; i < n; i++)
        if (files[i].state == LEFT)
            *left++ = (st_left){jobs[i], files[i].fd, files[i].st};
        else
            jobs[done++] = jobs[i];
    return done;
}

void st_calls_work(st_batch *b)
{
    st_job *jobs[ST_GROUP];
    size_t n;
    while ((n = st_batch_take(b, jobs, ST_GROUP, true)) != 0) {
        st_jobs_open(b, jobs, n);
        st_batch_finish(b, jobs, n);
    }
}

/* A table of descriptors of the thread's own, with none of the process's in it but the first three:
 * opening and closing then need no lock that others want, reading no atomic reference, and no file
 * of the program's stays open on our account. Linux 5.9; without it all is as usual. */
static void own_descriptors(void)
{
    /* ThreadSanitizer knows one table only, and takes the threads' descriptors for shared ones */
#if defined(SYS_close_range) && defined(CLOSE_RANGE_UNSHARE) && !defined(__SANITIZE_THREAD__)
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_UNSHARE);
#endif
}

static void *worker(void *arg)
{
    st_batch *b = arg;
    own_descriptors();
    if (b->setting.kept)
        st_blocks_kept_together();
    b->setting.work(b);
    return NULL;
}

/* ---- the consumer ---- */

static bool init_locks(st_batch *b)
{
    pthread_condattr_t attr;
    if (pthread_condattr_init(&attr) != 0)
        return false;
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    bool ok = pthread_mutex_init(&b->lock, NULL) == 0;
    if (ok && pthread_cond_init(&b->work, NULL) != 0) {
        pthread_mutex_destroy(&b->lock);
        ok = false;
    }
    if (ok && pthread_cond_init(&b->results, &attr) != 0) {
        pthread_cond_destroy(&b->work);
        pthread_mutex_destroy(&b->lock);
        ok = false;
    }
    pthread_condattr_destroy(&attr);
    return ok;
}

st_batch *st_batch_start(const st_batch_setting *setting)
{
    st_batch *b = calloc(1, sizeof *b + setting->threads * sizeof *b->threads);
    if (b == NULL)
        return NULL;
    b->setting = *setting;
    b->owner = getpid();
    b->mask = setting->window - 1;
    b->jobs = calloc(setting->window, sizeof *b->jobs);
    if (b->jobs == NULL || !init_locks(b)) {
        free(b->jobs);
        free(b);
        return NULL;
    }
    pthread_mutex_lock(&b->lock); /* workers count each other when they share the jobs */
    while (b->n_threads < setting->threads &&
           st_thread_start(&b->threads[b->n_threads], worker, b) == 0)
        b->n_threads++;
    pthread_mutex_unlock(&b->lock);
    return b;
}

size_t st_batch_add(st_batch *b, const char *const *paths, size_t n)
{
    pthread_mutex_lock(&b->lock);
    const size_t room = b->mask + 1 - (b->added - b->delivered);
    if (n > room)
        n = room;
    for (size_t i = 0; i < n; i++)
        b->jobs[(b->added + i) & b->mask] = (st_job){.path = paths[i]};
    b->added += n;
    pthread_mutex_unlock(&b->lock);
    if (n == 1)
        pthread_cond_signal(&b->work);
    else if (n)
        pthread_cond_broadcast(&b->work);
    return n;
}

static struct timespec in_milliseconds(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000L;
    if (t.tv_nsec >= 1000000000L) {
        t.tv_nsec -= 1000000000L;
        t.tv_sec++;
    }
    return t;
}

/* Waits until a result is ready, for at most `wait_ms`. The lock is held. */
static void wait_for_results(st_batch *b, int wait_ms)
{
    while (b->ready == b->delivered && wait_ms != 0) {
        const int step = wait_ms < 0 || wait_ms > WAKE_MS ? WAKE_MS : wait_ms;
        const struct timespec until = in_milliseconds(step);
        const size_t left = b->added - b->delivered;
        b->wake_at = b->delivered + (left < WAKE_FOR ? left : WAKE_FOR);
        while (b->wake_at && pthread_cond_timedwait(&b->results, &b->lock, &until) != ETIMEDOUT)
            ;
        b->wake_at = 0;
        if (wait_ms > 0)
            wait_ms -= step;
    }
}

int st_batch_next(st_batch *b, st_job *out, int wait_ms)
{
    if (b->n_threads == 0 && b->delivered == b->seen) {
        st_job *job;
        if (st_batch_take(b, &job, 1, false)) {
            st_jobs_open(b, &job, 1);
            st_batch_finish(b, &job, 1);
        }
    }
    if (b->delivered == b->added)
        return 0;
    if (b->delivered == b->seen) {
        if (b->owner != getpid()) /* nobody works on them here */
            return 0;
        pthread_mutex_lock(&b->lock);
        wait_for_results(b, wait_ms);
        b->seen = b->ready;
        pthread_mutex_unlock(&b->lock);
        if (b->delivered == b->seen)
            return -1;
    }
    st_job *job = &b->jobs[b->delivered++ & b->mask];
    *out = *job;
    *job = (st_job){0};
    return 1;
}

void st_batch_close(st_batch *b)
{
    if (b == NULL || b->owner != getpid()) /* in a child: locks and memory stay as they were */
        return;
    pthread_mutex_lock(&b->lock);
    b->closing = true;
    pthread_mutex_unlock(&b->lock);
    pthread_cond_broadcast(&b->work);
    for (unsigned i = 0; i < b->n_threads; i++)
        pthread_join(b->threads[i], NULL);
    for (; b->delivered < b->taken; b->delivered++) {
        st_job *job = &b->jobs[b->delivered & b->mask];
        if (job->result)
            b->setting.ops->discard(job->result);
        free(job->error);
    }
    pthread_cond_destroy(&b->results);
    pthread_cond_destroy(&b->work);
    pthread_mutex_destroy(&b->lock);
    free(b->jobs);
    free(b);
}

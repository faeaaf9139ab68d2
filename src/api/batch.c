/* SPDX-License-Identifier: MIT */
/* Batches: the engine of src/io/batch.h with simdtag_open for its work. */
#include "simdtag/batch.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "api/file.h"
#include "base/error.h"
#include "formats/format.h"
#include "io/batch.h"
#include "io/ring.h"

struct simdtag_batcher {
    st_batch *batch;
    simdtag_options how;
    size_t taken;
    bool ring;
};

/* ---- what opening means ---- */

static void *parse_one(const void *how, st_reader *r, const char *path, int fd,
                       const struct stat *st, simdtag_error *err)
{
    const st_source whole = st_source_fd(fd, (uint64_t)st->st_size);
    simdtag_file *file = NULL;
    if (st_file_parse(r, how, ST_READ_CAN_DEFER, path, &whole, &file, err) != SIMDTAG_OK)
        return NULL;
    if (file->has_payload)
        st_file_keep_path(file, path, st);
    return file;
}

static void close_one(void *file)
{
    simdtag_close(file);
}

static const st_batch_ops ops = {parse_one, close_one};

/* ---- how many of what ---- */

static unsigned cpus(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return (unsigned)CPU_COUNT(&set);
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

static unsigned clamp(size_t n, size_t least, size_t most)
{
    return (unsigned)(n < least ? least : n > most ? most : n);
}

/* Descriptors that all rings together may have open. */
static size_t descriptors(void)
{
    struct rlimit lim;
    return getrlimit(RLIMIT_NOFILE, &lim) == 0 ? (size_t)(lim.rlim_cur / 4) : 64;
}

static size_t power_of_two(size_t n)
{
    size_t p = 1;
    while (p < n)
        p *= 2;
    return p;
}

static st_batch_setting setting_of(const simdtag_batch_options *o, bool ring)
{
    st_batch_setting s = {.ops = &ops, .kept = o->kept != 0};
    s.threads = clamp(o->threads ? o->threads : cpus(), 1, ST_MAX_BATCH_THREADS);
    s.work = ring ? st_ring_work : st_calls_work;
    if (ring)
        s.depth = clamp(clamp(o->depth ? o->depth : 32, 1, ST_MAX_BATCH_DEPTH), 1,
                        descriptors() / s.threads);
    const size_t in_flight = s.threads * (size_t)(ring ? s.depth : 1);
    s.window = o->window ? o->window : in_flight * 4 < 1024 ? 1024 : in_flight * 4;
    s.window = power_of_two(clamp(s.window, in_flight < 65536 ? in_flight : 65536, 65536));
    return s;
}

/* ---- the batcher ---- */

simdtag_status simdtag_batcher_new(const simdtag_batch_options *options, simdtag_batcher **out,
                                   simdtag_error *err)
{
    static const simdtag_batch_options usual;
    *out = NULL;
    if (options == NULL)
        options = &usual;
    const bool ring = options->engine != SIMDTAG_ENGINE_THREADS;
    if (options->engine == SIMDTAG_ENGINE_RING && !st_ring_possible())
        return st_error_set(err, SIMDTAG_ERR_USAGE, "io_uring is not to be had here");
    simdtag_batcher *b = calloc(1, sizeof *b);
    if (b == NULL)
        return st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
    b->how = options->open;
    b->how.name = NULL;
    b->ring = ring;
    st_batch_setting setting = setting_of(options, ring);
    setting.how = &b->how;
    b->batch = st_batch_start(&setting);
    if (b->batch == NULL) {
        free(b);
        return st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
    }
    *out = b;
    return SIMDTAG_OK;
}

size_t simdtag_batcher_add(simdtag_batcher *b, const char *const *paths, size_t n)
{
    return st_batch_add(b->batch, paths, n);
}

int simdtag_batcher_next(simdtag_batcher *b, simdtag_batch_result *result, int wait_ms)
{
    st_job job;
    const int got = st_batch_next(b->batch, &job, wait_ms);
    if (got <= 0)
        return got;
    result->index = b->taken++;
    result->path = job.path;
    result->file = job.result;
    result->error.status = SIMDTAG_OK;
    if (job.error)
        result->error = *job.error;
    else if (job.result == NULL)
        st_error_set(&result->error, SIMDTAG_ERR_NOMEM, "out of memory");
    free(job.error);
    return 1;
}

size_t simdtag_batcher_window(const simdtag_batcher *b)
{
    return st_batch_setting_of(b->batch)->window;
}

const char *simdtag_batcher_engine(const simdtag_batcher *b)
{
    return b->ring && st_ring_possible() ? "ring" : "threads";
}

void simdtag_batcher_free(simdtag_batcher *b)
{
    if (b == NULL)
        return;
    st_batch_close(b->batch);
    free(b);
}

simdtag_status simdtag_batch(const char *const *paths, size_t n,
                             const simdtag_batch_options *options, simdtag_batch_fn *result,
                             void *ctx, simdtag_error *err)
{
    simdtag_batcher *b;
    simdtag_status status = simdtag_batcher_new(options, &b, err);
    if (status != SIMDTAG_OK)
        return status;
    simdtag_batch_result r;
    size_t added = 0;
    do { /* half a window at a time: each add takes the workers' lock */
        if (added < n && added - b->taken <= simdtag_batcher_window(b) / 2)
            added += simdtag_batcher_add(b, paths + added, n - added);
        if (simdtag_batcher_next(b, &r, -1) == 1 && result(ctx, &r) != 0)
            status = st_error_set(err, SIMDTAG_ERR_USAGE, "cancelled");
    } while (status == SIMDTAG_OK && b->taken < n);
    simdtag_batcher_free(b);
    return status;
}

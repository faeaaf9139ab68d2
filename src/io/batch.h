/* SPDX-License-Identifier: MIT */
/* The batch engine: many files opened at once by threads of its own, results in the order asked,
 * memory bounded by a window of files in flight. Knows no format: what opens a file is the
 * caller's (st_batch_ops).
 *
 * One thread, the consumer, adds paths and takes results. Workers take jobs from the window, by
 * blocking calls or over io_uring (ring.h), and mark them done; `ready` is the end of the run of
 * done jobs at the window's front.
 *
 *      taken by the consumer   done, in order     being worked on        waiting
 *   ------------------------|------------------|----------------------|-----------|
 *                       delivered            ready                  taken       added */
#ifndef ST_BATCH_H
#define ST_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "io/reader.h"

typedef struct st_batch st_batch;

/* One file. */
typedef struct st_job {
    const char *path;     /* the consumer's; until the result is taken */
    void *result;         /* what opening made; NULL when it failed */
    simdtag_error *error; /* why; from malloc. NULL with result NULL: out of memory */
    bool done;
} st_job;

/* What opening means. Called from the workers' threads. `how` is st_batch_setting's. */
typedef struct st_batch_ops {
    /* One run of the parser over an open file. NULL with *err set; its status SIMDTAG_ERR_NEED:
     * r->needs must be fed and the parser run again. */
    void *(*parse)(const void *how, st_reader *r, const char *path, int fd, const struct stat *st,
                   simdtag_error *err);
    void (*discard)(void *result);
} st_batch_ops;

typedef struct st_batch_setting {
    const st_batch_ops *ops;
    const void *how;
    unsigned threads; /* >= 1 */
    bool kept;        /* results will be kept together */
    unsigned depth;   /* files in flight a ring */
    void (*work)(st_batch *b); /* what a worker does until the batch closes: st_calls_work, ... */
    size_t window;    /* jobs between add and next; a power of two */
} st_batch_setting;

/* Starts the workers; *setting's ops and how must outlive the batch. NULL when out of memory. When
 * not one thread can be started, st_batch_next does the work. */
st_batch *st_batch_start(const st_batch_setting *setting);

/* Puts paths into the window; returns how many of them found room. */
size_t st_batch_add(st_batch *b, const char *const *paths, size_t n);

/* The next result: 1 with *out, whose result and error are now the caller's; 0 when every path that
 * was added has been answered; -1 when none came within `wait_ms` milliseconds (-1: for ever). */
int st_batch_next(st_batch *b, st_job *out, int wait_ms);

/* Stops the workers after the files they are at, throws away what was not taken, frees all. */
void st_batch_close(st_batch *b);

/* For workers: takes up to `most` jobs. With `wait` blocks until there is one; 0 then means that
 * the batch is being closed. */
size_t st_batch_take(st_batch *b, st_job **jobs, size_t most, bool wait);

/* For workers: the jobs have their results. */
void st_batch_finish(st_batch *b, st_job *const *jobs, size_t n);

/* For workers: gives a job its error (a copy); NULL: out of memory. */
void st_job_fail(st_job *job, const simdtag_error *err);

/* Files that one worker goes through each step with: all opened, then the stat of each, its head,
 * parsed, closed. So the kernel's code and ours find themselves in the processor's caches, which
 * saves up to a quarter of the whole. */
enum { ST_GROUP = 16 };

/* A file that would have had to wait for a device. */
typedef struct st_left {
    st_job *job;
    int fd; /* < 0: not open yet */
    struct stat st;
} st_left;

/* Works on jobs until the batch closes, by blocking calls. */
void st_calls_work(st_batch *b);

/* For workers: opens up to ST_GROUP jobs by plain calls, waiting for devices. */
void st_jobs_open(const st_batch *b, st_job *const *jobs, size_t n);

/* The same with what the kernel has at hand, without waiting; the others go to `left`. Returns how
 * many were opened or failed: the first ones of `jobs` then. */
size_t st_jobs_open_at_hand(const st_batch *b, st_job **jobs, size_t n, st_left *left);

const st_batch_setting *st_batch_setting_of(const st_batch *b);

#endif

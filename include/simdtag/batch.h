/* SPDX-License-Identifier: MIT */
/* Many files at once: opened by threads of the library, over io_uring where the kernel allows it,
 * with the results in the order asked.
 *
 * simdtag_batch does an array of paths in one call. A simdtag_batcher is for more paths than one
 * wants to hold, and for work of one's own meanwhile: add paths, take results, in turn; memory is
 * bounded by its window.
 *
 *     simdtag_batcher *b;
 *     simdtag_batcher_new(NULL, &b, NULL);
 *     added += simdtag_batcher_add(b, paths + added, n - added);
 *     while (simdtag_batcher_next(b, &result, -1) > 0) { use(&result); simdtag_close(result.file);
 *         added += simdtag_batcher_add(b, paths + added, n - added); }
 *     simdtag_batcher_free(b);
 *
 * Files of a batch keep no descriptor: a payload (simdtag_payload_read, simdtag_picture_read) opens
 * the path again, and a file that is no longer there unchanged gives SIMDTAG_ERR_CHANGED or
 * SIMDTAG_ERR_IO. Otherwise they are what simdtag_open makes of the path. */
#ifndef SIMDTAG_BATCH_H
#define SIMDTAG_BATCH_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How files are read. */
typedef enum simdtag_engine {
    SIMDTAG_ENGINE_AUTO = 0, /* the ring where it is possible, else threads */
    SIMDTAG_ENGINE_THREADS,  /* blocking calls: one file in flight a thread */
    SIMDTAG_ENGINE_RING      /* io_uring: `depth` files in flight a thread */
} simdtag_engine;

/* Zero everything and set what you need; a NULL pointer means all zero. Only looked at during the
 * call, but for open.name, which is not used. */
typedef struct simdtag_batch_options {
    simdtag_options open;  /* how to open each file */
    unsigned threads;      /* 0: one for each CPU this process may use; at most 256 */
    unsigned depth;        /* files in flight a ring; 0: 32; at most 1024 and a quarter of the
                              descriptors this process may have open, all rings together */
    simdtag_engine engine;
    size_t window;         /* files between add and next; 0: 1024, or more as threads * depth asks
                              for; rounded up to a power of two, at most 65536 */
    unsigned kept;         /* 1: the files will be kept together, not closed as they come: their
                              memory is taken in pieces of up to 2 MiB, of some 1,000 files, which
                              is faster; each is given back when all its files are closed */
} simdtag_batch_options;

/* What became of one path. */
typedef struct simdtag_batch_result {
    size_t index;        /* of the path, counted from 0 in the order they were added */
    const char *path;    /* the pointer that was given */
    simdtag_file *file;  /* the receiver's, to be released with simdtag_close; NULL: failed */
    simdtag_error error; /* as simdtag_open gives it; status SIMDTAG_OK with a file */
} simdtag_batch_result;

/* Called with each result, in order, in the thread that called simdtag_batch; the file is the
 * function's. 0 goes on, any other value cancels. */
typedef int simdtag_batch_fn(void *ctx, const simdtag_batch_result *result);

/* Opens n paths. SIMDTAG_OK when every one was answered, SIMDTAG_ERR_USAGE when the function
 * cancelled (files in flight are finished and closed) or the engine that options ask for is not to
 * be had, SIMDTAG_ERR_NOMEM. Errors of single files are results, not errors of the call. */
SIMDTAG_API simdtag_status simdtag_batch(const char *const *paths, size_t n,
                                         const simdtag_batch_options *options,
                                         simdtag_batch_fn *result, void *ctx,
                                         simdtag_error *error);

/* A batch that goes on while its owner does something else. One thread at a time may use it. */
typedef struct simdtag_batcher simdtag_batcher;

/* Starts the threads. Errors as simdtag_batch. */
SIMDTAG_API simdtag_status simdtag_batcher_new(const simdtag_batch_options *options,
                                               simdtag_batcher **out, simdtag_error *error);

/* Adds paths, which must stay where they are until their results are taken. Returns how many found
 * room in the window: less than n means that results must be taken first. */
SIMDTAG_API size_t simdtag_batcher_add(simdtag_batcher *batcher, const char *const *paths,
                                       size_t n);

/* The next result, in the order of the paths: 1; 0 when all that were added have been answered (in
 * a process forked meanwhile: when those are through that were ready before); -1 when none came
 * within wait_ms milliseconds (-1: wait for ever). */
SIMDTAG_API int simdtag_batcher_next(simdtag_batcher *batcher, simdtag_batch_result *result,
                                     int wait_ms);

/* Cancels what has not begun, waits for what has, closes files that were not taken, frees all. NULL
 * is fine. */
SIMDTAG_API void simdtag_batcher_free(simdtag_batcher *batcher);

/* How many files may be between add and next. */
SIMDTAG_API size_t simdtag_batcher_window(const simdtag_batcher *batcher);

/* The engine a batcher works with: "ring" or "threads". */
SIMDTAG_API const char *simdtag_batcher_engine(const simdtag_batcher *batcher);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: MIT */
/* Batches for bench/batch.py: opens the files of a list by simdtag_batch.
 *
 * batch ENGINE THREADS DEPTH LIST: ENGINE is auto, threads or ring; DEPTH 0 is the usual one. Lines
 * of LIST as for floor (what stands behind the tab is not looked at). Prints nanoseconds per file
 * of the clock, those of the processors, all threads together, and how many tag items were
 * found. */
#define _GNU_SOURCE
#include "paths.h"

#include <simdtag/batch.h>

static int count(void *ctx, const simdtag_batch_result *result)
{
    if (result->file == NULL) {
        fprintf(stderr, "batch: %s: %s\n", result->path, result->error.text);
        return 1;
    }
    *(size_t *)ctx += simdtag_doc_of(result->file)->n_raws;
    simdtag_close(result->file);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: batch auto|threads|ring THREADS DEPTH LIST\n");
        return 2;
    }
    const simdtag_batch_options options = {
        .engine = strcmp(argv[1], "ring") == 0      ? SIMDTAG_ENGINE_RING
                  : strcmp(argv[1], "threads") == 0 ? SIMDTAG_ENGINE_THREADS
                                                    : SIMDTAG_ENGINE_AUTO,
        .threads = (unsigned)atoi(argv[2]),
        .depth = (unsigned)atoi(argv[3]),
    };
    size_t n, items = 0;
    char **paths = load(argv[4], &n);
    simdtag_error error;
    struct timespec wall, cpu;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    const simdtag_status status =
        simdtag_batch((const char *const *)paths, n, &options, count, &items, &error);
    const double of_cpu = since(CLOCK_PROCESS_CPUTIME_ID, &cpu),
                 of_wall = since(CLOCK_MONOTONIC, &wall);
    if (status != SIMDTAG_OK) {
        fprintf(stderr, "batch: %s\n", error.text);
        return 1;
    }
    if (n)
        printf("%.1f %.1f %zu\n", of_wall / (double)n, of_cpu / (double)n, items);
    return 0;
}

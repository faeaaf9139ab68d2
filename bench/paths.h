/* SPDX-License-Identifier: MIT */
/* What the benchmarks of the C API share: lists of paths, and the time. */
#ifndef ST_BENCH_PATHS_H
#define ST_BENCH_PATHS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Nanoseconds since *a. */
static inline double since(clockid_t clock, const struct timespec *a)
{
    struct timespec b;
    clock_gettime(clock, &b);
    return (double)(b.tv_sec - a->tv_sec) * 1e9 + (double)(b.tv_nsec - a->tv_nsec);
}

/* The paths of a list, a line each; what stands behind a tab is not looked at. */
static inline char **load(const char *list, size_t *n)
{
    char **paths = NULL;
    char line[8192];
    FILE *f = fopen(list, "r");
    *n = 0;
    while (f && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\t\n")] = 0;
        char **more = realloc(paths, (*n + 1) * sizeof *paths);
        if (more == NULL)
            exit(1);
        paths = more;
        paths[(*n)++] = strdup(line);
    }
    if (f)
        fclose(f);
    return paths;
}

#endif

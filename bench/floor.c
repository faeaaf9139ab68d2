/* SPDX-License-Identifier: MIT */
/* The floor of the race: the system calls that no reader of a file can avoid, and nothing else.
 *
 * floor LIST: each line of LIST is a path, a tab, and the preads to make as offset:length,
 * separated by commas. Opens, stats, reads and closes every file once, in order, and prints
 * nanoseconds per file: of the clock, and of the processor. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stat.h"

typedef struct one_read {
    off_t off;
    size_t len;
} one_read;

typedef struct task {
    char *path;
    size_t first, n; /* reads */
} task;

typedef struct work {
    task *tasks;
    one_read *reads; /* of all tasks, in order */
    size_t n, n_reads, longest;
} work;

static void fail(const char *what, const char *of)
{
    fprintf(stderr, "floor: %s: ", of);
    perror(what);
    exit(1);
}

/* Room for one more of n things that are `size` bytes each. */
static void *room(void *at, size_t n, size_t size)
{
    if (n & (n - 1))
        return at;
    at = realloc(at, (n ? n * 2 : 1) * size);
    if (at == NULL)
        fail("realloc", "the list");
    return at;
}

static work load(const char *list)
{
    work w = {0};
    char *line = NULL;
    size_t cap = 0;
    FILE *f = fopen(list, "r");
    if (f == NULL)
        fail("fopen", list);
    while (getline(&line, &cap, f) > 0) {
        char *p = strchr(line, '\t');
        if (p == NULL)
            continue;
        *p++ = 0;
        w.tasks = room(w.tasks, w.n, sizeof *w.tasks);
        task *t = &w.tasks[w.n++];
        *t = (task){strdup(line), w.n_reads, 0};
        while (*p && *p != '\n') {
            w.reads = room(w.reads, w.n_reads, sizeof *w.reads);
            one_read *r = &w.reads[w.n_reads++];
            t->n++;
            r->off = (off_t)strtoull(p, &p, 10);
            p += *p == ':';
            r->len = strtoull(p, &p, 10);
            p += *p == ',';
            if (r->len > w.longest)
                w.longest = r->len;
        }
    }
    free(line);
    fclose(f);
    return w;
}

static double since(clockid_t clock, const struct timespec *a)
{
    struct timespec b;
    clock_gettime(clock, &b);
    return (double)(b.tv_sec - a->tv_sec) * 1e9 + (double)(b.tv_nsec - a->tv_nsec);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: floor LIST\n");
        return 2;
    }
    const work w = load(argv[1]);
    const size_t room = (w.longest / 4096 + 1) * 4096;
    char *buffer = aligned_alloc(4096, room); /* into whole cache lines reads are faster */
    if (buffer == NULL)
        fail("aligned_alloc", argv[1]);
    memset(buffer, 1, room); /* its pages are there before the clock runs */
    struct timespec wall, cpu;
    struct stat st;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    for (size_t i = 0; i < w.n; i++) {
        const task *t = &w.tasks[i];
        const int fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || stat_of(fd, &st) != 0)
            fail("open", t->path);
        for (size_t k = 0; k < t->n; k++)
            if (pread(fd, buffer, w.reads[t->first + k].len, w.reads[t->first + k].off) < 0)
                fail("pread", t->path);
        close(fd);
    }
    const double of_cpu = since(CLOCK_THREAD_CPUTIME_ID, &cpu),
                 of_wall = since(CLOCK_MONOTONIC, &wall);
    if (w.n)
        printf("%.1f %.1f\n", of_wall / (double)w.n, of_cpu / (double)w.n);
    return 0;
}

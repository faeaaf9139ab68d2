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
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_READS = 16, LONGEST_READ = 1 << 18 };

typedef struct task {
    char *path;
    int n;
    struct {
        off_t off;
        size_t len;
    } reads[MOST_READS];
} task;

static void fail(const char *what, const char *of)
{
    fprintf(stderr, "floor: %s: ", of);
    perror(what);
    exit(1);
}

static task *load(const char *list, size_t *n)
{
    FILE *f = fopen(list, "r");
    if (f == NULL)
        fail("fopen", list);
    task *tasks = NULL;
    size_t cap = 0;
    char line[8192];
    *n = 0;
    while (fgets(line, sizeof line, f)) {
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        *tab = 0;
        if (*n == cap) {
            cap = cap ? cap * 2 : 256;
            tasks = realloc(tasks, cap * sizeof *tasks);
            if (tasks == NULL)
                fail("realloc", list);
        }
        task *t = &tasks[(*n)++];
        t->path = strdup(line);
        t->n = 0;
        for (char *p = tab + 1; *p && *p != '\n' && t->n < MOST_READS;) {
            t->reads[t->n].off = (off_t)strtoull(p, &p, 10);
            p += *p == ':';
            t->reads[t->n].len = strtoull(p, &p, 10);
            p += *p == ',';
            if (t->reads[t->n++].len > LONGEST_READ)
                fail("a read is too long", line);
        }
    }
    fclose(f);
    return tasks;
}

static double since(clockid_t clock, const struct timespec *a)
{
    struct timespec b;
    clock_gettime(clock, &b);
    return (double)(b.tv_sec - a->tv_sec) * 1e9 + (double)(b.tv_nsec - a->tv_nsec);
}

int main(int argc, char **argv)
{
    static char buffer[LONGEST_READ];
    if (argc != 2) {
        fprintf(stderr, "usage: floor LIST\n");
        return 2;
    }
    size_t n;
    const task *tasks = load(argv[1], &n);
    struct timespec wall, cpu;
    struct stat st;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    for (size_t i = 0; i < n; i++) {
        const int fd = openat(AT_FDCWD, tasks[i].path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0)
            fail("open", tasks[i].path);
        for (int k = 0; k < tasks[i].n; k++)
            if (pread(fd, buffer, tasks[i].reads[k].len, tasks[i].reads[k].off) < 0)
                fail("pread", tasks[i].path);
        close(fd);
    }
    const double of_cpu = since(CLOCK_THREAD_CPUTIME_ID, &cpu),
                 of_wall = since(CLOCK_MONOTONIC, &wall);
    if (n)
        printf("%.1f %.1f\n", of_wall / (double)n, of_cpu / (double)n);
    return 0;
}

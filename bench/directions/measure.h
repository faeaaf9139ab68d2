/* SPDX-License-Identifier: MIT */
/* What the programs of this folder share: the floor's lists, and interleaved rounds of variants of
 * one loop over them, of which the best counts. */
#ifndef MEASURE_H
#define MEASURE_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_READS = 64, MOST_VARIANTS = 32 };

typedef struct task {
    char *path;
    size_t n;
    struct {
        off_t off;
        size_t len;
    } reads[MOST_READS];
} task;

typedef struct tasks {
    task *at;
    size_t n;
} tasks;

/* One way to do what is measured; `unit` files in one call of run. A variant that this machine
 * cannot do sets `missing` to the reason when it is tried. */
typedef struct variant {
    const char *name;
    void (*run)(const struct variant *v);
    const tasks *list;
    void (*before)(void); /* each round, outside the clock */
    const char *missing;
    double wall, cpu, all_cpu; /* best nanoseconds a unit: clock, thread, process */
} variant;

static char buffer[32 << 20];

static inline void die(const char *what, const char *of)
{
    fprintf(stderr, "%s: %s: %s\n", of, what, strerror(errno));
    exit(1);
}

static inline tasks load_tasks(const char *list)
{
    FILE *f = fopen(list, "r");
    if (f == NULL)
        die("fopen", list);
    tasks t = {NULL, 0};
    static char line[16384];
    while (fgets(line, sizeof line, f)) {
        char *tab = line + strcspn(line, "\t\n");
        char *p = *tab == '\t' ? tab + 1 : tab;
        *tab = 0;
        t.at = realloc(t.at, (t.n + 1) * sizeof *t.at);
        if (t.at == NULL)
            die("realloc", list);
        task *one = &t.at[t.n++];
        one->path = strdup(line);
        for (one->n = 0; *p && *p != '\n' && one->n < MOST_READS; one->n++) {
            one->reads[one->n].off = (off_t)strtoull(p, &p, 10);
            p += *p == ':';
            one->reads[one->n].len = strtoull(p, &p, 10);
            p += *p == ',';
            if (one->reads[one->n].len > sizeof buffer)
                die("a read is too long", line);
        }
    }
    fclose(f);
    if (t.n == 0)
        die("no files", list);
    return t;
}

static inline double clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline double less(double a, double b)
{
    return a == 0 || b < a ? b : a;
}

static inline void once(variant *v, double unit, int counts)
{
    if (v->missing)
        return;
    if (v->before)
        v->before();
    const double wall = clock_ns(CLOCK_MONOTONIC), cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID),
                 all = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    v->run(v);
    const double d_all = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - all,
                 d_cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu,
                 d_wall = clock_ns(CLOCK_MONOTONIC) - wall;
    if (counts && !v->missing) {
        v->wall = less(v->wall, d_wall / unit);
        v->cpu = less(v->cpu, d_cpu / unit);
        v->all_cpu = less(v->all_cpu, d_all / unit);
    }
}

/* Every variant in every round, each round beginning with another one; then a line a variant: name,
 * nanoseconds of the clock, of the thread, of the process, or name and why it was left out. */
static inline void measure(variant *v, int n, int rounds, double unit)
{
    for (int i = 0; i < n; i++)
        once(&v[i], unit, 0); /* warms up */
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < n; i++)
            once(&v[(i + round) % n], unit, 1);
    for (int i = 0; i < n; i++) {
        if (v[i].missing)
            printf("%s\t-\t%s\n", v[i].name, v[i].missing);
        else
            printf("%s\t%.1f\t%.1f\t%.1f\n", v[i].name, v[i].wall, v[i].cpu, v[i].all_cpu);
    }
}

static inline int open_task(const task *t, struct stat *st)
{
    const int fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, st) != 0)
        die("open", t->path);
    return fd;
}

/* The reads from number k on. */
static inline void read_from(int fd, const task *t, size_t k)
{
    for (; k < t->n; k++)
        if (pread(fd, buffer, t->reads[k].len, t->reads[k].off) < 0)
            die("pread", t->path);
}

static inline void read_all(int fd, const task *t)
{
    read_from(fd, t, 0);
}

/* For variants' `before`. */
static inline void drop_caches(void)
{
    const int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
    sync();
    if (fd < 0 || write(fd, "3", 1) != 1)
        die("drop_caches", "root is needed");
    close(fd);
}

/* The floor of the race. */
static inline void run_floor(const variant *v)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        read_all(fd, t);
        close(fd);
    }
}

#endif

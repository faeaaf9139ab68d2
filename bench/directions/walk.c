/* SPDX-License-Identifier: MIT */
/* The ID3 walk by hand against compilers: equal results first, then from memory, and behind the
 * system calls that a real walk stands behind. The variants are linked in: WALKS lists their
 * functions.
 *
 * walk ROUNDS LIST (of MP3 files) */
#include "measure.h"
#include "walk.h"

#define W(fn) extern walk_fn fn;
WALKS
#undef W

enum { HEAD = 4096, FRAMES = 64, LOOPS = 20 };

static struct {
    uint8_t bytes[HEAD];
    size_t len;
} *heads;
static frame found[FRAMES];
static volatile size_t sink;

static const struct {
    const char *name;
    walk_fn *fn;
} walks[] = {
#define W(fn) {#fn, fn},
    WALKS
#undef W
};
enum { N_WALKS = sizeof walks / sizeof *walks };

static walk_fn *walk_of(const variant *v)
{
    for (size_t i = 0; i < N_WALKS; i++)
        if (strstr(v->name, walks[i].name))
            return walks[i].fn;
    return NULL;
}

static void run_memory(const variant *v)
{
    walk_fn *fn = walk_of(v);
    for (int loop = 0; loop < LOOPS; loop++)
        for (size_t i = 0; i < v->list->n; i++)
            sink = fn(heads[i].bytes, heads[i].len, found, FRAMES);
}

/* The floor with one window, and the walk over what came. */
static void run_files(const variant *v)
{
    walk_fn *fn = walk_of(v);
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const int fd = openat(AT_FDCWD, v->list->at[i].path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0)
            die("open", v->list->at[i].path);
        const ssize_t got = pread(fd, buffer, HEAD, 0);
        if (fn && got > 0)
            sink = fn((const uint8_t *)buffer, (size_t)got, found, FRAMES);
        close(fd);
    }
}

static void check(const tasks *t)
{
    static frame right[FRAMES];
    for (size_t i = 0; i < t->n; i++)
        for (size_t len = heads[i].len; len + 40 > heads[i].len; len--) {
            const size_t n = walks[0].fn(heads[i].bytes, len, right, FRAMES);
            for (size_t k = 1; k < N_WALKS; k++)
                if (walks[k].fn(heads[i].bytes, len, found, FRAMES) != n ||
                    memcmp(right, found, n * sizeof *right) != 0) {
                    fprintf(stderr, "walk: %s differs on %s\n", walks[k].name, t->at[i].path);
                    exit(1);
                }
            if (len == heads[i].len && n < 5) {
                fprintf(stderr, "walk: %zu frames in %s\n", n, t->at[i].path);
                exit(1);
            }
        }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[2]);
    heads = calloc(t.n, sizeof *heads);
    for (size_t i = 0; i < t.n; i++) {
        const int fd = open(t.at[i].path, O_RDONLY | O_CLOEXEC);
        heads[i].len = (size_t)pread(fd, heads[i].bytes, HEAD, 0);
        close(fd);
    }
    check(&t);
    static char names[2 * N_WALKS][64];
    static variant v[N_WALKS], w[N_WALKS + 1];
    w[0] = (variant){.name = "openat, fstat, pread, close", .run = run_files, .list = &t};
    for (size_t i = 0; i < N_WALKS; i++) {
        snprintf(names[2 * i], sizeof *names, "memory: %s", walks[i].name);
        snprintf(names[2 * i + 1], sizeof *names, "with the calls: %s", walks[i].name);
        v[i] = (variant){.name = names[2 * i], .run = run_memory, .list = &t};
        w[i + 1] = (variant){.name = names[2 * i + 1], .run = run_files, .list = &t};
    }
    measure(v, N_WALKS, atoi(argv[1]), (double)t.n * LOOPS);
    measure(w, N_WALKS + 1, atoi(argv[1]), (double)t.n);
    return 0;
}

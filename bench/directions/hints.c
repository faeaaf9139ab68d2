/* SPDX-License-Identifier: MIT */
/* Hints about what will be read: posix_fadvise, readahead.
 *
 * hints ROUNDS LIST [warm|cold]: cold drops the page cache before each round (root only). */
#include "measure.h"
#include <sys/uio.h>

typedef enum { RANDOM, WILLNEED_REST, WILLNEED_ALL, READAHEAD_REST } hint;

static void each(const variant *v, hint what)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        if (what == RANDOM)
            posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
        for (size_t k = what != WILLNEED_ALL; what != RANDOM && k < t->n; k++) {
            if (what == READAHEAD_REST)
                (void)!readahead(fd, t->reads[k].off, t->reads[k].len);
            else
                posix_fadvise(fd, t->reads[k].off, (off_t)t->reads[k].len, POSIX_FADV_WILLNEED);
        }
        read_all(fd, t);
        close(fd);
    }
}

static void run_random(const variant *v)
{
    each(v, RANDOM);
}

static void run_willneed(const variant *v)
{
    each(v, WILLNEED_REST);
}

static void run_willneed_all(const variant *v)
{
    each(v, WILLNEED_ALL);
}

static void run_readahead(const variant *v)
{
    each(v, READAHEAD_REST);
}

/* The next file's head is asked for before this one is read: what a caller with a list can do. */
static void run_next(const variant *v)
{
    struct stat st;
    int next = openat(AT_FDCWD, v->list->at[0].path, O_RDONLY | O_CLOEXEC);
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = next;
        if (i + 1 < v->list->n) {
            next = openat(AT_FDCWD, v->list->at[i + 1].path, O_RDONLY | O_CLOEXEC);
            posix_fadvise(next, 0, 4096, POSIX_FADV_WILLNEED);
        }
        if (fd < 0 || fstat(fd, &st) != 0)
            die("open", t->path);
        read_all(fd, t);
        close(fd);
    }
}

/* A head that would have to be waited for says that the file is cold: then its end is asked for
 * before the head is. A warm file pays nothing. */
static void run_when_cold(const variant *v)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        const struct iovec head = {buffer, t->reads[0].len};
        size_t from = 1;
        if (preadv2(fd, &head, 1, 0, RWF_NOWAIT) < 0) {
            const off_t end = st.st_size > 4096 ? st.st_size - 4096 : 0;
            posix_fadvise(fd, end, 4096, POSIX_FADV_WILLNEED);
            from = 0;
        }
        read_from(fd, t, from);
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    void (*before)(void) = argc > 3 && strcmp(argv[3], "cold") == 0 ? drop_caches : NULL;
    const tasks t = load_tasks(argv[2]);
    variant v[] = {
        {.name = "floor: no hint", .run = run_floor, .list = &t, .before = before},
        {.name = "FADV_RANDOM", .run = run_random, .list = &t, .before = before},
        {.name = "FADV_WILLNEED of the later windows", .run = run_willneed, .list = &t,
         .before = before},
        {.name = "FADV_WILLNEED of all windows", .run = run_willneed_all, .list = &t,
         .before = before},
        {.name = "readahead of the later windows", .run = run_readahead, .list = &t,
         .before = before},
        {.name = "head by RWF_NOWAIT, and WILLNEED of the end", .run = run_when_cold, .list = &t,
         .before = before},
        {.name = "FADV_WILLNEED of the next file's head", .run = run_next, .list = &t,
         .before = before},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

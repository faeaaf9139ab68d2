/* SPDX-License-Identifier: MIT */
/* A mapping for each open against pread.
 *
 * mmap ROUNDS LIST: what a mapping would have to be touched at is what LIST says is read. */
#include "measure.h"
#include <sys/mman.h>

static volatile char sink;

/* A byte of each page of the windows: the least that a parser can look at. */
static void touch(const char *map, size_t size, const task *t, size_t most)
{
    for (size_t k = 0; k < t->n && k < most; k++)
        for (size_t at = (size_t)t->reads[k].off;
             at < (size_t)t->reads[k].off + t->reads[k].len && at < size; at = (at | 4095) + 1)
            sink = map[at];
}

static void map_each(const variant *v, int flags, size_t most)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        const size_t size = (size_t)st.st_size;
        char *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE | flags, fd, 0);
        if (map == MAP_FAILED)
            die("mmap", t->path);
        close(fd);
        touch(map, size, t, most);
        munmap(map, size);
    }
}

static void run_windows(const variant *v)
{
    map_each(v, 0, MOST_READS);
}

static void run_head(const variant *v)
{
    map_each(v, 0, 1);
}

static void run_populate(const variant *v)
{
    map_each(v, MAP_POPULATE, MOST_READS);
}

/* Only the head is mapped, at once; the other windows are read. */
static void run_populate_head(const variant *v)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        const size_t head = t->reads[0].len;
        char *map = mmap(NULL, head, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (map == MAP_FAILED)
            die("mmap", t->path);
        touch(map, head, t, 1);
        read_from(fd, t, 1);
        munmap(map, head);
        close(fd);
    }
}

static void run_pread_head(const variant *v)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0 || pread(fd, buffer, t->reads[0].len, 0) < 0)
            die("open", t->path);
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[2]);
    variant v[] = {
        {.name = "floor: pread of the windows", .run = run_floor, .list = &t},
        {.name = "mmap of the file, windows touched", .run = run_windows, .list = &t},
        {.name = "mmap with MAP_POPULATE", .run = run_populate, .list = &t},
        {.name = "MAP_POPULATE of the head, pread of the rest", .run = run_populate_head,
         .list = &t},
        {.name = "head alone: pread", .run = run_pread_head, .list = &t},
        {.name = "head alone: mmap of the file", .run = run_head, .list = &t},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

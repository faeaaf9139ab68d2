/* SPDX-License-Identifier: MIT */
/* Other ways to open a file and to learn its size, each with the reads of the floor.
 *
 * opens ROUNDS LIST [warm|cold]: cold drops the page cache before each round (root only). */
#include "measure.h"
#include <linux/openat2.h>
#include <linux/stat.h>
#include <stdint.h>
#include <sys/syscall.h>

typedef enum {
    BY_FSTAT,
    BY_RAW_FSTAT,
    BY_STATX,
    BY_LSEEK,
    BY_LSEEK_AND_HALF,
    BY_NEED,
    BY_NOTHING
} size_by;

static unsigned opened;

static const char *of_size(int fd, size_by how, const task *t)
{
    struct stat st;
    struct statx x;
    ssize_t got;
    switch (how) {
    case BY_FSTAT: return fstat(fd, &st) ? "fstat fails" : NULL;
    case BY_RAW_FSTAT: return syscall(SYS_fstat, fd, &st) ? "fstat fails" : NULL;
    case BY_STATX:
        return statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_SIZE, &x)
                   ? "statx fails"
                   : NULL;
    case BY_LSEEK: return lseek(fd, 0, SEEK_END) < 0 ? "lseek fails" : NULL;
    case BY_LSEEK_AND_HALF: /* as if every second file had a picture that stays in it */
        if (lseek(fd, 0, SEEK_END) < 0)
            return "lseek fails";
        return ++opened % 2 && fstat(fd, &st) ? "fstat fails" : NULL;
    case BY_NEED: /* a head that is not full says where the file ends */
        got = pread(fd, buffer, t->reads[0].len, 0);
        if (got == (ssize_t)t->reads[0].len && fstat(fd, &st) != 0)
            return "fstat fails";
        return got < 0 ? "pread fails" : NULL;
    default: return NULL;
    }
}

static void each(const variant *v, int flags, int resolve, size_by how)
{
    variant *w = (variant *)(size_t)v; /* notes what is missing */
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        int fd;
        if (resolve >= 0) {
            const struct open_how with = {.flags = O_RDONLY | O_CLOEXEC,
                                          .resolve = (uint64_t)resolve};
            fd = (int)syscall(SYS_openat2, AT_FDCWD, t->path, &with, sizeof with);
            if (fd < 0 && errno == EAGAIN) /* not in the cache of names: as one would */
                fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC);
        } else {
            fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC | flags);
        }
        if (fd < 0) {
            w->missing = strerror(errno);
            return;
        }
        w->missing = of_size(fd, how, t);
        for (size_t k = how == BY_NEED; k < t->n; k++)
            if (pread(fd, buffer, t->reads[k].len, t->reads[k].off) < 0)
                die("pread", t->path);
        close(fd);
    }
}

#define WAY(name, flags, resolve, how)              \
    static void name(const variant *v)              \
    {                                               \
        each(v, flags, resolve, how);               \
    }
WAY(run_noatime, O_NOATIME, -1, BY_FSTAT)
WAY(run_nonblock, O_NONBLOCK, -1, BY_FSTAT)
WAY(run_openat2, 0, 0, BY_FSTAT)
WAY(run_cached, 0, RESOLVE_CACHED, BY_FSTAT)
WAY(run_raw_fstat, 0, -1, BY_RAW_FSTAT)
WAY(run_statx, 0, -1, BY_STATX)
WAY(run_lseek, 0, -1, BY_LSEEK)
WAY(run_lseek_half, 0, -1, BY_LSEEK_AND_HALF)
WAY(run_need, 0, -1, BY_NEED)
WAY(run_nothing, 0, -1, BY_NOTHING)

/* openat relative to the folder, whose descriptor is opened once for all its files in turn. */
static void run_at_folder(const variant *v)
{
    int dir = -1;
    size_t dir_len = 0;
    const char *dir_path = "";
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const char *name = strrchr(t->path, '/') + 1;
        const size_t len = (size_t)(name - t->path);
        if (len != dir_len || memcmp(t->path, dir_path, len) != 0) {
            char folder[4096];
            if (dir >= 0)
                close(dir);
            snprintf(folder, sizeof folder, "%.*s", (int)len, t->path);
            dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
            dir_path = t->path;
            dir_len = len;
        }
        const int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0)
            die("open", t->path);
        read_all(fd, t);
        close(fd);
    }
    close(dir);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    void (*before)(void) = argc > 3 && strcmp(argv[3], "cold") == 0 ? drop_caches : NULL;
    const tasks t = load_tasks(argv[2]);
    variant v[] = {
        {.name = "floor: openat, fstat", .run = run_floor, .list = &t, .before = before},
        {.name = "O_NOATIME", .run = run_noatime, .list = &t, .before = before},
        {.name = "O_NONBLOCK", .run = run_nonblock, .list = &t, .before = before},
        {.name = "openat2", .run = run_openat2, .list = &t, .before = before},
        {.name = "openat2, RESOLVE_CACHED", .run = run_cached, .list = &t, .before = before},
        {.name = "openat from the folder", .run = run_at_folder, .list = &t, .before = before},
        {.name = "SYS_fstat itself", .run = run_raw_fstat, .list = &t, .before = before},
        {.name = "statx of type and size", .run = run_statx, .list = &t, .before = before},
        {.name = "lseek for the size", .run = run_lseek, .list = &t, .before = before},
        {.name = "lseek, and fstat for every second file", .run = run_lseek_half, .list = &t,
         .before = before},
        {.name = "fstat only behind a full head", .run = run_need, .list = &t, .before = before},
        {.name = "no size at all", .run = run_nothing, .list = &t, .before = before},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

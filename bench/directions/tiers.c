/* SPDX-License-Identifier: MIT */
/* The generic kernels against the machine's best on whole opens: from files, and from memory, where
 * no system call stands in the way.
 *
 * tiers ROUNDS LIST open|all|exact */
#include "measure.h"

#include <simdtag/simdtag.h>

static simdtag_options options;
static int all;
static volatile size_t sink;
static struct {
    void *data;
    size_t len;
} *files;

static void look(simdtag_status status, simdtag_file *file, const simdtag_error *error,
                 const char *path)
{
    if (status != SIMDTAG_OK) {
        fprintf(stderr, "tiers: %s: %s\n", path, error->text);
        exit(1);
    }
    size_t n = 0;
    const simdtag_item *items = all ? simdtag_items(file, &n, NULL) : NULL;
    for (size_t k = 0; k < n; k++)
        sink += items[k].value_len;
    simdtag_close(file);
}

static void generic(void)
{
    simdtag_cpu_limit("generic");
}

static void best(void)
{
    simdtag_cpu_limit(NULL);
}

static void run_files(const variant *v)
{
    for (size_t i = 0; i < v->list->n; i++) {
        simdtag_file *file = NULL;
        simdtag_error error;
        const simdtag_status status =
            simdtag_open(v->list->at[i].path, &options, &file, &error);
        look(status, file, &error, v->list->at[i].path);
    }
}

static void run_memory(const variant *v)
{
    for (size_t i = 0; i < v->list->n; i++) {
        simdtag_file *file = NULL;
        simdtag_error error;
        options.name = v->list->at[i].path;
        const simdtag_status status =
            simdtag_open_memory(files[i].data, files[i].len, &options, &file, &error);
        look(status, file, &error, v->list->at[i].path);
    }
    options.name = NULL;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const tasks t = load_tasks(argv[2]);
    all = strcmp(argv[3], "all") == 0;
    options.flags = strcmp(argv[3], "exact") == 0 ? SIMDTAG_OPEN_EXACT : 0;
    files = calloc(t.n, sizeof *files);
    for (size_t i = 0; i < t.n; i++) {
        struct stat st;
        const int fd = open(t.at[i].path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0)
            die("open", t.at[i].path);
        files[i].len = (size_t)st.st_size;
        files[i].data = malloc(files[i].len + 1);
        if (files[i].data == NULL || pread(fd, files[i].data, files[i].len, 0) != st.st_size)
            die("pread", t.at[i].path);
        close(fd);
    }
    variant v[] = {
        {.name = "floor", .run = run_floor, .list = &t},
        {.name = "files: generic", .run = run_files, .list = &t, .before = generic},
        {.name = "files: best", .run = run_files, .list = &t, .before = best},
        {.name = "memory: generic", .run = run_memory, .list = &t, .before = generic},
        {.name = "memory: best", .run = run_memory, .list = &t, .before = best},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* Shows title and length of every audio file under some directories: a walk that feeds a batch.
 *
 *   cc library.c $(pkg-config --cflags --libs simdtag) -o library && ./library ~/Music */
#include <simdtag/batch.h>
#include <simdtag/walk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *title_of(simdtag_file *file)
{
    static const char *const keys[] = {"TIT2", "title", "TITLE", "Title", "\xC2\xA9nam"};
    size_t n;
    const simdtag_item *items = simdtag_items(file, &n, NULL);
    for (size_t i = 0; items && i < n; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (items[i].value && strcmp(items[i].key, keys[k]) == 0)
                return items[i].value;
    return "-";
}

static void show(simdtag_batch_result *r)
{
    if (r->file)
        printf("%s\t%.2f\t%s\n", r->path, simdtag_info_of(r->file)->length, title_of(r->file));
    else
        printf("%s\t%s\n", r->path, r->error.text);
    simdtag_close(r->file);
    free((char *)r->path); /* the copy of feed() */
}

/* Hands over the next path of the walk; a path must stay until its result was taken. */
static int feed(simdtag_walker *walker, simdtag_batcher *batcher)
{
    const char *found;
    simdtag_error error;
    int got;
    while ((got = simdtag_walk_next(walker, &found, &error)) == -1)
        fprintf(stderr, "%s: %s\n", found, error.text);
    if (got == 1) {
        const char *path = strdup(found);
        simdtag_batcher_add(batcher, &path, 1);
    }
    return got == 1;
}

int main(int argc, char **argv)
{
    simdtag_error error;
    simdtag_batcher *batcher = NULL;
    simdtag_walker *walker =
        simdtag_walk_open((const char *const *)argv + 1, (size_t)argc - 1, NULL, &error);
    if (walker == NULL || simdtag_batcher_new(NULL, &batcher, &error) != SIMDTAG_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    simdtag_batch_result result;
    size_t ahead = 0; /* files between add and next */
    for (int more = 1; more || ahead;) {
        while (more && ahead < simdtag_batcher_window(batcher))
            ahead += (size_t)(more = feed(walker, batcher));
        if (ahead && simdtag_batcher_next(batcher, &result, -1) == 1) {
            show(&result);
            ahead--;
        }
    }
    simdtag_batcher_free(batcher);
    simdtag_walk_close(walker);
    return 0;
}

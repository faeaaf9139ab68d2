/* SPDX-License-Identifier: MIT */
/* The race's row for the C API: opens every file of a list once, and with "all" reads every item
 * as UTF-8.
 *
 * read_c open|all LIST: lines as for floor (what stands behind the tab is not looked at). Prints
 * nanoseconds per file: of the clock, and of the processor. */
#define _GNU_SOURCE
#include "paths.h"

#include <simdtag/simdtag.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: read_c open|all LIST\n");
        return 2;
    }
    const int all = strcmp(argv[1], "all") == 0;
    size_t n, items = 0, bytes = 0;
    char **paths = load(argv[2], &n);
    struct timespec wall, cpu;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    for (size_t i = 0; i < n; i++) {
        simdtag_error error;
        simdtag_file *file;
        if (simdtag_open(paths[i], NULL, &file, &error) != SIMDTAG_OK) {
            fprintf(stderr, "read_c: %s: %s\n", paths[i], error.text);
            return 1;
        }
        size_t count = 0;
        const simdtag_item *item = all ? simdtag_items(file, &count, &error) : NULL;
        for (size_t k = 0; k < count; k++)
            bytes += item[k].value_len;
        items += count;
        simdtag_close(file);
    }
    const double of_cpu = since(CLOCK_THREAD_CPUTIME_ID, &cpu),
                 of_wall = since(CLOCK_MONOTONIC, &wall);
    if (all && (items < n || bytes < items)) {
        fprintf(stderr, "read_c: %zu items of %zu bytes in %zu files\n", items, bytes, n);
        return 1;
    }
    if (n)
        printf("%.1f %.1f\n", of_wall / (double)n, of_cpu / (double)n);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* How fast exact scans are: each file of the command line through SIMDTAG_OPEN_EXACT, beside loops
 * over the same cached file that read it, and that read and copy it, in the same windows; best of
 * ROUNDS interleaved rounds. Prints GB/s and what part of copying's speed the scan has.
 *
 * exact FILE… */
#undef _GNU_SOURCE
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <simdtag/simdtag.h>

enum { WINDOW = 256 << 10, ROUNDS = 25 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint8_t window[WINDOW], copy[WINDOW];

/* open, pread to the end, close; with a copy of each window */
static double plain_loop(const char *path, int copies)
{
    const double start = now();
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got;
    for (off_t at = 0; (got = pread(fd, window, WINDOW, at)) > 0; at += got) {
        if (copies)
            memcpy(copy, window, (size_t)got);
        __asm__ volatile("" ::: "memory"); /* the copy is wanted */
    }
    close(fd);
    return now() - start;
}

static double scan(const char *path, const void *memory, size_t size, simdtag_exact *found)
{
    const simdtag_options options = {.flags = SIMDTAG_OPEN_EXACT, .name = path};
    simdtag_file *file;
    simdtag_error error;
    const double start = now();
    const simdtag_status status = memory
                                      ? simdtag_open_memory(memory, size, &options, &file, &error)
                                      : simdtag_open(path, &options, &file, &error);
    if (status != SIMDTAG_OK || simdtag_exact_of(file) == NULL) {
        fprintf(stderr, "%s: %s\n", path, status ? error.text : "has no frames to count");
        exit(1);
    }
    *found = *simdtag_exact_of(file);
    simdtag_close(file);
    return now() - start;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(int argc, char **argv)
{
    printf("%-24s %8s %9s %9s %9s %9s %9s %8s %8s\n", "file", "MB", "pread", "+ memcpy", "exact",
           "memory", "memcpy", "÷ copy", "frames");
    for (int i = 1; i < argc; i++) {
        double best[5] = {1e9, 1e9, 1e9, 1e9, 1e9};
        struct stat st;
        if (stat(argv[i], &st) != 0 || st.st_size == 0)
            return 1;
        const size_t size = (size_t)st.st_size;
        uint8_t *whole = malloc(size), *other = malloc(size);
        const int fd = open(argv[i], O_RDONLY | O_CLOEXEC);
        if (whole == NULL || other == NULL || read(fd, whole, size) != (ssize_t)size)
            return 1;
        close(fd);
        simdtag_exact x, y;
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = least(best[0], plain_loop(argv[i], 0));
            best[1] = least(best[1], plain_loop(argv[i], 1));
            best[2] = least(best[2], scan(argv[i], NULL, 0, &x));
            best[3] = least(best[3], scan(argv[i], whole, size, &y));
            const double start = now();
            memcpy(other, whole, size);
            __asm__ volatile("" ::"r"(other) : "memory");
            best[4] = least(best[4], now() - start);
        }
        if (x.samples != y.samples || x.garbage != y.garbage)
            return 2;
        const char *name = strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i];
        const double gb = (double)size * 1e-9;
        printf("%-24s %8.1f %9.2f %9.2f %9.2f %9.2f %9.2f %7.0f%% %8llu\n", name, gb * 1e3,
               gb / best[0], gb / best[1], gb / best[2], gb / best[3], gb / best[4],
               100 * best[1] / best[2], (unsigned long long)x.frames);
        free(whole);
        free(other);
    }
    return 0;
}

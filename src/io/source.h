/* SPDX-License-Identifier: MIT */
/* A source of bytes: a file descriptor, memory, or the caller's callbacks. Knows no format. */
#ifndef ST_SOURCE_H
#define ST_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "simdtag/types.h"

typedef struct st_source st_source;

struct st_source {
    /* Reads up to n bytes at `off` into buf. Returns the number read, 0 at the end of the file,
     * -1 on failure with
     * *sys = errno (0: the callback keeps its own error, such as a Python exception). */
    ssize_t (*read)(const st_source *s, void *buf, size_t n, uint64_t off, int *sys);
    uint64_t size;        /* bytes in all */
    int fd;               /* -1: not a descriptor */
    bool nowait;           /* what would wait for a device is not read: SIMDTAG_ERR_NEED */
    const uint8_t *memory; /* whole file in memory, or NULL: then views point straight into it */
    void *ctx;            /* callbacks' own */
};

/* A source over an open descriptor of `size` bytes; the descriptor stays the caller's. */
st_source st_source_fd(int fd, uint64_t size);

/* The same for a caller that has better things to do than to wait: bytes that the page cache does
 * not hold are not read. */
st_source st_source_fd_nowait(int fd, uint64_t size);

/* A source over memory, which must outlive every use of the source. */
st_source st_source_memory(const void *data, size_t len);

/* The flags every file is opened with. */
int st_open_flags(void);

/* Opens a path relative to the folder `at` (AT_FDCWD: the working directory): the descriptor, or a
 * negative errno. */
int st_open_only(int at, const char *path);

/* Whether an open descriptor is one to read: its stat data go to *st. Otherwise, and when `fd` is a
 * negative errno, *err says why. */
bool st_check_fd(int fd, struct stat *st, simdtag_error *err);

/* The same for stat data that are there already. */
bool st_check_stat(const struct stat *st, simdtag_error *err);

/* Opens a path and asks for its stat data: the descriptor, or -1 with *err set. */
int st_open_path(const char *path, struct stat *st, simdtag_error *err);

/* Whether `fd` is on a file system that cannot read without waiting (FUSE, NFS): asking it to try
 * may itself wait. */
bool st_always_waits(int fd);

/* Reads exactly n bytes, over short reads. SIMDTAG_ERR_EOF when the file ends first,
 * SIMDTAG_ERR_NEED when a source that does not wait would have to. */
simdtag_status st_source_read_full(const st_source *s, void *buf, size_t n, uint64_t off,
                                   simdtag_error *err);

#endif

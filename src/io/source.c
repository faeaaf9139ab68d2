/* SPDX-License-Identifier: MIT */
/* Sources: pread over a descriptor, copies out of memory. */
#define _POSIX_C_SOURCE 200809L
#include "io/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

static ssize_t read_fd(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    ssize_t got;
    do
        got = pread(s->fd, buf, n, (off_t)off);
    while (got < 0 && errno == EINTR);
    *sys = got < 0 ? errno : 0;
    return got;
}

static ssize_t read_memory(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    *sys = 0;
    if (off >= s->size)
        return 0;
    if (n > s->size - off)
        n = (size_t)(s->size - off);
    memcpy(buf, s->memory + off, n);
    return (ssize_t)n;
}

st_source st_source_fd(int fd, uint64_t size)
{
    return (st_source){.read = read_fd, .size = size, .fd = fd};
}

st_source st_source_memory(const void *data, size_t len)
{
    return (st_source){.read = read_memory, .size = len, .fd = -1, .memory = (const uint8_t *)data};
}

simdtag_status st_source_read_full(const st_source *s, void *buf, size_t n, uint64_t off,
                                   simdtag_error *err)
{
    uint8_t *to = (uint8_t *)buf;
    while (n) {
        int sys = 0;
        const ssize_t got = s->read(s, to, n, off, &sys);
        if (got < 0)
            return sys ? st_error_sys(err, sys)
                       : st_error_set(err, SIMDTAG_ERR_IO, "the source's read failed");
        if (got == 0 || (size_t)got > n)
            return st_error_set(err, SIMDTAG_ERR_EOF, "the file ends at byte %llu",
                                (unsigned long long)off);
        to += got;
        off += (uint64_t)got;
        n -= (size_t)got;
    }
    return SIMDTAG_OK;
}

/* SPDX-License-Identifier: MIT */
/* Sources: pread over a descriptor, copies out of memory. */
#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
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

/* Bytes in the page cache, or EAGAIN. */
static ssize_t read_fd_nowait(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
#ifdef RWF_NOWAIT
    const struct iovec into = {buf, n};
    const ssize_t got = preadv2(s->fd, &into, 1, (off_t)off, RWF_NOWAIT);
    *sys = got >= 0 ? 0 : errno == EOPNOTSUPP || errno == ENOSYS || errno == EINTR ? EAGAIN : errno;
    return got;
#else
    (void)s, (void)buf, (void)n, (void)off;
    *sys = EAGAIN;
    return -1;
#endif
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

st_source st_source_fd_nowait(int fd, uint64_t size)
{
    return (st_source){.read = read_fd_nowait, .size = size, .fd = fd, .nowait = true};
}

st_source st_source_memory(const void *data, size_t len)
{
    return (st_source){.read = read_memory, .size = len, .fd = -1, .memory = (const uint8_t *)data};
}

int st_open_flags(void)
{
    return O_RDONLY | O_CLOEXEC | O_NONBLOCK; /* O_NONBLOCK: a FIFO must not hang us; regular files
                                                 do not know it */
}

bool st_check_stat(const struct stat *st, simdtag_error *err)
{
    if (S_ISREG(st->st_mode) || S_ISCHR(st->st_mode)) /* /dev/null is an empty file */
        return true;
    st_error_sys(err, S_ISDIR(st->st_mode) ? EISDIR : ESPIPE);
    return false;
}

/* fstat. glibc since 2.33 asks by a call that looks at a path, too, an empty one, and takes 6 %
 * longer; both fill the same struct. */
static int stat_of(int fd, struct stat *st)
{
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
    return (int)syscall(SYS_fstat, fd, st);
#else
    return fstat(fd, st);
#endif
}

bool st_check_fd(int fd, struct stat *st, simdtag_error *err)
{
    if (fd >= 0 && stat_of(fd, st) == 0)
        return st_check_stat(st, err);
    st_error_sys(err, fd < 0 ? -fd : errno);
    return false;
}

bool st_always_waits(int fd)
{
#ifdef RWF_NOWAIT
    char byte;
    const struct iovec into = {&byte, 1};
    return preadv2(fd, &into, 1, 0, RWF_NOWAIT) < 0 && errno == EOPNOTSUPP;
#else
    (void)fd;
    return true;
#endif
}

int st_open_only(int at, const char *path)
{
    int fd;
    do
        fd = openat(at, path, st_open_flags());
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

int st_open_path(const char *path, struct stat *st, simdtag_error *err)
{
    const int fd = st_open_only(AT_FDCWD, path);
    if (st_check_fd(fd, st, err))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

simdtag_status st_source_read_full(const st_source *s, void *buf, size_t n, uint64_t off,
                                   simdtag_error *err)
{
    uint8_t *to = (uint8_t *)buf;
    while (n) {
        int sys = 0;
        const ssize_t got = s->read(s, to, n, off, &sys);
        if (got < 0 && sys == EAGAIN && s->nowait)
            return st_error_set(err, SIMDTAG_ERR_NEED, "the bytes are not at hand");
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

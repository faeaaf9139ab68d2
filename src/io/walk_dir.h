/* SPDX-License-Identifier: MIT */
/* One directory read: its files and folders, filtered by extension and in order. Knows no format:
 * the extensions are the caller's. */
#ifndef ST_WALK_DIR_H
#define ST_WALK_DIR_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "simdtag/types.h"

/* A set of extensions of at most 7 characters with their dots, in lower case. */
typedef struct st_exts {
    uint64_t slots[256]; /* 0: free; else the letters, the first one lowest */
    unsigned n;
} st_exts;

/* Adds the extensions of a text such as ".mp3 .flac"; false for one that is none, or too many. */
bool st_exts_add(st_exts *set, const char *words);

/* Whether a name ends in one of them, whatever its case. */
bool st_exts_have(const st_exts *set, const char *name, size_t len);

/* One name of a directory. */
typedef struct st_dir_entry {
    uint64_t key;     /* to sort by: first letters, or the inode */
    const char *name; /* in the listing's arena; the byte before it is 0, or the errno that stands
                         between it and being a file */
} st_dir_entry;

typedef struct st_dir_entries {
    st_dir_entry *at;
    size_t n, room;
} st_dir_entries;

/* What to look for. */
typedef struct st_dir_wish {
    const st_exts *exts; /* NULL: every file */
    bool follow;         /* links to directories count as directories */
    bool by_name;        /* else by_inode, else as the directory has them */
    bool by_inode;
} st_dir_wish;

/* What was found. */
typedef struct st_listing {
    st_arena names;
    st_dir_entries files, folders;
    simdtag_status status; /* why not all of it could be read */
    int sys;               /* errno with SIMDTAG_ERR_IO */
} st_listing;

/* What one reading thread needs: the system's records. */
enum { ST_DIR_BUFFER = 64 << 10 };

void st_listing_init(st_listing *l);

/* Reads the directory `fd`, which stays open; `buffer` has ST_DIR_BUFFER bytes, aligned to 8.
 * `stop` (may be NULL) is looked at between system calls. What was found before an error counts. */
void st_listing_read(st_listing *l, int fd, const st_dir_wish *wish, void *buffer,
                     const atomic_bool *stop);

void st_listing_free(st_listing *l);

#endif

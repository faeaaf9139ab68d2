/* SPDX-License-Identifier: MIT */
/* simdtag: walking through directories, as what a batch of files is taken from.
 *
 * Directories are opened relative to their parents, and what a name is comes with it: no file is
 * opened or asked for its stat data, but for symbolic links, and for every file on file systems
 * that do not tell what a name is. Names are bytes. Nothing is remembered between walks. */
#ifndef SIMDTAG_WALK_H
#define SIMDTAG_WALK_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A walk under way. One thread at a time may use it. */
typedef struct simdtag_walker simdtag_walker;

/* In which order the files of a directory come, and then its directories. */
typedef enum simdtag_walk_order {
    SIMDTAG_WALK_BY_NAME = 0,  /* by the bytes of their names */
    SIMDTAG_WALK_BY_INODE,     /* by inode number: mostly the order in which they lie on a disk */
    SIMDTAG_WALK_AS_IT_IS      /* as the directory has them */
} simdtag_walk_order;

enum {
    SIMDTAG_WALK_ALL_FILES = 1u << 0, /* whatever their extension */
    SIMDTAG_WALK_FOLLOW = 1u << 1,    /* enter directories through symbolic links, too */
    SIMDTAG_WALK_STEPS = 1u << 2      /* simdtag_walk_next comes back after each directory */
};

/* How to walk. Zero everything and set what you need; a NULL pointer means all zero. */
typedef struct simdtag_walk_options {
    unsigned flags;           /* SIMDTAG_WALK_* */
    simdtag_walk_order order;
    unsigned threads;         /* that many read directories ahead of the caller: for devices that
                                 answer slowly; the paths and their order stay the same */
    const char *extensions;   /* such as ".mp3 .flac", in lower case, at most 7 characters each and
                                 128 of them; NULL: all that simdtag_format_extensions tells */
} simdtag_walk_options;

/* Starts a walk through directories, in the order given. A root may also be a file, which is
 * then given as it is, whatever its extension. The strings are copied. Returns NULL with *error
 * (may be NULL): SIMDTAG_ERR_NOMEM, SIMDTAG_ERR_USAGE for a bad list of extensions; what is wrong
 * with a root is told by simdtag_walk_next. */
SIMDTAG_API simdtag_walker *simdtag_walk_open(const char *const *roots, size_t n,
                                              const simdtag_walk_options *options,
                                              simdtag_error *error);

/* The next file. Returns
 *    1: *path is its path: root, '/', names; valid until the next call;
 *   -1: *path could not be read, and *error (may be NULL) says why: SIMDTAG_ERR_IO, for a
 *       directory (or a symbolic link with the extension of a file) that the system refuses;
 *       SIMDTAG_ERR_LIMIT, deeper than the walk goes; SIMDTAG_ERR_NOMEM. The walk goes on;
 *    2: only with SIMDTAG_WALK_STEPS: one more directory was read, call again;
 *    0: that was all.
 * The files of a directory come before those of its directories. Symbolic links to files are files.
 * Those to directories are left out, or followed with SIMDTAG_WALK_FOLLOW; then each directory is
 * walked once, under the first of its names, so that there are no loops. */
SIMDTAG_API int simdtag_walk_next(simdtag_walker *walker, const char **path, simdtag_error *error);

/* How many of the next calls of simdtag_walk_next only return what was read before. */
SIMDTAG_API size_t simdtag_walk_ready(const simdtag_walker *walker);

/* Ends the walk, wherever it is. NULL is fine. */
SIMDTAG_API void simdtag_walk_close(simdtag_walker *walker);

/* The extensions that files of a format go by, such as ".mp3 .mp2"; "" for those without one, and
 * for unknown numbers. Constant. */
SIMDTAG_API const char *simdtag_format_extensions(simdtag_format format);

#ifdef __cplusplus
}
#endif
#endif

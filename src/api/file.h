/* SPDX-License-Identifier: MIT */
/* The inside of a simdtag_file: one allocation holding the document, its raw items and their
 * bytes. */
#ifndef ST_FILE_H
#define ST_FILE_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "formats/format.h"
#include "io/source.h"
#include "simdtag/simdtag.h"
#include "tags/items.h"

/* Items and pictures, decoded when first asked for. The arena's first memory follows. */
typedef struct st_decoded {
    st_arena arena;
    st_items items;
    st_pictures pictures;
    size_t capacity; /* bytes of this allocation */
    bool has_items, has_pictures;
} st_decoded;

struct simdtag_file {
    simdtag_doc doc;
    st_decoded *decoded;   /* NULL until simdtag_items or simdtag_pictures */
    const uint8_t *memory; /* the caller's, when opened from memory */
    char *path;            /* with payloads in the file: where it was opened */
    struct timespec mtime, ctime; /* with a path: when it was opened */
    dev_t dev;             /* with a path and no fd: which file it was */
    ino_t ino;
    size_t capacity;       /* bytes of this allocation */
    uint8_t *free;         /* its first one that no item has; the path's, if there is room */
    atomic_int refs;
    int fd;                /* open while a payload may still be read; else -1 */
    simdtag_exact exact;   /* valid when has_exact */
    bool has_exact;
    bool has_payload;      /* some item has bytes that were left in the file */
    /* doc.raws and their bytes follow */
};

/* Moves a parser's results into a new file of one reference: copies the raws and their bytes out
 * of the reader's windows and arena. */
simdtag_file *st_file_new(const st_out *out, const st_reader *r, simdtag_error *err);

/* Puts a zero byte behind each item, so that its text can be shown where it stands
 * (tags/items.h). */
void st_file_end_items(simdtag_file *file);

/* Whether another descriptor may stay open for payloads: a quarter of RLIMIT_NOFILE, at most
 * 256. Approximate under threads. */
int st_fd_budget_left(void);

/* Hands a descriptor over to the file, with the path and stat data that later reads are checked
 * against. */
void st_file_keep_fd(simdtag_file *file, int fd, const char *path, const struct stat *st);

/* The same without a descriptor, for files of a batch, whose number has no bound: the path is
 * opened again for each payload. */
void st_file_keep_path(simdtag_file *file, const char *path, const struct stat *st);

/* Runs the parser over a reader, which stays open, and makes a file of what it found. `extra` is
 * ST_READ_* beyond the options'; `whole` is what SIMDTAG_OPEN_EXACT scans. SIMDTAG_ERR_NEED by a
 * reader that does not wait. */
simdtag_status st_file_parse(st_reader *r, const simdtag_options *options, unsigned extra,
                             const char *name, const st_source *whole, simdtag_file **out,
                             simdtag_error *err);

#endif

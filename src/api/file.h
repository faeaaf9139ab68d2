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
    char *path;            /* with fd: where it was opened */
    struct timespec mtime, ctime; /* with fd: when it was opened */
    size_t capacity;       /* bytes of this allocation */
    atomic_uint refs;
    int fd;                /* open while a payload may still be read; else -1 */
    simdtag_exact exact;   /* valid when has_exact */
    bool has_exact;
    bool has_payload;      /* some item has bytes that were left in the file */
    /* doc.raws and their bytes follow */
};

/* Moves a parser's results into a new file of one reference: copies the raws and their bytes out
 * of the reader's windows and arena. */
simdtag_file *st_file_new(const st_out *out, const st_reader *r, simdtag_error *err);

/* Whether another descriptor may stay open for payloads: a quarter of RLIMIT_NOFILE, at most
 * 256. Approximate under threads. */
int st_fd_budget_left(void);

/* Hands a descriptor over to the file, with the path and stat data that later reads are checked
 * against. */
void st_file_keep_fd(simdtag_file *file, int fd, const char *path, const struct stat *st);

/* The source a file's payloads are read from. */
st_source st_file_source(const simdtag_file *file);

#endif

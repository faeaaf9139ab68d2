/* SPDX-License-Identifier: MIT */
/* Exact lengths: every frame of a file looked at, for formats whose headers only let a length be
 * guessed (docs/exact.md).
 *
 * Unlike parsers, these scans read the whole file through one window of their own that moves on:
 * nothing of it is kept, and memory does not grow with the file. */
#ifndef ST_EXACT_H
#define ST_EXACT_H

#include <stdbool.h>

#include "io/source.h"
#include "simdtag/simdtag.h"

/* The window. */
typedef struct st_scan {
    const st_source *source;
    uint8_t *buffer; /* NULL until something is read */
    size_t room;     /* of the buffer */
    size_t ahead;    /* bytes to read when fewer are asked for */
    const uint8_t *data;
    uint64_t off;
    size_t len;
    simdtag_status status; /* sticky, with its words in *err */
    simdtag_error *err;    /* may be NULL */
} st_scan;

/* Scans a file that `doc` was read from and fills *out. *done says whether this format has frames
 * to count; nothing is read when it has not. */
simdtag_status st_exact_scan(const st_source *source, const simdtag_doc *doc, simdtag_exact *out,
                             bool *done, simdtag_error *err);

/* ---- for the scans themselves ---- */

/* A pointer to at least min(want, size - off) bytes at `off`, as many as are here in *got; NULL
 * when reading failed, or nothing is left. It stays good until the next call. want is at most
 * ST_SCAN_WINDOW, or what st_scan_grow made room for. */
const uint8_t *st_scan_view(st_scan *s, uint64_t off, size_t want, size_t *got);

/* Makes the window at least that large; false when there is no memory. */
bool st_scan_grow(st_scan *s, size_t room);

/* Where the sound ends: before the tags that stand at the file's end, in any order. `from` is where
 * it begins. */
uint64_t st_scan_end(st_scan *s, uint64_t from);

/* Bytes of the tag that begins at p, of which n bytes are here and `left` in the file; 0 when none
 * does. */
uint64_t st_tag_length(const uint8_t *p, size_t n, uint64_t left);

void st_exact_mpeg(st_scan *s, const simdtag_doc *doc, simdtag_exact *out);
void st_exact_adts(st_scan *s, const simdtag_doc *doc, simdtag_exact *out);
void st_exact_flac(st_scan *s, const simdtag_doc *doc, simdtag_exact *out);

#endif

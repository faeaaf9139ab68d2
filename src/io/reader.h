/* SPDX-License-Identifier: MIT */
/* The reader: what a parser sees of a file. It asks for views; drivers bring the windows behind
 * them (docs/design.md, section 3).
 *
 * A view is a pointer to bytes that stay where they are until the reader is closed. When a view
 * cannot be had the reader's status becomes sticky: every later view is NULL too, so a parser
 * may finish its record and then return `r->error.status`. Two drivers serve the same parser:
 *   blocking  a missing view is read on the spot;
 *   planned   a missing view is noted as a need (status SIMDTAG_ERR_NEED), the parser unwinds,
 *             the driver fetches r->needs, calls st_reader_feed for each, st_reader_restart, and
 *             runs the parser again.
 * A source that does not wait (st_source_fd_nowait) stands between them: what the page cache holds
 * is read on the spot, the rest becomes a need. */
#ifndef ST_READER_H
#define ST_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "io/source.h"

typedef struct st_window {
    const uint8_t *data;
    uint64_t off;
    size_t len;
} st_window;

typedef struct st_need {
    uint64_t off;
    size_t len;
} st_need;

enum { ST_READER_NEEDS = 8, ST_READER_INLINE_WINDOWS = 4 };

typedef struct st_reader {
    const st_source *source; /* NULL for the planned driver, unless it does not wait */
    uint64_t size;           /* of the file */
    st_arena *arena;         /* for the parser's records and for windows; reset by the driver */
    simdtag_error error;     /* sticky; status SIMDTAG_OK while all is well */
    st_window *windows;      /* newest last */
    uint32_t n_windows, cap_windows;
    uint32_t n_needs;
    st_need needs[ST_READER_NEEDS];
    st_window inline_windows[ST_READER_INLINE_WINDOWS];
    uint8_t *head_buffer; /* raw memory for the head and tail windows, from the driver; may be
                             NULL */
    uint8_t *tail_buffer;
    /* st_copy's read-ahead: where its last copy began, how many close steps led there, and, once
     * they are a run, the bytes read ahead */
    uint64_t copied_at, ahead_off;
    uint32_t close_steps;
    size_t ahead_len;
    uint8_t *ahead;
} st_reader;

/* Starts a reader. `head` and `tail` are raw memory of ST_HEAD_WINDOW and ST_TAIL_WINDOW bytes,
 * or NULL. With source == NULL the reader is planned. */
void st_reader_init(st_reader *r, const st_source *source, uint64_t size, st_arena *arena,
                    uint8_t *head, uint8_t *tail);

/* Frees what st_reader_init and the views took beyond the arena. Views die with it. */
void st_reader_close(st_reader *r);

/* st_view beyond the newest window. */
const uint8_t *st_view_beyond(st_reader *r, uint64_t off, size_t len);

/* st_view in the newest window alone, else NULL: a parser asks again near where it was. */
static inline const uint8_t *st_view_newest(const st_reader *r, uint64_t off, size_t len)
{
    if (r->n_windows == 0 || r->error.status != SIMDTAG_OK)
        return NULL;
    const st_window *w = &r->windows[r->n_windows - 1];
    const uint64_t at = off - w->off;
    return at <= w->len && len <= w->len - at ? w->data + at : NULL;
}

/* `len` bytes at `off`, or NULL: past the end (status SIMDTAG_ERR_EOF), failed or needed. len 0
 * gives a non-NULL pointer. */
static inline const uint8_t *st_view(st_reader *r, uint64_t off, size_t len)
{
    const uint8_t *p = st_view_newest(r, off, len);
    return p ? p : st_view_beyond(r, off, len);
}

/* Like st_view for min(want, size - off) bytes, whose number goes to *got; past the end gives 0
 * bytes and no error. NULL only when reading failed or is needed. */
static inline const uint8_t *st_view_upto(st_reader *r, uint64_t off, size_t want, size_t *got)
{
    const uint64_t left = off < r->size ? r->size - off : 0;
    const size_t n = left < want ? (size_t)left : want;
    const uint8_t *p = st_view(r, off, n);
    *got = p ? n : 0;
    return p;
}

/* The last min(want, size) bytes of the file; their offset goes to *off, their number to *got.
 * NULL as st_view_upto. want <= ST_TAIL_WINDOW is served by one read. */
const uint8_t *st_view_tail(st_reader *r, size_t want, uint64_t *off, size_t *got);

/* st_view_here beyond the newest window. */
const uint8_t *st_view_here_beyond(const st_reader *r, uint64_t off, size_t *got);

/* All bytes that are already here from `off` on, without reading: NULL and *got = 0 when there
 * are none. */
static inline const uint8_t *st_view_here(const st_reader *r, uint64_t off, size_t *got)
{
    if (r->n_windows && r->error.status == SIMDTAG_OK) {
        const st_window *w = &r->windows[r->n_windows - 1];
        const uint64_t at = off - w->off;
        if (at < w->len) {
            *got = w->len - (size_t)at;
            return w->data + at;
        }
    }
    return st_view_here_beyond(r, off, got);
}

/* Copies `len` bytes at `off` to buf and keeps no window: for walks over many pages or chunks of
 * which only the headers matter, each read as small as it is asked for; but when many of them
 * follow each other closely, as no ordinary file has them, by larger reads ahead. false as
 * st_view's NULL. */
bool st_copy(st_reader *r, uint64_t off, size_t len, void *buf);

/* Records a failure (the first one stays) and returns the sticky status. */
#if defined(__GNUC__)
__attribute__((cold, format(printf, 3, 4)))
#endif
simdtag_status st_fail(st_reader *r, simdtag_status status, const char *words, ...);

static inline simdtag_status st_status(const st_reader *r)
{
    return r->error.status;
}

/* Forgets a SIMDTAG_ERR_EOF (and only that), for parsers that treat a short file as a shorter
 * answer. Returns true if it did, or if there was no error at all; false when the error is
 * another one and the parser must unwind. */
bool st_forgive_eof(st_reader *r);

/* Planned driver: hands over bytes fetched for a need (copied into the arena when `copy`), then
 * clears the error. */
simdtag_status st_reader_feed(st_reader *r, uint64_t off, const uint8_t *data, size_t len,
                              bool copy);
void st_reader_restart(st_reader *r);

#endif

/* SPDX-License-Identifier: MIT */
/* The reader: finding a view among the windows, opening a window, noting a need. */
#include "io/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void st_reader_init(st_reader *r, const st_source *source, uint64_t size, st_arena *arena,
                    uint8_t *head, uint8_t *tail)
{
    r->source = source;
    r->size = size;
    r->arena = arena;
    r->error.status = SIMDTAG_OK;
    r->error.sys = 0;
    r->windows = r->inline_windows;
    r->n_windows = 0;
    r->cap_windows = ST_READER_INLINE_WINDOWS;
    r->n_needs = 0;
    r->head_buffer = head;
    r->tail_buffer = tail;
    r->copied_at = r->ahead_off = 0;
    r->close_steps = 0;
    r->ahead_len = 0;
    r->ahead = NULL;
    if (source && source->memory) {
        r->windows[0] = (st_window){source->memory, 0, (size_t)source->size};
        r->n_windows = 1;
    }
}

void st_reader_close(st_reader *r)
{
    if (r->windows != r->inline_windows)
        free(r->windows);
    r->windows = r->inline_windows;
    r->n_windows = 0;
}

simdtag_status st_fail(st_reader *r, simdtag_status status, const char *words, ...)
{
    if (r->error.status == SIMDTAG_OK) {
        r->error.status = status;
        r->error.sys = 0;
        va_list ap;
        va_start(ap, words);
        vsnprintf(r->error.text, sizeof r->error.text, words, ap);
        va_end(ap);
    }
    return r->error.status;
}

bool st_forgive_eof(st_reader *r)
{
    if (r->error.status == SIMDTAG_ERR_EOF)
        r->error.status = SIMDTAG_OK;
    return r->error.status == SIMDTAG_OK;
}

static simdtag_status add_window(st_reader *r, const uint8_t *data, uint64_t off, size_t len)
{
    if (r->n_windows == ST_MAX_WINDOWS)
        return st_fail(r, SIMDTAG_ERR_LIMIT, "more than %d reads in one file", ST_MAX_WINDOWS);
    if (r->n_windows == r->cap_windows) {
        const uint32_t cap = r->cap_windows * 4;
        st_window *old = r->windows == r->inline_windows ? NULL : r->windows;
        st_window *grown = realloc(old, cap * sizeof *grown);
        if (grown == NULL)
            return st_fail(r, SIMDTAG_ERR_NOMEM, "out of memory");
        if (old == NULL)
            memcpy(grown, r->inline_windows, sizeof r->inline_windows);
        r->windows = grown;
        r->cap_windows = cap;
    }
    r->windows[r->n_windows++] = (st_window){data, off, len};
    return SIMDTAG_OK;
}

/* Newest windows first: a parser mostly asks again near where it just was. */
static const st_window *window_with(const st_reader *r, uint64_t off, size_t len)
{
    for (uint32_t i = r->n_windows; i-- > 0;) {
        const st_window *w = &r->windows[i];
        if (off >= w->off && off - w->off <= w->len && len <= w->len - (size_t)(off - w->off))
            return w;
    }
    return NULL;
}

/* A read that the driver has to make: the parser unwinds. */
static void note_need(st_reader *r, uint64_t off, size_t len)
{
    if (r->n_needs < ST_READER_NEEDS)
        r->needs[r->n_needs++] = (st_need){off, len};
    st_fail(r, SIMDTAG_ERR_NEED, "bytes %llu+%zu are needed", (unsigned long long)off, len);
}

/* Reads [off, off + len) from the source; a source that does not wait may leave that to the
 * driver. */
static bool read_source(st_reader *r, void *buffer, size_t len, uint64_t off)
{
    const simdtag_status status = st_source_read_full(r->source, buffer, len, off, &r->error);
    if (status == SIMDTAG_ERR_NEED)
        note_need(r, off, len);
    return status == SIMDTAG_OK;
}

/* Memory of `len` bytes that begins with a cache line (scratch.h). */
static uint8_t *new_buffer(st_arena *arena, size_t len)
{
    enum { LINE = 64, BEFORE = LINE - ST_ARENA_ALIGN };
    uint8_t *p = len > SIZE_MAX - BEFORE ? NULL : st_arena_alloc(arena, len + BEFORE);
    return p ? p + (-(uintptr_t)p & (LINE - 1)) : NULL;
}

/* Reads [off, off + len) into a new window and returns its first byte. */
static const uint8_t *open_window(st_reader *r, uint64_t off, size_t len, uint8_t *buffer)
{
    if (r->source == NULL) {
        note_need(r, off, len);
        return NULL;
    }
    if (buffer == NULL)
        buffer = new_buffer(r->arena, len);
    if (buffer == NULL) {
        st_fail(r, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", len);
        return NULL;
    }
    if (!read_source(r, buffer, len, off))
        return NULL;
    return add_window(r, buffer, off, len) == SIMDTAG_OK ? buffer : NULL;
}

static const uint8_t *fetch(st_reader *r, uint64_t off, size_t len)
{
    const uint64_t left = r->size - off;
    if (off == 0 && len <= ST_HEAD_WINDOW && r->n_windows == 0)
        return open_window(r, 0, left < ST_HEAD_WINDOW ? (size_t)left : ST_HEAD_WINDOW,
                           r->head_buffer);
    size_t want = len < ST_MIN_WINDOW ? ST_MIN_WINDOW : len;
    if (want > left)
        want = (size_t)left;
    return open_window(r, off, want, NULL);
}

const uint8_t *st_view_beyond(st_reader *r, uint64_t off, size_t len)
{
    static const uint8_t nothing[1];
    if (r->error.status != SIMDTAG_OK)
        return NULL;
    if (len == 0)
        return nothing;
    if (off > r->size || len > r->size - off) {
        st_fail(r, SIMDTAG_ERR_EOF, "the file ends before byte %llu+%zu", (unsigned long long)off,
                len);
        return NULL;
    }
    const st_window *w = window_with(r, off, len);
    return w ? w->data + (off - w->off) : fetch(r, off, len);
}

const uint8_t *st_view_tail(st_reader *r, size_t want, uint64_t *off, size_t *got)
{
    *got = r->size < want ? (size_t)r->size : want;
    *off = r->size - *got;
    if (r->error.status == SIMDTAG_OK && *got && *got <= ST_TAIL_WINDOW &&
        !window_with(r, *off, *got))
        return open_window(r, *off, *got, r->tail_buffer);
    const uint8_t *p = st_view(r, *off, *got);
    if (p == NULL)
        *got = 0;
    return p;
}

const uint8_t *st_view_here_beyond(const st_reader *r, uint64_t off, size_t *got)
{
    const st_window *w = r->error.status == SIMDTAG_OK ? window_with(r, off, 1) : NULL;
    *got = w ? w->len - (size_t)(off - w->off) : 0;
    return w ? w->data + (off - w->off) : NULL;
}

/* A small read costs what copying some 4 KiB costs. So a walk whose steps are shorter than half of
 * that is cheaper by large reads, once it has been seen to be a walk: the dozen pages or chunks of
 * an ordinary file are not. */
enum { CLOSE_STEP = 2 << 10, STEPS_OF_A_WALK = 32, AHEAD = 64 << 10 };

/* Whether to read ahead for a copy at `off`; counts its step. */
static bool is_a_walk(st_reader *r, uint64_t off)
{
    if (off < r->copied_at || off - r->copied_at > CLOSE_STEP)
        r->close_steps = 0;
    else if (r->close_steps < STEPS_OF_A_WALK)
        r->close_steps++;
    r->copied_at = off;
    return r->close_steps == STEPS_OF_A_WALK;
}

/* Copies from a source, ahead or exactly. [off, off + len) lies in the file. */
static bool copy_from_source(st_reader *r, uint64_t off, size_t len, void *buf)
{
    const bool walk = is_a_walk(r, off);
    if (off < r->ahead_off || off - r->ahead_off > r->ahead_len ||
        len > r->ahead_len - (size_t)(off - r->ahead_off)) {
        if (walk && r->ahead == NULL)
            r->ahead = st_arena_alloc(r->arena, AHEAD); /* NULL: small reads go on */
        if (!walk || r->ahead == NULL || len > AHEAD)
            return read_source(r, buf, len, off);
        const size_t n = r->size - off < AHEAD ? (size_t)(r->size - off) : AHEAD;
        r->ahead_len = 0;
        if (!read_source(r, r->ahead, n, off))
            return false;
        r->ahead_off = off;
        r->ahead_len = n;
    }
    memcpy(buf, r->ahead + (off - r->ahead_off), len);
    return true;
}

bool st_copy(st_reader *r, uint64_t off, size_t len, void *buf)
{
    if (r->error.status != SIMDTAG_OK)
        return false;
    const st_window *w = window_with(r, off, len);
    const bool inside = off <= r->size && len <= r->size - off;
    if (w == NULL && r->source && inside)
        return copy_from_source(r, off, len, buf);
    /* planned: fetch exactly these bytes, as a window; failures as st_view has them */
    const uint8_t *p = w        ? w->data + (off - w->off)
                       : inside ? open_window(r, off, len, NULL)
                                : st_view(r, off, len);
    if (p)
        memcpy(buf, p, len);
    return p != NULL;
}

simdtag_status st_reader_feed(st_reader *r, uint64_t off, const uint8_t *data, size_t len,
                              bool copy)
{
    const uint8_t *kept = copy ? st_arena_copy(r->arena, data, len) : data;
    if (kept == NULL)
        return st_error_set(&r->error, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", len);
    r->error.status = SIMDTAG_OK;
    return add_window(r, kept, off, len);
}

void st_reader_restart(st_reader *r)
{
    r->error.status = SIMDTAG_OK;
    r->n_needs = 0;
}

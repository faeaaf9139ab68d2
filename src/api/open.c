/* SPDX-License-Identifier: MIT */
/* Opening: the system calls of docs/design.md, section 6, one parse, one copy of what it found. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/file.h"
#include "api/parse.h"
#include "base/error.h"
#include "formats/exact.h"
#include "io/scratch.h"

static const simdtag_options no_options;

static unsigned read_options(const simdtag_options *o)
{
    return (o->flags & SIMDTAG_OPEN_NO_V1 ? ST_READ_NO_V1 : 0u) |
           (o->flags & SIMDTAG_OPEN_NO_TRANSLATE ? ST_READ_NO_TRANSLATE : 0u) |
           (o->flags & SIMDTAG_OPEN_TAGS_ONLY ? ST_READ_TAGS_ONLY : 0u) |
           (o->flags & SIMDTAG_OPEN_INFO_ONLY ? ST_READ_INFO_ONLY : 0u);
}

static bool wants_exact(const simdtag_options *o)
{
    return (o->flags & (SIMDTAG_OPEN_EXACT | SIMDTAG_OPEN_TAGS_ONLY)) == SIMDTAG_OPEN_EXACT;
}

/* Counts the frames of a file that was just read; a failure closes it again. */
static simdtag_status scan_exactly(const st_source *source, simdtag_file **file, simdtag_error *err)
{
    simdtag_file *f = *file;
    const simdtag_status status =
        st_exact_scan(source, &f->doc, &f->exact, &f->has_exact, err);
    if (status != SIMDTAG_OK) {
        simdtag_close(f);
        *file = NULL;
    } else if (f->has_exact) {
        f->doc.info.length = f->exact.length;
        f->doc.info.bitrate = f->exact.bitrate;
    }
    return status;
}

simdtag_status st_file_parse(st_reader *r, const simdtag_options *options, unsigned extra,
                             const char *name, const st_source *whole, simdtag_file **out,
                             simdtag_error *err)
{
    st_out results = {.options = read_options(options) | extra};
    simdtag_status status = st_parse(r, options->format, name, &results);
    if (status == SIMDTAG_OK) {
        *out = st_file_new(&results, r, err);
        status = *out ? SIMDTAG_OK : err ? err->status : SIMDTAG_ERR_NOMEM;
        if (*out && wants_exact(options))
            status = scan_exactly(whole, out, err);
    } else if (status == SIMDTAG_ERR_NOMEM && r->arena->capped) {
        status = st_error_set(err, SIMDTAG_ERR_LIMIT, "the file asks for too much memory");
    } else if (err) {
        *err = r->error;
        err->status = status;
    }
    return status;
}

/* Parses one source on this thread's scratch memory. */
static simdtag_status parse_source(const st_source *source, const simdtag_options *options,
                                   unsigned extra, const char *name, simdtag_file **out,
                                   simdtag_error *err)
{
    st_scratch *scratch = st_scratch_take();
    if (scratch == NULL)
        return st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
    st_arena arena;
    st_arena_init(&arena, scratch->arena, sizeof scratch->arena, ST_MAX_PARSE(source->size));
    st_reader reader;
    st_reader_init(&reader, source, source->size, &arena, scratch->head, scratch->tail);
    const simdtag_status status =
        st_file_parse(&reader, options, extra, name, source, out, err);
    st_reader_close(&reader);
    st_arena_reset(&arena);
    st_scratch_give(scratch);
    return status;
}

static const char *name_of(const simdtag_options *options, const char *path)
{
    return options->name ? options->name : path;
}

simdtag_status simdtag_open(const char *path, const simdtag_options *options, simdtag_file **out,
                            simdtag_error *err)
{
    *out = NULL;
    struct stat st;
    const int fd = st_open_path(path, &st, err);
    if (fd < 0)
        return SIMDTAG_ERR_IO;
    const st_source source = st_source_fd(fd, (uint64_t)st.st_size);
    if (options == NULL)
        options = &no_options;
    const unsigned extra = st_fd_budget_left() > 0 ? ST_READ_CAN_DEFER : 0;
    const simdtag_status status =
        parse_source(&source, options, extra, name_of(options, path), out, err);
    if (status == SIMDTAG_OK && (*out)->has_payload)
        st_file_keep_fd(*out, fd, path, &st);
    else
        close(fd);
    return status;
}

simdtag_status simdtag_open_memory(const void *data, size_t len, const simdtag_options *options,
                                   simdtag_file **out, simdtag_error *err)
{
    *out = NULL;
    if (options == NULL)
        options = &no_options;
    const st_source source = st_source_memory(data, len);
    const simdtag_status status =
        parse_source(&source, options, ST_READ_CAN_DEFER, options->name, out, err);
    if (status == SIMDTAG_OK)
        (*out)->memory = (const uint8_t *)data;
    return status;
}

static ssize_t read_callback(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    const simdtag_source *theirs = (const simdtag_source *)s->ctx;
    *sys = 0;
    return (ssize_t)theirs->read(theirs->ctx, buf, n, off);
}

simdtag_status simdtag_open_source(const simdtag_source *theirs, const simdtag_options *options,
                                   simdtag_file **out, simdtag_error *err)
{
    *out = NULL;
    if (options == NULL)
        options = &no_options;
    /* the cast only stores the pointer: read_callback gives it back as const */
    const st_source source = {
        .read = read_callback, .size = theirs->size, .fd = -1, .ctx = (void *)(uintptr_t)theirs};
    return parse_source(&source, options, 0, options->name, out, err);
}

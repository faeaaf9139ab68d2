/* SPDX-License-Identifier: MIT */
/* A built file opened through a source that counts its reads, with SIMDTAG_OPEN_EXACT. */
#ifndef ST_TEST_EXACT_MAKE_H
#define ST_TEST_EXACT_MAKE_H

#include <stdbool.h>

#include "built.h"
#include "check_main.h"
#include "simdtag/simdtag.h"

typedef struct counted {
    const built *file;
    unsigned reads;
    size_t most_read;
    uint64_t fails_from; /* reads that reach this byte fail */
} counted;

static inline int64_t read_source(void *ctx, void *buf, size_t n, uint64_t off)
{
    counted *c = ctx;
    c->reads++;
    c->most_read = n > c->most_read ? n : c->most_read;
    if (off >= c->file->n)
        return 0;
    n = n > c->file->n - off ? c->file->n - (size_t)off : n;
    if (off + n > c->fails_from)
        return -1;
    memcpy(buf, c->file->at + off, n);
    return (int64_t)n;
}

/* What a scan finds, from a source and from memory; the file must open. */
static inline simdtag_exact scan(const built *b, simdtag_format format, counted *c)
{
    const simdtag_options options = {.format = format, .flags = SIMDTAG_OPEN_EXACT};
    *c = (counted){.file = b, .fails_from = UINT64_MAX};
    const simdtag_source source = {read_source, c, b->n};
    simdtag_error error = {0};
    simdtag_file *file, *again;
    ck_assert_msg(simdtag_open_source(&source, &options, &file, &error) == SIMDTAG_OK, "%s",
                  error.text);
    ck_assert_ptr_nonnull(simdtag_exact_of(file));
    const simdtag_exact found = *simdtag_exact_of(file);
    ck_assert(simdtag_info_of(file)->length == found.length);
    ck_assert(simdtag_info_of(file)->bitrate == found.bitrate);
    simdtag_close(file);
    uint8_t *exactly = malloc(b->n); /* no byte behind it */
    memcpy(exactly, b->at, b->n);
    ck_assert_int_eq(simdtag_open_memory(exactly, b->n, &options, &again, &error), SIMDTAG_OK);
    const simdtag_exact *other = simdtag_exact_of(again);
    ck_assert(other->frames == found.frames && other->samples == found.samples &&
              other->garbage == found.garbage && other->truncated == found.truncated &&
              other->length == found.length && other->bitrate == found.bitrate);
    simdtag_close(again);
    free(exactly);
    return found;
}

#endif

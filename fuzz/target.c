/* SPDX-License-Identifier: MIT */
/* One round of fuzzing: parse under the blocking and the planned driver, on each tier of
 * kernels, and decode it all. */
#include "fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/parse.h"
#include "dispatch/dispatch.h"
#include "simdtag/id3.h"
#include "simdtag/simdtag.h"

static void fail(const char *what)
{
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

/* Decodes every item, reads every payload and picture. */
static void use_everything(simdtag_file *file)
{
    const simdtag_doc *doc = simdtag_doc_of(file);
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->file_len > doc->size)
            fail("a payload larger than its file");
        uint8_t *payload = raw->file_len ? malloc((size_t)raw->file_len) : NULL;
        if (payload)
            (void)simdtag_payload_read(file, raw, payload, NULL);
        free(payload);
        if (raw->kind == SIMDTAG_RAW_ID3) {
            simdtag_values values;
            const int good = simdtag_id3_check(raw, &doc->id3);
            const simdtag_status status = simdtag_id3_decode(raw, &doc->id3, &values);
            if (status == SIMDTAG_OK)
                simdtag_values_free(&values);
            if (good != (status == SIMDTAG_OK) && status != SIMDTAG_ERR_NOMEM)
                fail("simdtag_id3_check and simdtag_id3_decode disagree");
            simdtag_value texts[2];
            if (!good && simdtag_id3_key_texts(raw, texts))
                fail("a key of a damaged frame");
        }
    }
    size_t n = 0;
    const simdtag_item *items = simdtag_items(file, &n, NULL);
    for (size_t i = 0; items && i < n; i++)
        if (items[i].key[0] && items[i].value && items[i].value[items[i].value_len] != 0)
            fail("an item without its NUL");
    const simdtag_picture *pictures = simdtag_pictures(file, &n, NULL);
    for (size_t i = 0; pictures && i < n; i++) {
        uint8_t *bytes =
            pictures[i].size <= 4 * doc->size ? malloc((size_t)pictures[i].size + 1) : NULL;
        if (bytes)
            (void)simdtag_picture_read(file, &pictures[i], bytes, NULL);
        free(bytes);
    }
}

typedef struct {
    const uint8_t *data;
    size_t size;
} memory;

static simdtag_status serve_one_need(st_reader *r, void *ctx)
{
    const memory *m = ctx;
    const st_need need = r->needs[0];
    if (need.off > m->size || need.len > m->size - need.off)
        fail("a need beyond the file");
    return st_reader_feed(r, need.off, m->data + need.off, need.len, true);
}

/* A frame that decoding will drop may be cut to what was at hand; every other item is whole. */
static int same_raw(const simdtag_raw *a, const simdtag_raw *b, const simdtag_id3_header *tag)
{
    if (a->kind != b->kind || a->id != b->id || a->aux != b->aux ||
        (a->flags | SIMDTAG_RAW_PAGED) != (b->flags | SIMDTAG_RAW_PAGED))
        return 0;
    if (a->kind == SIMDTAG_RAW_ID3) {
        const int sound = simdtag_id3_check(a, tag);
        if (sound != simdtag_id3_check(b, tag))
            return 0;
        if (!sound)
            return 1;
    }
    return a->len + a->file_len == b->len + b->file_len;
}

/* The planned driver must come to the same end as the blocking one. Windows differ, so what
 * stays in the file may too. */
static void compare_planned(simdtag_format format, const uint8_t *data, size_t size,
                            simdtag_status expected, const simdtag_file *file)
{
    memory m = {data, size};
    const st_source source = st_source_memory(data, size);
    st_arena arena;
    st_arena_init(&arena, NULL, 0, ST_MAX_PARSE(size));
    st_reader reader;
    st_reader_init(&reader, NULL, size, &arena, NULL, NULL);
    st_out out = {.options = ST_READ_CAN_DEFER};
    const simdtag_status status =
        st_parse_planned(&reader, format, NULL, &out, serve_one_need, &m, &source);
    if (status != expected && status != SIMDTAG_ERR_LIMIT && expected != SIMDTAG_ERR_LIMIT)
        fail("the two drivers end differently");
    if (status == SIMDTAG_OK && file) {
        const simdtag_doc *doc = simdtag_doc_of(file);
        if (out.raws.n != doc->n_raws || out.doc.info.length != doc->info.length)
            fail("the two drivers find different things");
        for (uint32_t i = 0; i < doc->n_raws; i++)
            if (!same_raw(&doc->raws[i], &out.raws.at[i], &doc->id3))
                fail("the two drivers find different items");
    }
    st_reader_close(&reader);
    st_arena_reset(&arena);
}

/* Counting the frames fails where opening does, and finds nothing larger than the file. */
static void count_frames(const simdtag_options *usual, const uint8_t *data, size_t size,
                         const simdtag_file *opened)
{
    simdtag_options options = *usual;
    options.flags = SIMDTAG_OPEN_EXACT;
    simdtag_error error;
    simdtag_file *file;
    const simdtag_status status = simdtag_open_memory(data, size, &options, &file, &error);
    if ((status == SIMDTAG_OK) != (opened != NULL) && status != SIMDTAG_ERR_NOMEM)
        fail("an exact scan fails where opening does not");
    const simdtag_exact *x = file ? simdtag_exact_of(file) : NULL;
    if (x) {
        if (x->garbage > size || x->bitrate < 0 || !(x->length >= 0 && x->length < 1e16))
            fail("a scan finds what cannot be");
        if (simdtag_doc_of(file)->format != SIMDTAG_FORMAT_FLAC && x->frames > size / 7)
            fail("more frames than fit");
        if (simdtag_info_of(file)->length != x->length)
            fail("the info's length is not the exact one");
    }
    simdtag_close(file);
}

void st_fuzz_one(simdtag_format format, const uint8_t *data, size_t size)
{
    /* an exact copy, so that a sanitizer sees the first byte too many */
    uint8_t *copy = malloc(size ? size : 1);
    if (copy == NULL)
        return;
    if (size)
        memcpy(copy, data, size);
    st_kernels_fill(&st_k, size & 1 ? st_cpu_detect() : 0);
    simdtag_options options = {.format = format};
    simdtag_error error;
    simdtag_file *file;
    const simdtag_status status = simdtag_open_memory(copy, size, &options, &file, &error);
    if ((status == SIMDTAG_OK) != (file != NULL) || status == SIMDTAG_ERR_NEED)
        fail("a status that does not fit the result");
    if (file)
        use_everything(file);
    compare_planned(format, copy, size, status, file);
    count_frames(&options, copy, size, file);
    simdtag_close(file);
    free(copy);
}

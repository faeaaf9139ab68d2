/* SPDX-License-Identifier: MIT */
/* Items and pictures as C programs like them: UTF-8, decoded once, on request. */
#include <stdlib.h>
#include <string.h>

#include "api/file.h"
#include "base/error.h"
#include "base/limits.h"
#include "formats/flac.h"
#include "io/scratch.h"
#include "tags/ape.h"
#include "tags/asf.h"
#include "tags/id3/id3.h"
#include "tags/ilst.h"
#include "tags/vorbis.h"
#include "text/text.h"

static st_decoded *decoded_of(simdtag_file *file)
{
    if (file->decoded == NULL) {
        size_t size = ST_BLOCK_KEPT;
        st_decoded *d = st_block_take(ST_BLOCK_ITEMS, &size);
        if (d) {
            st_arena_init(&d->arena, d + 1, size - sizeof *d, ST_MAX_ITEMS(file->doc.size));
            d->items = (st_items){0};
            d->pictures = (st_pictures){0};
            d->capacity = size;
            d->has_items = d->has_pictures = false;
            st_file_end_items(file);
        }
        file->decoded = d;
    }
    return file->decoded;
}

/* What a failed decoding is to the caller. */
static void set_error(const st_decoded *d, simdtag_error *err)
{
    if (d && d->arena.capped)
        st_error_set(err, SIMDTAG_ERR_LIMIT, "the items ask for too much memory");
    else
        st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
}

static simdtag_status decode_items(const simdtag_doc *doc, st_decoded *d)
{
    switch (doc->tags) {
    case SIMDTAG_TAGS_ID3: return st_id3_items(doc, &d->arena, &d->items);
    case SIMDTAG_TAGS_VORBIS: return st_vorbis_items(doc, &d->arena, &d->items);
    case SIMDTAG_TAGS_ILST: return st_ilst_items(doc, &d->arena, &d->items);
    case SIMDTAG_TAGS_APE: return st_ape_items(doc, &d->arena, &d->items);
    case SIMDTAG_TAGS_ASF: return st_asf_items(doc, &d->arena, &d->items);
    case SIMDTAG_TAGS_NONE: break;
    }
    return SIMDTAG_OK;
}

static simdtag_status decode_pictures(const simdtag_doc *doc, st_decoded *d)
{
    if (doc->format == SIMDTAG_FORMAT_FLAC)
        return st_flac_pictures(doc, &d->arena, &d->pictures);
    switch (doc->tags) {
    case SIMDTAG_TAGS_ID3: return st_id3_pictures(doc, &d->arena, &d->pictures);
    case SIMDTAG_TAGS_VORBIS: return st_vorbis_pictures(doc, &d->arena, &d->pictures);
    case SIMDTAG_TAGS_ILST: return st_ilst_pictures(doc, &d->arena, &d->pictures);
    case SIMDTAG_TAGS_APE: return st_ape_pictures(doc, &d->arena, &d->pictures);
    case SIMDTAG_TAGS_ASF: return st_asf_pictures(doc, &d->arena, &d->pictures);
    case SIMDTAG_TAGS_NONE: break;
    }
    return SIMDTAG_OK;
}

const simdtag_item *simdtag_items(simdtag_file *file, size_t *n, simdtag_error *err)
{
    static const simdtag_item none[1];
    *n = 0;
    st_decoded *d = decoded_of(file);
    if (d && !d->has_items) {
        st_items_reserve(&d->items, &d->arena, file->doc.n_raws);
        d->has_items = decode_items(&file->doc, d) == SIMDTAG_OK;
    }
    if (d == NULL || !d->has_items) {
        if (d)
            d->items = (st_items){0}; /* or the next try would hold some twice */
        set_error(d, err);
        return NULL;
    }
    *n = d->items.n;
    return d->items.n ? d->items.at : none;
}

const simdtag_picture *simdtag_pictures(simdtag_file *file, size_t *n, simdtag_error *err)
{
    static const simdtag_picture none[1];
    *n = 0;
    st_decoded *d = decoded_of(file);
    if (d && !d->has_pictures && decode_pictures(&file->doc, d) == SIMDTAG_OK)
        d->has_pictures = true;
    if (d == NULL || !d->has_pictures) {
        if (d)
            d->pictures = (st_pictures){0}; /* as above */
        set_error(d, err);
        return NULL;
    }
    *n = d->pictures.n;
    return d->pictures.n ? d->pictures.at : none;
}

/* All of an item: the bytes in memory, then those in the file. *out is malloc'ed. */
static simdtag_status whole_item(simdtag_file *file, const simdtag_raw *raw, uint8_t **out,
                                 size_t *len, simdtag_error *err)
{
    *len = raw->len + (size_t)raw->file_len;
    *out = malloc(*len + 1);
    if (*out == NULL)
        return st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", *len);
    if (raw->len)
        memcpy(*out, raw->data, raw->len);
    const simdtag_status status = simdtag_payload_read(file, raw, *out + raw->len, err);
    if (status != SIMDTAG_OK)
        free(*out);
    return status;
}

simdtag_status simdtag_picture_read(simdtag_file *file, const simdtag_picture *picture, void *buf,
                                    simdtag_error *err)
{
    const simdtag_raw *raw = picture->raw;
    uint8_t *item;
    size_t len;
    simdtag_status status = whole_item(file, raw, &item, &len, err);
    if (status != SIMDTAG_OK)
        return status;
    const uint8_t *from = item;
    if (raw->kind == SIMDTAG_RAW_VORBIS) { /* base64 of a FLAC picture block, behind "KEY=" */
        const size_t key = (size_t)raw->aux + 1;
        len = key <= len ? st_base64_decode(item, item + key, len - key) : 0;
        if (len == ST_MALFORMED)
            len = 0;
    }
    if (picture->skip <= len && picture->size <= len - picture->skip)
        memcpy(buf, from + picture->skip, (size_t)picture->size);
    else
        status = st_error_set(err, SIMDTAG_ERR_EOF, "the picture is shorter than it says");
    free(item);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* MP4 tags for the C API: items as UTF-8, covers as pictures. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dispatch/dispatch.h"
#include "tags/ilst.h"

/* "----:" and two Latin-1 names; longer keys are rare enough to be made twice. */
static const char *key_of(const simdtag_ilst *item, st_arena *arena)
{
    char small[256];
    const size_t n = simdtag_ilst_key(item, small, sizeof small);
    if (n < sizeof small)
        return st_arena_copy(arena, small, n + 1);
    char *large = st_arena_alloc(arena, n + 1);
    if (large)
        simdtag_ilst_key(item, large, n + 1);
    return large;
}

static int add_text(st_items *list, st_arena *arena, const char *key, const void *text, size_t n,
                    const simdtag_raw *raw)
{
    char *value = st_arena_alloc(arena, n + 1);
    if (value == NULL)
        return -1;
    memcpy(value, text, n);
    value[n] = '\0';
    return st_items_add(list, arena, key, value, n, raw);
}

static int add_value(st_items *list, st_arena *arena, const char *key, const simdtag_ilst *item,
                     const simdtag_ilst_value *v, const simdtag_raw *raw)
{
    char number[48];
    int n;
    switch (item->kind) {
    case SIMDTAG_ILST_INTEGER:
    case SIMDTAG_ILST_BOOL:
        n = snprintf(number, sizeof number, "%" PRId64, v->number);
        return add_text(list, arena, key, number, (size_t)n, raw);
    case SIMDTAG_ILST_PAIR:
        n = snprintf(number, sizeof number, "%" PRId64 "/%" PRId64, v->number, v->total);
        return add_text(list, arena, key, number, (size_t)n, raw);
    case SIMDTAG_ILST_COVER: return st_items_add(list, arena, key, NULL, 0, raw);
    case SIMDTAG_ILST_FREEFORM:
        if (!st_k.validate_utf8(v->at, v->len))
            return st_items_add(list, arena, key, NULL, 0, raw);
        break;
    default: break;
    }
    return add_text(list, arena, key, v->at, v->len, raw);
}

simdtag_status st_ilst_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws;) {
        const simdtag_raw *raw = &doc->raws[i];
        simdtag_ilst item = {.n_raws = 1};
        if (raw->kind == SIMDTAG_RAW_ILST &&
            simdtag_ilst_check(raw, doc->n_raws - i) == SIMDTAG_ILST_END &&
            simdtag_ilst_begin(&item, raw, doc->n_raws - i) == SIMDTAG_ILST_VALUE) {
            const char *key = key_of(&item, arena);
            simdtag_ilst_value v;
            while (simdtag_ilst_next(&item, &v) == SIMDTAG_ILST_VALUE)
                if (key == NULL || add_value(list, arena, key, &item, &v, v.raw ? v.raw : raw) != 0)
                    return SIMDTAG_ERR_NOMEM;
        }
        i += item.n_raws;
    }
    return SIMDTAG_OK;
}

simdtag_status st_ilst_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    enum { PNG = 14, FRONT_COVER = 3 };
    for (uint32_t i = 0; i < doc->n_raws;) {
        const simdtag_raw *raw = &doc->raws[i];
        simdtag_ilst item = {.n_raws = 1};
        if (raw->kind == SIMDTAG_RAW_ILST && simdtag_ilst_kind_of(raw->id) == SIMDTAG_ILST_COVER &&
            simdtag_ilst_check(raw, doc->n_raws - i) == SIMDTAG_ILST_END) {
            simdtag_ilst_value v;
            simdtag_ilst_begin(&item, raw, doc->n_raws - i);
            while (simdtag_ilst_next(&item, &v) == SIMDTAG_ILST_VALUE) {
                simdtag_picture *picture = st_pictures_add(list, arena);
                if (picture == NULL)
                    return SIMDTAG_ERR_NOMEM;
                picture->mime = v.type == PNG ? "image/png" : "image/jpeg";
                picture->description = "";
                picture->type = FRONT_COVER;
                picture->raw = v.raw ? v.raw : raw;
                picture->size = v.len + (v.raw ? v.raw->file_len : 0);
                picture->skip = v.len ? (uint64_t)(v.at - picture->raw->data) : picture->raw->len;
            }
        }
        i += item.n_raws;
    }
    return SIMDTAG_OK;
}

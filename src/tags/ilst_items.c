/* SPDX-License-Identifier: MIT */
/* MP4 tags for the C API: items as UTF-8, covers as pictures. */
#include <string.h>

#include "base/number.h"
#include "dispatch/dispatch.h"
#include "tags/ilst.h"
#include "text/text.h"

/* "----:" and two Latin-1 names; longer keys are rare enough to be made twice. */
static const char *freeform_key(const simdtag_ilst *item, st_arena *arena)
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

static const char *key_of(const simdtag_ilst *item, st_arena *arena)
{
    if (item->kind == SIMDTAG_ILST_FREEFORM)
        return freeform_key(item, arena);
    char *key = st_arena_alloc(arena, 4 * 2 + 1);
    if (key)
        simdtag_ilst_key(item, key, 4 * 2 + 1);
    return key;
}

static int add_text(st_items *list, st_arena *arena, const char *key, const uint8_t *text, size_t n,
                    const simdtag_raw *raw)
{
    const char *value = st_item_text(arena, text, n);
    return value ? st_items_add(list, arena, key, value, n, raw) : -1;
}

static int add_number(st_items *list, st_arena *arena, const char *key, const simdtag_ilst_value *v,
                      bool pair, const simdtag_raw *raw)
{
    char *text = st_arena_alloc(arena, 2 * ST_DECIMAL);
    if (text == NULL)
        return -1;
    size_t n = st_decimal(text, v->number);
    if (pair) {
        text[n++] = '/';
        n += st_decimal(text + n, v->total);
    }
    return st_items_add(list, arena, key, text, n, raw);
}

static int add_value(st_items *list, st_arena *arena, const char *key, const simdtag_ilst *item,
                     const simdtag_ilst_value *v, const simdtag_raw *raw)
{
    switch (item->kind) {
    case SIMDTAG_ILST_INTEGER:
    case SIMDTAG_ILST_BOOL: return add_number(list, arena, key, v, false, raw);
    case SIMDTAG_ILST_PAIR: return add_number(list, arena, key, v, true, raw);
    case SIMDTAG_ILST_COVER: return st_items_add(list, arena, key, NULL, 0, raw);
    case SIMDTAG_ILST_FREEFORM:
        if (!st_k.validate_utf8(v->at, v->len))
            return st_items_add(list, arena, key, NULL, 0, raw);
        break;
    default: break;
    }
    return add_text(list, arena, key, v->at, v->len, raw);
}

/* Adds the values of an item; of a damaged one, none. Returns the raw items it is made of, 0 when
 * out of memory. */
static uint32_t add_item(st_items *list, st_arena *arena, const simdtag_raw *raw, uint32_t left)
{
    const size_t before = list->n;
    simdtag_ilst item;
    simdtag_ilst_value v;
    int got = simdtag_ilst_begin(&item, raw, left);
    const char *key = got == SIMDTAG_ILST_VALUE ? key_of(&item, arena) : "";
    if (key == NULL)
        return 0;
    while (got == SIMDTAG_ILST_VALUE) {
        got = st_ilst_next_sound(&item, &v);
        if (got == SIMDTAG_ILST_VALUE &&
            add_value(list, arena, key, &item, &v, v.raw ? v.raw : raw) != 0)
            return 0;
    }
    if (got == SIMDTAG_ILST_END)
        return item.n_raws;
    list->n = before;
    return 1;
}

simdtag_status st_ilst_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws;) {
        const bool is_item = doc->raws[i].kind == SIMDTAG_RAW_ILST;
        const uint32_t n =
            is_item ? add_item(list, arena, &doc->raws[i], doc->n_raws - i) : 1;
        if (n == 0)
            return SIMDTAG_ERR_NOMEM;
        i += n;
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

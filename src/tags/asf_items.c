/* SPDX-License-Identifier: MIT */
/* ASF tags for the C API: items as UTF-8, WM/Picture attributes as pictures. */
#include "base/number.h"
#include "tags/asf.h"
#include "text/text.h"

static const char *number_text(st_arena *arena, uint64_t number, size_t *len)
{
    char *text = st_arena_alloc(arena, ST_DECIMAL);
    *len = text ? st_decimal_u(text, number) : 0;
    return text;
}

simdtag_status st_asf_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_ASF)
            continue;
        simdtag_asf_attribute a;
        simdtag_asf_read(raw, &a);
        size_t len;
        const char *key =
            st_utf16le_to_utf8(arena, a.name, a.name_len, &len);
        const bool text = a.type == SIMDTAG_ASF_UNICODE;
        const bool bytes = a.type == SIMDTAG_ASF_BYTES || a.type == SIMDTAG_ASF_GUID;
        const char *value = NULL;
        len = 0;
        if (text)
            value = st_utf16le_to_utf8(arena, a.value, a.value_len, &len);
        else if (!bytes)
            value = number_text(arena, a.number, &len);
        if (key == NULL || (value == NULL && !bytes) ||
            st_items_add(list, arena, key, value, len, raw) != 0)
            return SIMDTAG_ERR_NOMEM;
    }
    return SIMDTAG_OK;
}

/* Malformed text, which only pictures may have, is shown as empty. */
static const char *picture_text(st_arena *arena, const uint8_t *at, uint32_t len)
{
    simdtag_status status;
    const char *text = st_text_to_utf8(arena, SIMDTAG_UTF16LE, at, len, NULL, &status);
    return text || status == SIMDTAG_ERR_NOMEM ? text : "";
}

simdtag_status st_asf_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        simdtag_asf_attribute a;
        simdtag_asf_picture head;
        if (raw->kind != SIMDTAG_RAW_ASF)
            continue;
        simdtag_asf_read(raw, &a);
        if (a.type != SIMDTAG_ASF_BYTES || !st_asf_is_picture(a.name, a.name_len) ||
            !simdtag_asf_picture_of(a.value, a.value_len, &head) ||
            head.size > a.value_len + raw->file_len - head.head)
            continue;
        simdtag_picture *picture = st_pictures_add(list, arena);
        if (picture == NULL)
            return SIMDTAG_ERR_NOMEM;
        picture->mime = picture_text(arena, head.mime, head.mime_len);
        picture->description = picture_text(arena, head.description, head.description_len);
        picture->type = head.type;
        picture->size = head.size;
        picture->raw = raw;
        picture->skip = (uint64_t)(a.value - raw->data) + head.head;
        if (picture->mime == NULL || picture->description == NULL)
            return SIMDTAG_ERR_NOMEM;
    }
    return SIMDTAG_OK;
}

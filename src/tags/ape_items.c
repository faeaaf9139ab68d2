/* SPDX-License-Identifier: MIT */
/* APE tags for the C API: values as UTF-8, covers as pictures. */
#include <string.h>

#include "tags/ape.h"
#include "tags/vorbis.h"
#include "text/text.h"

/* Values of one item are separated by zero bytes. */
static bool add_values(st_items *list, st_arena *arena, const char *key, const simdtag_raw *raw)
{
    const uint8_t *p = raw->data + raw->aux + 1;
    for (size_t left = raw->len - raw->aux - 1;; ) {
        const size_t n = raw->id == ST_APE_TEXT ? st_text_byte(p, left, 0) : left;
        const char *value = st_item_text(arena, p, n);
        if (value == NULL || st_items_add(list, arena, key, value, n, raw) != 0)
            return false;
        if (n == left)
            return true;
        p += n + 1;
        left -= n + 1;
    }
}

simdtag_status st_ape_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_APE)
            continue;
        const char *key = st_item_text(arena, raw->data, raw->aux);
        if (key == NULL || (raw->id == ST_APE_BINARY
                                ? st_items_add(list, arena, key, NULL, 0, raw) != 0
                                : !add_values(list, arena, key, raw)))
            return SIMDTAG_ERR_NOMEM;
    }
    return SIMDTAG_OK;
}

static bool equal_fold(const uint8_t *p, const char *text, size_t n)
{
    return st_k.ascii_equal_fold(p, (const uint8_t *)text, n);
}

/* The picture type of ID3v2 that "Cover Art (<what>)" names; -1 if the key is no such one. */
static int cover_type(const uint8_t *key, size_t n)
{
    static const char prefix[] = "cover art (";
    /* ID3v2.4, section 4.14, in the words that taggers use in APE tags */
    static const char *const types[] = {
        "other", "png icon", "icon", "front", "back", "leaflet", "media", "lead artist", "artist",
        "conductor", "band", "composer", "lyricist", "recording location", "during recording",
        "during performance", "movie scene", "colored fish", "illustration", "band logo",
        "publisher logo"};
    const size_t start = sizeof prefix - 1;
    if (n <= start + 1 || !equal_fold(key, prefix, start) || key[n - 1] != ')')
        return -1;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strlen(types[i]) == n - start - 1 && equal_fold(key + start, types[i], n - start - 1))
            return (int)i;
    return 0;
}

static const char *mime_of(const uint8_t *p, size_t n)
{
    if (n >= 3 && memcmp(p, "\xFF\xD8\xFF", 3) == 0)
        return "image/jpeg";
    if (n >= 8 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0)
        return "image/png";
    if (n >= 4 && memcmp(p, "GIF8", 4) == 0)
        return "image/gif";
    if (n >= 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0)
        return "image/webp";
    return "";
}

simdtag_status st_ape_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        const int type = raw->kind == SIMDTAG_RAW_APE && raw->id == ST_APE_BINARY
                             ? cover_type(raw->data, raw->aux)
                             : -1;
        if (type < 0)
            continue;
        simdtag_picture *picture = st_pictures_add(list, arena);
        if (picture == NULL)
            return SIMDTAG_ERR_NOMEM;
        /* a file name or description, a zero byte, the picture */
        const uint8_t *value = raw->data + raw->aux + 1;
        const size_t shown = raw->len - raw->aux - 1, name = st_text_byte(value, shown, 0);
        const size_t skip = name < shown ? name + 1 : 0;
        picture->description = st_utf8_repaired(arena, value, skip ? name : 0, &(size_t){0});
        if (picture->description == NULL)
            return SIMDTAG_ERR_NOMEM;
        picture->mime = mime_of(value + skip, shown - skip);
        picture->type = (uint32_t)type;
        picture->raw = raw;
        picture->skip = raw->aux + 1 + skip;
        picture->size = raw->len + raw->file_len - picture->skip;
    }
    return SIMDTAG_OK;
}

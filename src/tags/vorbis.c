/* SPDX-License-Identifier: MIT */
/* Vorbis comments: the walk over a block, the repair of bad comments, items of the C API. */
#include "tags/vorbis.h"

#include <stdio.h>
#include <string.h>

#include "tags/picture.h"
#include "text/text.h"

bool st_vorbis_is_picture_key(const uint8_t *data)
{
    return st_k.ascii_equal_fold(data, (const uint8_t *)"METADATA_BLOCK_PICTURE",
                                 ST_VORBIS_PICTURE_KEY - 1);
}

/* Where '=' stands if only valid key characters (0x20 to 0x7D) come before it; n when a bad one
 * comes first or neither is there. */
static size_t plain_key(const uint8_t *p, size_t n)
{
    size_t i = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    /* Eight at a time as long as they are letters and '_', nearly all of nearly every key: those
     * have bit 6 and are below 0x7E. A carry only disturbs what is above a marked byte. */
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (; n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        const uint64_t others = (~w << 1 | w | (w + ones * 2)) & ones * 0x80;
        if (others) {
            i += (size_t)__builtin_ctzll(others) / 8;
            break;
        }
    }
#endif
    for (; i < n && p[i] != '='; i++)
        if (p[i] < 0x20 || p[i] > 0x7D)
            return n;
    return i;
}

static inline bool add(st_raws *raws, st_arena *arena, uint16_t kind, const uint8_t *data,
                       size_t len, size_t key)
{
    simdtag_raw *raw = len > UINT32_MAX ? NULL : st_raws_add(raws, arena);
    if (raw == NULL)
        return false;
    raw->kind = kind;
    raw->data = data;
    raw->len = (uint32_t)len;
    raw->aux = (uint32_t)key;
    return true;
}

bool st_vorbis_add_vendor(st_raws *raws, st_arena *arena, const uint8_t *data, size_t len)
{
    return add(raws, arena, SIMDTAG_RAW_VENDOR, data, len, 0);
}

/* No '=' at all: mutagen names such a comment "unknown" and its number. */
static bool add_unnamed(st_raws *raws, st_arena *arena, uint32_t index, const uint8_t *data,
                        size_t len)
{
    char name[24];
    const size_t key = (size_t)snprintf(name, sizeof name, "unknown%lu=", (unsigned long)index) - 1;
    uint8_t *p = st_arena_alloc(arena, key + 1 + len);
    if (p == NULL)
        return false;
    memcpy(p, name, key + 1);
    if (len)
        memcpy(p + key + 1, data, len);
    return add(raws, arena, SIMDTAG_RAW_VORBIS, p, key + 1 + len, key);
}

/* Bytes of the code point that begins at p, or of the ill-formed part that Python's 'replace'
 * handler turns into one U+FFFD (Unicode, section 3.9, "maximal subparts"); *ok tells which. n >
 * 0. */
static size_t utf8_step(const uint8_t *p, size_t n, bool *ok)
{
    const uint8_t a = p[0];
    *ok = a < 0x80;
    if (a < 0xC2 || a > 0xF4)
        return 1;
    const size_t want = a < 0xE0 ? 2 : a < 0xF0 ? 3 : 4;
    /* RFC 3629, section 4: what the second byte may be */
    const uint8_t low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    const uint8_t top = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (n < 2 || p[1] < low || p[1] > top)
        return 1;
    size_t i = 2;
    while (i < want && i < n && (p[i] & 0xC0) == 0x80)
        i++;
    *ok = i == want;
    return i;
}

/* The careful way, for comments whose key is not plain: each character beyond ASCII in a key
 * becomes '?', a comment whose key is empty or has a control character, '~' or DEL is dropped. */
__attribute__((cold))
static bool add_repaired(st_raws *raws, st_arena *arena, uint32_t index, const uint8_t *data,
                         size_t len)
{
    const size_t stored = st_text_byte(data, len, '=');
    if (stored == len)
        return add_unnamed(raws, arena, index, data, len);
    for (size_t i = 0; i < stored; i++)
        if (data[i] < 0x20 || data[i] == 0x7E || data[i] == 0x7F)
            return true;
    if (stored == 0)
        return true;
    uint8_t *p = st_arena_alloc(arena, len);
    if (p == NULL)
        return false;
    size_t key = 0;
    for (size_t i = 0; i < stored;) {
        bool ok;
        const size_t step = utf8_step(data + i, stored - i, &ok);
        p[key++] = data[i] < 0x80 ? data[i] : '?';
        i += step;
    }
    memcpy(p + key, data + stored, len - stored);
    return add(raws, arena, SIMDTAG_RAW_VORBIS, p, key + len - stored, key);
}

static inline bool add_comment(st_raws *raws, st_arena *arena, uint32_t index, const uint8_t *data,
                               size_t len)
{
    const size_t key = plain_key(data, len);
    if (key - 1 >= len - 1) /* 0 or len */
        return add_repaired(raws, arena, index, data, len);
    return add(raws, arena, SIMDTAG_RAW_VORBIS, data, len, key);
}

bool st_vorbis_add(st_raws *raws, st_arena *arena, uint32_t index, const uint8_t *data, size_t len)
{
    return add_comment(raws, arena, index, data, len);
}

/* A length and so many bytes. false: they are not all here; *need says how many would be. */
static inline bool take_sized(st_cur *c, const uint8_t **data, size_t *n, size_t *need)
{
    const size_t left = st_left(c);
    *need = 4;
    if (left < 4)
        return false;
    *n = st_le32(c);
    *need = 4 + *n;
    *data = st_take(c, *n);
    return *data != NULL;
}

st_vorbis_end st_vorbis_parse(const uint8_t *data, size_t len, st_raws *raws, st_arena *arena,
                              size_t *used, st_vorbis_rest *rest)
{
    st_cur c = st_cur_of(data, len);
    const uint8_t *at = data;
    size_t n, need;
    if (rest)
        *rest = (st_vorbis_rest){0};
    if (!take_sized(&c, &at, &n, &need)) {
        *used = need;
        return ST_VORBIS_SHORT;
    }
    *used = (size_t)(c.at - data) + 4;
    if (st_left(&c) < 4)
        return ST_VORBIS_SHORT;
    if (!st_vorbis_add_vendor(raws, arena, at, n))
        return ST_VORBIS_FULL;
    const uint32_t count = st_le32(&c);
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *start = c.at;
        if (!take_sized(&c, &at, &n, &need)) {
            const size_t done = (size_t)(start - data);
            *used = done + need;
            if (rest)
                *rest = (st_vorbis_rest){done, i, count};
            return ST_VORBIS_SHORT;
        }
        if (!add_comment(raws, arena, i, at, n))
            return ST_VORBIS_FULL;
    }
    *used = (size_t)(c.at - data);
    return ST_VORBIS_OK;
}

char *st_utf8_repaired(st_arena *arena, const uint8_t *p, size_t n, size_t *len)
{
    if (st_text_is_ascii(p, n) || st_k.validate_utf8(p, n)) {
        char *same = st_arena_alloc(arena, n + 1);
        if (same) {
            if (n)
                memcpy(same, p, n);
            same[n] = 0;
            *len = n;
        }
        return same;
    }
    char *out = n > SIZE_MAX / 3 - 1 ? NULL : st_arena_alloc(arena, n * 3 + 1);
    if (out == NULL)
        return NULL;
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        bool ok;
        const size_t step = utf8_step(p + i, n - i, &ok);
        memcpy(out + used, ok ? (const char *)p + i : "\xEF\xBF\xBD", ok ? step : 3);
        used += ok ? step : 3;
        i += step;
    }
    out[used] = 0;
    *len = used;
    return out;
}

/* A comment's key, which is ASCII (plain_key, add_repaired). */
static const char *key_text(st_arena *arena, const simdtag_raw *raw)
{
    char *key = st_arena_alloc(arena, (size_t)raw->aux + 1);
    if (key) {
        memcpy(key, raw->data, raw->aux);
        key[raw->aux] = 0;
    }
    return key;
}

static const char *value_text(st_arena *arena, const uint8_t *p, size_t n, size_t *len)
{
    *len = n;
    if (st_text_is_ascii(p, n) || st_k.validate_utf8(p, n))
        return st_item_text(arena, p, n);
    return st_utf8_repaired(arena, p, n, len);
}

simdtag_status st_vorbis_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_VORBIS)
            continue;
        size_t len = 0;
        const char *value = NULL, *key = key_text(arena, raw);
        const bool text = raw->file_len == 0 && !st_vorbis_is_picture(raw->data, raw->len);
        if (text)
            value = value_text(arena, raw->data + raw->aux + 1, raw->len - raw->aux - 1, &len);
        if (key == NULL || (text && value == NULL) ||
            st_items_add(list, arena, key, value, len, raw) != 0)
            return SIMDTAG_ERR_NOMEM;
    }
    return SIMDTAG_OK;
}

simdtag_status st_vorbis_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    return st_pictures_of(list, arena, doc->raws, doc->n_raws) == 0 ? SIMDTAG_OK
                                                                    : SIMDTAG_ERR_NOMEM;
}

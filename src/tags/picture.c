/* SPDX-License-Identifier: MIT */
/* FLAC picture blocks, raw and in base64. */
#include "tags/picture.h"

#include <string.h>

#include "base/cursor.h"
#include "tags/vorbis.h"
#include "text/text.h"

bool st_picture_head_of(const uint8_t *data, size_t n, st_picture_head *head, uint64_t *need)
{
    st_cur c = st_cur_of(data, n);
    *need = 8;
    head->len = 0;
    head->type = st_be32(&c);
    head->mime_len = st_be32(&c);
    if (!st_ok(&c))
        return false;
    *need = (uint64_t)12 + head->mime_len;
    head->mime = st_take(&c, head->mime_len);
    head->description_len = st_be32(&c);
    if (!st_ok(&c))
        return false;
    *need = head->len = (uint64_t)32 + head->mime_len + head->description_len;
    head->description = st_take(&c, head->description_len);
    head->width = st_be32(&c);
    head->height = st_be32(&c);
    head->depth = st_be32(&c);
    head->colors = st_be32(&c);
    head->data_len = st_be32(&c);
    return st_ok(&c);
}

/* Characters of the base64 alphabet that `text` begins with, at most n. */
static size_t plain_base64(const uint8_t *text, size_t n)
{
    size_t i = 0;
    while (i < n && ((text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z') ||
                     (text[i] >= '0' && text[i] <= '9') || text[i] == '+' || text[i] == '/'))
        i++;
    return i;
}

size_t st_picture_base64_head(const uint8_t *text, size_t n)
{
    enum { MOST = 64 << 10, FIRST = 252 };
    uint8_t bytes[FIRST + 3];
    st_picture_head head;
    uint64_t need;
    /* FIRST bytes show the lengths of any ordinary head; the head itself is decoded later, by
     * st_pictures_of */
    const size_t first = n < FIRST / 3 * 4 ? n / 4 * 4 : FIRST / 3 * 4;
    if (st_k.base64_decode(bytes, text, first) != first / 4 * 3)
        return 0;
    st_picture_head_of(bytes, first / 4 * 3, &head, &need);
    if (head.len == 0 || head.len > MOST)
        return 0;
    const size_t chars = ((size_t)head.len + 2) / 3 * 4;
    return chars <= first || (chars <= n && plain_base64(text, chars) == chars) ? chars : 0;
}

static int add_picture(st_pictures *list, st_arena *arena, const st_picture_head *head,
                       const simdtag_raw *raw)
{
    size_t ignored;
    simdtag_picture *p = st_pictures_add(list, arena);
    if (p == NULL)
        return -1;
    p->mime = st_utf8_repaired(arena, head->mime, head->mime_len, &ignored);
    p->description = st_utf8_repaired(arena, head->description, head->description_len, &ignored);
    p->type = head->type;
    p->width = head->width;
    p->height = head->height;
    p->depth = head->depth;
    p->colors = head->colors;
    p->size = head->data_len;
    p->raw = raw;
    p->skip = head->len;
    return p->mime && p->description ? 0 : -1;
}

/* A comment's text after the key: of a plain one only the head is decoded. */
static int add_base64(st_pictures *list, st_arena *arena, const simdtag_raw *raw)
{
    const uint8_t *text = raw->data + raw->aux + 1;
    const size_t n = raw->len - raw->aux - 1;
    const size_t head_chars = st_picture_base64_head(text, n);
    if (head_chars == 0 && raw->file_len)
        return 0;
    const size_t chars = head_chars ? head_chars : n;
    uint8_t *bytes = st_arena_alloc(arena, st_base64_room(chars));
    if (bytes == NULL)
        return -1;
    const size_t got = st_base64_decode(bytes, text, chars);
    st_picture_head head;
    uint64_t need;
    if (got == ST_MALFORMED || !st_picture_head_of(bytes, got, &head, &need))
        return 0;
    const uint64_t most = head_chars ? (n + raw->file_len) / 4 * 3 + 3 : got;
    if (head.len + head.data_len > most)
        return 0;
    return add_picture(list, arena, &head, raw);
}

int st_pictures_of(st_pictures *list, st_arena *arena, const simdtag_raw *raws, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const simdtag_raw *raw = &raws[i];
        st_picture_head head;
        uint64_t need;
        int bad = 0;
        if (raw->kind == SIMDTAG_RAW_FLAC_BLOCK && raw->id == 6) {
            if (st_picture_head_of(raw->data, raw->len, &head, &need))
                bad = add_picture(list, arena, &head, raw);
        } else if (raw->kind == SIMDTAG_RAW_VORBIS && st_vorbis_is_picture(raw->data, raw->len)) {
            bad = add_base64(list, arena, raw);
        }
        if (bad)
            return -1;
    }
    return 0;
}

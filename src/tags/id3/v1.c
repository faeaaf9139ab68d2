/* SPDX-License-Identifier: MIT */
/* ID3v1 and v1.1: 128 bytes at the end of the file, shown as ID3v2 frames. */
#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "tags/id3/id3.h"

enum {
    TAG = 128,   /* "TAG", title 30, artist 30, album 30, year 4, comment 30, genre 1 */
    SHORTEST = 124 /* tags are found whose year lacks up to all four digits */
};

typedef struct text {
    const uint8_t *at;
    size_t n;
} text;

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Up to the first zero byte, without white space around it (WinAmp pads with spaces). */
static text trimmed(const uint8_t *at, size_t n)
{
    const uint8_t *nul = n ? memchr(at, 0, n) : NULL;
    text t = {at, nul ? (size_t)(nul - at) : n};
    while (t.n && is_space(t.at[0]))
        t.at++, t.n--;
    while (t.n && is_space(t.at[t.n - 1]))
        t.n--;
    return t;
}

static bool has(const st_raws *list, int row)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i].kind == SIMDTAG_RAW_ID3 && list->at[i].aux == (uint32_t)row &&
            simdtag_id3_check(&list->at[i], NULL))
            return true;
    return false;
}

static bool text_is(const simdtag_value *v, const char *ascii)
{
    const size_t n = strlen(ascii),
                 wide = v->encoding == SIMDTAG_UTF16LE || v->encoding == SIMDTAG_UTF16BE;
    if (v->n != n << wide)
        return false;
    for (size_t i = 0; i < n; i++) {
        const size_t low = wide ? 2 * i + (v->encoding == SIMDTAG_UTF16BE) : i;
        if (v->u.at[low] != (uint8_t)ascii[i] || (wide && v->u.at[low ^ 1] != 0))
            return false;
    }
    return true;
}

/* The comment's key is its description and language. */
static bool has_comment(const st_raws *list)
{
    bool found = false;
    for (uint32_t i = 0; i < list->n && !found; i++) {
        simdtag_values values;
        if (list->at[i].kind == SIMDTAG_RAW_ID3 && list->at[i].aux == ST_ID3_COMM &&
            simdtag_id3_decode(&list->at[i], NULL, &values) == SIMDTAG_OK) {
            found = text_is(&values.field[1], "eng") && text_is(&values.field[2], "ID3v1 Comment");
            simdtag_values_free(&values);
        }
    }
    return found;
}

simdtag_raw *st_id3_add_made(st_raws *list, st_arena *arena, int row, const uint8_t *body, size_t n)
{
    const uint8_t *kept = st_arena_copy(arena, body, n);
    simdtag_raw *raw = kept ? st_raws_add(list, arena) : NULL;
    if (raw == NULL)
        return NULL;
    raw->kind = SIMDTAG_RAW_ID3;
    raw->id = st_id3_id_of(row);
    raw->aux = (uint32_t)row;
    raw->aux2 = 4 | SIMDTAG_ID3_FROM_V1;
    raw->data = kept;
    raw->len = (uint32_t)n;
    return raw;
}

/* A Latin-1 text frame; nothing for an empty text or a frame the tag has already. */
static bool add_text(st_raws *list, st_arena *arena, int row, text t)
{
    uint8_t body[1 + 30];
    if (t.n == 0 || t.n > 30 || has(list, row))
        return true;
    body[0] = SIMDTAG_LATIN1;
    memcpy(body + 1, t.at, t.n);
    if (row == ST_ID3_TDRC) /* several times are separated by commas */
        for (size_t i = 1; i <= t.n; i++)
            if (body[i] == ',')
                body[i] = 0;
    return st_id3_add_made(list, arena, row, body, 1 + t.n) != NULL;
}

static bool add_number(st_raws *list, st_arena *arena, int row, unsigned number)
{
    char digits[12];
    const int n = snprintf(digits, sizeof digits, "%u", number);
    return add_text(list, arena, row, (text){(const uint8_t *)digits, (size_t)n});
}

static bool add_comment(st_raws *list, st_arena *arena, text t)
{
    static const char head[] = "\0engID3v1 Comment"; /* its terminating zero ends the description */
    uint8_t body[sizeof head + 30];
    if (t.n == 0 || t.n > 30 || has_comment(list))
        return true;
    memcpy(body, head, sizeof head);
    memcpy(body + sizeof head, t.at, t.n);
    return st_id3_add_made(list, arena, ST_ID3_COMM, body, sizeof head + t.n) != NULL;
}

/* Start of a tag in the last bytes of a file, NULL if there is none. "TAG" within "APETAGEX" is
 * none. */
static const uint8_t *find(const uint8_t *tail, size_t n, size_t *len)
{
    const size_t from = n > TAG ? n - TAG : 0;
    for (size_t i = from; i < n && n - i >= SHORTEST; i++) {
        if (memcmp(tail + i, "TAG", 3) != 0)
            continue;
        if (i >= 3 && memcmp(tail + i - 3, "APETAGEX", 8) == 0)
            return NULL;
        *len = n - i;
        return tail + i;
    }
    return NULL;
}

bool st_id3_v1(const uint8_t *tail, size_t n, unsigned minor, st_raws *list, st_arena *arena,
               bool *found)
{
    size_t len;
    const uint8_t *start = find(tail, n, &len);
    *found = start != NULL;
    if (start == NULL)
        return true;
    st_cur c = st_cur_of(start + 3, len - 3);
    const uint8_t *title = st_take(&c, 30), *artist = st_take(&c, 30), *album = st_take(&c, 30);
    const size_t digits = len - SHORTEST;
    const uint8_t *year = st_take(&c, digits), *comment = st_take(&c, 30);
    const unsigned genre = st_u8(&c);
    if (!st_ok(&c))
        return true;
    const unsigned track = comment[28] == 0 ? comment[29] : 0; /* v1.1 */
    const size_t comment_len = track ? 28 : 30;
    return add_text(list, arena, ST_ID3_TIT2, trimmed(title, 30)) &&
           add_text(list, arena, ST_ID3_TPE1, trimmed(artist, 30)) &&
           add_text(list, arena, ST_ID3_TALB, trimmed(album, 30)) &&
           add_text(list, arena, minor < 4 ? ST_ID3_TYER : ST_ID3_TDRC, trimmed(year, digits)) &&
           add_comment(list, arena, trimmed(comment, comment_len)) &&
           (track == 0 || add_number(list, arena, ST_ID3_TRCK, track)) &&
           (genre == 255 || add_number(list, arena, ST_ID3_TCON, genre));
}

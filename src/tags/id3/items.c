/* SPDX-License-Identifier: MIT */
/* ID3 frames as the C API shows them: key and UTF-8 value, one item a text; pictures by
 * description and place. */
#include <stdio.h>
#include <string.h>

#include "tags/id3/fields.h"

enum { FEW = 16, FEW_VALUES = 1024 /* bytes */ };

/* A key in the making. */
typedef struct key_text {
    char *at;
    size_t n, cap;
} key_text;

static void put(key_text *k, const char *s, size_t n)
{
    if (k->at && n < k->cap - k->n) {
        memcpy(k->at + k->n, s, n);
        k->n += n;
        k->at[k->n] = 0;
    }
}

/* ":" and a value as text; bytes count as Latin-1. */
static bool put_value(key_text *k, st_arena *arena, const simdtag_value *v)
{
    char digits[24];
    put(k, ":", 1);
    if (v->kind == SIMDTAG_VALUE_INT) {
        put(k, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)v->u.i));
        return true;
    }
    if (v->kind != SIMDTAG_VALUE_TEXT && v->kind != SIMDTAG_VALUE_BYTES)
        return true;
    size_t n;
    const char *s =
        st_text_to_utf8(arena, v->kind == SIMDTAG_VALUE_TEXT ? v->encoding : SIMDTAG_LATIN1,
                        v->u.at, v->n, &n, NULL);
    if (s)
        put(k, s, n);
    return s != NULL;
}

static const simdtag_value *field_named(const simdtag_id3_row *row, const simdtag_values *values,
                                        const char *name)
{
    for (unsigned i = 0; i < row->n_fields; i++)
        if (row->fields[i].name[0] == name[0] && strcmp(row->fields[i].name, name) == 0)
            return &values->field[i];
    return NULL;
}

/* Names of the fields a key is made of, in order; a NULL ends them. */
static void key_fields(const simdtag_id3_row *row, const char *names[4])
{
    memset(names, 0, 4 * sizeof *names);
    switch (row->key) {
    case SIMDTAG_KEY_DESC: names[0] = "desc"; break;
    case SIMDTAG_KEY_DESC_LANG: names[0] = "desc", names[1] = "lang"; break;
    case SIMDTAG_KEY_LANG: names[0] = "lang"; break;
    case SIMDTAG_KEY_FIRST: names[0] = row->fields[0].name; break;
    case SIMDTAG_KEY_OTHER:
        if (row == &st_id3_rows[ST_ID3_PRIV])
            names[0] = "owner", names[1] = "data";
        else if (row == &st_id3_rows[ST_ID3_GRID])
            names[0] = "group";
        else if (row == &st_id3_rows[ST_ID3_SIGN])
            names[0] = "group", names[1] = "sig";
        else if (row == &st_id3_rows[ST_ID3_LINK])
            names[0] = "frameid", names[1] = "url", names[2] = "data";
        break;
    default: break;
    }
}

/* The frame's key; NULL when out of memory. */
static const char *key_of(const simdtag_raw *raw, const simdtag_id3_row *row,
                          const simdtag_values *values, st_arena *arena)
{
    if (row->key == SIMDTAG_KEY_ID)
        return row->id;
    key_text k = {.cap = 16 + 3 * (size_t)raw->len};
    k.at = st_arena_alloc(arena, k.cap);
    put(&k, row->id, strlen(row->id));
    const char *names[4];
    key_fields(row, names);
    for (unsigned i = 0; names[i]; i++) {
        const simdtag_value *v = field_named(row, values, names[i]);
        if (v && !put_value(&k, arena, v))
            return NULL;
    }
    if (row == &st_id3_rows[ST_ID3_COMR]) {
        const simdtag_value body = {.kind = SIMDTAG_VALUE_BYTES, .n = raw->len, .u.at = raw->data};
        if (!put_value(&k, arena, &body))
            return NULL;
    }
    return k.at;
}

static bool add_text(st_items *list, st_arena *arena, const char *key, const simdtag_value *v,
                     const simdtag_raw *raw)
{
    size_t n = v->n;
    const bool as_is = v->encoding == SIMDTAG_UTF8 ||
                       (v->encoding == SIMDTAG_LATIN1 && st_text_is_ascii(v->u.at, n));
    const char *s = as_is ? st_item_text(arena, v->u.at, n)
                    : v->encoding == SIMDTAG_UTF16LE
                        ? st_utf16le_to_utf8(arena, v->u.at, v->n, &n)
                        : st_text_to_utf8(arena, v->encoding, v->u.at, v->n, &n, NULL);
    return s && st_items_add(list, arena, key, s, n, raw) == 0;
}

/* Two texts as "first: second". */
static bool add_pair(st_items *list, st_arena *arena, const char *key, const simdtag_value *pair,
                     const simdtag_raw *raw)
{
    size_t n[2];
    const char *s[2];
    for (int i = 0; i < 2; i++)
        if ((s[i] = st_text_to_utf8(arena, pair[i].encoding, pair[i].u.at, pair[i].n, &n[i],
                                    NULL)) == NULL)
            return false;
    char *joined = st_arena_alloc(arena, n[0] + n[1] + 3);
    if (joined == NULL)
        return false;
    memcpy(joined, s[0], n[0]);
    memcpy(joined + n[0], ": ", 2);
    memcpy(joined + n[0] + 2, s[1], n[1] + 1);
    return st_items_add(list, arena, key, joined, n[0] + n[1] + 2, raw) == 0;
}

static bool add_number(st_items *list, st_arena *arena, const char *key, const simdtag_value *v,
                       const simdtag_raw *raw)
{
    char text[32];
    const int n = v->kind == SIMDTAG_VALUE_INT
                      ? snprintf(text, sizeof text, "%lld", (long long)v->u.i)
                      : snprintf(text, sizeof text, "%+.6f", v->u.r);
    const char *kept = st_arena_copy(arena, text, (size_t)n + 1);
    return kept && st_items_add(list, arena, key, kept, (size_t)n, raw) == 0;
}

/* The field that a frame is about: text if it has any besides its key, else its number; NULL for
 * bytes and all else. */
static const simdtag_value *main_field(const simdtag_id3_row *row, const simdtag_values *values)
{
    static const char *const names[] = {"text", "url",   "people", "count",    "rating",
                                        "gain", "value", "seller", "position", "offset"};
    if (row == &st_id3_rows[ST_ID3_POPM])
        return field_named(row, values, "rating");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const simdtag_value *v = field_named(row, values, names[i]);
        if (v)
            return v;
    }
    return NULL;
}

static bool add_value(st_items *list, st_arena *arena, const char *key, const simdtag_value *v,
                      const simdtag_raw *raw)
{
    if (v && v->kind == SIMDTAG_VALUE_TEXT)
        return add_text(list, arena, key, v, raw);
    if (v && (v->kind == SIMDTAG_VALUE_INT || v->kind == SIMDTAG_VALUE_REAL))
        return add_number(list, arena, key, v, raw);
    if (v == NULL || v->kind != SIMDTAG_VALUE_LIST)
        return st_items_add(list, arena, key, NULL, 0, raw) == 0;
    for (uint32_t i = 0; i < v->n; i++) {
        const simdtag_value *one = &v->u.list[i];
        bool added = true;
        if (one->kind == SIMDTAG_VALUE_TEXT)
            added = add_text(list, arena, key, one, raw);
        else if (one->kind == SIMDTAG_VALUE_LIST && one->u.list[0].kind == SIMDTAG_VALUE_TEXT)
            added = one->u.list[1].kind == SIMDTAG_VALUE_TEXT
                        ? add_pair(list, arena, key, one->u.list, raw)
                        : add_text(list, arena, key, &one->u.list[0], raw);
        if (!added)
            return false;
    }
    return true;
}

/* st_id3_usual_text, and whether what st_utf16le_to_utf8 does not look at is well-formed. */
static bool take_usual(unsigned stored, const uint8_t *p, size_t n, st_id3_usual *out)
{
    return st_id3_usual_text(stored, p, n, out) &&
           (stored != SIMDTAG_UTF8 || st_text_valid(stored, p, out->v.n));
}

/* Adds an item: 1 done, 0 its text is malformed, -1 out of memory. */
static int add_usual(st_items *list, st_arena *arena, const char *key, const st_id3_usual *text,
                     const simdtag_raw *raw)
{
    size_t n;
    if (text->v.encoding != SIMDTAG_UTF16LE)
        return add_text(list, arena, key, &text->v, raw) ? 1 : -1;
    const char *s = st_utf16le_to_utf8(arena, text->v.u.at, text->v.n, &n);
    if (s == NULL)
        return n == ST_MALFORMED ? 0 : -1;
    return st_items_add(list, arena, key, s, n, raw) == 0 ? 1 : -1;
}

/* The only text of a frame, as nearly all have one: 1 added, 0 to be looked at more closely, -1 out
 * of memory. */
static int add_only_text(st_items *list, st_arena *arena, const simdtag_raw *raw, const char *key)
{
    st_id3_usual text;
    if (raw->len < 2 || !take_usual(raw->data[0], raw->data + 1, raw->len - 1u, &text) ||
        text.behind != raw->len - 1u)
        return 0;
    return add_usual(list, arena, key, &text, raw);
}

/* "COMM:description:lang", or without a language (n 0); NULL and *fits when the description is
 * malformed or not to be copied as it is. */
static char *described_key(st_arena *arena, const char *id, const simdtag_value *desc,
                           const uint8_t *lang, size_t n, bool *fits)
{
    char *key = st_arena_alloc(arena, 4 + 1 + st_text_room(desc->encoding, desc->n) + 1 + n + 1);
    if (key == NULL)
        return NULL;
    size_t used = desc->n;
    memcpy(key, id, 4);
    key[4] = ':';
    if (desc->encoding == SIMDTAG_UTF16LE && used)
        used = st_k.utf16le_to_utf8((uint8_t *)key + 5, desc->u.at, used);
    else
        memcpy(key + 5, desc->u.at, used);
    *fits = used != ST_MALFORMED &&
            (desc->encoding != SIMDTAG_LATIN1 || st_text_is_ascii(desc->u.at, used));
    if (!*fits)
        return NULL;
    char *end = key + 5 + used;
    if (n) {
        *end = ':';
        memcpy(end + 1, lang, n);
        end += 1 + n;
    }
    *end = 0;
    return key;
}

/* COMM and TXXX with one text: results as of add_only_text. */
static int add_described(st_items *list, st_arena *arena, const simdtag_raw *raw, const char *id)
{
    const size_t lang = raw->aux == ST_ID3_COMM ? 3 : 0, head = 1 + lang;
    const uint8_t *p = raw->data;
    st_id3_usual desc, text;
    bool fits = true;
    if (raw->len < head + 2 || (lang && (!st_text_is_ascii(p + 1, 3) || !(p[1] && p[2] && p[3]))) ||
        !take_usual(p[0], p + head, raw->len - head, &desc))
        return 0;
    const size_t at = head + desc.behind;
    if (at >= raw->len || p[at] == 0 || !take_usual(p[0], p + at, raw->len - at, &text) ||
        at + text.behind != raw->len)
        return 0;
    const char *key = described_key(arena, id, &desc.v, p + 1, lang, &fits);
    if (key == NULL)
        return fits ? -1 : 0;
    return add_usual(list, arena, key, &text, raw);
}

/* Frames of texts alone, without their own memory. 1 done, 0 not such a frame, -1 out of memory. */
static int add_plain_texts(st_items *list, st_arena *arena, const simdtag_raw *raw,
                           const simdtag_id3_row *row)
{
    if (raw->aux == ST_ID3_COMM || raw->aux == ST_ID3_TXXX)
        return add_described(list, arena, raw, row->id);
    if (!st_id3_is_texts(row))
        return 0;
    const int only = add_only_text(list, arena, raw, row->id);
    if (only)
        return only;
    simdtag_value texts[FEW];
    uint8_t stored;
    const int n = simdtag_id3_texts(raw, &stored, texts, FEW);
    if (n == -1)
        return 1; /* damaged: as if it were not there */
    if (n < 0 || n > FEW)
        return 0;
    for (int i = 0; i < n; i++)
        if (!add_text(list, arena, row->id, &texts[i], raw))
            return -1;
    return 1;
}

/* Any other frame, decoded. */
static simdtag_status add_decoded(st_items *list, st_arena *arena, const simdtag_raw *raw,
                                  const simdtag_id3_row *row, const simdtag_id3_header *tag)
{
    _Alignas(16) char memory[FEW_VALUES];
    st_arena lists;
    simdtag_values values;
    st_id3_values_arena(&lists, memory, sizeof memory, raw);
    const simdtag_status status = st_id3_decode_in(raw, tag, &lists, &values);
    bool fine = status != SIMDTAG_ERR_NOMEM;
    if (status == SIMDTAG_OK) {
        const char *key = key_of(raw, row, &values, arena);
        fine = key && add_value(list, arena, key, main_field(row, &values), raw);
    }
    st_arena_reset(&lists);
    return fine ? SIMDTAG_OK : SIMDTAG_ERR_NOMEM;
}

simdtag_status st_id3_items(const simdtag_doc *doc, st_arena *arena, st_items *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_ID3)
            continue;
        const simdtag_id3_row *row = &st_id3_rows[raw->aux];
        const int plain = add_plain_texts(list, arena, raw, row);
        if (plain > 0)
            continue;
        if (plain < 0 || add_decoded(list, arena, raw, row, &doc->id3) != SIMDTAG_OK)
            return SIMDTAG_ERR_NOMEM;
    }
    return SIMDTAG_OK;
}

static simdtag_status add_picture(const simdtag_doc *doc, const simdtag_raw *raw, st_arena *arena,
                                  st_pictures *list)
{
    simdtag_values values;
    const simdtag_status status = simdtag_id3_decode(raw, &doc->id3, &values);
    if (status != SIMDTAG_OK)
        return status == SIMDTAG_ERR_NOMEM ? status : SIMDTAG_OK;
    const simdtag_value *mime = &values.field[1], *type = &values.field[2],
                        *desc = &values.field[3], *data = &values.field[4];
    simdtag_picture *picture = st_pictures_add(list, arena);
    if (picture) {
        picture->mime = st_text_to_utf8(arena, mime->encoding, mime->u.at, mime->n, NULL, NULL);
        picture->description =
            st_text_to_utf8(arena, desc->encoding, desc->u.at, desc->n, NULL, NULL);
        picture->type = (uint32_t)type->u.i;
        picture->size = data->n + raw->file_len;
        picture->skip = raw->len - data->n;
        picture->raw = raw;
    }
    simdtag_values_free(&values);
    return picture && picture->mime && picture->description ? SIMDTAG_OK : SIMDTAG_ERR_NOMEM;
}

simdtag_status st_id3_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list)
{
    for (uint32_t i = 0; i < doc->n_raws; i++) {
        const simdtag_raw *raw = &doc->raws[i];
        if (raw->kind != SIMDTAG_RAW_ID3 || (raw->aux != ST_ID3_APIC && raw->aux != ST_ID3_PIC))
            continue;
        const simdtag_status status = add_picture(doc, raw, arena, list);
        if (status != SIMDTAG_OK)
            return status;
    }
    return SIMDTAG_OK;
}

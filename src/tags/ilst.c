/* SPDX-License-Identifier: MIT */
/* MP4 tags: decoding one ilst item into values.
 *
 * The layout is that of QuickTime metadata as iTunes writes it: an item atom named after the field,
 * in it `data` atoms of size, 'data', type (one byte version, three bytes type), locale, payload.
 * What counts as damage is what mutagen rejects. */
#include "simdtag/ilst.h"

#include <string.h>

#include "base/bytes.h"
#include "base/cursor.h"
#include "tags/genres.h"
#include "tags/ilst.h"
#include "text/text.h"

#define NAME(a, b, c, d) ST_FOURCC(a, b, c, d)
#define COPYRIGHT 0xA9 /* the © of QuickTime's own field names */

enum {
    DATA_HEADER = 16,
    TYPE_IMPLICIT = 0,
    TYPE_UTF8 = 1,
    TYPE_JPEG = 13,
    TYPE_PNG = 14,
    TYPE_INTEGER = 21
};
enum {
    END = SIMDTAG_ILST_END,
    VALUE = SIMDTAG_ILST_VALUE,
    DAMAGED = SIMDTAG_ILST_DAMAGED,
    BROKEN = SIMDTAG_ILST_BROKEN
};

#define NAME_DATA  NAME('d', 'a', 't', 'a')
#define NAME_NAME  NAME('n', 'a', 'm', 'e')
#define NAME_GNRE  NAME('g', 'n', 'r', 'e')
#define NAME_GENRE NAME(COPYRIGHT, 'g', 'e', 'n')

/* The multiplier gives each name a slot of its own (two in one would be a warning). Slot 0 is not
 * empty, so no name but these is in the table, not even 0. */
#define SLOT(name) ((uint32_t)((name) * UINT32_C(0x4C0A46F1)) >> 25)
#define ROW(kind, ...) [SLOT(NAME(__VA_ARGS__))] = {NAME(__VA_ARGS__), SIMDTAG_ILST_##kind}

static const struct {
    uint32_t name;
    simdtag_ilst_kind kind;
} names[128] = {
    ROW(TEXT, COPYRIGHT, 'A', 'R', 'T'),
    ROW(TEXT, COPYRIGHT, 'a', 'l', 'b'),
    ROW(TEXT, COPYRIGHT, 'c', 'm', 't'),
    ROW(TEXT, COPYRIGHT, 'd', 'a', 'y'),
    ROW(TEXT, COPYRIGHT, 'g', 'e', 'n'),
    ROW(TEXT, COPYRIGHT, 'g', 'r', 'p'),
    ROW(TEXT, COPYRIGHT, 'l', 'y', 'r'),
    ROW(TEXT, COPYRIGHT, 'n', 'a', 'm'),
    ROW(TEXT, COPYRIGHT, 't', 'o', 'o'),
    ROW(TEXT, COPYRIGHT, 'w', 'r', 't'),
    ROW(TEXT, 'a', 'A', 'R', 'T'),
    ROW(TEXT, 'c', 'a', 't', 'g'),
    ROW(TEXT, 'c', 'p', 'r', 't'),
    ROW(TEXT, 'd', 'e', 's', 'c'),
    ROW(TEXT, 'e', 'g', 'i', 'd'),
    ROW(TEXT, 'k', 'e', 'y', 'w'),
    ROW(TEXT, 'p', 'u', 'r', 'd'),
    ROW(TEXT, 'p', 'u', 'r', 'l'),
    ROW(TEXT, 's', 'o', 'a', 'a'),
    ROW(TEXT, 's', 'o', 'a', 'l'),
    ROW(TEXT, 's', 'o', 'a', 'r'),
    ROW(TEXT, 's', 'o', 'c', 'o'),
    ROW(TEXT, 's', 'o', 'n', 'm'),
    ROW(TEXT, 's', 'o', 's', 'n'),
    ROW(TEXT, 't', 'v', 's', 'h'),
    ROW(INTEGER, COPYRIGHT, 'm', 'v', 'c'),
    ROW(INTEGER, COPYRIGHT, 'm', 'v', 'i'),
    ROW(INTEGER, 'a', 'k', 'I', 'D'),
    ROW(INTEGER, 'a', 't', 'I', 'D'),
    ROW(INTEGER, 'c', 'm', 'I', 'D'),
    ROW(INTEGER, 'c', 'n', 'I', 'D'),
    ROW(INTEGER, 'g', 'e', 'I', 'D'),
    ROW(INTEGER, 'h', 'd', 'v', 'd'),
    ROW(INTEGER, 'p', 'l', 'I', 'D'),
    ROW(INTEGER, 'r', 't', 'n', 'g'),
    ROW(INTEGER, 's', 'f', 'I', 'D'),
    ROW(INTEGER, 's', 'h', 'w', 'm'),
    ROW(INTEGER, 's', 't', 'i', 'k'),
    ROW(INTEGER, 't', 'm', 'p', 'o'),
    ROW(INTEGER, 't', 'v', 'e', 's'),
    ROW(INTEGER, 't', 'v', 's', 'n'),
    ROW(BOOL, 'c', 'p', 'i', 'l'),
    ROW(BOOL, 'p', 'g', 'a', 'p'),
    ROW(BOOL, 'p', 'c', 's', 't'),
    ROW(PAIR, 't', 'r', 'k', 'n'),
    ROW(PAIR, 'd', 'i', 's', 'k'),
    ROW(GENRE, 'g', 'n', 'r', 'e'),
    ROW(COVER, 'c', 'o', 'v', 'r'),
    ROW(FREEFORM, '-', '-', '-', '-'),
};

simdtag_ilst_kind simdtag_ilst_kind_of(uint32_t name)
{
    const unsigned slot = SLOT(name);
    return names[slot].name == name ? names[slot].kind : SIMDTAG_ILST_UNKNOWN;
}

/* A cursor over the raw item's bytes from `at` on; empty past the end. */
static st_cur from(const simdtag_raw *raw, uint64_t at)
{
    static const uint8_t nothing[1];
    return at < raw->len ? st_cur_of(raw->data + at, raw->len - (size_t)at) : st_cur_of(nothing, 0);
}

/* The bytes from `at` to `end`, or as many of them as there are. */
static const uint8_t *slice(const simdtag_raw *raw, uint64_t at, uint64_t end, uint32_t *len)
{
    if (end > raw->len)
        end = raw->len;
    if (at > end)
        at = end;
    *len = (uint32_t)(end - at);
    return raw->data + at;
}

/* mean and name of a free-form item: atoms whose sizes are believed and whose names nobody reads.
 */
static int begin_freeform(simdtag_ilst *item)
{
    const simdtag_raw *raw = item->raw_;
    st_cur c = from(raw, 0);
    uint64_t size = st_be32(&c);
    item->mean = slice(raw, 12, size, &item->mean_len);
    const uint64_t at = size;
    st_cur name = from(raw, at);
    size = st_be32(&name);
    item->label = slice(raw, at + 12, at + size, &item->label_len);
    item->at_ = at + size;
    return st_ok(&c) && st_ok(&name) ? VALUE : BROKEN;
}

int simdtag_ilst_begin(simdtag_ilst *item, const simdtag_raw *raws, uint32_t n_raws)
{
    *item = (simdtag_ilst){.name = raws->id, .raw_ = raws};
    item->kind = simdtag_ilst_kind_of(raws->id);
    item->n_raws = 1;
    while (item->n_raws < n_raws && raws[item->n_raws - 1].aux2 & SIMDTAG_ILST_MORE)
        item->n_raws++;
    item->left_ = item->n_raws;
    /* A 64-bit atom header is 8 bytes longer than mutagen reckons, so it looks for values beyond
     * the item's end and finds the item damaged. */
    item->end_ = raws->len + raws->file_len + (raws->aux - 8);
    return item->kind == SIMDTAG_ILST_FREEFORM ? begin_freeform(item) : VALUE;
}

/* Version and data type, behind a data atom's size and name. */
static void set_type(simdtag_ilst_value *v, const uint8_t *p)
{
    v->version = p[0];
    v->type = st_load_be32(p) & 0xFFFFFF;
}

/* The data atom at `at_` of everything but covers and free-form items: all of it must be there. */
static int next_data(simdtag_ilst *item, simdtag_ilst_value *v)
{
    st_cur c = from(item->raw_, item->at_);
    const size_t left = st_left(&c);
    const uint8_t *head = st_take(&c, DATA_HEADER);
    const uint32_t size = head ? st_load_be32(head) : 0;
    if (size < DATA_HEADER || size > left || st_load_be32(head + 4) != NAME_DATA)
        return DAMAGED;
    set_type(v, head + 8);
    v->len = size - DATA_HEADER;
    v->at = c.at;
    item->at_ += size;
    return VALUE;
}

static int pair_value(simdtag_ilst_value *v)
{
    if (v->len < 6)
        return BROKEN;
    st_cur c = st_cur_of(v->at, v->len);
    st_skip(&c, 2);
    v->number = st_be16(&c);
    v->total = st_be16(&c);
    return VALUE;
}

static int integer_value(simdtag_ilst_value *v)
{
    if (v->version || (v->type != TYPE_IMPLICIT && v->type != TYPE_INTEGER) || v->len == 0 ||
        (v->len > 4 && v->len != 8))
        return DAMAGED;
    st_cur c = st_cur_of(v->at, v->len);
    const uint64_t bits = st_be(&c, v->len);
    const uint64_t sign = UINT64_C(1) << (8 * v->len - 1);
    v->number = (int64_t)((bits ^ sign) - sign);
    return VALUE;
}

/* mutagen indexes its list with the number minus one, and a negative index counts from the end. */
static int genre_value(simdtag_ilst_value *v)
{
    if (v->len != 2)
        return DAMAGED;
    st_cur c = st_cur_of(v->at, v->len);
    int index = (int16_t)st_be16(&c) - 1;
    if (index < 0)
        index += ST_GENRES;
    const char *name = index < 0 ? NULL : st_genre_name((unsigned)index);
    if (name == NULL)
        return DAMAGED;
    v->at = (const uint8_t *)name;
    v->len = (uint32_t)strlen(name);
    return VALUE;
}

/* A free-form value: as much of it as there is. */
static int next_freeform(simdtag_ilst *item, simdtag_ilst_value *v)
{
    st_cur c = from(item->raw_, item->at_);
    const uint8_t *head = st_take(&c, 8);
    if (head == NULL)
        return BROKEN;
    const uint32_t size = st_load_be32(head);
    if (st_load_be32(head + 4) != NAME_DATA || size == 0)
        return DAMAGED;
    if (st_take(&c, 4) == NULL)
        return BROKEN;
    set_type(v, head + 8);
    v->at = slice(item->raw_, item->at_ + DATA_HEADER, item->at_ + size, &v->len);
    item->at_ += size;
    return VALUE;
}

/* Whether all is read; goes on with the next of the raw items that covers were left in the file
 * as. */
static bool at_end(simdtag_ilst *item)
{
    if (item->at_ >= item->end_ && item->left_ > 1) {
        item->left_--;
        item->raw_++;
        item->at_ = 0;
        item->end_ = item->raw_->len + item->raw_->file_len;
    }
    return item->at_ >= item->end_;
}

static int next_cover(simdtag_ilst *item, simdtag_ilst_value *v)
{
    do {
        const simdtag_raw *raw = item->raw_;
        st_cur c = from(raw, item->at_);
        const uint32_t size = st_be32(&c);
        const uint32_t name = st_be32(&c);
        const uint32_t type = st_be32(&c); /* with its version byte, as mutagen compares it */
        if (!st_ok(&c))
            return BROKEN;
        if ((name != NAME_DATA && name != NAME_NAME) || size == 0)
            return DAMAGED;
        const uint64_t at = item->at_;
        item->at_ += size;
        if (name == NAME_DATA) {
            v->type = type == TYPE_PNG ? TYPE_PNG : TYPE_JPEG;
            v->at = slice(raw, at + DATA_HEADER, at + size, &v->len);
            v->raw = raw->file_len ? raw : NULL;
            return VALUE;
        }
    } while (!at_end(item));
    return END;
}

int simdtag_ilst_next(simdtag_ilst *item, simdtag_ilst_value *v)
{
    if (at_end(item))
        return END;
    *v = (simdtag_ilst_value){0};
    if (item->kind == SIMDTAG_ILST_COVER)
        return next_cover(item, v);
    if (item->kind == SIMDTAG_ILST_FREEFORM)
        return next_freeform(item, v);
    const int got = next_data(item, v);
    if (got != VALUE)
        return got;
    switch (item->kind) {
    case SIMDTAG_ILST_TEXT:
        return v->type == TYPE_UTF8 || v->type == TYPE_IMPLICIT ? VALUE : DAMAGED;
    case SIMDTAG_ILST_INTEGER: return integer_value(v);
    case SIMDTAG_ILST_BOOL: v->number = v->len && *v->at != 0; return v->len == 1 ? VALUE : DAMAGED;
    case SIMDTAG_ILST_PAIR: return pair_value(v);
    case SIMDTAG_ILST_GENRE: return genre_value(v);
    default: return v->type == TYPE_UTF8 ? VALUE : DAMAGED;
    }
}

int st_ilst_next_sound(simdtag_ilst *item, simdtag_ilst_value *v)
{
    const int got = simdtag_ilst_next(item, v);
    const bool text = item->kind == SIMDTAG_ILST_TEXT || item->kind == SIMDTAG_ILST_UNKNOWN;
    if (got == VALUE && text && !st_text_valid(SIMDTAG_UTF8, v->at, v->len))
        return DAMAGED;
    return got;
}

int simdtag_ilst_check(const simdtag_raw *raws, uint32_t n_raws)
{
    simdtag_ilst item;
    simdtag_ilst_value v;
    int got = simdtag_ilst_begin(&item, raws, n_raws);
    while (got == VALUE)
        got = st_ilst_next_sound(&item, &v);
    return got;
}

static size_t put_latin1(char *buf, size_t cap, size_t at, const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (src[i] >= 0x80 && at++ < cap)
            buf[at - 1] = (char)(0xC0 | src[i] >> 6);
        if (at++ < cap)
            buf[at - 1] = (char)(src[i] < 0x80 ? src[i] : 0x80 | (src[i] & 0x3F));
    }
    return at;
}

size_t simdtag_ilst_key(const simdtag_ilst *item, char *buf, size_t cap)
{
    const uint32_t name = item->name == NAME_GNRE ? NAME_GENRE : item->name;
    const uint8_t letters[4] = {(uint8_t)(name >> 24), (uint8_t)(name >> 16), (uint8_t)(name >> 8),
                                (uint8_t)name};
    size_t n = 0;
    if (cap > 8 && !(name & 0x808080)) { /* all but the first of four letters are mostly ASCII */
        if (letters[0] >= 0x80)
            buf[n++] = (char)(0xC0 | letters[0] >> 6);
        buf[n++] = (char)(letters[0] < 0x80 ? letters[0] : 0x80 | (letters[0] & 0x3F));
        memcpy(buf + n, letters + 1, 3);
        n += 3;
    } else {
        n = put_latin1(buf, cap, 0, letters, 4);
    }
    if (item->kind == SIMDTAG_ILST_FREEFORM) {
        n = put_latin1(buf, cap, n, (const uint8_t *)":", 1);
        n = put_latin1(buf, cap, n, item->mean, item->mean_len);
        n = put_latin1(buf, cap, n, (const uint8_t *)":", 1);
        n = put_latin1(buf, cap, n, item->label, item->label_len);
    }
    if (cap)
        buf[n < cap ? n : cap - 1] = '\0';
    return n;
}

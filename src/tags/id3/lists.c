/* SPDX-License-Identifier: MIT */
/* Fields that hold several values: each is read twice, first to count, then into memory of the
 * right size. */
#include <stdlib.h>

#include "base/limits.h"
#include "dispatch/dispatch.h"
#include "tags/id3/fields.h"

/* Reads the whole field from f->c. `out` is NULL when counting; else room for `cap` values, and
 * behind them two more a value for fields whose values are pairs. Returns how many there are, -1
 * when the field is damaged. */
typedef int64_t reader(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                       size_t cap);

static simdtag_value *pair_at(simdtag_value *out, size_t cap, int64_t i)
{
    simdtag_value *pair = out + cap + 2 * (size_t)i;
    out[i] = (simdtag_value){.kind = SIMDTAG_VALUE_LIST, .n = 2, .u.list = pair};
    return pair;
}

static int64_t texts(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                     size_t cap)
{
    (void)field, (void)cap;
    int64_t n = 0;
    simdtag_value beyond;
    do {
        if (!st_id3_text(f, out ? &out[n] : &beyond))
            return -1;
        n++;
    } while (st_left(&f->c));
    return n;
}

static int64_t pairs(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                     size_t cap)
{
    (void)field;
    int64_t n = 0;
    simdtag_value beyond[2];
    do {
        simdtag_value *pair = out ? pair_at(out, cap, n) : beyond;
        st_id3_set_text(&pair[1], SIMDTAG_LATIN1, (const uint8_t *)"", 0); /* a lone last name */
        if (!st_id3_text(f, &pair[0]) || (st_left(&f->c) && !st_id3_text(f, &pair[1])))
            return -1;
        n++;
    } while (st_left(&f->c));
    return n;
}

static int64_t latin1_list(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                           size_t cap)
{
    (void)field, (void)cap;
    const int64_t n = st_u8(&f->c);
    simdtag_value beyond;
    for (int64_t i = 0; i < n; i++) {
        if (st_left(&f->c))
            st_id3_latin1(f, out ? &out[i] : &beyond);
        else if (out)
            st_id3_set_text(&out[i], SIMDTAG_LATIN1, (const uint8_t *)"", 0);
    }
    return n;
}

static int64_t key_events(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                          size_t cap)
{
    (void)field;
    int64_t n = 0;
    for (; st_left(&f->c) >= 5; n++) {
        const int8_t type = (int8_t)st_u8(&f->c);
        const uint32_t time = st_be32(&f->c);
        if (out) {
            simdtag_value *pair = pair_at(out, cap, n);
            st_id3_set_int(&pair[0], type);
            st_id3_set_int(&pair[1], time);
        }
    }
    return n;
}

/* Each piece of UTF-16 must have its byte order mark here, and each text its terminator. */
static int64_t sync_texts(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                          size_t cap)
{
    (void)field;
    int64_t n = 0;
    simdtag_value beyond[2];
    for (; st_left(&f->c); n++) {
        const uint8_t *at = f->c.at;
        const size_t left = st_left(&f->c);
        const bool wide = f->stored == 1 || f->stored == 2;
        const size_t even = left & ~(size_t)1;
        const size_t end = wide ? st_text_nul16(at, even) : st_text_nul8(at, left);
        if (end == (wide ? even : left))
            return -1;
        if (f->stored == 1 &&
            !(end >= 2 && ((at[0] == 0xFF && at[1] == 0xFE) || (at[0] == 0xFE && at[1] == 0xFF))))
            return -1;
        simdtag_value *pair = out ? pair_at(out, cap, n) : beyond;
        if (!st_id3_text_exactly(f, &pair[0]) || st_left(&f->c) < 4)
            return -1;
        if (f->stored == 1 && pair[0].u.at != at + 2) /* nor is the mark doubted here */
            return -1;
        st_id3_set_int(&pair[1], st_be32(&f->c));
    }
    return n;
}

/* ASPI: N points of b bits, which are 8 or 16. */
static int64_t index_points(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                            size_t cap)
{
    (void)field, (void)cap;
    if (f->point_bits != 8 && f->point_bits != 16)
        return -1;
    const unsigned bytes = (unsigned)f->point_bits / 8;
    if ((size_t)f->points * bytes > st_left(&f->c))
        return -1;
    for (int64_t i = 0; i < f->points; i++) {
        const int64_t point = (int64_t)st_be(&f->c, bytes);
        if (out)
            st_id3_set_int(&out[i], point);
    }
    return f->points;
}

/* RVAD and RVA: increments and peaks of up to six channels, all of `bits` rounded up to bytes.
 * Right, left, their peaks, right back, left back, peaks, centre, peak, bass, peak (ID3v2.3,
 * 4.12); a set bit says up, peaks have no sign. */
static int64_t relative_volume(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *out,
                               size_t cap)
{
    static const uint8_t sign[12] = {0x01, 0x02, 0, 0, 0x04, 0x08, 0, 0, 0x10, 0, 0x20, 0};
    (void)cap;
    const unsigned up = st_u8(&f->c), bytes = (st_u8(&f->c) + 7u) / 8;
    if (!st_ok(&f->c) || bytes == 0)
        return -1;
    int64_t n = 0;
    for (; n < field->size && st_left(&f->c) >= bytes; n++) {
        const uint8_t *at = st_take(&f->c, bytes);
        const bool negative = sign[n] && !(up & sign[n]);
        if (out == NULL)
            continue;
        size_t len = bytes;
        while (len > 1 && *at == 0)
            at++, len--;
        if (len > 8 || (len == 8 && *at >= 0x80)) {
            out[n] = (simdtag_value){
                .kind = SIMDTAG_VALUE_BYTES, .n = (uint32_t)len, .encoding = negative, .u.at = at};
            continue;
        }
        st_cur c = st_cur_of(at, len);
        const int64_t value = (int64_t)st_be(&c, (unsigned)len);
        st_id3_set_int(&out[n], negative ? -value : value);
    }
    return n < 2 ? -1 : n;
}

typedef struct adjustment {
    uint32_t order;
    uint16_t frequency;
    int16_t by;
} adjustment;

static int by_frequency(const void *a, const void *b)
{
    const adjustment *x = a, *y = b;
    if (x->frequency != y->frequency)
        return x->frequency < y->frequency ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* EQU2: sorted by frequency; of several for one frequency the last counts. */
static bool volume_adjustments(st_id3_fields *f, simdtag_value *v)
{
    const size_t n = st_left(&f->c) / 4;
    if (f->dry)
        return true;
    adjustment *all = st_id3_memory(f, (n + 1) * sizeof *all);
    simdtag_value *out = st_id3_memory(f, (3 * n + 1) * sizeof *out);
    if (all == NULL || out == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        const uint16_t frequency = st_be16(&f->c);
        all[i] = (adjustment){
            .order = (uint32_t)i, .frequency = frequency, .by = (int16_t)st_be16(&f->c)};
    }
    qsort(all, n, sizeof *all, by_frequency);
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && all[i + 1].frequency == all[i].frequency)
            continue;
        simdtag_value *pair = pair_at(out, n, kept++);
        pair[0] = (simdtag_value){.kind = SIMDTAG_VALUE_REAL, .u.r = all[i].frequency / 2.0};
        pair[1] = (simdtag_value){.kind = SIMDTAG_VALUE_REAL, .u.r = all[i].by / 512.0};
    }
    *v = (simdtag_value){.kind = SIMDTAG_VALUE_LIST, .n = kept, .u.list = out};
    return true;
}

/* Frames inside CHAP and CTOC: read like a tag of their own, with unsynchronisation undone once
 * more (as mutagen does). How deep a chapter stands in others is noted in its raw item; below the
 * cap it has no frames. */
static bool sub_frames(st_id3_fields *f, simdtag_value *v)
{
    *v = (simdtag_value){.kind = SIMDTAG_VALUE_FRAMES};
    size_t n = st_left(&f->c);
    const uint8_t *at = st_take(&f->c, n);
    const uint32_t depth = f->frame->aux2 / SIMDTAG_ID3_DEPTH;
    if (f->dry || f->no_lists || n == 0 || f->tag == NULL || depth >= ST_MAX_ID3_DEPTH)
        return true;
    if (st_id3_memory(f, 1) == NULL)
        return false;
    if (f->tag->minor < 4 && (f->tag->flags & ST_ID3_UNSYNC)) {
        uint8_t *plain = st_id3_memory(f, n);
        if (plain == NULL)
            return false;
        const size_t decoded = st_k.unsync_decode(plain, at, n);
        if (decoded != ST_MALFORMED) {
            at = plain;
            n = decoded;
        }
    }
    st_raws list = {0};
    st_id3_walk w = st_id3_walk_of(f->tag, f->arena, &list);
    w.inflate_left = ST_MAX_INFLATED_IN_CHAPTER(n); /* there may be thousands of them */
    if (!st_id3_walk_all(&w, at, n)) {
        f->no_memory = true;
        return false;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list.n; i++)
        if (list.at[i].kind == SIMDTAG_RAW_ID3) {
            list.at[kept] = list.at[i];
            list.at[kept++].aux2 += (depth + 1) * SIMDTAG_ID3_DEPTH;
        }
    v->n = kept;
    v->u.frames = list.at;
    return true;
}

static bool listed(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *v, reader *read,
                   size_t values)
{
    const st_cur start = f->c;
    const bool dry = f->dry;
    f->dry = true;
    const int64_t n = read(f, field, NULL, 0);
    f->dry = dry;
    if (n < 0)
        return false;
    *v = (simdtag_value){.kind = SIMDTAG_VALUE_LIST, .n = (uint32_t)n};
    if (dry || f->no_lists)
        return true;
    simdtag_value *out = st_id3_memory(f, ((size_t)n * values + 1) * sizeof *out);
    if (out == NULL)
        return false;
    f->c = start;
    v->u.list = out;
    return read(f, field, out, (size_t)n) == n;
}

bool st_id3_list(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *v)
{
    switch (field->spec) {
    case SIMDTAG_SPEC_TEXTS:
    case SIMDTAG_SPEC_NUMERICS:
    case SIMDTAG_SPEC_NUMERIC_PARTS:
    case SIMDTAG_SPEC_TIMESTAMPS: return listed(f, field, v, texts, 1);
    case SIMDTAG_SPEC_PAIRS: return listed(f, field, v, pairs, 3);
    case SIMDTAG_SPEC_LATIN1_LIST: return listed(f, field, v, latin1_list, 1);
    case SIMDTAG_SPEC_KEY_EVENTS: return listed(f, field, v, key_events, 3);
    case SIMDTAG_SPEC_SYNC_TEXTS: return listed(f, field, v, sync_texts, 3);
    case SIMDTAG_SPEC_ASPI: return listed(f, field, v, index_points, 1);
    case SIMDTAG_SPEC_RVA: return listed(f, field, v, relative_volume, 1);
    case SIMDTAG_SPEC_VOLUME_ADJS: return volume_adjustments(f, v);
    case SIMDTAG_SPEC_FRAMES: return sub_frames(f, v);
    default: return false;
    }
}

/* SPDX-License-Identifier: MIT */
/* From a raw frame to the values of its fields. Which damage drops a frame, and what a missing
 * terminator or byte order mark means, is as in mutagen 1.48; the tests name the cases. */
#include <stdlib.h>

#include "base/limits.h"
#include "tags/id3/fields.h"

struct memory {
    st_arena arena;
};

/* What the values of a frame of n bytes may take. */
static size_t memory_cap(size_t n)
{
    return 128 * n + (1u << 20) + 2 * ST_MAX_INFLATED_IN_CHAPTER(n);
}

void *st_id3_memory(st_id3_fields *f, size_t n)
{
    if (f->arena == NULL) {
        struct memory *m = malloc(sizeof *m);
        if (m) {
            st_arena_init(&m->arena, NULL, 0, memory_cap(f->body));
            f->arena = &m->arena;
        }
    }
    void *p = f->arena ? st_arena_alloc(f->arena, n) : NULL;
    f->no_memory |= p == NULL;
    return p;
}

void simdtag_values_free(simdtag_values *values)
{
    struct memory *m = values->memory;
    if (m) {
        st_arena_reset(&m->arena);
        free(m);
    }
    values->memory = NULL;
}

static bool only_zeros(const st_cur *c)
{
    const size_t n = st_left(c);
    return n == 0 || (c->at[0] == 0 && memcmp(c->at, c->at + 1, n - 1) == 0);
}

/* UTF-16 whose last unit lacks its second byte, which counts as 0: no terminator can follow. */
static bool is_valid_odd(unsigned encoding, const uint8_t *at, size_t n)
{
    const uint8_t half = at[n - 1];
    if (encoding == SIMDTAG_UTF16LE || (half & 0xF8) != 0xD8)
        return st_text_valid(encoding, at, n - 1);
    /* big-endian: the unit is a surrogate; fine only as the second of a pair */
    return (half & 0xFC) == 0xDC && n >= 3 && (at[n - 3] & 0xFC) == 0xD8 &&
           st_text_valid(encoding, at, n - 3);
}

static bool complete_odd(st_id3_fields *f, simdtag_value *v)
{
    if (!is_valid_odd(v->encoding, v->u.at, v->n))
        return false;
    f->odd = true;
    if (f->dry)
        return true;
    uint8_t *even = st_id3_memory(f, (size_t)v->n + 1);
    if (even == NULL)
        return false;
    memcpy(even, v->u.at, v->n);
    even[v->n++] = 0;
    v->u.at = even;
    return true;
}

static bool set_text16(st_id3_fields *f, simdtag_value *v, unsigned encoding, const uint8_t *at,
                       size_t n)
{
    st_id3_set_text(v, encoding, at, n);
    return (n & 1) ? complete_odd(f, v) : st_text_valid(encoding, at, n);
}

static bool text16(st_id3_fields *f, simdtag_value *v)
{
    const uint8_t *at = f->c.at;
    const size_t left = st_left(&f->c);
    size_t n = st_text_nul16(at, left & ~(size_t)1);
    if (n < (left & ~(size_t)1)) {
        st_skip(&f->c, n + 2);
    } else {
        n = left;
        if ((left & 1) && at[left - 1] == 0)
            n--; /* half a terminator is one */
        st_skip(&f->c, left);
    }
    const bool marked_le = f->stored == 1 && n >= 2 && at[0] == 0xFF && at[1] == 0xFE;
    const bool marked_be = f->stored == 1 && n >= 2 && at[0] == 0xFE && at[1] == 0xFF;
    const size_t mark = marked_le || marked_be ? 2 : 0;
    if (set_text16(f, v, f->stored == 2 || marked_be ? SIMDTAG_UTF16BE : SIMDTAG_UTF16LE, at + mark,
                   n - mark))
        return true;
    /* what is malformed after a big-endian mark may be little-endian, mark and all, as text
     * without a mark is */
    return marked_be && !f->no_memory && set_text16(f, v, SIMDTAG_UTF16LE, at, n);
}

bool st_id3_text_exactly(st_id3_fields *f, simdtag_value *v)
{
    if (f->stored == 1 || f->stored == 2)
        return text16(f, v);
    const size_t left = st_left(&f->c), n = st_text_nul8(f->c.at, left);
    const uint8_t *at = st_take(&f->c, n);
    st_skip(&f->c, n < left);
    st_id3_set_text(v, f->stored == 3 ? SIMDTAG_UTF8 : SIMDTAG_LATIN1, at, n);
    return f->stored == 0 || st_text_valid(SIMDTAG_UTF8, at, n);
}

/* Old taggers pad inside frames: before ID3v2.4, zero bytes to the end after a text are not
 * further fields. */
bool st_id3_text(st_id3_fields *f, simdtag_value *v)
{
    if (!st_id3_text_exactly(f, v))
        return false;
    if (f->minor < 4 && only_zeros(&f->c))
        st_skip(&f->c, st_left(&f->c));
    return true;
}

/* A number of any size; what does not fit in 63 bits goes as bytes (id3.h). */
static void number(const uint8_t *at, size_t n, simdtag_value *v)
{
    while (n && *at == 0)
        at++, n--;
    if (n > 8 || (n == 8 && *at >= 0x80)) {
        *v = (simdtag_value){.kind = SIMDTAG_VALUE_BYTES, .n = (uint32_t)n, .u.at = at};
        return;
    }
    st_cur c = st_cur_of(at, n);
    st_id3_set_int(v, n ? (int64_t)st_be(&c, (unsigned)n) : 0);
}

static bool ascii(st_id3_fields *f, size_t n, simdtag_value *v)
{
    const uint8_t *at = st_take(&f->c, n);
    if (at == NULL || !st_text_is_ascii(at, n))
        return false;
    st_id3_set_text(v, SIMDTAG_LATIN1, at, n);
    return true;
}

/* RVA2: bits, then as many bytes as they need; of more than four only the first four count. */
static bool volume_peak(st_id3_fields *f, simdtag_value *v)
{
    const unsigned bits = st_u8(&f->c);
    const unsigned bytes = bits > 32 ? 4 : (bits + 7) / 8;
    if (bytes > st_left(&f->c))
        return false;
    const unsigned shift = ((8 - (bits & 7)) & 7) + (4 - bytes) * 8;
    double peak = bytes ? (double)st_be(&f->c, bytes) : 0.0;
    peak *= (double)(UINT64_C(1) << shift);
    *v = (simdtag_value){.kind = SIMDTAG_VALUE_REAL, .u.r = peak / 2147483647.0};
    return true;
}

static bool binary(st_id3_fields *f, simdtag_value *v)
{
    const size_t n = st_left(&f->c);
    *v = (simdtag_value){
        .kind = SIMDTAG_VALUE_BYTES, .n = (uint32_t)n, .deferred = f->frame->file_len != 0};
    v->u.at = st_take(&f->c, n);
    return true;
}

static bool read_field(st_id3_fields *f, const simdtag_id3_field *field, simdtag_value *v)
{
    const size_t left = st_left(&f->c);
    switch (field->spec) {
    case SIMDTAG_SPEC_ENCODING:
        f->stored = st_u8(&f->c);
        st_id3_set_int(v, f->stored);
        return f->stored <= 3;
    case SIMDTAG_SPEC_BYTE:
    case SIMDTAG_SPEC_PICTURE_TYPE:
    case SIMDTAG_SPEC_CTOC_FLAGS:
    case SIMDTAG_SPEC_CHANNEL:
        st_id3_set_int(v, st_u8(&f->c));
        return true;
    case SIMDTAG_SPEC_SIZED_INT: { /* a cut number counts as far as it goes */
        const unsigned n = left < field->size ? (unsigned)left : field->size;
        st_id3_set_int(v, (int64_t)st_be(&f->c, n));
        return true;
    }
    case SIMDTAG_SPEC_INT:
        number(st_take(&f->c, left), left, v);
        return true;
    case SIMDTAG_SPEC_STRING:
    case SIMDTAG_SPEC_FRAME_ID:
        return ascii(f, field->size, v);
    case SIMDTAG_SPEC_LATIN1:
        st_id3_latin1(f, v);
        return true;
    case SIMDTAG_SPEC_TEXT:
        return st_id3_text(f, v);
    case SIMDTAG_SPEC_BINARY:
        return binary(f, v);
    case SIMDTAG_SPEC_VOLUME_ADJ:
        *v = (simdtag_value){.kind = SIMDTAG_VALUE_REAL, .u.r = (int16_t)st_be16(&f->c) / 512.0};
        return st_ok(&f->c);
    case SIMDTAG_SPEC_VOLUME_PEAK:
        return volume_peak(f, v);
    default:
        return st_id3_list(f, field, v);
    }
}

/* These two can be read from nothing; every other field needs at least a byte, or the frame is
 * damaged. */
static bool may_be_empty(const simdtag_id3_field *field)
{
    return field->spec == SIMDTAG_SPEC_BINARY || field->spec == SIMDTAG_SPEC_FRAMES;
}

static bool read_fields(st_id3_fields *f, const simdtag_id3_row *row, simdtag_value *values)
{
    for (unsigned i = 0; i < row->n_fields; i++) {
        const simdtag_id3_field *field = &row->fields[i];
        if (st_left(&f->c) == 0 && !may_be_empty(field)) {
            if (!field->optional)
                return false;
            break; /* what is not there stays SIMDTAG_VALUE_NONE */
        }
        if (!read_field(f, field, &values[i]))
            return false;
        if (row == &st_id3_rows[ST_ID3_ASPI] && i == 2)
            f->points = values[i].u.i;
        if (row == &st_id3_rows[ST_ID3_ASPI] && i == 3)
            f->point_bits = values[i].u.i;
    }
    return true;
}

static st_id3_fields fields_of(const simdtag_raw *frame, const simdtag_id3_header *tag)
{
    st_id3_fields f = {
        .frame = frame, .tag = tag, .body = frame->len, .minor = (uint8_t)frame->aux2};
    if (f.minor == 0)
        f.minor = tag ? tag->minor : 4;
    if (frame->file_len) /* more than zero bytes follows: no padding (id3_read.c sees to it) */
        f.minor = 4;
    if (frame->len)
        f.c = st_cur_of(frame->data, frame->len);
    return f;
}

static const simdtag_id3_row *row_of(const simdtag_raw *frame)
{
    return frame->kind == SIMDTAG_RAW_ID3 && frame->aux < ST_ID3_ROWS ? &st_id3_rows[frame->aux]
                                                                      : NULL;
}

static simdtag_status decode(const simdtag_raw *frame, const simdtag_id3_header *tag, bool lists,
                             st_arena *arena, simdtag_values *values)
{
    const simdtag_id3_row *row = row_of(frame);
    memset(values, 0, sizeof *values);
    if (row == NULL)
        return SIMDTAG_ERR_USAGE;
    st_id3_fields f = fields_of(frame, tag);
    f.no_lists = !lists;
    f.arena = arena;
    values->n = row->n_fields;
    const bool read = read_fields(&f, row, values->field);
    values->memory = arena ? NULL : f.arena;
    if (read)
        return SIMDTAG_OK;
    simdtag_values_free(values);
    return f.no_memory ? SIMDTAG_ERR_NOMEM : SIMDTAG_ERR_ID3;
}

void st_id3_values_arena(st_arena *arena, void *mem, size_t n, const simdtag_raw *frame)
{
    st_arena_init(arena, mem, n, memory_cap(frame->len));
}

simdtag_status st_id3_decode_in(const simdtag_raw *frame, const simdtag_id3_header *tag,
                                st_arena *arena, simdtag_values *values)
{
    return decode(frame, tag, true, arena, values);
}

simdtag_status simdtag_id3_decode(const simdtag_raw *frame, const simdtag_id3_header *tag,
                                  simdtag_values *values)
{
    return decode(frame, tag, true, NULL, values);
}

simdtag_status simdtag_id3_decode_head(const simdtag_raw *frame, const simdtag_id3_header *tag,
                                       simdtag_values *values)
{
    return decode(frame, tag, false, NULL, values);
}

int simdtag_id3_texts(const simdtag_raw *frame, uint8_t *encoding_byte, simdtag_value *texts,
                      int cap)
{
    st_id3_fields f = fields_of(frame, NULL);
    f.dry = true;
    if (st_left(&f.c) < 2)
        return -1;
    f.stored = *encoding_byte = st_u8(&f.c);
    if (f.stored > 3)
        return -1;
    int n = 0;
    simdtag_value beyond;
    do {
        if (!st_id3_text(&f, n < cap ? &texts[n] : &beyond))
            return -1;
        n++;
    } while (st_left(&f.c));
    return f.odd && cap ? -2 : n;
}

/* Whether all texts are sound that these bytes may hold, one after the other: what is well-formed
 * as a whole is so in its parts, since no terminator splits a character. UTF-16 that is not, in the
 * order of its mark, counts as little-endian, which this is. */
static bool are_sound_texts(unsigned stored, const uint8_t *at, size_t n)
{
    _Static_assert(SIMDTAG_UTF16LE == 1 && SIMDTAG_UTF16BE == 2 && SIMDTAG_UTF8 == 3, "as stored");
    return n && (stored == SIMDTAG_LATIN1 || st_text_valid(stored, at, n));
}

int simdtag_id3_check(const simdtag_raw *frame, const simdtag_id3_header *tag)
{
    const simdtag_id3_row *row = row_of(frame);
    if (row == NULL)
        return 0;
    uint8_t encoding;
    if (st_id3_is_texts(row))
        return (frame->len && are_sound_texts(frame->data[0], frame->data + 1, frame->len - 1)) ||
               simdtag_id3_texts(frame, &encoding, NULL, 0) >= 0;
    st_id3_fields f = fields_of(frame, tag);
    simdtag_value values[12] = {{0}};
    f.dry = true;
    return read_fields(&f, row, values);
}

/* Behind the encoding of these rows stand perhaps a language and more, then the description, and
 * one field more. */
int simdtag_id3_key_texts(const simdtag_raw *frame, simdtag_value texts[2])
{
    const simdtag_id3_row *row = row_of(frame);
    if (row == NULL || (row->key != SIMDTAG_KEY_DESC && row->key != SIMDTAG_KEY_DESC_LANG) ||
        row->fields[0].spec != SIMDTAG_SPEC_ENCODING)
        return 0;
    st_id3_fields f = fields_of(frame, NULL);
    f.dry = true;
    f.stored = st_u8(&f.c);
    const simdtag_id3_field *const first = row->fields + 1, *const last = first + row->n_fields - 2;
    for (const simdtag_id3_field *field = first; field < last; field++) {
        if (st_left(&f.c) == 0 || !read_field(&f, field, &texts[0]))
            return 0;
        if (field == first)
            texts[1] = texts[0];
    }
    const size_t left = st_left(&f.c);
    const bool sound = last->spec == SIMDTAG_SPEC_BINARY ||
                       (last->spec == SIMDTAG_SPEC_LATIN1 && left) ||
                       (last->spec >= SIMDTAG_SPEC_TEXT && last->spec <= SIMDTAG_SPEC_TIMESTAMPS &&
                        are_sound_texts(f.stored, f.c.at, left));
    return !sound || f.stored > 3 || f.odd ? 0 : row->key == SIMDTAG_KEY_DESC ? 1 : 2;
}

st_id3_binary st_id3_binary_at(int number_of_row, const uint8_t *body, size_t n, size_t *at)
{
    const simdtag_id3_row *row = &st_id3_rows[number_of_row];
    const unsigned last = row->n_fields - 1u;
    if (row->fields[last].spec != SIMDTAG_SPEC_BINARY || row->fields[last].optional ||
        row->key == SIMDTAG_KEY_OTHER)
        return ST_ID3_NONE;
    const simdtag_raw frame = {.data = body, .len = (uint32_t)n, .aux2 = 4};
    st_id3_fields f = fields_of(&frame, NULL);
    f.dry = true;
    for (unsigned i = 0; i < last; i++) {
        simdtag_value v;
        const bool read = st_left(&f.c) && read_field(&f, &row->fields[i], &v);
        if (st_left(&f.c) == 0) /* perhaps cut by the window: look at more of it */
            return ST_ID3_SHORT;
        if (!read)
            return ST_ID3_BAD;
    }
    *at = n - st_left(&f.c);
    return ST_ID3_FOUND;
}

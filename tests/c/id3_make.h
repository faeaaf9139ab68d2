/* SPDX-License-Identifier: MIT */
/* For the tests of ID3: building one tag byte by byte in a buffer of fixed size (so calls need not
 * name it, as those of built.h do), reading it under any driver, and showing the result as one
 * line of text. */
#ifndef TESTS_ID3_MAKE_H
#define TESTS_ID3_MAKE_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "formats/id3_read.h"
#include "tags/id3/id3.h"
#include "text/text.h"

enum { MAKE_ROOM = 1 << 20 };

/* A file in the making. Literals hold zero bytes, so sizes are passed along: LIT("\0abc"). */
static uint8_t made[MAKE_ROOM];
static size_t made_n, made_tag;
static int made_minor;

#define LIT(s) (s), sizeof(s) - 1

static inline void put_bytes(const void *p, size_t n)
{
    ck_assert_uint_le(made_n + n, sizeof made);
    memcpy(made + made_n, p, n);
    made_n += n;
}

static inline void put_fill(uint8_t c, size_t n)
{
    ck_assert_uint_le(made_n + n, sizeof made);
    memset(made + made_n, c, n);
    made_n += n;
}

static inline void put_be(uint32_t v, unsigned width)
{
    while (width--) {
        const uint8_t c = (uint8_t)(v >> (8 * width));
        put_bytes(&c, 1);
    }
}

static inline void put_syncsafe(uint32_t v)
{
    put_be((v >> 21 & 0x7F) << 24 | (v >> 14 & 0x7F) << 16 | (v >> 7 & 0x7F) << 8 | (v & 0x7F), 4);
}

/* Starts a new file with a tag of ID3v2.<minor>. */
static inline void begin(int minor, uint8_t flags)
{
    made_n = 0;
    made_tag = 0;
    made_minor = minor;
    put_bytes("ID3", 3);
    put_be((uint32_t)minor, 1);
    put_be(0, 1);
    put_be(flags, 1);
    put_syncsafe(0);
}

/* Sets the tag's size to what was put since begin. */
static inline void end(void)
{
    const size_t n = made_n;
    made_n = made_tag + 6;
    put_syncsafe((uint32_t)(n - made_tag - 10));
    made_n = n;
}

/* The header of a frame whose body of n bytes follows. */
static inline void frame_head(const char *id, size_t n, uint16_t flags)
{
    put_bytes(id, made_minor == 2 ? 3 : 4);
    if (made_minor == 2) {
        put_be((uint32_t)n, 3);
        return;
    }
    if (made_minor == 4)
        put_syncsafe((uint32_t)n);
    else
        put_be((uint32_t)n, 4);
    put_be(flags, 2);
}

static inline void frame(const char *id, const void *body, size_t n)
{
    frame_head(id, n, 0);
    put_bytes(body, n);
}

static inline void flagged(const char *id, uint16_t flags, const void *body, size_t n)
{
    frame_head(id, n, flags);
    put_bytes(body, n);
}

/* What a read gave. */
static struct {
    st_arena arena;
    st_out out;
    simdtag_error error;
    uint64_t end;
    unsigned reads;
    char text[1 << 16];
    size_t n;
} got;

static inline void say(const char *words, ...)
{
    va_list ap;
    va_start(ap, words);
    const int n = vsnprintf(got.text + got.n, sizeof got.text - got.n, words, ap);
    va_end(ap);
    ck_assert_int_lt(n, (int)(sizeof got.text - got.n));
    got.n += (size_t)n;
}

static void say_frames(const simdtag_raw *raws, uint32_t n, const simdtag_id3_header *tag);

static void say_value(const simdtag_value *v, const simdtag_raw *raw, const simdtag_id3_header *tag)
{
    switch (v->kind) {
    case SIMDTAG_VALUE_NONE: say("-"); break;
    case SIMDTAG_VALUE_INT: say("%lld", (long long)v->u.i); break;
    case SIMDTAG_VALUE_REAL: say("%.4f", v->u.r); break;
    case SIMDTAG_VALUE_TEXT: {
        st_arena a;
        st_arena_init(&a, NULL, 0, 1 << 22);
        size_t n;
        const char *s = st_text_to_utf8(&a, v->encoding, v->u.at, v->n, &n, NULL);
        ck_assert_ptr_nonnull(s);
        say("'");
        for (size_t i = 0; i < n; i++)
            say(s[i] ? "%c" : "\\0", s[i]);
        say("'");
        st_arena_reset(&a);
        break;
    }
    case SIMDTAG_VALUE_BYTES:
        say("<");
        for (uint32_t i = 0; i < v->n && v->n <= 12; i++)
            say("%02x", v->u.at[i]);
        if (v->n > 12)
            say("%u bytes", v->n);
        if (v->deferred)
            say("+%llu", (unsigned long long)raw->file_len);
        say(">");
        break;
    case SIMDTAG_VALUE_LIST:
        say("[");
        for (uint32_t i = 0; i < v->n; i++) {
            say("%s", i ? "," : "");
            say_value(&v->u.list[i], raw, tag);
        }
        say("]");
        break;
    default:
        say("{");
        say_frames(v->u.frames, v->n, tag);
        say("}");
    }
}

static void check_key_text(const simdtag_value *text, const char *name, const simdtag_raw *raw,
                           const simdtag_values *values)
{
    const simdtag_id3_row *row = &st_id3_rows[raw->aux];
    unsigned i = 0;
    while (strcmp(row->fields[i].name, name) != 0)
        ck_assert_uint_lt(++i, row->n_fields);
    const simdtag_value *field = &values->field[i];
    ck_assert_uint_eq(text->encoding, field->encoding);
    ck_assert_uint_eq(text->n, field->n);
    ck_assert_ptr_eq(text->u.at, field->u.at);
}

/* Decodes each frame; decode, check and key texts must agree about it. */
static void say_frames(const simdtag_raw *raws, uint32_t n, const simdtag_id3_header *tag)
{
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
        const simdtag_raw *raw = &raws[i];
        if (raw->kind == SIMDTAG_RAW_ID3_UNKNOWN) {
            say("%s?%c%c%c%c/%u", first ? "" : " ", (int)(raw->id >> 24),
                (int)(raw->id >> 16 & 255), (int)(raw->id >> 8 & 255),
                raw->id & 255 ? (int)(raw->id & 255) : '_', raw->len);
            if (raw->file_len)
                say("+%llu", (unsigned long long)raw->file_len);
            first = false;
            continue;
        }
        simdtag_values values;
        const simdtag_status status = simdtag_id3_decode(raw, tag, &values);
        ck_assert_int_eq(simdtag_id3_check(raw, tag) != 0, status == SIMDTAG_OK);
        simdtag_value texts[2];
        const int n_texts = simdtag_id3_key_texts(raw, texts);
        ck_assert(n_texts == 0 || status == SIMDTAG_OK);
        if (n_texts)
            check_key_text(&texts[0], "desc", raw, &values);
        if (n_texts == 2)
            check_key_text(&texts[1], "lang", raw, &values);
        if (status != SIMDTAG_OK) {
            ck_assert_int_eq(status, SIMDTAG_ERR_ID3);
            continue;
        }
        say("%s%s(", first ? "" : " ", st_id3_rows[raw->aux].id);
        first = false;
        for (uint32_t k = 0; k < values.n; k++) {
            say("%s", k ? "," : "");
            say_value(&values.field[k], raw, tag);
        }
        say(")");
        simdtag_values_free(&values);
    }
}

static inline const char *shown(const simdtag_raw *raws, uint32_t n, const simdtag_id3_header *tag)
{
    got.n = 0;
    got.text[0] = 0;
    say_frames(raws, n, tag);
    return got.text;
}

static inline ssize_t counted_read(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    (void)s;
    *sys = 0;
    got.reads++;
    if (off >= made_n)
        return 0;
    n = n < made_n - off ? n : (size_t)(made_n - off);
    memcpy(buf, made + off, n);
    return (ssize_t)n;
}

/* Reads what was made; `memory`: from memory as a whole, else through a source that counts. */
static inline simdtag_status read_made(unsigned options, bool memory)
{
    static uint8_t head[ST_HEAD_WINDOW], tail[ST_TAIL_WINDOW];
    st_arena_reset(&got.arena);
    st_arena_init(&got.arena, NULL, 0, 64u << 20);
    memset(&got.out, 0, sizeof got.out);
    got.out.options = options;
    got.reads = 0;
    const st_source file = {.read = counted_read, .size = made_n, .fd = -1};
    const st_source whole = st_source_memory(made, made_n);
    st_reader r;
    st_reader_init(&r, memory ? &whole : &file, made_n, &got.arena, head, tail);
    const simdtag_status status = st_id3_read(&r, &got.out, 0, &got.end);
    got.error = r.error;
    ck_assert_int_eq(status, r.error.status);
    st_reader_close(&r);
    return status;
}

/* The frames of what was made, in one line. */
static inline const char *frames(unsigned options)
{
    ck_assert_int_eq(read_made(options, true), SIMDTAG_OK);
    return shown(got.out.raws.at, got.out.raws.n, &got.out.doc.id3);
}

/* The frames of a tag that holds one frame only, untranslated. */
static inline const char *alone(int minor, const char *id, const void *body, size_t n)
{
    begin(minor, 0);
    frame(id, body, n);
    end();
    return frames(ST_READ_NO_TRANSLATE);
}

#define IS(seen, wanted) ck_assert_str_eq(seen, wanted)

#endif

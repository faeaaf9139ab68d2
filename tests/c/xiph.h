/* SPDX-License-Identifier: MIT */
/* What the tests of FLAC, Vorbis comments and Ogg share: files built in memory byte by byte from
 * the specifications, and a parse of them under each driver with its reads counted. */
#ifndef ST_TEST_XIPH_H
#define ST_TEST_XIPH_H

#include <stdlib.h>
#include <string.h>

#include "built.h"
#include "check_main.h"
#include "formats/format.h"

/* A Vorbis comment block of `n` comments; `told` is the number it claims. */
static inline void put_comments(built *b, const char *vendor, const char *const *comments, size_t n,
                                uint32_t told)
{
    put_le(b, strlen(vendor), 4);
    put_text(b, vendor);
    put_le(b, told, 4);
    for (size_t i = 0; i < n; i++) {
        put_le(b, strlen(comments[i]), 4);
        put_text(b, comments[i]);
    }
}

/* One Ogg page with one packet (or the part of one that fills it: then `ends` is false and n is
 * a multiple of 255). */
static inline void put_page(built *b, uint8_t flags, int64_t granule, uint32_t serial,
                            uint32_t sequence, const void *data, size_t n, bool ends)
{
    put_text(b, "OggS");
    put_le(b, 0, 1);
    put_le(b, flags, 1);
    put_le(b, (uint64_t)granule, 8);
    put_le(b, serial, 4);
    put_le(b, sequence, 4);
    put_le(b, 0, 4);
    const size_t full = n / 255;
    put_le(b, full + (ends ? 1 : 0), 1);
    put_fill(b, 255, full);
    if (ends)
        put_le(b, n % 255, 1);
    put(b, data, n);
}

/* A packet over pages of at most `segments` lacing values; returns the next sequence number. */
static inline uint32_t put_packet(built *b, uint32_t serial, uint32_t sequence, const built *packet,
                                  unsigned segments)
{
    const size_t most = (size_t)segments * 255;
    size_t at = 0;
    uint8_t flags = 0;
    for (; packet->n - at >= most; at += most, flags = 1)
        put_page(b, flags, -1, serial, sequence++, packet->at + at, most, false);
    put_page(b, flags, 0, serial, sequence++, packet->at + at, packet->n - at, true);
    return sequence;
}

/* How a parse went; raws and their bytes live until done(). */
typedef struct parsed {
    st_arena arena;
    st_reader reader;
    st_source source;
    st_out out;
    simdtag_status status;
    const built *file;
    unsigned reads;
    size_t most_read; /* largest single read */
} parsed;

static inline ssize_t read_counted(const st_source *s, void *buf, size_t n, uint64_t off, int *sys)
{
    parsed *p = s->ctx;
    *sys = 0;
    p->reads++;
    p->most_read = n > p->most_read ? n : p->most_read;
    if (off >= p->file->n)
        return 0;
    n = n > p->file->n - off ? p->file->n - (size_t)off : n;
    memcpy(buf, p->file->at + off, n);
    return (ssize_t)n;
}

static inline void parse_blocking(parsed *p, const st_format *format, const built *file,
                                  unsigned options)
{
    static uint8_t head[ST_HEAD_WINDOW], tail[ST_TAIL_WINDOW];
    memset(p, 0, sizeof *p);
    p->file = file;
    p->source = (st_source){.read = read_counted, .size = file->n, .fd = -1, .ctx = p};
    p->out.options = options;
    st_arena_init(&p->arena, NULL, 0, ST_MAX_PARSE(file->n));
    st_reader_init(&p->reader, &p->source, file->n, &p->arena, head, tail);
    p->status = format->read(&p->reader, &p->out);
}

static inline void done(parsed *p)
{
    st_reader_close(&p->reader);
    st_arena_reset(&p->arena);
}

/* The same under the planned driver, every need served alone; more rounds than the real driver
 * allows. */
static inline void parse_planned(parsed *p, const st_format *format, const built *file,
                                 unsigned options)
{
    memset(p, 0, sizeof *p);
    p->file = file;
    st_arena_init(&p->arena, NULL, 0, ST_MAX_PARSE(file->n));
    st_reader_init(&p->reader, NULL, file->n, &p->arena, NULL, NULL);
    for (int round = 0; round < 1000; round++) {
        p->out = (st_out){.options = options};
        p->status = format->read(&p->reader, &p->out);
        if (p->status != SIMDTAG_ERR_NEED)
            break;
        const st_need need = p->reader.needs[0];
        ck_assert_uint_le(need.off + need.len, file->n);
        ck_assert_int_eq(st_reader_feed(&p->reader, need.off, file->at + need.off, need.len, true),
                         SIMDTAG_OK);
        st_reader_restart(&p->reader);
    }
}

/* Parses blocking into *p and asserts that the planned driver sees the same. */
static inline void parse(parsed *p, const st_format *format, const built *file, unsigned options)
{
    parsed q;
    parse_planned(&q, format, file, options);
    parse_blocking(p, format, file, options);
    ck_assert_int_eq(p->status, q.status);
    if (p->status == SIMDTAG_OK) {
        ck_assert_uint_eq(p->out.raws.n, q.out.raws.n);
        ck_assert(memcmp(&p->out.doc.info, &q.out.doc.info, sizeof p->out.doc.info) == 0);
        for (uint32_t i = 0; i < p->out.raws.n; i++) {
            const simdtag_raw *a = &p->out.raws.at[i], *b = &q.out.raws.at[i];
            ck_assert_uint_eq(a->kind, b->kind);
            ck_assert_uint_eq(a->len + a->file_len, b->len + b->file_len);
        }
    }
    done(&q);
}

/* The end of one case. */
static inline void drop_parsed(parsed *p, built *b)
{
    done(p);
    drop(b);
}

/* Parses and demands this status; what failed is at its end. */
static inline void parse_to(simdtag_status status, parsed *p, const st_format *format, built *b)
{
    parse(p, format, b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p->status, status);
    if (status != SIMDTAG_OK)
        drop_parsed(p, b);
}

/* The i-th raw of a kind, NULL when there are fewer. */
static inline const simdtag_raw *nth(const parsed *p, simdtag_raw_kind kind, unsigned i)
{
    for (uint32_t k = 0; k < p->out.raws.n; k++)
        if (p->out.raws.at[k].kind == kind && i-- == 0)
            return &p->out.raws.at[k];
    return NULL;
}

static inline void assert_raw(const simdtag_raw *raw, const char *text)
{
    ck_assert_ptr_nonnull(raw);
    ck_assert_uint_eq(raw->len, strlen(text));
    ck_assert_mem_eq(raw->data, text, raw->len);
}

#endif

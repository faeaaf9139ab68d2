/* SPDX-License-Identifier: MIT */
/* What the tests of AIFF, WAVE, DSF, DSDIFF and True Audio share: chunks and small ID3 tags. */
#ifndef ST_TEST_IFF_MAKE_H
#define ST_TEST_IFF_MAKE_H

#include "api/parse.h"
#include "formats/iff_chunk.h"
#include "xiph.h"

/* A chunk's header; returns where it ends. */
static inline size_t open_chunk(built *b, st_iff family, const char *id, uint64_t size)
{
    put(b, id, 4);
    if (family == ST_IFF_RIFF)
        put_le(b, size, 4);
    else
        put_be(b, size, family == ST_IFF_DSDIFF ? 8 : 4);
    return b->n;
}

/* Sets the size of the chunk whose data begin at `at` to all that was put since, and pads it. */
static inline void close_chunk(built *b, st_iff family, size_t at)
{
    const unsigned width = family == ST_IFF_DSDIFF ? 8 : 4;
    const size_t n = b->n - at;
    for (unsigned i = 0; i < width; i++)
        b->at[at - width + i] =
            (uint8_t)(n >> 8 * (family == ST_IFF_RIFF ? i : width - 1 - i));
    put_fill(b, 0, n & 1);
}

static inline void put_chunk(built *b, st_iff family, const char *id, const void *data, size_t n)
{
    const size_t at = open_chunk(b, family, id, 0);
    put(b, data, n);
    close_chunk(b, family, at);
}

static inline void put_sevens(built *b, size_t n)
{
    put_be(b, (n >> 21 & 0x7F) << 24 | (n >> 14 & 0x7F) << 16 | (n >> 7 & 0x7F) << 8 | (n & 0x7F),
           4);
}

/* An ID3v2.4 tag: a title, a picture of `picture` bytes unless that is 0, padding. */
static inline void put_id3(built *b, const char *title, size_t picture, size_t padding)
{
    const size_t text = 1 + strlen(title), image = picture ? 13 + picture : 0;
    put(b, "ID3\x04\0\0", 6);
    put_sevens(b, 10 + text + (image ? 10 + image : 0) + padding);
    put_text(b, "TIT2");
    put_sevens(b, text);
    put(b, "\0\0\x03", 3);
    put_text(b, title);
    if (image) {
        put_text(b, "APIC");
        put_sevens(b, image);
        put(b, "\0\0\0image/png\0\x03\0", 15);
        put_fill(b, 0xAA, picture);
    }
    put_fill(b, 0, padding);
}

static inline void put_id3v1(built *b, const char *title)
{
    const size_t at = b->n;
    put_text(b, "TAG");
    put_text(b, title);
    put_fill(b, 0, 127 - (b->n - at));
    put_fill(b, 0xFF, 1); /* no genre */
}

/* How many frames of the ID3 tag were found. */
static inline unsigned id3_frames(const parsed *p)
{
    unsigned n = 0;
    while (nth(p, SIMDTAG_RAW_ID3, n))
        n++;
    return n;
}

/* Reads the file, demands this status, and leaves the result in *p. */
static inline void run(parsed *p, const st_format *format, const built *b, simdtag_status status)
{
    parse(p, format, b, ST_READ_CAN_DEFER);
    ck_assert_int_eq(p->status, status);
    ck_assert_int_eq(p->status, p->reader.error.status);
}

/* The same, and nothing else is wanted of the file. */
static inline void expect(const st_format *format, built *b, simdtag_status status)
{
    parsed p;
    run(&p, format, b, status);
    done(&p);
    drop(b);
}

static inline int score_of(const st_format *format, const char *ext, const char *head, size_t n)
{
    const st_probe probe = {
        .ext = st_probe_of(ext, NULL, 0).ext, .head = (const uint8_t *)head, .len = n};
    return format->score(&probe);
}

#endif

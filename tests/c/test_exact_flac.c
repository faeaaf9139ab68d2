/* SPDX-License-Identifier: MIT */
/* The length of FLAC streams from their last whole frame. */
#include "exact_make.h"

static built b;
static counted c;

typedef struct stream {
    uint64_t number; /* of the next frame, or of its first sample */
    uint32_t samples;
    bool variable;
} stream;

static void put_head(uint64_t total, unsigned least, unsigned most)
{
    put_text(&b, "fLaC");
    put_be(&b, 0x80000022, 4);
    put_be(&b, least, 2);
    put_be(&b, most, 2);
    put_be(&b, 0, 6);
    put_be(&b, (uint64_t)44100 << 44 | 1ull << 41 | 15ull << 36 | total, 8);
    put_fill(&b, 0, 16);
}

/* RFC 9639, 9.1.5. */
static void put_number(uint64_t v)
{
    unsigned more = 0; /* bytes after the first */
    if (v >= 0x80)
        for (more = 1; v >> (6 * more + (6 - more)); more++) {
        }
    put_be(&b, more ? (0xFF00u >> (more + 1) & 0xFF) | v >> 6 * more : v, 1);
    while (more--)
        put_be(&b, 0x80 | (v >> 6 * more & 0x3F), 1);
}

static uint32_t crc(uint32_t polynomial, unsigned bits, const uint8_t *p, size_t n)
{
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        v ^= (uint32_t)p[i] << (bits - 8);
        for (int k = 0; k < 8; k++)
            v = v & 1u << (bits - 1) ? v << 1 ^ polynomial : v << 1;
        v &= (1u << bits) - 1;
    }
    return v;
}

/* A frame of `bytes` bytes of noise between header and CRC-16. */
static void put_frame(stream *s, size_t bytes)
{
    static uint32_t seed = 7;
    const size_t start = b.n;
    put_be(&b, s->variable ? 0xFFF9 : 0xFFF8, 2);
    put_be(&b, s->samples == 4096 ? 0xC9 : 0x79, 1); /* block size, 44.1 kHz */
    put_be(&b, 0x18, 1);                             /* two channels, 16 bits */
    put_number(s->number);
    if (s->samples != 4096)
        put_be(&b, s->samples - 1, 2);
    put_be(&b, crc(0x07, 8, b.at + start, b.n - start), 1);
    for (size_t i = 0; i < bytes; i++) {
        seed = seed * 1664525 + 1013904223;
        put_be(&b, seed >> 24, 1);
    }
    put_be(&b, crc(0x8005, 16, b.at + start, b.n - start), 2);
    s->number += s->variable ? s->samples : 1;
}

static simdtag_exact flac(void)
{
    return scan(&b, SIMDTAG_FORMAT_FLAC, &c);
}

static void expect(uint64_t samples, uint64_t frames, uint64_t garbage, int truncated)
{
    const simdtag_exact x = flac();
    ck_assert_uint_eq(x.samples, samples);
    ck_assert_uint_eq(x.frames, frames);
    ck_assert_uint_eq(x.garbage, garbage);
    ck_assert_int_eq(x.truncated, truncated);
    ck_assert_double_eq_tol(x.length, (double)samples / 44100, 1e-9);
}

/* 40 frames, the last one short. */
static void put_song(stream *s)
{
    for (unsigned i = 0; i < 39; i++)
        put_frame(s, 500 + 100 * i);
    s->samples = 1000;
    put_frame(s, 300);
}

START_TEST(no_total)
{
    put_head(0, 4096, 4096);
    put_song(&(stream){0, 4096, false});
    expect(39 * 4096 + 1000, 40, 0, 0);
    ck_assert_uint_le(c.reads, 4); /* head, tags behind, tail */
    ck_assert_uint_le(c.most_read, 64 << 10);
    put_text(&b, "TAG");
    put_fill(&b, 0, 125);
    expect(39 * 4096 + 1000, 40, 0, 0);
    drop(&b);
}
END_TEST

START_TEST(block_sizes_that_vary)
{
    put_head(0, 1000, 4096);
    put_song(&(stream){0, 4096, true});
    expect(39 * 4096 + 1000, 0, 0, 0);
    drop(&b);
}
END_TEST

/* Numbers of one to seven bytes. */
START_TEST(large_numbers)
{
    for (unsigned bits = 1; bits <= 36; bits++) {
        put_head(0, 4096, 4096);
        stream s = {((uint64_t)1 << bits) - 4, 4096, true};
        if (bits < 2)
            s.number = 0;
        for (unsigned i = 0; i < 5; i++)
            put_frame(&s, 200);
        if (s.number < (uint64_t)1 << 36)
            expect(5 * 4096, 0, 0, 0); /* counted from the first frame, as in a stream cut out of
                                          another */
        drop(&b);
        put_head(0, 4096, 4096);
        s = (stream){bits < 31 ? ((uint64_t)1 << bits) - 2 : 0x7FFFFFFF - 5, 4096, false};
        for (unsigned i = 0; i < 5; i++)
            put_frame(&s, 200);
        expect(5 * 4096, 5, 0, 0);
        drop(&b);
    }
}
END_TEST

START_TEST(a_last_frame_that_is_cut)
{
    put_head(0, 4096, 4096);
    put_song(&(stream){0, 4096, false});
    const size_t all = b.n, last = 300 + 4 + 1 + 2 + 1 + 2;
    for (size_t cut = 1; cut <= last - 10; cut += 7) {
        b.n = all - cut;
        expect(39 * 4096, 39, 0, 1);
    }
    b.n = all - last; /* at a border there is nothing to see */
    expect(39 * 4096, 39, 0, 0);
    b.n = all - last - 1000; /* a frame of 4 KiB */
    expect(38 * 4096, 38, 0, 1);
    drop(&b);
    put_head(39 * 4096 + 1000, 4096, 4096); /* unless the header knew */
    put_song(&(stream){0, 4096, false});
    expect(39 * 4096 + 1000, 40, 0, 0);
    b.n = all - last;
    expect(39 * 4096, 39, 0, 1);
    drop(&b);
}
END_TEST

START_TEST(zeros_behind)
{
    static const size_t sizes[] = {1, 2, 3, 100, 5000, 70000, 600000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_head(0, 4096, 4096);
        put_song(&(stream){0, 4096, false});
        put_fill(&b, 0, sizes[i]);
        /* one or two zeros could be a CRC-16 of 0 */
        expect(39 * 4096 + 1000, 40, sizes[i] > 2 ? sizes[i] : 0, 0);
        drop(&b);
    }
}
END_TEST

START_TEST(something_else_behind)
{
    put_head(0, 4096, 4096);
    put_song(&(stream){0, 4096, false});
    put_fill(&b, 0x55, 1000);
    expect(39 * 4096, 39, 0, 1);
    put_fill(&b, 0x55, 9 << 20); /* the window moves */
    expect(39 * 4096, 39, 0, 1);
    ck_assert_uint_le(c.most_read, 4 << 20);
    drop(&b);
}
END_TEST

START_TEST(large_frames)
{
    put_head(0, 4096, 4096);
    stream s = {0, 4096, false};
    put_frame(&s, 1 << 20);
    put_frame(&s, 300000);
    expect(2 * 4096, 2, 0, 0);
    b.n -= 3;
    expect(4096, 1, 0, 1);
    drop(&b);
}
END_TEST

START_TEST(no_frames)
{
    put_head(0, 4096, 4096);
    expect(0, 0, 0, 0);
    put_fill(&b, 0xFF, 5000); /* syncs, but no headers */
    expect(0, 0, 0, 1);
    drop(&b);
    put_head(1000, 4096, 4096);
    expect(0, 0, 0, 1);
    drop(&b);
}
END_TEST

/* Headers of another stream, or damaged ones, are not believed. */
START_TEST(headers_that_do_not_fit)
{
    for (unsigned byte = 0; byte < 6; byte++) {
        put_head(0, 4096, 4096);
        stream s = {0, 4096, false};
        put_frame(&s, 1000);
        put_frame(&s, 1000);
        const size_t last = b.n;
        put_frame(&s, 1000);
        b.at[last + byte] ^= 0x10; /* now the CRC-8 is wrong, too */
        /* where the second frame ends nobody knows */
        expect(4096, 1, 0, 1);
        drop(&b);
    }
}
END_TEST

ST_CASE(flac_streams, no_total, block_sizes_that_vary, large_numbers, a_last_frame_that_is_cut,
        zeros_behind, something_else_behind, large_frames, no_frames, headers_that_do_not_fit)
ST_CHECK_MAIN(flac_streams)

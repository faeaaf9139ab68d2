/* SPDX-License-Identifier: MIT */
/* MP4 files built in memory for the tests: atoms nest as the calls that open and close them do. */
#ifndef ST_TEST_MP4_MAKE_H
#define ST_TEST_MP4_MAKE_H

#include "xiph.h"

/* Opens an atom; its size is filled in by shut(). */
static inline size_t open_atom(built *b, const char *name)
{
    const size_t at = b->n;
    put_be(b, 0, 4);
    put(b, name, 4);
    return at;
}

static inline void set_size(built *b, size_t at, uint32_t size)
{
    for (unsigned i = 0; i < 4; i++)
        b->at[at + i] = (uint8_t)(size >> (24 - 8 * i));
}

static inline void shut(built *b, size_t at)
{
    set_size(b, at, (uint32_t)(b->n - at));
}

static inline void put_atom(built *b, const char *name, const void *data, size_t n)
{
    const size_t at = open_atom(b, name);
    put(b, data, n);
    shut(b, at);
}

static inline void put_data(built *b, uint32_t type, const void *value, size_t n)
{
    const size_t at = open_atom(b, "data");
    put_be(b, type, 4);
    put_be(b, 0, 4);
    put(b, value, n);
    shut(b, at);
}

/* An item with one data atom. */
static inline void put_item(built *b, const char *name, uint32_t type, const void *value, size_t n)
{
    const size_t at = open_atom(b, name);
    put_data(b, type, value, n);
    shut(b, at);
}

static inline void put_freeform(built *b, const char *mean, const char *name, uint32_t type,
                                const char *value)
{
    const size_t item = open_atom(b, "----");
    size_t at = open_atom(b, "mean");
    put_be(b, 0, 4);
    put_text(b, mean);
    shut(b, at);
    at = open_atom(b, "name");
    put_be(b, 0, 4);
    put_text(b, name);
    shut(b, at);
    put_data(b, type, value, strlen(value));
    shut(b, item);
}

/* mvhd or mdhd of version 0 or 1. */
static inline void put_times(built *b, const char *name, unsigned version, uint32_t scale,
                             uint64_t duration)
{
    const unsigned width = version ? 8 : 4;
    const size_t at = open_atom(b, name);
    put_be(b, (uint64_t)version << 24, 4);
    put_fill(b, 0, 2 * width);
    put_be(b, scale, 4);
    put_be(b, duration, width);
    put_fill(b, 0, 4);
    shut(b, at);
}

static inline void put_hdlr(built *b, const char *type)
{
    const size_t at = open_atom(b, "hdlr");
    put_fill(b, 0, 8);
    put(b, type, 4);
    put_fill(b, 0, 12);
    shut(b, at);
}

/* A sample entry of 2 channels, 16 bits, 44100 Hz with `child` inside. */
static inline void put_stsd(built *b, const char *codec, const built *child)
{
    const size_t at = open_atom(b, "stsd");
    put_be(b, 0, 4);
    put_be(b, 1, 4);
    const size_t entry = open_atom(b, codec);
    put_fill(b, 0, 16);
    put_be(b, 2, 2);
    put_be(b, 16, 2);
    put_be(b, 0, 4);
    put_be(b, (uint64_t)44100 << 16, 4);
    put(b, child->at, child->n);
    shut(b, entry);
    shut(b, at);
}

/* esds of an AAC stream of 128 kbit/s with these bytes of AudioSpecificConfig. */
static inline built esds_of(const char *config, size_t n)
{
    built b = {0};
    const size_t at = open_atom(&b, "esds");
    put_be(&b, 0, 4);
    put_be(&b, 3, 1), put_be(&b, 20 + n, 1), put_be(&b, 0, 3);
    put_be(&b, 4, 1), put_be(&b, 15 + n, 1);
    put_be(&b, 0x40, 1), put_be(&b, 0x15, 1), put_be(&b, 0, 3), put_be(&b, 130000, 4),
        put_be(&b, 128000, 4);
    put_be(&b, 5, 1), put_be(&b, n, 1);
    put(&b, config, n);
    shut(&b, at);
    return b;
}

/* A track of handler `type`, 2 s long, with `table` bytes of sample sizes. */
static inline void put_track(built *b, const char *type, const char *codec, const built *child,
                             size_t table)
{
    const size_t trak = open_atom(b, "trak");
    const size_t mdia = open_atom(b, "mdia");
    put_times(b, "mdhd", 0, 44100, 88200);
    put_hdlr(b, type);
    const size_t minf = open_atom(b, "minf");
    const size_t stbl = open_atom(b, "stbl");
    put_stsd(b, codec, child);
    const size_t stsz = open_atom(b, "stsz");
    put_fill(b, 0, table);
    shut(b, stsz);
    const size_t stco = open_atom(b, "stco");
    put_fill(b, 0, table);
    shut(b, stco);
    shut(b, stbl);
    shut(b, minf);
    shut(b, mdia);
    shut(b, trak);
}

static inline void put_ftyp(built *b)
{
    put_atom(b, "ftyp", "M4A \0\0\0\0M4A mp42isom", 20);
}

#endif

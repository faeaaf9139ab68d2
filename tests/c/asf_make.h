/* SPDX-License-Identifier: MIT */
/* ASF files built in memory for the tests, and looks at what was read of them. */
#ifndef ST_TEST_ASF_MAKE_H
#define ST_TEST_ASF_MAKE_H

#include "simdtag/simdtag.h"
#include "tags/asf.h"
#include "xiph.h"

static parsed p;
static built b;

/* ---- objects ---- */

#define HEADER   "30 26 B2 75 8E 66 CF 11 A6 D9 00 AA 00 62 CE 6C"
#define FILES    "A1 DC AB 8C 47 A9 CF 11 8E E4 00 C0 0C 20 53 65"
#define STREAM   "91 07 DC B7 B7 A9 CF 11 8E E6 00 C0 0C 20 53 65"
#define EXTENDED "40 A4 D0 D2 07 E3 D2 11 97 F0 00 A0 C9 5E A8 50"
#define CONTENT  "33 26 B2 75 8E 66 CF 11 A6 D9 00 AA 00 62 CE 6C"
#define CODECS   "40 52 D1 86 1D 31 D0 11 A3 A4 00 A0 C9 03 48 F6"
#define EXTRA    "B5 03 BF 5F 2E A9 CF 11 8E E3 00 C0 0C 20 53 65"
#define METADATA "EA CB F8 C5 AF 5B 77 48 84 67 AA 8C 44 FA 4C CA"
#define LIBRARY  "94 1C 23 44 98 94 D1 49 A1 41 1D 13 4E 45 70 54"
#define PADDING  "74 D4 06 18 DF CA 09 45 A4 BA 9A AB CB 96 AA E8"

static inline void put_guid(const char *guid)
{
    for (; *guid; guid += guid[2] ? 3 : 2)
        put_le(&b, strtoul(guid, NULL, 16), 1);
}

static inline void set_le(size_t at, uint64_t v, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        b.at[at + i] = (uint8_t)(v >> 8 * i);
}

static inline size_t open_object(const char *guid)
{
    const size_t at = b.n;
    put_guid(guid);
    put_le(&b, 0, 8);
    return at;
}

static inline void shut(size_t at)
{
    set_le(at + 16, b.n - at, 8);
}

static inline void open_header(void)
{
    open_object(HEADER);
    put_le(&b, 0, 4);
    put_le(&b, 0x0201, 2);
}

static inline void shut_header(uint32_t objects)
{
    shut(0);
    set_le(24, objects, 4);
}

static inline size_t open_extra(void)
{
    const size_t at = open_object(EXTRA);
    put_fill(&b, 0, 22);
    return at;
}

static inline void shut_extra(size_t at)
{
    shut(at);
    set_le(at + 42, b.n - at - 46, 4);
}

static inline void put_files(uint64_t play, uint64_t preroll)
{
    const size_t at = open_object(FILES);
    put_fill(&b, 0, 40);
    put_le(&b, play, 8);
    put_le(&b, play, 8);
    put_le(&b, preroll, 8);
    put_fill(&b, 0, 16);
    shut(at);
}

static inline void put_stream(unsigned channels, uint32_t rate, uint32_t bytes)
{
    const size_t at = open_object(STREAM);
    put_fill(&b, 0, 56);
    put_le(&b, channels, 2);
    put_le(&b, rate, 4);
    put_le(&b, bytes, 4);
    put_fill(&b, 0, 6);
    shut(at);
}

/* UTF-16LE of ASCII, with `zeros` zero units behind it. */
static inline void put_wide(const char *text, unsigned zeros)
{
    for (; *text; text++)
        put_le(&b, (uint8_t)*text, 2);
    put_fill(&b, 0, 2 * zeros);
}

static inline void put_extended(const char *name, unsigned type, const void *value, size_t n)
{
    put_le(&b, 2 * strlen(name) + 2, 2);
    put_wide(name, 1);
    put_le(&b, type, 2);
    put_le(&b, n, 2);
    put(&b, value, n);
}

static inline void put_metadata(unsigned language, unsigned stream, const char *name, unsigned type,
                         const void *value, size_t n)
{
    put_le(&b, language, 2);
    put_le(&b, stream, 2);
    put_le(&b, 2 * strlen(name) + 2, 2);
    put_le(&b, type, 2);
    put_le(&b, n, 4);
    put_wide(name, 1);
    put(&b, value, n);
}

/* An entry of the codec list; information of `info_len` bytes, the format tag first. */
static inline void put_codec(unsigned type, const char *name, const char *description, unsigned tag,
                      unsigned info_len)
{
    put_le(&b, type, 2);
    put_le(&b, strlen(name) + 1, 2);
    put_wide(name, 1);
    put_le(&b, strlen(description) + 1, 2);
    put_wide(description, 1);
    put_le(&b, info_len, 2);
    put_le(&b, tag, info_len < 2 ? info_len : 2);
    put_fill(&b, 0, info_len < 2 ? 0 : info_len - 2);
}

static inline size_t open_codecs(uint32_t n)
{
    const size_t at = open_object(CODECS);
    put_fill(&b, 0, 16);
    put_le(&b, n, 4);
    return at;
}

/* ---- checks ---- */

static inline void end(void)
{
    done(&p);
    drop(&b);
}

static inline void read_it(void)
{
    parse(&p, &st_format_asf, &b, ST_READ_CAN_DEFER);
    p.out.doc.raws = p.out.raws.at;
    p.out.doc.n_raws = p.out.raws.n;
}

static inline void run(simdtag_status status)
{
    read_it();
    ck_assert_int_eq(p.status, status);
    if (status != SIMDTAG_OK)
        end();
}

static inline void assert_wide(const uint8_t *at, uint32_t len, const char *text)
{
    ck_assert_uint_eq(len, 2 * strlen(text));
    for (size_t i = 0; text[i]; i++)
        ck_assert(at[2 * i] == (uint8_t)text[i] && at[2 * i + 1] == 0);
}

/* The i-th attribute, whose name must be this. */
static inline simdtag_asf_attribute attribute(unsigned i, const char *name)
{
    simdtag_asf_attribute a;
    ck_assert_uint_lt(i, p.out.raws.n);
    ck_assert_uint_eq(p.out.raws.at[i].kind, SIMDTAG_RAW_ASF);
    simdtag_asf_read(&p.out.raws.at[i], &a);
    assert_wide(a.name, a.name_len, name);
    uint32_t len;
    ck_assert_ptr_eq(simdtag_asf_name(&p.out.raws.at[i], &len), a.name);
    ck_assert_uint_eq(len, a.name_len);
    return a;
}

static inline void assert_text(unsigned i, const char *name, const char *text)
{
    const simdtag_asf_attribute a = attribute(i, name);
    ck_assert_int_eq(a.type, SIMDTAG_ASF_UNICODE);
    assert_wide(a.value, a.value_len, text);
}

#endif

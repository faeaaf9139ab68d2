/* SPDX-License-Identifier: MIT */
/* The generators named in kernels.def. */
#include "gen.h"

#include <string.h>

static void fill_random(rng *r, uint8_t *dst, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)(rng_next(r) >> 32);
}

static void fill_ascii(rng *r, uint8_t *dst, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)(0x20 + rng_below(r, 0x5F));
}

static void fill_from(rng *r, uint8_t *dst, size_t n, const char *set, size_t len)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)set[rng_below(r, len)];
}

/* Places `what` at a random position, at the very end or at the start; cut off where it does not
 * fit. */
static void put(rng *r, uint8_t *dst, size_t n, const void *what, size_t len)
{
    size_t at = rng_below(r, n);
    const size_t kind = rng_below(r, 4);
    if (kind == 0 && n >= len)
        at = n - len;
    if (kind == 1)
        at = 0;
    if (n > at)
        memcpy(dst + at, what, n - at < len ? n - at : len);
}

void gen_headers(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const struct {
        const char *bytes;
        size_t len;
    } magic[] = {{"ID3", 3},          {"fLaC", 4},       {"OggS", 4},      {"\001vorbis", 7},
                 {"OpusHead", 8},     {"ftyp", 4},       {"mp4", 3},       {"\377\373", 2},
                 {"\377\362", 2},     {"\377\372", 2},   {"\377\363", 2},  {"fishead\0", 8},
                 {"Speex   ", 8},     {"\200theora", 7}, {"FLAC", 4},      {"RIFF", 4},
                 {"\377\373\220", 3}, {"Speex  ", 7},    {"\001vorbi", 6}, {"OpusHea", 7}};
    const size_t count = sizeof magic / sizeof *magic;
    *arg = 0;
    if (variant < 4)
        fill_random(r, dst, n);
    else if (variant < 6)
        memset(dst, variant == 4 ? 0xFF : 0, n);
    else if (variant < 10) /* full of first and second bytes of signatures */
        fill_from(r, dst, n, "IfOF\001Omm\200SR\377sphvtLpi", 20);
    else
        fill_ascii(r, dst, n);
    for (size_t k = rng_below(r, 4); k > 0; k--) {
        const size_t m = rng_below(r, count);
        put(r, dst, n, magic[m].bytes, magic[m].len);
    }
    if (variant % 3 == 0) { /* at its fixed place */
        const size_t m = rng_below(r, count),
                     at = magic[m].bytes[0] == 'f' && magic[m].len == 8 ? 28 : 0;
        if (n >= at + magic[m].len)
            memcpy(dst + at, magic[m].bytes, magic[m].len);
    }
    if (variant % 5 == 0 && n > 128) { /* across the end of the window */
        const size_t m = rng_below(r, count), at = 128 - rng_below(r, magic[m].len + 2);
        if (n >= at + magic[m].len)
            memcpy(dst + at, magic[m].bytes, magic[m].len);
    }
}

void gen_mpeg_noise(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const uint8_t good[5][3] = {{0xFF, 0xFB, 0x90},
                                       {0xFF, 0xF3, 0x80},
                                       {0xFF, 0xE3, 0x00},
                                       {0xFF, 0xFD, 0xEB},
                                       {0xFF, 0xFF, 0xE8}};
    static const uint8_t bad[6][3] = {{0xFF, 0xEB, 0x90}, {0xFF, 0xF9, 0x90}, {0xFF, 0xFB, 0xF0},
                                      {0xFF, 0xFB, 0x9C}, {0xFF, 0xDF, 0x90}, {0xFF, 0xE8, 0x90}};
    *arg = 0;
    if (variant == 0)
        memset(dst, 0xFF, n);
    else if (variant == 1)
        memset(dst, 0, n);
    else if (variant < 6) /* every second byte FF: many candidates, few headers */
        fill_from(r, dst, n, "\377\377\377\377\360\374\337\353\371\014", 10);
    else if (variant < 10) {
        fill_ascii(r, dst, n);
        for (size_t k = rng_below(r, 6); k > 0; k--)
            put(r, dst, n, bad[rng_below(r, 6)], 3);
    } else {
        fill_ascii(r, dst, n);
        if (variant >= 14)
            fill_random(r, dst, n);
    }
    if (variant % 2 == 0 && variant > 2)
        put(r, dst, n, good[rng_below(r, 5)], 3);
    if (variant == 11 && n >= 3) /* the last three bytes */
        memcpy(dst + n - 3, good[rng_below(r, 5)], 3);
    if (variant == 13 && n >= 2) /* cut: no hit */
        memcpy(dst + n - 2, good[0], 2);
}

void gen_pattern(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const char patterns[6][4] = {{'O', 'g', 'g', 'S'}, {'T', 'A', 'G', ' '},
                                        {'A', 'P', 'E', 'T'}, {'a', 'a', 'a', 'a'},
                                        {0, 0, 0, 0},         {'\377', '\377', '\377', '\377'}};
    const uint8_t *p = (const uint8_t *)patterns[variant % 6];
    *arg = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    if (variant < 4) /* only letters of the pattern: partial matches everywhere */
        fill_from(r, dst, n, patterns[variant % 6], 4);
    else if (variant < 6)
        memset(dst, p[0], n);
    else if (variant < 10)
        fill_random(r, dst, n);
    else
        fill_ascii(r, dst, n);
    if (variant == 7 && n >= 4)
        memcpy(dst + n - 4, p, 4);
    if (variant == 8 && n >= 4)
        memcpy(dst, p, 4);
    if (variant == 9 && n >= 3) /* cut: no hit */
        memcpy(dst + n - 3, p, 3);
    if (variant > 9)
        for (size_t k = rng_below(r, 3); k > 0; k--)
            put(r, dst, n, p, 4);
}

void gen_text8(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const uint8_t bytes[4] = {0, '=', 0xFF, 0x80};
    *arg = bytes[variant % 4];
    const uint8_t hit = (uint8_t)*arg;
    fill_ascii(r, dst, n);
    for (size_t i = 0; i < n; i++) /* nothing to find yet, and neighbours of what is searched */
        dst[i] = dst[i] == hit || rng_below(r, 3) == 0 ? (uint8_t)(hit + 1 + rng_below(r, 2) * 0x7F)
                                                       : dst[i];
    for (size_t i = 0; i < n; i++)
        dst[i] = dst[i] == hit ? 'x' : dst[i];
    if (variant >= 4 && n) {
        const size_t at = variant < 8 ? n - 1 : variant < 9 ? 0 : rng_below(r, n);
        dst[at] = hit;
        dst[variant % 2 ? at : rng_below(r, n)] = 0; /* for find_nul8, whatever the argument */
    }
    if (variant == 15)
        memset(dst, hit, n);
    if (variant == 14)
        fill_from(r, dst, n, "\0\1\200\377=>", 6);
}

/* One unit; which kinds are likely depends on the variant. */
static unsigned unit(rng *r, unsigned variant)
{
    switch (variant % 6) {
    case 0:
        return 0x20 + (unsigned)rng_below(r, 0x60);
    case 1:
        return 0x20 + (unsigned)rng_below(r, rng_below(r, 4) ? 0x60 : 0xE0);
    case 2:
        return 1 + (unsigned)rng_below(r, 0xD7FF);
    case 3:
        return rng_below(r, 8) ? 0x20 + (unsigned)rng_below(r, 0x60)
                               : 1 + (unsigned)rng_below(r, 0xD7FF);
    case 4: { /* the borders of every rule */
        static const unsigned edge[] = {0x7F,   0x80,   0x7FF, 0x800, 0xD7FF, 0xE000,
                                        0xFFFF, 0xFEFF, 0xFF,  0x100, 0xFF00, 0x00D8};
        return edge[rng_below(r, sizeof edge / sizeof *edge)];
    }
    default:
        return rng_below(r, 3) ? 0xE000 + (unsigned)rng_below(r, 0x2000)
                               : 0x80 + (unsigned)rng_below(r, 0x780);
    }
}

void gen_text16(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    const bool big = rng_next(r) >> 63;
    const size_t units = n / 2;
    const unsigned kind = variant % 8;
    *arg = 0;
    if (variant == 15) { /* zero bytes that are no zero unit: ..00 | 00.. */
        fill_from(r, dst, n, "\0a\0b", 4);
        return;
    }
    if (variant == 14 || variant == 13) {
        memset(dst, variant == 14 ? 0xFF : 0xD8, n);
        return;
    }
    if (variant == 12) {
        fill_random(r, dst, n);
        return;
    }
    const size_t odd = rng_below(r, units), zero = variant == 7 ? units - 1 : rng_below(r, units);
    for (size_t i = 0; i < units; i++) {
        unsigned u = unit(r, variant);
        /* a pair */
        if (kind >= 3 && kind <= 5 && i + 1 < units && rng_below(r, kind == 5 ? 2 : 12) == 0) {
            const unsigned c = (unsigned)rng_below(r, 0x100000);
            dst[2 * i + !big] = (uint8_t)(0xD8 | c >> 18);
            dst[2 * i + big] = (uint8_t)(c >> 10);
            i++;
            u = 0xDC00 | (c & 0x3FF);
        }
        if (kind == 6 && i == odd) /* lone surrogate */
            u = 0xD800 + (unsigned)rng_below(r, 0x800);
        if (variant == 10 && i == units - 1) /* a high one at the very end */
            u = 0xD800 + (unsigned)rng_below(r, 0x400);
        if ((variant == 7 || variant == 9) && i == zero)
            u = 0;
        dst[2 * i + !big] = (uint8_t)(u >> 8);
        dst[2 * i + big] = (uint8_t)u;
    }
    if (n % 2)
        dst[n - 1] = variant % 2 ? 0 : 'x';
}

void gen_mostly_ascii(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    *arg = 0;
    fill_ascii(r, dst, n);
    if (variant == 0 || n == 0)
        return;
    if (variant == 1)
        dst[n - 1] = 0x80;
    else if (variant == 2)
        dst[0] = 0xFF;
    else if (variant == 3)
        memset(dst, 0xFF, n);
    else if (variant == 4)
        fill_random(r, dst, n);
    else if (variant == 5)
        memset(dst, 0x80, n);
    else if (variant == 6)
        memset(dst, 0x7F, n);
    else if (variant < 10)
        dst[rng_below(r, n)] = (uint8_t)(0x80 + rng_below(r, 0x80));
    else
        for (size_t i = 0; i < n; i++)
            if (rng_below(r, variant) == 0)
                dst[i] = (uint8_t)(0x80 + rng_below(r, 0x80));
}

/* One well-formed sequence, at most `left` bytes; its length. */
static size_t put_point(rng *r, uint8_t *dst, size_t left)
{
    static const uint32_t edge[] = {0x7F,   0x80,    0x7FF,    0x800, 0xD7FF, 0xE000,
                                    0xFFFF, 0x10000, 0x10FFFF, 0xFFF, 0x1000};
    uint32_t c = rng_below(r, 3) ? (uint32_t)rng_below(r, 0x110000) >> rng_below(r, 21)
                                 : edge[rng_below(r, sizeof edge / sizeof *edge)];
    if (c >= 0xD800 && c <= 0xDFFF)
        c = 0xE9;
    const size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (len > left) {
        dst[0] = 'x';
        return 1;
    }
    if (len == 1) {
        dst[0] = (uint8_t)c;
        return 1;
    }
    for (size_t i = len; --i > 0; c >>= 6)
        dst[i] = (uint8_t)(0x80 | (c & 0x3F));
    dst[0] = (uint8_t)((0xF00u >> len & 0xFF) | c);
    return len;
}

void gen_utf8(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const struct {
        const char *bytes;
        size_t len;
    } wrong[] = {{"\xC0\x80", 2},
                 {"\xC1\xBF", 2},
                 {"\xE0\x80\x80", 3},
                 {"\xE0\x9F\xBF", 3},
                 {"\xED\xA0\x80", 3},
                 {"\xED\xBF\xBF", 3},
                 {"\xF0\x80\x80\x80", 4},
                 {"\xF0\x8F\xBF\xBF", 4},
                 {"\xF4\x90\x80\x80", 4},
                 {"\xF5\x80\x80\x80", 4},
                 {"\x80", 1},
                 {"\xFF", 1},
                 {"\xE2\x82", 2},
                 {"\xF0\x9F\x98", 3},
                 {"\xC3", 1},
                 {"\xBF\xBF\xBF\xBF", 4}};
    *arg = 0;
    if (variant == 15) {
        fill_random(r, dst, n);
        return;
    }
    if (variant == 14) {
        memset(dst, 0xFF, n);
        return;
    }
    for (size_t i = 0; i < n;) {
        if (variant % 4 == 1 && rng_below(r, 12))
            dst[i++] = (uint8_t)(0x20 + rng_below(r, 0x5F));
        else if (variant % 4 == 0)
            dst[i++] = (uint8_t)(rng_below(r, 0x80));
        else
            i += put_point(r, dst + i, n - i);
    }
    if (variant >= 4) {
        const size_t w = rng_below(r, sizeof wrong / sizeof *wrong);
        if (variant == 4 && n >= wrong[w].len) /* at the very end */
            memcpy(dst + n - wrong[w].len, wrong[w].bytes, wrong[w].len);
        else if (variant >= 10)
            put(r, dst, n, wrong[w].bytes, wrong[w].len);
        else if (n) /* one byte changed */
            dst[rng_below(r, n)] ^= (uint8_t)(1u << rng_below(r, 8));
    }
}

void gen_random(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    *arg = variant % 4 ? (uint32_t)rng_next(r) : variant ? UINT32_MAX : 0;
    if (variant == 0 || variant == 1)
        memset(dst, variant ? 0xFF : 0, n);
    else if (variant == 2)
        fill_ascii(r, dst, n);
    else if (variant == 3) { /* a single bit */
        memset(dst, 0, n);
        if (n)
            dst[rng_below(r, n)] = (uint8_t)(1u << rng_below(r, 8));
    } else
        fill_random(r, dst, n);
}

/* Headers and near misses among their own first bytes, text or noise. */
typedef struct noise {
    const char *bytes; /* what candidates are made of */
    size_t bytes_len, header_len;
    const uint8_t *good, *bad;
    size_t goods, bads;
} noise;

static void fill_noise(rng *r, unsigned variant, uint8_t *dst, size_t n, const noise *of)
{
    const uint8_t *good = of->good + of->header_len * rng_below(r, of->goods);
    if (variant == 0)
        memset(dst, of->bytes[0], n);
    else if (variant < 6)
        fill_from(r, dst, n, of->bytes, of->bytes_len);
    else if (variant >= 14)
        fill_random(r, dst, n);
    else
        fill_ascii(r, dst, n);
    if (variant == 1)
        for (size_t i = 0; i < n; i++)
            dst[i] = of->bad[i % of->header_len];
    for (size_t k = variant >= 6 && variant < 12 ? rng_below(r, 8) : 0; k > 0; k--)
        put(r, dst, n, of->bad + of->header_len * rng_below(r, of->bads), of->header_len);
    if (variant % 2 == 0 && variant > 2)
        put(r, dst, n, good, of->header_len);
    if (variant == 11 && n >= of->header_len) /* the last bytes */
        memcpy(dst + n - of->header_len, good, of->header_len);
    if (variant == 13 && n >= of->header_len - 1) /* cut: no hit */
        memcpy(dst + n - (of->header_len - 1), good, of->header_len - 1);
}

void gen_adts_noise(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const uint8_t good[][3] = {{0xFF, 0xF1, 0x50}, {0xFF, 0xF9, 0x40}, {0xFF, 0xF0, 0xF3}};
    static const uint8_t bad[][3] = {{0xFF, 0xF1, 0x34}, {0xFF, 0xF3, 0x50}, {0xFF, 0xFD, 0x50},
                                     {0xFF, 0xF1, 0xFF}, {0xFF, 0xE1, 0x50}, {0xFE, 0xF1, 0x50}};
    *arg = 0;
    fill_noise(r, variant, dst, n,
               &(noise){"\377\371\377\361\360\376\064\120\374", 9, 3, *good, *bad, 3, 6});
}

void gen_ac3_noise(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const uint8_t good[][6] = {{0x0B, 0x77, 0xC1, 2, 0x14, 0x40},
                                      {0x0B, 0x77, 0xC1, 2, 0xA5, 0x50},
                                      {0x0B, 0x77, 0x01, 2, 0x3F, 0x80},
                                      {0x0B, 0x77, 0xBF, 2, 0xEF, 0x87}};
    static const uint8_t bad[][6] = {
        {0x0B, 0x77, 0, 0, 0x26, 0x40},    {0x0B, 0x77, 0, 0, 0xC0, 0x40},
        {0x0B, 0x77, 0, 0, 0, 0x88},       {0x0B, 0x77, 0xC0, 0, 0, 0x80},
        {0x0B, 0x77, 0, 0, 0xF0, 0x58},    {0x0B, 0x76, 0, 0, 0, 0},
        {0x0B, 0x77, 0xFF, 0, 0xFF, 0xFF}, {0x0B, 0x77, 0x0B, 0x77, 0xFF, 0x0B}};
    *arg = 0;
    fill_noise(r, variant, dst, n,
               &(noise){"\013\167\013\167\013\167\377\200\100\000", 10, 6, *good, *bad, 4, 8});
}

void gen_unsync(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    *arg = 0;
    if (variant == 0)
        fill_ascii(r, dst, n);
    else if (variant < 3)
        fill_from(r, dst, n, "\377\0\337\340\376\001", 6);
    else if (variant == 3)
        memset(dst, 0xFF, n);
    else if (variant == 4)
        for (size_t i = 0; i < n; i++)
            dst[i] = i % 2 ? 0 : 0xFF;
    else if (variant < 8)
        fill_random(r, dst, n);
    else
        fill_from(r, dst, n, "\377\0\337a\376\001\0bcdefgh", variant < 12 ? 7 : 14);
    if (variant == 7 && n > 1)
        put(r, dst, n, "\377", 1);
    if (variant > 8) /* as it stands behind unsynchronisation, nearly */
        for (size_t i = 0; i < n; i++)
            if (dst[i] == 0xFF && (i + 1 == n || dst[i + 1] == 0xFF))
                dst[i] = i + 1 == n ? 'x' : 0;
    if (variant == 9)
        put(r, dst, n, "\377\340", 2);
    if (variant == 10 && n)
        dst[n - 1] = 0xFF;
    if (variant == 11 && n > 1)
        memcpy(dst + n - 2, "\377\0", 2);
}

void gen_letters(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    *arg = (uint32_t)rng_next(r);
    if (variant < 3)
        fill_random(r, dst, n);
    else if (variant < 8) /* the borders of the rule, with and without the top bit */
        fill_from(r, dst, n, "@AZ[`az{\300\301\332\333\340\341\372\373", 16);
    else
        fill_ascii(r, dst, n);
}

void gen_base64(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    *arg = 0;
    fill_from(r, dst, n, digits, 64);
    if (variant == 0 || n == 0)
        return;
    if (variant == 1)
        fill_random(r, dst, n);
    else if (variant == 2)
        fill_ascii(r, dst, n);
    else if (variant == 3)
        dst[n - 1] = '=';
    else if (variant == 4)
        memset(dst + n - (n > 1 ? 2 : 1), '=', n > 1 ? 2 : 1);
    else if (variant == 5)
        dst[0] = '\n';
    else if (variant == 6)
        memset(dst, 0xFF, n);
    else if (variant == 7)
        memset(dst, 0, n);
    else if (variant < 14) /* one that is none: next to the digits, or anything */
        dst[rng_below(r, n)] =
            variant < 11 ? (uint8_t) "@[`{/:*,-."[rng_below(r, 10)] : (uint8_t)rng_next(r);
}

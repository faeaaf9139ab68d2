/* SPDX-License-Identifier: MIT */
/* Naive versions of the kernels. Slow and plain on purpose. */
#include "oracle.h"

#include <string.h>

size_t oracle_find_byte(const uint8_t *src, size_t n, uint8_t byte)
{
    for (size_t i = 0; i < n; i++)
        if (src[i] == byte)
            return i;
    return n;
}

size_t oracle_find_nul8(const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (src[i] == 0)
            return i;
    return n;
}

size_t oracle_find_nul16(const uint8_t *src, size_t n)
{
    for (size_t unit = 0; 2 * unit + 1 < n; unit++)
        if (src[2 * unit] == 0 && src[2 * unit + 1] == 0)
            return 2 * unit;
    return n;
}

/* ISO 11172-3 2.4.1.3: the fields of the header, bit by bit. */
size_t oracle_find_mpeg_sync(const uint8_t *src, size_t n)
{
    for (size_t i = 0; i + 3 <= n; i++) {
        const uint32_t bits = (uint32_t)src[i] << 16 | (uint32_t)src[i + 1] << 8 | src[i + 2];
        const unsigned syncword = bits >> 13;       /* 11 bits, the twelfth being part of the
                                                       version since MPEG 2.5 */
        const unsigned version = bits >> 11 & 3;    /* 1 reserved */
        const unsigned layer = bits >> 9 & 3;       /* 0 reserved */
        const unsigned bitrate_index = bits >> 4 & 15;
        const unsigned sampling_frequency = bits >> 2 & 3;
        if (syncword == 0x7FF && version != 1 && layer != 0 && bitrate_index != 15 &&
            sampling_frequency != 3)
            return i;
    }
    return n;
}

size_t oracle_rfind_pattern32(const uint8_t *src, size_t n, uint32_t pattern)
{
    const uint8_t want[4] = {(uint8_t)pattern, (uint8_t)(pattern >> 8), (uint8_t)(pattern >> 16),
                             (uint8_t)(pattern >> 24)};
    size_t found = n;
    for (size_t i = 0; i + 4 <= n; i++)
        if (memcmp(src + i, want, 4) == 0)
            found = i;
    return found;
}

bool oracle_is_ascii(const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (src[i] > 127)
            return false;
    return true;
}

/* RFC 3629 section 3, encoding. */
static size_t put_utf8(uint8_t *dst, uint32_t c)
{
    const unsigned follow = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[4] = {0x00, 0xC0, 0xE0, 0xF0};
    for (unsigned i = follow; i > 0; i--) {
        dst[i] = (uint8_t)(0x80 + c % 64);
        c /= 64;
    }
    dst[0] = (uint8_t)(lead[follow] + c);
    return follow + 1;
}

size_t oracle_latin1_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n; i++)
        out += put_utf8(dst + out, src[i]);
    return out;
}

/* RFC 2781 section 2.2, decoding, step by step. */
static size_t utf16_to_utf8(uint8_t *dst, const uint8_t *src, size_t n, unsigned first,
                            unsigned second)
{
    size_t out = 0;
    if (n % 2 != 0)
        return ST_MALFORMED;
    for (size_t i = 0; i < n; i += 2) {
        const uint32_t w1 = src[i + first] * 256u + src[i + second];
        if (w1 < 0xD800 || w1 > 0xDFFF) {
            out += put_utf8(dst + out, w1);
            continue;
        }
        if (w1 > 0xDBFF)
            return ST_MALFORMED;
        i += 2;
        if (i >= n)
            return ST_MALFORMED;
        const uint32_t w2 = src[i + first] * 256u + src[i + second];
        if (w2 < 0xDC00 || w2 > 0xDFFF)
            return ST_MALFORMED;
        out += put_utf8(dst + out, (w1 % 0x400) * 0x400 + w2 % 0x400 + 0x10000);
    }
    return out;
}

size_t oracle_utf16le_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    return utf16_to_utf8(dst, src, n, 1, 0);
}
size_t oracle_utf16be_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    return utf16_to_utf8(dst, src, n, 0, 1);
}

static uint32_t utf16_class(const uint8_t *src, size_t n, unsigned first, unsigned second)
{
    uint32_t bits = 0;
    for (size_t i = 0; i + 2 <= n; i += 2) {
        const uint32_t unit = src[i + first] * 256u + src[i + second];
        bits |= unit;
        if (unit >= 0xD800 && unit <= 0xDFFF)
            bits |= 0x10000;
    }
    return bits;
}

uint32_t oracle_utf16le_class(const uint8_t *src, size_t n) { return utf16_class(src, n, 1, 0); }
uint32_t oracle_utf16be_class(const uint8_t *src, size_t n) { return utf16_class(src, n, 0, 1); }

size_t oracle_utf16le_narrow(uint8_t *dst, const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n / 2; i++)
        dst[i] = src[2 * i];
    return n / 2;
}

size_t oracle_utf16be_narrow(uint8_t *dst, const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n / 2; i++)
        dst[i] = src[2 * i + 1];
    return n / 2;
}

/* RFC 3629 section 3, decoding: a sequence is good when it is what encoding its code point
 * gives. */
bool oracle_validate_utf8(const uint8_t *src, size_t n)
{
    size_t i = 0;
    while (i < n) {
        unsigned len = 0;
        while (len < 8 && (src[i] << len & 0x80))
            len++;
        if (len == 1 || len > 4)
            return false;
        uint32_t c = len == 0 ? src[i] : src[i] & (0x7Fu >> len);
        const size_t size = len == 0 ? 1 : len;
        if (size > n - i)
            return false;
        for (size_t j = 1; j < size; j++) {
            if (src[i + j] / 64 != 2)
                return false;
            c = c * 64 + src[i + j] % 64;
        }
        uint8_t again[4];
        if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) || put_utf8(again, c) != size)
            return false;
        i += size;
    }
    return true;
}

uint32_t oracle_detect(const uint8_t *src, size_t n)
{
    static const struct {
        const char *bytes;
        size_t len;
        int offset; /* -1: anywhere */
        uint32_t bit;
    } rows[] = {
        {"ID3", 3, 0, 1u << 0},       {"fLaC", 4, 0, 1u << 1},
        {"OggS", 4, 0, 1u << 2},      {"\001vorbis", 7, -1, 1u << 3},
        {"OpusHead", 8, -1, 1u << 4}, {"ftyp", 4, -1, 1u << 5},
        {"mp4", 3, -1, 1u << 6},      {"\377\362", 2, 0, 1u << 7},
        {"\377\363", 2, 0, 1u << 7},  {"\377\372", 2, 0, 1u << 7},
        {"\377\373", 2, 0, 1u << 7},  {"fishead\0", 8, 28, 1u << 8},
        {"Speex   ", 8, -1, 1u << 9}, {"\200theora", 7, -1, 1u << 10},
        {"FLAC", 4, -1, 1u << 11},    {"RIFF", 4, 0, 1u << 12},
    };
    const size_t seen = n < 128 ? n : 128;
    uint32_t bits = 0;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        for (size_t i = 0; i + rows[r].len <= seen; i++)
            if ((rows[r].offset < 0 || i == (size_t)rows[r].offset) &&
                memcmp(src + i, rows[r].bytes, rows[r].len) == 0)
                bits |= rows[r].bit;
    return bits;
}

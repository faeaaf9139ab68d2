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

size_t oracle_find_pattern32(const uint8_t *src, size_t n, uint32_t pattern)
{
    for (size_t i = 0; i + 4 <= n; i++) {
        uint32_t here = 0;
        for (unsigned k = 0; k < 4; k++)
            here += (uint32_t)src[i + k] << 8 * k;
        if (here == pattern)
            return i;
    }
    return n;
}

/* `count` bits at bit `at` of the bytes, the first bit of a byte being its highest. */
static unsigned field(const uint8_t *p, unsigned at, unsigned count)
{
    unsigned v = 0;
    for (; count; count--, at++)
        v = 2 * v + (p[at / 8] >> (7 - at % 8) & 1);
    return v;
}

/* ISO 14496-3 1.A.2.2.1, adts_fixed_header: syncword 12, ID 1, layer 2, protection_absent 1,
 * profile 2, sampling_frequency_index 4. */
size_t oracle_find_adts_sync(const uint8_t *src, size_t n)
{
    for (size_t i = 0; i + 3 <= n; i++)
        if (field(src + i, 0, 12) == 0xFFF && field(src + i, 13, 2) == 0 &&
            field(src + i, 18, 4) <= 12)
            return i;
    return n;
}

/* ATSC A/52: syncinfo (5.3.1) is syncword 16, crc1 16, fscod 2, frmsizecod 6; bsi (5.3.2) begins
 * with bsid 5. E-AC-3 (E.1.2): syncword 16, strmtyp 2, substreamid 3, frmsiz 11, fscod 2, fscod2
 * or numblkscod 2, acmod 3, lfeon 1, bsid 5. */
size_t oracle_find_ac3_sync(const uint8_t *src, size_t n)
{
    for (size_t i = 0; i + 6 <= n; i++) {
        const uint8_t *p = src + i;
        const unsigned bsid = field(p, 40, 5), fscod = field(p, 32, 2);
        if (field(p, 0, 16) != 0x0B77 || bsid > 16)
            continue;
        if (bsid > 10 ? field(p, 16, 2) != 3 && (fscod != 3 || field(p, 34, 2) != 3)
                      : fscod != 3 && field(p, 34, 6) <= 37)
            return i;
    }
    return n;
}

size_t oracle_utf16_swap(uint8_t *dst, const uint8_t *src, size_t n)
{
    for (size_t unit = 0; unit < n / 2; unit++) {
        dst[2 * unit] = src[2 * unit + 1];
        dst[2 * unit + 1] = src[2 * unit];
    }
    return n / 2 * 2;
}

/* ID3v2.4 structure, 6.1. */
size_t oracle_unsync_decode(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        if (src[i] == 0xFF && (i + 1 == n || (src[i + 1] & 0xE0) == 0xE0))
            return ST_MALFORMED;
        if (i == 0 || src[i - 1] != 0xFF || src[i] != 0)
            dst[len++] = src[i];
    }
    return len;
}

size_t oracle_unsync_encode(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        dst[len++] = src[i];
        if (src[i] == 0xFF && (i + 1 == n || src[i + 1] == 0 || (src[i + 1] & 0xE0) == 0xE0))
            dst[len++] = 0;
    }
    return len;
}

static uint8_t lower(uint8_t c)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *at = c ? strchr(capitals, c) : NULL;
    return at ? (uint8_t)("abcdefghijklmnopqrstuvwxyz"[at - capitals]) : c;
}

size_t oracle_ascii_fold(uint8_t *dst, const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = lower(src[i]);
    return n;
}

bool oracle_ascii_equal_fold(const uint8_t *a, const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

/* RFC 4648 section 4, table 1. */
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t oracle_base64_decode(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i + 4 <= n; i += 4) {
        unsigned long v = 0;
        for (unsigned k = 0; k < 4; k++) {
            const char *at = src[i + k] ? strchr(base64_digits, src[i + k]) : NULL;
            if (at == NULL)
                return len;
            v = v * 64 + (unsigned long)(at - base64_digits);
        }
        dst[len++] = (uint8_t)(v / 65536);
        dst[len++] = (uint8_t)(v / 256);
        dst[len++] = (uint8_t)v;
    }
    return len;
}

size_t oracle_base64_encode(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t len = 0;
    for (size_t bit = 0; bit < 8 * n; bit += 6) {
        unsigned v = 0;
        for (size_t k = bit; k < bit + 6; k++)
            v = 2 * v + (k < 8 * n ? src[k / 8] >> (7 - k % 8) & 1u : 0);
        dst[len++] = (uint8_t)base64_digits[v];
    }
    while (len % 4)
        dst[len++] = '=';
    return len;
}

/* Division by the generator (without its highest power), bit by bit. */
static uint32_t remainder_of(unsigned degree, uint32_t generator, uint32_t crc, const uint8_t *src,
                             size_t n)
{
    const uint32_t top = 1u << (degree - 1), all = top | (top - 1);
    crc &= all;
    for (size_t bit = 0; bit < 8 * n; bit++) {
        const bool in = src[bit / 8] >> (7 - bit % 8) & 1, out = crc & top;
        crc = (crc << 1 & all) ^ (in != out ? generator : 0);
    }
    return crc;
}

uint32_t oracle_crc32_ogg(uint32_t crc, const uint8_t *src, size_t n)
{
    return remainder_of(32, 0x04C11DB7, crc, src, n);
}

uint32_t oracle_crc16_flac(uint32_t crc, const uint8_t *src, size_t n)
{
    return remainder_of(16, 0x8005, crc, src, n);
}

uint32_t oracle_crc8_flac(uint32_t crc, const uint8_t *src, size_t n)
{
    return remainder_of(8, 0x07, crc, src, n);
}

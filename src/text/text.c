/* SPDX-License-Identifier: MIT */
/* Text of any of the four encodings to UTF-8. */
#include "text/text.h"

/* UTF-16 with surrogates: whether they are paired. `top` is the place of a unit's high byte. */
static bool are_paired(const uint8_t *src, size_t n, size_t top)
{
    for (size_t i = 0; i < n; i += 2) {
        const unsigned high = src[i + top] & 0xFC;
        if ((high & 0xF8) != 0xD8)
            continue;
        if (high == 0xDC || n - i < 4 || (src[i + 2 + top] & 0xFC) != 0xDC)
            return false;
        i += 2;
    }
    return true;
}

bool st_text_valid(unsigned encoding, const uint8_t *src, size_t n)
{
    switch (encoding) {
    case SIMDTAG_LATIN1:
        return true;
    case SIMDTAG_UTF8:
        return (n <= ST_TEXT_SHORT && st_text_is_ascii(src, n)) || st_k.validate_utf8(src, n);
    case SIMDTAG_UTF16LE:
        return n % 2 == 0 && (!(st_k.utf16le_class(src, n) >> 16) || are_paired(src, n, 1));
    case SIMDTAG_UTF16BE:
        return n % 2 == 0 && (!(st_k.utf16be_class(src, n) >> 16) || are_paired(src, n, 0));
    default:
        return false;
    }
}

size_t st_text_room(unsigned encoding, size_t n)
{
    switch (encoding) {
    case SIMDTAG_LATIN1:
        return 2 * n;
    case SIMDTAG_UTF8:
        return n;
    default:
        return n / 2 * 3;
    }
}

static size_t convert(unsigned encoding, uint8_t *dst, const uint8_t *src, size_t n)
{
    switch (encoding) {
    case SIMDTAG_LATIN1:
        if (n > ST_TEXT_SHORT || !st_text_is_ascii(src, n))
            return st_k.latin1_to_utf8(dst, src, n);
        memcpy(dst, src, n);
        return n;
    case SIMDTAG_UTF16LE:
        return st_k.utf16le_to_utf8(dst, src, n);
    case SIMDTAG_UTF16BE:
        return st_k.utf16be_to_utf8(dst, src, n);
    case SIMDTAG_UTF8:
        if (!st_text_valid(encoding, src, n))
            return ST_MALFORMED;
        memcpy(dst, src, n);
        return n;
    default:
        return ST_MALFORMED;
    }
}

char *st_text_to_utf8(st_arena *a, unsigned encoding, const uint8_t *src, size_t n, size_t *len,
                      simdtag_status *status)
{
    if (len)
        *len = 0;
    if (status)
        *status = SIMDTAG_ERR_NOMEM;
    if (n == 0)
        src = (const uint8_t *)""; /* so that nobody hands NULL to memcpy */
    if (n > SIZE_MAX / 2 - 1)
        return NULL;
    uint8_t *dst = st_arena_alloc(a, st_text_room(encoding, n) + 1);
    if (dst == NULL)
        return NULL;
    const size_t wrote = convert(encoding, dst, src, n);
    if (wrote == ST_MALFORMED) {
        if (status)
            *status = SIMDTAG_ERR_USAGE;
        return NULL; /* the room goes with the arena */
    }
    dst[wrote] = 0;
    if (len)
        *len = wrote;
    if (status)
        *status = SIMDTAG_OK;
    return (char *)dst;
}

char *st_utf16le_to_utf8(st_arena *a, const uint8_t *src, size_t n, size_t *len)
{
    const size_t room = n / 2 * 3 + 1;
    uint8_t *dst = st_arena_alloc(a, room);
    *len = 0;
    if (dst == NULL)
        return NULL;
    const size_t wrote = n ? st_k.utf16le_to_utf8(dst, src, n) : 0;
    *len = wrote;
    if (wrote == ST_MALFORMED)
        return NULL; /* the room goes with the arena */
    dst[wrote] = 0;
    st_arena_trim(a, dst, room, wrote + 1);
    return (char *)dst;
}

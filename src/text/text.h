/* SPDX-License-Identifier: MIT */
/* Whole strings over the kernels. Tags are 5 to 40 bytes: what is short is done here, in line,
 * before any call through the table. */
#ifndef ST_TEXT_H
#define ST_TEXT_H

#include <string.h>

#include "base/arena.h"
#include "dispatch/dispatch.h"
#include "simdtag/id3.h" /* SIMDTAG_LATIN1 … SIMDTAG_UTF8 */

/* Up to this many bytes a test of all of them is faster in line; a search, byte by byte, only
 * below the second figure: measured, generic and AVX2 answer 8 to 60 bytes in 1.5 to 2 ns, call
 * included. */
#define ST_TEXT_SHORT 16
#define ST_TEXT_FEW 8

/* No byte >= 0x80. */
static inline bool st_text_is_ascii(const uint8_t *src, size_t n)
{
    if (n > ST_TEXT_SHORT)
        return st_k.is_ascii(src, n);
    uint64_t a = 0, b = 0;
    if (n >= 8) {
        memcpy(&a, src, 8);
        memcpy(&b, src + n - 8, 8);
    } else if (n >= 4) {
        memcpy(&a, src, 4);
        memcpy(&b, src + n - 4, 4);
    } else if (n) {
        a = src[0] | src[n / 2] | src[n - 1];
    }
    return !((a | b) & UINT64_C(0x8080808080808080));
}

/* Index of the first zero byte, n if none. */
static inline size_t st_text_nul8(const uint8_t *src, size_t n)
{
    if (n >= ST_TEXT_FEW)
        return src[0] ? st_k.find_nul8(src, n) : 0; /* empty descriptions are common */
    size_t i = 0;
    while (i < n && src[i])
        i++;
    return i;
}

/* Index of the first zero unit at an even offset, n if none (also when n is odd). */
static inline size_t st_text_nul16(const uint8_t *src, size_t n)
{
    if (n >= ST_TEXT_FEW)
        return src[0] | src[1] ? st_k.find_nul16(src, n) : 0;
    for (size_t i = 0; n - i >= 2; i += 2)
        if (!(src[i] | src[i + 1]))
            return i;
    return n;
}

/* Index of the first such byte, n if none: '=' of a Vorbis comment. */
static inline size_t st_text_byte(const uint8_t *src, size_t n, uint8_t byte)
{
    if (n >= ST_TEXT_FEW)
        return st_k.find_byte(src, n, byte);
    size_t i = 0;
    while (i < n && src[i] != byte)
        i++;
    return i;
}

/* Whether n bytes are well-formed in one of the four encodings: always so for Latin-1; UTF-8 by
 * RFC 3629; UTF-16 has an even length and no lone surrogate. An unknown encoding is not. */
bool st_text_valid(unsigned encoding, const uint8_t *src, size_t n);

/* Bytes of UTF-8 that n bytes of an encoding can become, without the terminating zero. */
size_t st_text_room(unsigned encoding, size_t n);

/* The text as UTF-8 in the arena, with a terminating zero (a zero inside the text stays; *len is
 * the length without the terminator, len may be NULL). Byte order marks are the caller's
 * business. NULL and *status (may be NULL): SIMDTAG_ERR_USAGE for malformed text,
 * SIMDTAG_ERR_NOMEM when the arena is exhausted. */
char *st_text_to_utf8(st_arena *a, unsigned encoding, const uint8_t *src, size_t n, size_t *len,
                      simdtag_status *status);

/* The same of UTF-16LE: NULL and *len = ST_MALFORMED, or NULL and *len = 0 when the arena is
 * exhausted. */
char *st_utf16le_to_utf8(st_arena *a, const uint8_t *src, size_t n, size_t *len);

/* Bytes that st_base64_decode may write for n characters. */
static inline size_t st_base64_room(size_t n) { return n / 4 * 3 + 3; }

/* Decodes base64 (RFC 4648 section 4) as far as it goes: white space is skipped, the first '='
 * ends the data, and missing padding is accepted (old encoders of METADATA_BLOCK_PICTURE leave
 * it out). Returns the bytes written to dst; ST_MALFORMED for any other character or a single
 * character left over. dst may be src, or overlap it from before. */
size_t st_base64_decode(uint8_t *dst, const uint8_t *src, size_t n);

#endif

/* SPDX-License-Identifier: MIT */
/* The scan primitives of simdtag, usable alone: each runs the best kernel for this CPU.
 *
 * Lengths are in bytes. No function touches a byte outside [src, src + n) or outside the room it
 * asks for in dst. src may be NULL when n is 0. Searches return the index of what they found, or
 * n when there is nothing; each is linear in n. All are safe to call from any thread. */
#ifndef SIMDTAG_SCAN_H
#define SIMDTAG_SCAN_H

#include <simdtag/simdtag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the transcoders return for malformed input. */
#define SIMDTAG_MALFORMED ((size_t)-1)

/* Index of the first valid MPEG audio frame header (first 3 bytes: sync, version, layer, bitrate
 * and sampling rate index not reserved). */
SIMDTAG_API size_t simdtag_find_mpeg_sync(const uint8_t *src, size_t n);

/* Index of the last occurrence of the four bytes of `pattern`, its lowest byte first. */
SIMDTAG_API size_t simdtag_rfind_pattern32(const uint8_t *src, size_t n, uint32_t pattern);

/* Index of the first zero byte; of the first zero 16-bit unit (even offsets only); of the first
 * such byte. */
SIMDTAG_API size_t simdtag_find_nul8(const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_find_nul16(const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_find_byte(const uint8_t *src, size_t n, uint8_t byte);

/* 1 when no byte is >= 0x80; 1 when the bytes are well-formed UTF-8 (RFC 3629). Else 0. */
SIMDTAG_API int simdtag_is_ascii(const uint8_t *src, size_t n);
SIMDTAG_API int simdtag_validate_utf8(const uint8_t *src, size_t n);

/* To UTF-8; returns the bytes written to dst, which has room for 2 n (Latin-1) or n / 2 * 3
 * (UTF-16). UTF-16 with a lone surrogate or an odd length: SIMDTAG_MALFORMED. dst and src must
 * not overlap. */
SIMDTAG_API size_t simdtag_latin1_to_utf8(uint8_t *dst, const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_utf16le_to_utf8(uint8_t *dst, const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_utf16be_to_utf8(uint8_t *dst, const uint8_t *src, size_t n);

/* All units of UTF-16 OR-ed together, bit 16 set if any is a surrogate: <= 0x7F means ASCII, <=
 * 0xFF Latin-1. An odd last byte is ignored. */
SIMDTAG_API uint32_t simdtag_utf16le_class(const uint8_t *src, size_t n);
SIMDTAG_API uint32_t simdtag_utf16be_class(const uint8_t *src, size_t n);

/* The low byte of each unit of UTF-16 (for text whose class is <= 0xFF); returns n / 2, the room
 * that dst needs. */
SIMDTAG_API size_t simdtag_utf16le_narrow(uint8_t *dst, const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_utf16be_narrow(uint8_t *dst, const uint8_t *src, size_t n);

#ifdef __cplusplus
}
#endif
#endif

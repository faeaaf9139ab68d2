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

/* Index of the first valid ADTS header of AAC, by its first 3 bytes: sync, layer 0, sampling rate
 * index not reserved. A header cut off by the end is not found; so with the next. */
SIMDTAG_API size_t simdtag_find_adts_sync(const uint8_t *src, size_t n);

/* Index of the first valid AC-3 or E-AC-3 header, by its first 6 bytes: sync, a known version
 * (bsid), and no reserved frame size, sampling rate or stream type. */
SIMDTAG_API size_t simdtag_find_ac3_sync(const uint8_t *src, size_t n);

/* Index of the first, and of the last, occurrence of the four bytes of `pattern`, its lowest byte
 * first. */
SIMDTAG_API size_t simdtag_find_pattern32(const uint8_t *src, size_t n, uint32_t pattern);
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

/* The two bytes of each unit exchanged; returns the bytes written to dst, which has room for n: an
 * odd last byte is left out. dst and src must not overlap. */
SIMDTAG_API size_t simdtag_utf16_swap(uint8_t *dst, const uint8_t *src, size_t n);

/* ID3 unsynchronisation (ID3v2.4 structure, 6.1), undone and done; returns the bytes written to
 * dst, which has room for n and for 2 n. To undo what never was unsynchronised (an FF that is last
 * or has E0 to FF behind it) gives SIMDTAG_MALFORMED. dst and src must not overlap. */
SIMDTAG_API size_t simdtag_unsync_decode(uint8_t *dst, const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_unsync_encode(uint8_t *dst, const uint8_t *src, size_t n);

/* A to Z become a to z, all else stays; returns n, the room that dst needs. dst may be src. */
SIMDTAG_API size_t simdtag_ascii_fold(uint8_t *dst, const uint8_t *src, size_t n);

/* 1 when two strings of n bytes are the same but for the case of A to Z, else 0. */
SIMDTAG_API int simdtag_ascii_equal_fold(const uint8_t *a, const uint8_t *b, size_t n);

/* Base64 (RFC 4648 section 4); both return the bytes written to dst.
 * Decoding: white space is skipped, the first '=' ends the data, missing padding is accepted; any
 * other character, or a single one left over, gives SIMDTAG_MALFORMED. dst has room for
 * n / 4 * 3 + 3; it may be src, or overlap it from before.
 * Encoding: with padding, without line ends. dst has room for (n + 2) / 3 * 4; no overlap. */
SIMDTAG_API size_t simdtag_base64_decode(uint8_t *dst, const uint8_t *src, size_t n);
SIMDTAG_API size_t simdtag_base64_encode(uint8_t *dst, const uint8_t *src, size_t n);

/* CRCs of what came before (`crc`, 0 at first) and src together: of Ogg pages (RFC 3533 section 6),
 * of FLAC frames and of FLAC frame headers (RFC 9639 sections 9.3 and 9.1.8). All without
 * reflection and final XOR; the upper bits of a shorter one are 0, and are not looked at. */
SIMDTAG_API uint32_t simdtag_crc32_ogg(uint32_t crc, const uint8_t *src, size_t n);
SIMDTAG_API uint32_t simdtag_crc16_flac(uint32_t crc, const uint8_t *src, size_t n);
SIMDTAG_API uint32_t simdtag_crc8_flac(uint32_t crc, const uint8_t *src, size_t n);

#ifdef __cplusplus
}
#endif
#endif

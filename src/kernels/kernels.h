/* SPDX-License-Identifier: MIT */
/* The kernels: one operation on bytes each, in several tiers; `st_k` holds the best one of each
 * for this machine.
 *
 * No kernel touches a byte outside what it was given. Searches return an index, or the length
 * when there is nothing. */
#ifndef ST_KERNELS_H
#define ST_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A shape is a signature. `n` is in bytes everywhere. */

/* Index of the first hit, n if none.
 *   find_mpeg_sync  a byte pair FF Ex/Fx that begins a valid MPEG audio header in its first 3
 *                   bytes (ISO 11172-3 2.4.2.3: version not reserved, layer not reserved, bitrate
 *                   index not 15, sampling rate index not 3); a hit needs 3 bytes inside n
 *   find_adts_sync  a byte pair FF Fx that begins a valid ADTS header in its first 3 bytes (ISO
 *                   14496-3 1.A.2.2.1: layer 0, sampling rate index below 13); a hit needs 3
 *                   bytes inside n
 *   find_ac3_sync   a byte pair 0B 77 that begins a valid AC-3 or E-AC-3 header in its first 6
 *                   bytes (ATSC A/52 5.3, E.1.2: bsid up to 16; for AC-3, which is bsid up to 10,
 *                   fscod not 3, frmsizecod below 38; for E-AC-3 strmtyp not 3, fscod and fscod2
 *                   not both 3); a hit needs 6 bytes inside n
 *   find_nul8       a zero byte
 *   find_nul16      two zero bytes at an even offset */
#define ST_SHAPE_SCAN(fn) size_t fn(const uint8_t *src, size_t n)

/* Index of the first byte equal to `byte`, n if none. */
#define ST_SHAPE_FIND8(fn) size_t fn(const uint8_t *src, size_t n, uint8_t byte)

/* Index of four bytes (pattern: first byte in the lowest 8 bits), n if none: find_pattern32 of
 * the first, rfind_pattern32 of the last occurrence. */
#define ST_SHAPE_FIND32(fn) size_t fn(const uint8_t *src, size_t n, uint32_t pattern)

/* is_ascii: no byte >= 0x80. validate_utf8: well-formed (RFC 3629: no surrogates, no overlong,
 * <= U+10FFFF). */
#define ST_SHAPE_TEST(fn) bool fn(const uint8_t *src, size_t n)

/* Transcodes n bytes and returns the number of bytes written. dst has room for the worst case:
 *   latin1_to_utf8      2 n
 *   utf16xx_to_utf8     n / 2 * 3; ST_MALFORMED for a lone surrogate or an odd n
 *   utf16xx_narrow      n / 2; the low byte of each unit (only for class <= 0xFF)
 *   utf16_swap          n; the bytes of each unit exchanged, an odd last byte left out
 *   unsync_decode       n; the zero byte behind each FF taken out (ID3v2.4 structure 6.1);
 *                       ST_MALFORMED when an FF is last or an E0 to FF stands behind one, which
 *                       unsynchronised bytes never have
 *   unsync_encode       2 n; a zero byte put behind each FF that is last or before 00 or E0 to FF
 *   ascii_fold          n; A to Z become a to z
 *   base64_decode       n / 4 * 3; whole groups of four characters (RFC 4648 section 4), up to the
 *                       first group with any other character, '=' and white space included
 *   base64_encode       (n + 2) / 3 * 4; with padding
 * dst and src do not overlap; but ascii_fold works in place, and base64_decode with dst anywhere
 * up to src. */
#define ST_SHAPE_CODE(fn) size_t fn(uint8_t *dst, const uint8_t *src, size_t n)

/* utf16xx_class: all UTF-16 units of src OR-ed together, and bit 16 set if any unit is a
 * surrogate (D800–DFFF). An odd last byte is ignored. So: <= 0x7F ASCII, <= 0xFF Latin-1, <=
 * 0xFFFF plain UCS-2, more: surrogates to be looked at. */
#define ST_SHAPE_CLASS(fn) uint32_t fn(const uint8_t *src, size_t n)

/* Whether two strings of n bytes are the same but for the case of A to Z. */
#define ST_SHAPE_EQUAL(fn) bool fn(const uint8_t *a, const uint8_t *b, size_t n)

/* The CRC of what came before (0 at first) and src together, without reflection or final XOR; of
 * crc only as many bits count as the CRC has.
 *   crc32_ogg   0x04C11DB7, RFC 3533 section 6
 *   crc16_flac  0x8005, RFC 9639 section 9.3
 *   crc8_flac   0x07, RFC 9639 section 9.1.8 */
#define ST_SHAPE_CRC(fn) uint32_t fn(uint32_t crc, const uint8_t *src, size_t n)

/* detect: ST_MAGIC_* bits of what is seen in the first min(n, 128) bytes. */
#define ST_SHAPE_DETECT(fn) uint32_t fn(const uint8_t *src, size_t n)

#define ST_MALFORMED ((size_t)-1)

/* What `detect` sees. AT0: the bytes begin with it; else anywhere in them. */
enum {
    ST_MAGIC_ID3 = 1u << 0,       /* "ID3" at 0 */
    ST_MAGIC_FLAC = 1u << 1,      /* "fLaC" at 0 */
    ST_MAGIC_OGGS = 1u << 2,      /* "OggS" at 0 */
    ST_MAGIC_VORBIS = 1u << 3,    /* "\x01vorbis" */
    ST_MAGIC_OPUSHEAD = 1u << 4,  /* "OpusHead" */
    ST_MAGIC_FTYP = 1u << 5,      /* "ftyp" */
    ST_MAGIC_MP4 = 1u << 6,       /* "mp4" */
    ST_MAGIC_MPEG_SYNC = 1u << 7, /* bytes FF F2, F3, FA or FB at 0 (layer III, MPEG 1 and 2) */
    ST_MAGIC_FISHEAD = 1u << 8,   /* "fishead\0" at offset 28 (Ogg skeleton) */
    ST_MAGIC_SPEEX = 1u << 9,     /* "Speex   " */
    ST_MAGIC_THEORA = 1u << 10,   /* "\x80theora" */
    ST_MAGIC_OGGFLAC = 1u << 11,  /* "FLAC" */
    ST_MAGIC_RIFF = 1u << 12      /* "RIFF" at 0 */
};

#define K(name, shape, avx2, neon, gen)       \
    typedef ST_SHAPE_##shape(st_##name##_fn); \
    st_##name##_fn st_##name##_c, st_##name##_avx2, st_##name##_vclmul, st_##name##_neon;
#include "kernels/kernels.def"
#undef K

typedef struct st_kernels {
#define K(name, shape, avx2, neon, gen) st_##name##_fn *name;
#include "kernels/kernels.def"
#undef K
} st_kernels;

#endif

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
 *   bytes (ISO 11172-3 2.4.2.3: version not
 *                   reserved, layer not reserved, bitrate index not 15, sampling rate index not
 *                   3); a hit needs 3 bytes inside n
 *   find_nul8       a zero byte
 *   find_nul16      two zero bytes at an even offset */
#define ST_SHAPE_SCAN(fn) size_t fn(const uint8_t *src, size_t n)

/* Index of the first byte equal to `byte`, n if none. */
#define ST_SHAPE_FIND8(fn) size_t fn(const uint8_t *src, size_t n, uint8_t byte)

/* Index of the last occurrence of four bytes (pattern: first byte in the lowest 8 bits), n if
 * none. */
#define ST_SHAPE_FIND32(fn) size_t fn(const uint8_t *src, size_t n, uint32_t pattern)

/* is_ascii: no byte >= 0x80. validate_utf8: well-formed (RFC 3629: no surrogates, no overlong,
 * <= U+10FFFF). */
#define ST_SHAPE_TEST(fn) bool fn(const uint8_t *src, size_t n)

/* Transcodes n bytes and returns the number of bytes written. dst has room for the worst case:
 *   latin1_to_utf8      2 n
 *   utf16xx_to_utf8     n / 2 * 3; ST_MALFORMED for a lone surrogate or an odd n
 *   utf16xx_narrow      n / 2; the low byte of each unit (only for class <= 0xFF)
 * dst and src do not overlap. */
#define ST_SHAPE_CODE(fn) size_t fn(uint8_t *dst, const uint8_t *src, size_t n)

/* utf16xx_class: all UTF-16 units of src OR-ed together, and bit 16 set if any unit is a
 * surrogate (D800–DFFF). An odd last byte is ignored. So: <= 0x7F ASCII, <= 0xFF Latin-1, <=
 * 0xFFFF plain UCS-2, more: surrogates to be looked at. */
#define ST_SHAPE_CLASS(fn) uint32_t fn(const uint8_t *src, size_t n)

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
    st_##name##_fn st_##name##_c, st_##name##_avx2, st_##name##_neon;
#include "kernels/kernels.def"
#undef K

typedef struct st_kernels {
#define K(name, shape, avx2, neon, gen) st_##name##_fn *name;
#include "kernels/kernels.def"
#undef K
} st_kernels;

#endif

/* SPDX-License-Identifier: MIT */
/* detect, portable: signatures at fixed places, then one pass over the bytes for those that may
 * stand anywhere. */
#include <string.h>

#include "kernels/kernels.h"

static inline bool at(const uint8_t *src, size_t n, size_t offset, const char *what, size_t len)
{
    return n >= offset + len && memcmp(src + offset, what, len) == 0;
}

static uint32_t fixed(const uint8_t *src, size_t n)
{
    uint32_t seen = 0;
    if (at(src, n, 0, "ID3", 3))
        seen |= ST_MAGIC_ID3;
    if (at(src, n, 0, "fLaC", 4))
        seen |= ST_MAGIC_FLAC;
    if (at(src, n, 0, "OggS", 4))
        seen |= ST_MAGIC_OGGS;
    if (at(src, n, 0, "RIFF", 4))
        seen |= ST_MAGIC_RIFF;
    if (at(src, n, 28, "fishead", 8)) /* with its zero */
        seen |= ST_MAGIC_FISHEAD;
    if (n >= 2 && src[0] == 0xFF && (src[1] & 0xF6) == 0xF2) /* F2 F3 FA FB */
        seen |= ST_MAGIC_MPEG_SYNC;
    return seen;
}

uint32_t st_detect_c(const uint8_t *src, size_t n)
{
    if (n > 128)
        n = 128;
    uint32_t seen = fixed(src, n);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *p = src + i;
        const size_t left = n - i;
        switch (*p) {
        case 0x01:
            seen |= at(p, left, 0, "\x01vorbis", 7) ? ST_MAGIC_VORBIS : 0u;
            break;
        case 'O':
            seen |= at(p, left, 0, "OpusHead", 8) ? ST_MAGIC_OPUSHEAD : 0u;
            break;
        case 'f':
            seen |= at(p, left, 0, "ftyp", 4) ? ST_MAGIC_FTYP : 0u;
            break;
        case 'm':
            seen |= at(p, left, 0, "mp4", 3) ? ST_MAGIC_MP4 : 0u;
            break;
        case 'S':
            seen |= at(p, left, 0, "Speex   ", 8) ? ST_MAGIC_SPEEX : 0u;
            break;
        case 0x80:
            seen |= at(p, left, 0, "\x80theora", 7) ? ST_MAGIC_THEORA : 0u;
            break;
        case 'F':
            seen |= at(p, left, 0, "FLAC", 4) ? ST_MAGIC_OGGFLAC : 0u;
            break;
        default:
            break;
        }
    }
    return seen;
}

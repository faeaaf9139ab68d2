/* SPDX-License-Identifier: MIT */
/* The walk in C: compiled once a compiler and level, as WALK. ID3v2 3.1 (header), v2.3 3.3 and v2.4
 * structure 4 (frame headers). */
#include "walk.h"

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t sevens(uint32_t v)
{
    return (v & 0x7F) | (v & 0x7F00) >> 1 | (v & 0x7F0000) >> 2 | (v & 0x7F000000) >> 3;
}

static int is_letter(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

size_t WALK(const uint8_t *tag, size_t len, frame *out, size_t cap)
{
    if (len < 10 || tag[0] != 'I' || tag[1] != 'D' || tag[2] != '3' || tag[3] < 3 || tag[3] > 4 ||
        (be32(tag + 6) & 0x80808080))
        return 0;
    const int syncsafe = tag[3] == 4;
    const size_t whole = 10 + (size_t)sevens(be32(tag + 6)), end = whole < len ? whole : len;
    size_t at = 10, n = 0;
    while (end - at >= 10 && n < cap) {
        const uint8_t *p = tag + at;
        if (!is_letter(p[0]) || !is_letter(p[1]) || !is_letter(p[2]) || !is_letter(p[3]))
            break;
        const uint32_t raw = be32(p + 4), size = syncsafe ? sevens(raw) : raw;
        out[n++] = (frame){be32(p), (uint32_t)(at + 10), size, (uint32_t)(p[8] << 8 | p[9])};
        if (size > end - at - 10)
            break;
        at += 10 + size;
    }
    return n;
}

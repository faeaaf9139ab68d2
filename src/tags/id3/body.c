/* SPDX-License-Identifier: MIT */
/* What may be wrapped around a frame's body: unsynchronisation, a data length, zlib; and
 * encryption, which stays. */
#include <string.h>
#include <zlib.h>

#include "dispatch/dispatch.h"
#include "tags/id3/id3.h"

/* Frame flags. ID3v2.3, 3.3.1; ID3v2.4 structure, 4.1.2. */
enum {
    V23_COMPRESSED = 0x0080,
    V23_ENCRYPTED = 0x0040,
    V24_COMPRESSED = 0x0008,
    V24_ENCRYPTED = 0x0004,
    V24_UNSYNC = 0x0002,
    V24_DATA_LENGTH = 0x0001
};

enum { INFLATE_COST = 1024 }; /* bytes that inflating nothing is worth */

/* A zlib stream, inflated for its length only (dst NULL) or into dst. False when it is damaged,
 * cut, or longer than cap. */
static bool inflate_into(const uint8_t *src, size_t n, uint8_t *dst, size_t cap, size_t *len)
{
    uint8_t scratch[4096];
    z_stream z = {.next_in = (Bytef *)src, .avail_in = (uInt)n};
    if (n > UINT32_MAX || inflateInit(&z) != Z_OK)
        return false;
    int status = Z_OK;
    *len = 0;
    while (status == Z_OK) {
        const size_t room = dst ? cap - *len : sizeof scratch;
        z.next_out = dst ? dst + *len : scratch;
        z.avail_out = room < sizeof scratch ? (uInt)room : (uInt)sizeof scratch;
        const uInt before = z.avail_out;
        status = inflate(&z, Z_NO_FLUSH);
        *len += before - z.avail_out;
        if (*len > cap)
            break;
    }
    inflateEnd(&z);
    return status == Z_STREAM_END && *len <= cap;
}

/* 1, 0 or -1 as st_id3_body. Two passes: the length first, so that memory is what the data need,
 * not what they claim. */
static int inflate_body(st_id3_walk *w, const uint8_t **body, size_t *n)
{
    size_t len = 0;
    if (w->inflate_left == 0)
        return 0;
    const bool sound = inflate_into(*body, *n, NULL, w->inflate_left, &len);
    /* What was inflated in vain counts too, and so does zlib's own set-up: thousands of bombs, or
     * millions of tiny frames, must not cost more than one bomb. */
    const size_t spent = len + INFLATE_COST;
    w->inflate_left -= spent < w->inflate_left ? spent : w->inflate_left;
    if (!sound)
        return 0;
    uint8_t *out = st_arena_alloc(w->arena, len + 1); /* + 1: zlib wants room to see the end of
                                                         an empty stream */
    if (out == NULL)
        return -1;
    size_t again;
    if (!inflate_into(*body, *n, out, len + 1, &again))
        return 0;
    *body = out;
    *n = again;
    return 1;
}

static int body_23(st_id3_walk *w, uint16_t flags, const uint8_t **body, size_t *n)
{
    if (flags & V23_COMPRESSED) {
        if (*n < 4)
            return 0;
        *body += 4; /* decompressed size: what the stream says counts */
        *n -= 4;
    }
    if (flags & V23_ENCRYPTED)
        return 2;
    return flags & V23_COMPRESSED ? inflate_body(w, body, n) : 1;
}

static int body_24(st_id3_walk *w, uint16_t flags, const uint8_t **body, size_t *n)
{
    if (flags & V24_ENCRYPTED)
        return 2;
    const size_t length = !(flags & (V24_COMPRESSED | V24_DATA_LENGTH)) ? 0 : *n < 4 ? *n : 4;
    const uint8_t *whole = *body;
    *body += length;
    *n -= length;
    if ((flags & V24_UNSYNC) || (w->tag->flags & ST_ID3_UNSYNC)) {
        if (*n && memchr(*body, 0xFF, *n)) {
            uint8_t *out = st_arena_alloc(w->arena, length + *n);
            if (out == NULL)
                return -1;
            const size_t decoded = st_k.unsync_decode(out + length, *body, *n);
            if (decoded != ST_MALFORMED) { /* else meant as it stands: some writers only set
                                                   the flag */
                memcpy(out, whole, length);
                whole = out;
                *body = out + length;
                *n = decoded;
            }
        }
    }
    if (!(flags & V24_COMPRESSED))
        return 1;
    const size_t stream = *n;
    const int got = inflate_body(w, body, n);
    if (got != 0)
        return got;
    *body = whole; /* old writers left the data length out */
    *n = length + stream;
    return inflate_body(w, body, n);
}

int st_id3_body(st_id3_walk *w, uint16_t flags, const uint8_t **body, size_t *n)
{
    switch (w->tag->minor) {
    case 3: return body_23(w, flags, body, n);
    case 4: return body_24(w, flags, body, n);
    default: return 1;
    }
}

/* SPDX-License-Identifier: MIT */
/* What exact scans have in common: the moving window, tags behind and between frames. */
#include "formats/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"

enum { ID3V1 = 128, ID3V1_PLUS = 227, APE_HEADER = 32, ID3_HEADER = 10 };
enum { LYRICS_BEGIN = 11, LYRICS_END = 9, LYRICS_SIZE = 6, LYRICS1_MOST = 5100 + 20 };
enum { TAGS_MOST = 16 }; /* at a file's end */

bool st_scan_grow(st_scan *s, size_t room)
{
    if (s->room >= room)
        return true;
    uint8_t *grown = realloc(s->buffer, room);
    if (grown == NULL) {
        s->status = st_error_set(s->err, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", room);
        return false;
    }
    s->buffer = grown;
    s->room = room;
    s->len = 0;
    return true;
}

/* Moves the window to `off`, behind which the file has `want` bytes. */
static bool slide(st_scan *s, uint64_t off, size_t want)
{
    const uint64_t left = s->source->size - off;
    if (s->room == 0) /* no more than the file has, from here to its end */
        (void)st_scan_grow(s, s->source->size < ST_SCAN_WINDOW ? (size_t)s->source->size
                                                               : ST_SCAN_WINDOW);
    if (s->status != SIMDTAG_OK)
        return false;
    s->off = off;
    s->len = want > s->ahead ? want : s->ahead;
    if (s->len > s->room)
        s->len = s->room;
    if (s->len > left)
        s->len = (size_t)left;
    s->data = s->buffer;
    s->status = st_source_read_full(s->source, s->buffer, s->len, off, s->err);
    return s->status == SIMDTAG_OK;
}

const uint8_t *st_scan_view(st_scan *s, uint64_t off, size_t want, size_t *got)
{
    *got = 0;
    if (s->status != SIMDTAG_OK || off >= s->source->size)
        return NULL;
    if (want > s->source->size - off)
        want = (size_t)(s->source->size - off);
    const bool here =
        off >= s->off && off - s->off < s->len && want <= s->len - (size_t)(off - s->off);
    if (!here && !slide(s, off, want))
        return NULL;
    *got = s->len - (size_t)(off - s->off);
    return s->data + (off - s->off);
}

/* ---- tags ---- */

/* An ID3v2 header (id3.org, ID3v2.4 structure, 3.1): no version FF, no size byte above 7F. */
static uint64_t id3_length(const uint8_t *p)
{
    const uint32_t size = st_load_be32(p + 6);
    if (p[3] == 0xFF || p[4] == 0xFF || size & 0x80808080)
        return 0;
    return ID3_HEADER + (uint64_t)st_low_sevens(size) + (p[5] & 0x10 ? ID3_HEADER : 0);
}

uint64_t st_tag_length(const uint8_t *p, size_t n, uint64_t left)
{
    uint64_t length = 0;
    if (n >= ID3_HEADER && memcmp(p, "ID3", 3) == 0)
        length = id3_length(p);
    else if (n >= 3 && memcmp(p, "TAG", 3) == 0)
        length = ID3V1;
    else if (n >= APE_HEADER && memcmp(p, "APETAGEX", 8) == 0) /* its size leaves out the header */
        length = APE_HEADER + (uint64_t)st_load_le32(p + 12);
    return length <= left ? length : 0;
}

/* Lyrics3 2.00: LYRICSBEGIN, fields, six digits, LYRICS200. */
static uint64_t lyrics2_length(const uint8_t *end)
{
    uint64_t size = 0;
    for (int i = LYRICS_END + LYRICS_SIZE; i > LYRICS_END; i--) {
        if (end[-i] < '0' || end[-i] > '9')
            return 0;
        size = size * 10 + (uint64_t)(end[-i] - '0');
    }
    return size + LYRICS_SIZE + LYRICS_END;
}

/* Lyrics3 1.00: at most 5100 bytes between LYRICSBEGIN and LYRICSEND. */
static uint64_t lyrics1_length(st_scan *s, uint64_t from, uint64_t end)
{
    size_t got, n = end - from < LYRICS1_MOST ? (size_t)(end - from) : LYRICS1_MOST;
    const uint8_t *p = st_scan_view(s, end - n, n, &got);
    for (size_t i = n; p && i-- > 0;)
        if (n - i >= LYRICS_BEGIN && memcmp(p + i, "LYRICSBEGIN", LYRICS_BEGIN) == 0)
            return n - i;
    return 0;
}

/* Bytes of the tag that ends at `end`; 0 when none does. */
static uint64_t tag_before(st_scan *s, uint64_t from, uint64_t end)
{
    const size_t n = end - from < ID3V1_PLUS ? (size_t)(end - from) : ID3V1_PLUS;
    size_t got;
    const uint8_t *p = st_scan_view(s, end - n, n, &got);
    if (p == NULL)
        return 0;
    uint64_t length = 0;
    p += n;
    if (n >= ID3V1 && memcmp(p - ID3V1, "TAG", 3) == 0)
        length = ID3V1;
    else if (n >= ID3V1_PLUS && memcmp(p - ID3V1_PLUS, "TAG+", 4) == 0)
        length = ID3V1_PLUS;
    else if (n >= APE_HEADER && memcmp(p - APE_HEADER, "APETAGEX", 8) == 0)
        length = (uint64_t)st_load_le32(p - APE_HEADER + 12) +
                 (p[-APE_HEADER + 23] & 0x80 ? APE_HEADER : 0); /* top bit of the flags */
    else if (n >= LYRICS_END + LYRICS_SIZE && memcmp(p - LYRICS_END, "LYRICS200", LYRICS_END) == 0)
        length = lyrics2_length(p);
    else if (n >= LYRICS_END && memcmp(p - LYRICS_END, "LYRICSEND", LYRICS_END) == 0)
        length = lyrics1_length(s, from, end);
    else if (n >= ID3_HEADER && memcmp(p - ID3_HEADER, "3DI", 3) == 0) /* ID3v2.4, 3.4 */
        length = 2 * ID3_HEADER + (uint64_t)st_low_sevens(st_load_be32(p - 4));
    return length <= end - from ? length : 0;
}

uint64_t st_scan_end(st_scan *s, uint64_t from)
{
    uint64_t end = s->source->size;
    for (int i = 0; i < TAGS_MOST && end > from; i++) {
        const uint64_t length = tag_before(s, from, end);
        if (length == 0)
            break;
        end -= length;
    }
    return end > from ? end : from;
}

/* SPDX-License-Identifier: MIT */
/* The ID3v2 header and extended header (ID3v2.2 3.1; v2.3 3.1, 3.2; v2.4 structure 3.1, 3.2). */
#include <string.h>

#include "base/bytes.h"
#include "tags/id3/id3.h"

/* Four bytes of seven bits; false when a top bit is set. */
static bool syncsafe(const uint8_t *p, uint32_t *value)
{
    *value = st_low_sevens(st_load_be32(p));
    return !((p[0] | p[1] | p[2] | p[3]) & 0x80);
}

simdtag_status st_id3_header(const uint8_t head[ST_ID3_HEADER], simdtag_id3_header *tag,
                             const char **words)
{
    *tag = (simdtag_id3_header){0};
    if (memcmp(head, "ID3", 3) != 0) {
        *words = "the file does not start with an ID3 tag";
        return SIMDTAG_ERR_ID3_NO_HEADER;
    }
    *tag =
        (simdtag_id3_header){.major = 2, .minor = head[3], .revision = head[4], .flags = head[5]};
    if (tag->minor < 2 || tag->minor > 4) {
        *words = "this version of ID3v2 is not supported";
        return SIMDTAG_ERR_ID3_VERSION;
    }
    uint32_t size;
    if (!syncsafe(head + 6, &size)) {
        *words = "Header size not synchsafe";
        return SIMDTAG_ERR_ID3;
    }
    tag->size = size + ST_ID3_HEADER;
    if (tag->flags & (tag->minor == 4 ? 0x0F : tag->minor == 3 ? 0x1F : 0)) {
        *words = "the tag has invalid flags";
        return SIMDTAG_ERR_ID3;
    }
    return SIMDTAG_OK;
}

/* Some taggers set the flag and write no extended header: frames follow at once. No extended
 * header is so long that its size reads as a frame's name. */
static bool is_frame_name(const uint8_t *p)
{
    return p[3] && simdtag_id3_row_of(st_load_be32(p)) >= 0;
}

simdtag_status st_id3_extended(const simdtag_id3_header *tag, const uint8_t four[4],
                               uint32_t *bytes, const char **words)
{
    *bytes = 0;
    if (is_frame_name(four))
        return SIMDTAG_OK;
    uint32_t size;
    if (tag->minor < 4) { /* v2.3 3.2: a plain number that leaves out its own four bytes */
        size = st_load_be32(four);
        if (size > tag->size) {
            *words = "the extended header is longer than the tag";
            return SIMDTAG_ERR_ID3;
        }
        *bytes = size + 4;
        return SIMDTAG_OK;
    }
    if (!syncsafe(four, &size)) {
        *words = "Extended header size not synchsafe";
        return SIMDTAG_ERR_ID3;
    }
    if (size < 4) {
        *words = "invalid extended header size";
        return SIMDTAG_ERR_ID3;
    }
    *bytes = size;
    return SIMDTAG_OK;
}

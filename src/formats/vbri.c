/* SPDX-License-Identifier: MIT */
/* Reading the VBRI header. */
#include "formats/vbri.h"

#include <string.h>

#include "base/cursor.h"

enum { PLACE = 4 + 32, FIXED = 26 }; /* it stands there whatever the frame's side information */

bool st_vbri_read(st_reader *r, uint64_t off, st_vbri *v)
{
    size_t got;
    off += PLACE;
    const uint8_t *p = st_view_upto(r, off, FIXED, &got);
    if (p == NULL || got < FIXED || memcmp(p, "VBRI", 4) != 0)
        return false;
    st_cur c = st_cur_of(p, got);
    st_skip(&c, 4);
    const uint16_t version = st_be16(&c);
    st_skip(&c, 2 + 2); /* delay, quality */
    v->bytes = st_be32(&c);
    v->frames = st_be32(&c);
    const uint32_t entries = st_be16(&c);
    st_skip(&c, 2); /* scale of the entries */
    const uint32_t width = st_be16(&c);
    if (version != 1 || (width != 2 && width != 4))
        return false;
    /* a table cut short makes it no header */
    return r->size - off - FIXED >= (uint64_t)entries * width;
}

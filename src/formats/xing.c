/* SPDX-License-Identifier: MIT */
/* Reading the Xing/Info header. */
#include "formats/xing.h"

#include <string.h>

#include "base/cursor.h"

enum { MAGIC = 8, TOC = 100, LONGEST = MAGIC + 4 + 4 + TOC + 4 + ST_LAME_BYTES };

/* The header stands where the frame's side information ends (ISO 11172-3 2.4.1.7); a CRC is not
 * reckoned with. */
static unsigned place(const st_mpeg_header *h)
{
    if (h->version == ST_MPEG_1)
        return h->mode == ST_MPEG_MONO ? 4 + 17 : 4 + 32;
    return h->mode == ST_MPEG_MONO ? 4 + 9 : 4 + 17;
}

bool st_xing_read(st_reader *r, uint64_t off, const st_mpeg_header *h, st_xing *x)
{
    size_t got;
    off += place(h);
    const uint8_t *p = st_view_upto(r, off, MAGIC, &got);
    if (p == NULL || got < MAGIC || (memcmp(p, "Info", 4) != 0 && memcmp(p, "Xing", 4) != 0))
        return false;
    p = st_view_upto(r, off, LONGEST, &got);
    if (p == NULL)
        return false;
    memset(x, 0, sizeof *x);
    x->is_info = p[0] == 'I';
    st_cur c = st_cur_of(p, got);
    st_skip(&c, 4);
    x->fields = st_be32(&c);
    if (x->fields & ST_XING_FRAMES)
        x->frames = st_be32(&c);
    if (x->fields & ST_XING_BYTES)
        x->bytes = st_be32(&c);
    if (x->fields & ST_XING_TOC)
        st_skip(&c, TOC);
    if (x->fields & ST_XING_SCALE)
        x->scale = st_be32(&c);
    if (!st_ok(&c))
        return false;
    st_lame_read(c, &x->lame);
    return true;
}

/* The method of LAME's extension decides where it says something, else what the header looks
 * like: "Info" is for CBR; a quality or LAME's name speak for VBR. */
uint8_t st_xing_bitrate_mode(const st_xing *x)
{
    static const uint8_t by_method[16] = {0, 1, 3, 2, 2, 2, 2, 0, 1, 3, 0, 0, 0, 0, 0, 0};
    const uint8_t told = x->lame.has_header ? by_method[x->lame.method] : 0;
    if (told)
        return told;
    if (x->is_info)
        return 1;
    return x->fields & ST_XING_SCALE || x->lame.words[0] ? 2 : 0;
}

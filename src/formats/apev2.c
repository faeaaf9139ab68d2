/* SPDX-License-Identifier: MIT */
/* Any file with an APEv2 tag: the tag alone, no stream info. */
#include "dispatch/dispatch.h"
#include "formats/ape_read.h"

/* A footer near the end, but not when an ID3 tag is at the start. */
static int apev2_score(const st_probe *p)
{
    const int behind = p->magics & ST_MAGIC_ID3 ? 1 : 0;
    return (p->tail && st_bytes_have(p->tail, p->tail_len, "APETAGEX", 8)) - behind;
}

const st_format st_format_apev2 = {"APEv2File", SIMDTAG_FORMAT_APEV2, apev2_score, st_ape_read, ""};

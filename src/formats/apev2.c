/* SPDX-License-Identifier: MIT */
/* Any file with an APEv2 tag: the tag alone, no stream info. */
#include <string.h>

#include "dispatch/dispatch.h"
#include "formats/ape_read.h"
#include "tags/ape.h"

/* A footer near the end, but not when an ID3 tag is at the start. */
static int apev2_score(const st_probe *p)
{
    const uint32_t apet = 0x54455041; /* "APET", the first letter lowest */
    const int behind = p->magics & ST_MAGIC_ID3 ? 1 : 0;
    if (p->tail == NULL)
        return -behind;
    for (size_t n = p->tail_len, at; (at = st_k.rfind_pattern32(p->tail, n, apet)) != n; n = at)
        if (p->tail_len - at >= 8 && st_ape_magic(p->tail + at))
            return 1 - behind;
    return -behind;
}

const st_format st_format_apev2 = {"APEv2File", SIMDTAG_FORMAT_APEV2, apev2_score, st_ape_read};

/* SPDX-License-Identifier: MIT */
/* Who scans which format. */
#include "formats/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

simdtag_status st_exact_scan(const st_source *source, const simdtag_doc *doc, simdtag_exact *out,
                             bool *done, simdtag_error *err)
{
    /* memory, too, is copied into the window: a walk from header to header waits for one miss of
     * the caches after another, which a copy does not */
    st_scan s = {.source = source, .ahead = ST_SCAN_WINDOW, .status = SIMDTAG_OK, .err = err};
    *done = true;
    memset(out, 0, sizeof *out);
    if (doc->format == SIMDTAG_FORMAT_MP3)
        st_exact_mpeg(&s, doc, out);
    else if (doc->format == SIMDTAG_FORMAT_FLAC)
        st_exact_flac(&s, doc, out);
    else if (doc->format == SIMDTAG_FORMAT_AAC && memcmp(doc->info.u.aac.type, "ADTS", 4) == 0)
        st_exact_adts(&s, doc, out);
    else
        *done = false;
    free(s.buffer);
    return s.status;
}

/* SPDX-License-Identifier: MIT */
/* The format "ID3": the tags alone, whatever follows them. */
#include "formats/id3_read.h"

/* Never found by detection: the caller asks for it. */
static int score(const st_probe *p)
{
    (void)p;
    return 0;
}

static simdtag_status read_tags(st_reader *r, st_out *out)
{
    uint64_t end;
    const simdtag_status status = st_id3_read(r, out, 0, &end);
    if (status != SIMDTAG_OK)
        return status;
    if (out->doc.tags == SIMDTAG_TAGS_NONE)
        return st_fail(r, SIMDTAG_ERR_ID3_NO_HEADER,
                       r->size < 10 ? "the file is too small for an ID3 tag"
                                    : "the file does not start with an ID3 tag");
    out->doc.audio_offset = end;
    return SIMDTAG_OK;
}

const st_format st_format_id3 = {"ID3", SIMDTAG_FORMAT_ID3, score, read_tags, ""};

/* SPDX-License-Identifier: MIT */
/* Names, scores and versions: the public questions that open no file. */
#include "api/parse.h"
#include "dispatch/dispatch.h"
#include "simdtag/simdtag.h"
#include "tags/genres.h"

const char *simdtag_format_name(simdtag_format format)
{
    const st_format *f = st_format_by_id(format);
    return f ? f->name : "";
}

simdtag_format simdtag_detect_ends(const void *head, size_t len, const void *tail, size_t tail_len,
                                   const char *name)
{
    st_probe probe = st_probe_of(name, (const uint8_t *)head, len);
    if (tail) {
        probe.tail_len = tail_len < ST_PROBE_TAIL ? tail_len : ST_PROBE_TAIL;
        probe.tail = (const uint8_t *)tail + (tail_len - probe.tail_len);
    }
    const st_format *f = st_format_pick(&probe);
    return f ? f->id : SIMDTAG_FORMAT_NONE;
}

simdtag_format simdtag_detect(const void *head, size_t len, const char *name)
{
    return simdtag_detect_ends(head, len, NULL, 0, name);
}

int simdtag_score(simdtag_format format, const void *head, size_t len, const char *name)
{
    const st_probe probe = st_probe_of(name, (const uint8_t *)head, len);
    const st_format *f = st_format_by_id(format);
    return f ? f->score(&probe) : 0;
}

const char *simdtag_genre(unsigned number)
{
    return st_genre_name(number);
}

const char *simdtag_cpu(void)
{
    return st_cpu_tier();
}

const char *simdtag_cpu_limit(const char *tier)
{
    return st_cpu_limit(tier) ? st_cpu_tier() : NULL;
}

const char *simdtag_version(void)
{
    return PACKAGE_VERSION;
}

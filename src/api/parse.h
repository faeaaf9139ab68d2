/* SPDX-License-Identifier: MIT */
/* Running a parser under one of the two drivers of docs/design.md, section 3. */
#ifndef ST_PARSE_H
#define ST_PARSE_H

#include "formats/format.h"

/* Brings what a planned parse needs: calls st_reader_feed for each of r->needs. */
typedef simdtag_status st_fetch_fn(st_reader *r, void *ctx);

/* The probe for a name (may be NULL) and first bytes. */
st_probe st_probe_of(const char *name, const uint8_t *head, size_t len);

/* Blocking: detects the format unless `format` names one, and parses. Results in *out, whose doc
 * is set here. */
simdtag_status st_parse(st_reader *r, simdtag_format format, const char *name, st_out *out);

/* Planned: the same through `fetch`; after ST_PLAN_ROUNDS rounds it goes on with the blocking
 * source. */
simdtag_status st_parse_planned(st_reader *r, simdtag_format format, const char *name, st_out *out,
                                st_fetch_fn *fetch, void *ctx, const st_source *blocking);

#endif

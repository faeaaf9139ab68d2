/* SPDX-License-Identifier: MIT */
/* Probe, pick a format, run its parser; once, or round by round when views have to be fetched
 * from elsewhere. */
#include "api/parse.h"

#include <string.h>

#include "dispatch/dispatch.h"

enum { PROBE = 128 }; /* what mutagen's scores look at */

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

st_probe st_probe_of(const char *name, const uint8_t *head, size_t len)
{
    uint64_t ext = 0;
    bool upper = false;
    const char *dot = name ? strrchr(name, '.') : NULL;
    for (size_t i = 0; dot && dot[i]; i++) {
        if (i == sizeof ext - 1) { /* too long to be one that is known */
            ext = 0;
            break;
        }
        const char c = ascii_lower(dot[i]);
        upper |= c != dot[i];
        ext |= (uint64_t)(uint8_t)c << (8 * i);
    }
    if (len > PROBE)
        len = PROBE;
    return (st_probe){.ext = ext,
                      .head = head,
                      .len = len,
                      .magics = st_k.detect(head, len),
                      .ext_upper = upper};
}

static bool show_tail(st_reader *r, st_probe *probe)
{
    uint64_t off;
    const uint8_t *tail = st_view_tail(r, ST_TAIL_WINDOW, &off, &probe->tail_len);
    if (tail == NULL)
        return false;
    const size_t all = probe->tail_len, len = all < ST_PROBE_TAIL ? all : ST_PROBE_TAIL;
    probe->tail = tail + (all - len);
    probe->tail_len = len;
    return true;
}

simdtag_status st_parse(st_reader *r, simdtag_format id, const char *name, st_out *out)
{
    const st_format *format = st_format_by_id(id);
    if (format == NULL) {
        size_t got;
        const uint8_t *head = st_view_upto(r, 0, PROBE, &got);
        if (head == NULL)
            return st_status(r);
        st_probe probe = st_probe_of(name, head, got);
        format = st_format_pick(&probe);
        if (st_format_wants_tail(&probe, format)) {
            if (!show_tail(r, &probe))
                return st_status(r);
            format = st_format_pick(&probe);
        }
        if (format == NULL)
            return st_fail(r, SIMDTAG_ERR_UNKNOWN, "no format recognises the file");
    }
    out->doc.format = format->id;
    return format->read(r, out);
}

static void start_over(st_out *out)
{
    const unsigned options = out->options;
    memset(out, 0, sizeof *out);
    out->options = options;
}

simdtag_status st_parse_planned(st_reader *r, simdtag_format id, const char *name, st_out *out,
                                st_fetch_fn *fetch, void *ctx, const st_source *blocking)
{
    for (int round = 0; round < ST_PLAN_ROUNDS; round++) {
        start_over(out);
        const simdtag_status status = st_parse(r, id, name, out);
        if (status != SIMDTAG_ERR_NEED)
            return status;
        const simdtag_status fetched = fetch(r, ctx);
        if (fetched != SIMDTAG_OK)
            return fetched;
        st_reader_restart(r);
    }
    start_over(out);
    r->source = blocking;
    return st_parse(r, id, name, out);
}

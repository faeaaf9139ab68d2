/* SPDX-License-Identifier: MIT */
/* Reading the APE tag of a file: where it is and which bytes to ask for. What they mean is in
 * src/tags/ape.c.
 *
 * Places are tried in the order that mutagen tries them; the first "APETAGEX" counts, whatever
 * comes after it. */
#include "formats/ape_read.h"

#include <string.h>

#include "base/limits.h"
#include "dispatch/dispatch.h"
#include "tags/ape.h"

enum {
    ID3V1 = 128,
    LYRICS_END = 9,   /* "LYRICS200" */
    LYRICS_SIZE = 6,  /* digits before it: bytes of the Lyrics3 tag up to here */
    LARGEST_WINDOW = 64 << 10,
    SHOWN = 128       /* bytes of a deferred value that are kept: its description and magic */
};

/* Where the items are. */
typedef struct place {
    uint64_t at, end;
    uint32_t items;
} place;

/* ---- finding the tag ---- */

static bool blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Six characters as Python's int() reads them: blanks around, a sign, underscores between digits.
 * False if it would not. */
static bool number_of(const uint8_t *p, int64_t *value)
{
    size_t i = 0, n = LYRICS_SIZE;
    while (i < n && blank(p[i]))
        i++;
    while (n > i && blank(p[n - 1]))
        n--;
    const bool minus = i < n && p[i] == '-';
    if (i < n && (p[i] == '-' || p[i] == '+'))
        i++;
    bool digit = false; /* the one before */
    *value = 0;
    for (; i < n; i++) {
        if (p[i] == '_' && digit && i + 1 < n) {
            digit = false;
            continue;
        }
        if (p[i] < '0' || p[i] > '9')
            return false;
        digit = true;
        *value = *value * 10 + (p[i] - '0');
    }
    if (minus)
        *value = -*value;
    return digit;
}

static bool magic_at(st_reader *r, uint64_t off)
{
    const uint8_t *p = off <= r->size && r->size - off >= 8 ? st_view(r, off, 8) : NULL;
    return p && st_ape_magic(p);
}

/* The footer before an ID3v1 tag, or before that and a Lyrics3v2 tag. False: none, or the reader
 * failed. */
static bool before_id3v1(st_reader *r, uint64_t *footer)
{
    if (r->size < ID3V1 + ST_APE_HEADER)
        return false;
    const uint64_t v1 = r->size - ID3V1;
    const uint8_t *p = st_view(r, v1 - ST_APE_HEADER, ST_APE_HEADER + 3);
    if (p == NULL || memcmp(p + ST_APE_HEADER, "TAG", 3) != 0)
        return false;
    *footer = v1 - ST_APE_HEADER;
    if (st_ape_magic(p))
        return true;
    p += ST_APE_HEADER - LYRICS_END;
    int64_t lyrics;
    if (memcmp(p, "LYRICS200", LYRICS_END) != 0 || !number_of(p - LYRICS_SIZE, &lyrics))
        return false;
    const int64_t at = (int64_t)v1 - LYRICS_END - LYRICS_SIZE - lyrics - ST_APE_HEADER;
    *footer = (uint64_t)at;
    return at >= 0 && magic_at(r, *footer);
}

static bool damaged(st_reader *r)
{
    st_fail(r, SIMDTAG_ERR_APE, "the APE tag's size cannot be right");
    return false;
}

/* The items before a footer. */
static bool place_of_footer(st_reader *r, uint64_t footer, place *tag)
{
    const uint8_t *p = r->size - footer >= ST_APE_HEADER ? st_view(r, footer, ST_APE_HEADER) : NULL;
    if (p == NULL)
        return damaged(r);
    const st_ape_header h = st_ape_header_of(p);
    const uint64_t end = footer + ST_APE_HEADER;
    const uint64_t before = (uint64_t)h.size + (h.flags & ST_APE_HAS_HEADER ? ST_APE_HEADER : 0);
    if (before > end)
        return damaged(r);
    /* a size without even a footer makes mutagen read on to the end, or raise ValueError */
    *tag = (place){end - h.size, h.size < ST_APE_HEADER ? r->size : footer, h.items};
    return true;
}

/* The items after a header at the start. mutagen takes one that does not count a footer, too. */
static bool place_of_header(st_reader *r, place *tag)
{
    const uint8_t *p = st_view(r, 0, ST_APE_HEADER);
    if (p == NULL)
        return false;
    const st_ape_header h = st_ape_header_of(p);
    const uint64_t rest = r->size - ST_APE_HEADER;
    uint64_t size = h.size;
    if (magic_at(r, h.size))
        size = h.size < ST_APE_HEADER ? rest : h.size - ST_APE_HEADER;
    *tag = (place){ST_APE_HEADER, ST_APE_HEADER + (size < rest ? size : rest), h.items};
    return st_status(r) == SIMDTAG_OK;
}

/* False: no tag, or the reader failed. */
static bool find(st_reader *r, place *tag)
{
    uint64_t off, footer;
    size_t n;
    if (r->size < ST_APE_HEADER)
        return false;
    const uint8_t *tail = st_view_tail(r, ST_TAIL_WINDOW, &off, &n);
    if (tail == NULL)
        return false;
    if (st_ape_magic(tail + n - ST_APE_HEADER))
        return place_of_footer(r, r->size - ST_APE_HEADER, tag);
    if (before_id3v1(r, &footer))
        return place_of_footer(r, footer, tag);
    return st_status(r) == SIMDTAG_OK && magic_at(r, 0) && place_of_header(r, tag);
}

/* ---- walking over its items ---- */

typedef struct reading {
    st_reader *r;
    st_out *out;
    place tag;
    const uint8_t *at; /* bytes at tag.at that are here */
    size_t here;       /* how many, within the tag */
    size_t window;     /* how much to ask for next */
} reading;

/* Makes at least min(n, rest of the tag) bytes present. False: failed or needed. */
static bool show(reading *g, uint64_t n)
{
    const uint64_t rest = g->tag.end - g->tag.at;
    if (n > rest)
        n = rest;
    if (g->at && g->here >= n)
        return true;
    g->at = st_view_here(g->r, g->tag.at, &g->here);
    if (g->at == NULL || g->here < n) {
        g->at = st_view_upto(g->r, g->tag.at, (size_t)(n > g->window ? n : g->window), &g->here);
        if (g->at == NULL)
            return false;
        if (g->window < LARGEST_WINDOW)
            g->window *= 2;
    }
    if (g->here > rest)
        g->here = (size_t)rest;
    return true;
}

/* Adds an item of whose value `shown` bytes are here and the rest stays in the file. */
static bool add(reading *g, const st_ape_item *item, size_t shown)
{
    if (st_ape_kind(item->flags) != ST_APE_BINARY &&
        !st_k.validate_utf8(item->key + item->key_len + 1, item->size)) {
        st_fail(g->r, SIMDTAG_ERR_APE_ITEM, "an item's text is not UTF-8");
        return false;
    }
    if (!st_ape_add(&g->out->raws, g->r->arena, item, shown, g->tag.at + item->head + shown)) {
        st_fail(g->r, SIMDTAG_ERR_NOMEM, "out of memory for the items of an APE tag");
        return false;
    }
    return true;
}

/* The item at tag.at, and beyond it. */
static bool step(reading *g)
{
    st_ape_item item;
    const char *words;
    if (!show(g, ST_APE_ITEM_LOOK))
        return false;
    const simdtag_status status = st_ape_item_of(g->at, g->here, &item, &words);
    if (status != SIMDTAG_OK) {
        st_fail(g->r, status, "%s", words);
        return false;
    }
    const uint64_t all = item.head + (uint64_t)item.size;
    if (all > g->tag.end - g->tag.at) {
        st_fail(g->r, SIMDTAG_ERR_APE_ITEM, "an item is longer than its tag");
        return false;
    }
    size_t shown = item.size;
    if (all > g->here && st_ape_kind(item.flags) == ST_APE_BINARY && item.size > ST_PAYLOAD_MIN &&
        g->out->options & ST_READ_CAN_DEFER) {
        shown = g->here - item.head < SHOWN ? g->here - item.head : SHOWN;
        g->window = ST_MIN_WINDOW;
    } else if (!show(g, all)) {
        return false;
    }
    item.key = g->at + 8;
    if (!add(g, &item, shown))
        return false;
    g->at = g->here > all ? g->at + all : NULL;
    g->here = g->here > all ? g->here - (size_t)all : 0;
    g->tag.at += all;
    return true;
}

simdtag_status st_ape_read(st_reader *r, st_out *out)
{
    reading g = {.r = r, .out = out, .window = 2 * ST_MIN_WINDOW};
    if (out->options & ST_READ_INFO_ONLY || !find(r, &g.tag) || g.tag.at == g.tag.end)
        return st_status(r);
    for (uint32_t i = 0; i < g.tag.items && g.tag.at < g.tag.end; i++)
        if (!step(&g))
            return st_status(r);
    out->doc.tags = SIMDTAG_TAGS_APE;
    return SIMDTAG_OK;
}

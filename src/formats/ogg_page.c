/* SPDX-License-Identifier: MIT */
/* Ogg pages: headers, packets over pages, the search for the last page, payloads read back. */
#include "formats/ogg_page.h"

#include <string.h>

#include "base/bytes.h"
#include "base/cursor.h"
#include "base/error.h"
#include "dispatch/dispatch.h"

enum {
    HEADER = 27,                /* fixed part of a page header; the lacing values follow */
    START = 8,                  /* bytes of the first packet that tell codecs apart */
    MANY_WINDOWS = 64,          /* a packet of a megabyte: from here on fewer and larger ones,
                                   since each is searched */
    PEEK = HEADER + 255 + START, /* so much shows any header and them */
    LARGE_WINDOW = 64 << 10,
    LAST_SEARCH = 64 << 10      /* how far from the end mutagen looks for "OggS" */
};

static const uint32_t oggs = 0x5367674F; /* "OggS", first byte lowest */

/* Lacing values: 255 means that the packet goes on in the next value (RFC 3533, section 5). A page
 * has up to 255 of them, inside a picture nearly all of 255: eight at a time. */
static void read_lacing(st_ogg_page *page, const uint8_t *lacing, unsigned n)
{
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF), fours = UINT64_C(0x0001000100010001);
    uint64_t w, sums = 0; /* four sums, each of a quarter of the values */
    unsigned full = 0;    /* values of 255 at the start */
    while (n - full >= 8 && (memcpy(&w, lacing + full, 8), w == UINT64_MAX))
        full += 8;
    while (full < n && lacing[full] == 255)
        full++;
    unsigned i = full;
    for (; n - i >= 8; i += 8) {
        memcpy(&w, lacing + i, 8);
        sums += (w & even) + (w >> 8 & even);
    }
    uint32_t body = full * 255 + (uint32_t)(sums * fours >> 48);
    for (; i < n; i++)
        body += lacing[i];
    page->first_len = full * 255 + (full < n ? lacing[full] : 0);
    page->complete = n == 0 || lacing[n - 1] < 255;
    page->packets = (uint8_t)(n == 0 ? 0 : full + 1 < n ? 2 : 1);
    page->end = page->body + body;
}

typedef enum page_result {
    PAGE_OK,
    PAGE_ENDS,
    PAGE_CUT,
    PAGE_NO_MAGIC,
    PAGE_VERSION,
    PAGE_FAILED
} page_result;

/* Looks at `have` bytes of a page at page->off in a file of `size` bytes. */
static page_result parse_page(st_ogg_page *page, const uint8_t *p, size_t have, uint64_t size)
{
    st_cur c = st_cur_of(p, have);
    const uint8_t *head = st_take(&c, HEADER);
    if (head == NULL)
        return PAGE_CUT;
    if (memcmp(head, "OggS", 4) != 0)
        return PAGE_NO_MAGIC;
    if (head[4] != 0)
        return PAGE_VERSION;
    page->flags = head[5];
    page->granule = (int64_t)(st_load_le32(head + 6) | (uint64_t)st_load_le32(head + 10) << 32);
    page->serial = st_load_le32(head + 14);
    page->sequence = st_load_le32(head + 18);
    const unsigned n = head[26]; /* the checksum before it mutagen does not look at either */
    const uint8_t *lacing = st_take(&c, n);
    if (lacing == NULL)
        return PAGE_CUT;
    page->body = page->off + HEADER + n;
    read_lacing(page, lacing, n);
    if (page->end > size)
        return PAGE_CUT;
    const size_t shown = page->first_len < START ? page->first_len : START;
    const uint8_t *start = st_take(&c, shown);
    if (start == NULL)
        return PAGE_CUT;
    memset(page->start, 0, START);
    memcpy(page->start, start, shown);
    return PAGE_OK;
}

static page_result read_page(st_reader *r, uint64_t off, st_ogg_page *page)
{
    uint8_t buf[PEEK];
    page->off = off;
    if (off >= r->size)
        return PAGE_ENDS;
    size_t here;
    const uint8_t *p = st_view_here(r, off, &here);
    const size_t want = r->size - off < sizeof buf ? (size_t)(r->size - off) : sizeof buf;
    if (p && here >= want)
        return parse_page(page, p, want, r->size);
    if (!st_copy(r, off, want, buf))
        return PAGE_FAILED;
    return parse_page(page, buf, want, r->size);
}

bool st_ogg_page_at(st_reader *r, uint64_t off, st_ogg_page *page)
{
    const unsigned long long at = off;
    switch (read_page(r, off, page)) {
    case PAGE_OK:
        return true;
    case PAGE_ENDS:
        st_fail(r, SIMDTAG_ERR_OGG, "no appropriate stream found");
        return false;
    case PAGE_CUT:
        st_fail(r, SIMDTAG_ERR_OGG, "unable to read the full page at %llu", at);
        return false;
    case PAGE_NO_MAGIC:
        st_fail(r, SIMDTAG_ERR_OGG, "expected OggS at %llu", at);
        return false;
    case PAGE_VERSION:
        st_fail(r, SIMDTAG_ERR_OGG, "the page at %llu has an unsupported version", at);
        return false;
    case PAGE_FAILED:
        break;
    }
    return false;
}

bool st_ogg_page_of(st_reader *r, uint64_t off, uint32_t serial, st_ogg_page *page)
{
    while (st_ogg_page_at(r, off, page)) {
        if (page->serial == serial)
            return true;
        off = page->end;
    }
    return false;
}

static bool add_part(st_ogg_packet *k, const st_ogg_page *page)
{
    if (page->first_len == 0)
        return true;
    if (k->n == k->cap) {
        const uint32_t cap = k->cap ? k->cap * 2 : 4;
        st_ogg_part *grown = st_arena_alloc(k->r->arena, cap * sizeof *grown);
        if (grown == NULL) {
            st_fail(k->r, SIMDTAG_ERR_NOMEM, "out of memory");
            return false;
        }
        if (k->n)
            memcpy(grown, k->parts, k->n * sizeof *grown);
        k->parts = grown;
        k->cap = cap;
    }
    k->parts[k->n++] =
        (st_ogg_part){k->len, page->body, page->first_len, (uint32_t)(page->body - page->off)};
    k->len += page->first_len;
    return true;
}

/* A page that follows in the stream: when most of the packet is wanted its bytes come with the
 * header. */
static bool next_page(st_ogg_packet *k, uint32_t serial, st_ogg_page *page)
{
    size_t here;
    st_view_here(k->r, k->end, &here);
    if (!k->scattered && here < PEEK && k->r->n_windows < MANY_WINDOWS)
        st_view_upto(k->r, k->end, 2 * ST_HEAD_WINDOW, &here);
    return st_ogg_page_of(k->r, k->end, serial, page);
}

bool st_ogg_packet_open(st_reader *r, const st_ogg_page *first, bool scattered, st_ogg_packet *k)
{
    *k = (st_ogg_packet){.r = r, .end = first->end, .scattered = scattered};
    st_ogg_page page = *first;
    if (page.packets == 0) { /* one that claims to continue a packet gives an empty one */
        if (!(page.flags & ST_OGG_CONTINUED))
            st_fail(r, SIMDTAG_ERR_OGG, "a page has no packets");
        return st_status(r) == SIMDTAG_OK;
    }
    bool joined = true; /* every page so far continued the first packet */
    if (!add_part(k, &page))
        return false;
    while (!page.complete && page.packets < 2) {
        const uint64_t wanted = (uint64_t)page.sequence + 1;
        if (!next_page(k, first->serial, &page))
            return false;
        if (page.sequence != wanted) {
            st_fail(r, SIMDTAG_ERR_OGG, "bad sequence number %lu", (unsigned long)page.sequence);
            return false;
        }
        joined = joined && page.flags & ST_OGG_CONTINUED && page.packets;
        if (joined && !add_part(k, &page))
            return false;
        k->end = page.end;
    }
    return true;
}

const st_ogg_part *st_ogg_packet_part(st_ogg_packet *k, uint64_t pos)
{
    while (k->at && k->parts[k->at].start > pos)
        k->at--;
    while (k->at + 1 < k->n && k->parts[k->at + 1].start <= pos)
        k->at++;
    return &k->parts[k->at];
}

size_t st_ogg_packet_here(st_ogg_packet *k, uint64_t pos)
{
    if (pos >= k->len)
        return 0;
    const st_ogg_part *part = st_ogg_packet_part(k, pos);
    const uint64_t into = pos - part->start;
    size_t here;
    st_view_here(k->r, part->off + into, &here);
    return here < part->len - into ? here : (size_t)(part->len - into);
}

bool st_ogg_packet_all_here(st_ogg_packet *k, uint64_t pos, uint64_t n)
{
    while (n) {
        const size_t here = st_ogg_packet_here(k, pos);
        if (here == 0)
            return false;
        pos += here;
        n -= here < n ? here : n;
    }
    return true;
}

/* Bytes inside one part. */
static const uint8_t *part_bytes(st_ogg_packet *k, const st_ogg_part *part, uint64_t pos, size_t n)
{
    const uint64_t off = part->off + (pos - part->start);
    size_t here;
    st_view_here(k->r, off, &here);
    /* what follows will be asked for next */
    if (here < n && (!k->scattered || k->r->n_windows >= MANY_WINDOWS))
        st_view_upto(k->r, off, LARGE_WINDOW, &here);
    return st_view(k->r, off, n);
}

const uint8_t *st_ogg_packet_bytes(st_ogg_packet *k, uint64_t pos, size_t n)
{
    if (n == 0)
        return st_view(k->r, 0, 0);
    const st_ogg_part *part = st_ogg_packet_part(k, pos);
    if (n <= part->len - (pos - part->start))
        return part_bytes(k, part, pos, n);
    uint8_t *whole = st_arena_alloc(k->r->arena, n);
    if (whole == NULL)
        st_fail(k->r, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", n);
    return whole && st_ogg_packet_copy(k, pos, n, whole) ? whole : NULL;
}

bool st_ogg_packet_copy(st_ogg_packet *k, uint64_t pos, size_t n, uint8_t *to)
{
    while (n) {
        const st_ogg_part *part = st_ogg_packet_part(k, pos);
        const uint64_t into = pos - part->start, left = part->len - into;
        const size_t take = left < n ? (size_t)left : n;
        if (!st_copy(k->r, part->off + into, take, to))
            return false;
        pos += take;
        to += take;
        n -= take;
    }
    return true;
}

/* Offset of the last "OggS" that mutagen would find. The last `tail` bytes show it in ordinary
 * files; a last page may be 64 KiB long. */
static bool find_last_magic(st_reader *r, size_t tail, uint64_t *off)
{
    const uint64_t floor = r->size > LAST_SEARCH ? r->size - LAST_SEARCH : 0;
    size_t got;
    uint64_t at;
    const uint8_t *p = st_view_tail(r, tail, &at, &got);
    for (size_t step = 2 * tail; p; step *= 2) {
        const size_t hit = st_k.rfind_pattern32(p, got, oggs);
        if (hit < got) {
            *off = at + hit;
            return true;
        }
        if (at <= floor)
            break;
        /* backwards in growing steps, with three bytes of overlap for a pattern on the seam */
        const uint64_t top = at + 3 < r->size ? at + 3 : r->size;
        at = at - floor > step ? at - step : floor;
        got = (size_t)(top - at);
        p = st_view(r, at, got);
    }
    if (st_status(r) == SIMDTAG_OK)
        st_fail(r, SIMDTAG_ERR_OGG, "unable to find final Ogg header");
    return false;
}

bool st_ogg_last_granule(st_reader *r, uint32_t serial, size_t tail, int64_t *granule)
{
    st_ogg_page page;
    uint64_t off;
    bool found = false;
    if (!find_last_magic(r, tail, &off))
        return false;
    page_result result = read_page(r, off, &page);
    if (result == PAGE_OK && page.serial == serial && page.granule != -1) {
        *granule = page.granule;
        if (page.flags & ST_OGG_LAST)
            return true;
        found = true;
    }
    /* Multiplexed, chained, cut or damaged: mutagen walks all pages up to the stream's first end
     * or the first bad page. */
    for (off = 0; result != PAGE_FAILED && (result = read_page(r, off, &page)) == PAGE_OK;
         off = page.end) {
        if (page.serial != serial)
            continue;
        if (page.granule != -1) {
            *granule = page.granule;
            found = true;
        }
        if (page.flags & ST_OGG_LAST)
            break;
    }
    if (result == PAGE_FAILED)
        return false;
    if (!found)
        st_fail(r, SIMDTAG_ERR_OGG, "no page of the stream has a position");
    return found;
}

/* Where the payload goes on: the first page from *off on that is of its stream. `header` has the
 * bytes of that offset already when `ahead`. *off becomes the offset of the page's body, *len how
 * much of it is the packet's. */
static simdtag_status next_piece(const st_source *source, uint32_t serial, uint8_t *header,
                                 bool ahead, uint64_t *off, size_t *len, simdtag_error *err)
{
    for (st_ogg_page page = {.off = *off}; page.off < source->size; page.off = page.end) {
        const uint64_t rest = source->size - page.off;
        const size_t have = rest < PEEK ? (size_t)rest : PEEK;
        const simdtag_status status =
            ahead ? SIMDTAG_OK : st_source_read_full(source, header, have, page.off, err);
        if (status != SIMDTAG_OK)
            return status;
        ahead = false;
        if (parse_page(&page, header, have, source->size) != PAGE_OK)
            break;
        if (page.serial == serial) {
            *off = page.body;
            *len = page.first_len;
            if (*len == 0)
                break;
            return SIMDTAG_OK;
        }
    }
    return st_error_set(err, SIMDTAG_ERR_CHANGED, "the item's pages are no longer there");
}

/* What a page holds is read together with the next page's header where the buffer has room for it:
 * the bytes that belong there are read over it. */
simdtag_status st_ogg_payload_read(const st_source *source, const simdtag_raw *raw,
                                   uint32_t serial, void *buf, simdtag_error *err)
{
    uint8_t header[PEEK];
    uint8_t *to = (uint8_t *)buf;
    uint64_t left = raw->file_len, off = raw->file_off;
    size_t len = raw->id;
    for (;;) {
        const size_t take = left < len ? (size_t)left : len;
        left -= take;
        const bool ahead = left >= PEEK && source->size - off >= take + PEEK;
        simdtag_status status =
            st_source_read_full(source, to, take + (ahead ? PEEK : 0), off, err);
        if (status != SIMDTAG_OK || left == 0)
            return status;
        to += take;
        off += take;
        if (ahead)
            memcpy(header, to, PEEK);
        status = next_piece(source, serial, header, ahead, &off, &len, err);
        if (status != SIMDTAG_OK)
            return status;
    }
}

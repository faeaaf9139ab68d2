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
 * has up to 255 of them: eight at a time. */
static void read_lacing(st_ogg_page *page, const uint8_t *lacing, unsigned n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7F, high = ones * 0x80;
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF), fours = UINT64_C(0x0001000100010001);
    uint32_t body = 0;
    unsigned i = 0, full = 0, first = 0; /* values of 255; those of them at the start */
    for (; n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, lacing + i, 8);
        body += (uint32_t)(((w & even) + (w >> 8 & even)) * fours >> 48);
        const uint64_t is_full = ((w & low) + ones) & w & high;
        full += (unsigned)((is_full >> 7) * ones >> 56);
        if (first == i && is_full == high)
            first += 8;
    }
    for (; i < n; i++) {
        body += lacing[i];
        full += lacing[i] == 255;
    }
    while (first < n && lacing[first] == 255)
        first++;
    page->first_len = first * 255 + (first < n ? lacing[first] : 0);
    page->complete = n == 0 || lacing[n - 1] < 255;
    page->packets = (uint16_t)(n - full + !page->complete);
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
    page->start_len = (uint8_t)(page->first_len < START ? page->first_len : START);
    const uint8_t *start = st_take(&c, page->start_len);
    if (start)
        memcpy(page->start, start, page->start_len);
    return start ? PAGE_OK : PAGE_CUT;
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
    if (whole == NULL) {
        st_fail(k->r, SIMDTAG_ERR_NOMEM, "out of memory for %zu bytes", n);
        return NULL;
    }
    for (size_t done = 0; done < n;) {
        part = st_ogg_packet_part(k, pos + done);
        const uint64_t left = part->len - (pos + done - part->start);
        const size_t take = left < n - done ? (size_t)left : n - done;
        if (!st_copy(k->r, part->off + (pos + done - part->start), take, whole + done))
            return NULL;
        done += take;
    }
    return whole;
}

/* Offset of the last "OggS" that mutagen would find. The tail window shows it in ordinary files;
 * a last page may be 64 KiB long. */
static bool find_last_magic(st_reader *r, uint64_t *off)
{
    const uint64_t floor = r->size > LAST_SEARCH ? r->size - LAST_SEARCH : 0;
    size_t got;
    uint64_t at;
    const uint8_t *p = st_view_tail(r, ST_TAIL_WINDOW, &at, &got);
    for (size_t step = 2 * ST_TAIL_WINDOW; p; step *= 2) {
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

bool st_ogg_last_granule(st_reader *r, uint32_t serial, int64_t *granule)
{
    st_ogg_page page;
    uint64_t off;
    bool found = false;
    if (!find_last_magic(r, &off))
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

/* Where the packet that holds body byte `into` of a page ends, counted from the body's start;
 * its bytes go on in the next page if that is the body's end. */
static uint32_t packet_end(const uint8_t *lacing, unsigned n, uint32_t into)
{
    uint32_t at = 0;
    for (unsigned i = 0; i < n; i++) {
        at += lacing[i];
        if (lacing[i] < 255 && at > into)
            break;
    }
    return at;
}

/* A page's body is read together with the next page's header where the buffer has room for it: the
 * body that belongs there is read over it. */
simdtag_status st_ogg_payload_read(const st_source *source, const simdtag_raw *raw, void *buf,
                                   simdtag_error *err)
{
    uint8_t header[PEEK];
    st_ogg_page page = {.off = raw->file_off - raw->aux2};
    uint32_t into = 0, serial = 0; /* first byte wanted in the page's body */
    uint8_t *to = (uint8_t *)buf;
    uint64_t left = raw->file_len;
    bool ahead = false; /* `header` is read already */
    for (bool first = true; left; page.off = page.end) {
        if (page.off >= source->size)
            return st_error_set(err, SIMDTAG_ERR_CHANGED, "the file ends inside the item");
        const uint64_t rest = source->size - page.off;
        const size_t have = rest < sizeof header ? (size_t)rest : sizeof header;
        const simdtag_status status =
            ahead ? SIMDTAG_OK : st_source_read_full(source, header, have, page.off, err);
        if (status != SIMDTAG_OK)
            return status;
        if (parse_page(&page, header, have, source->size) != PAGE_OK)
            return st_error_set(err, SIMDTAG_ERR_CHANGED, "the item's pages are no longer there");
        ahead = false;
        if (first) {
            serial = page.serial;
            into = (uint32_t)(raw->file_off - page.body);
        } else if (page.serial != serial) {
            continue;
        }
        const uint32_t end = packet_end(header + HEADER, header[HEADER - 1], into);
        if (end <= into)
            return st_error_set(err, SIMDTAG_ERR_CHANGED, "the item's pages are no longer there");
        const size_t take = left < end - into ? (size_t)left : end - into;
        left -= take;
        ahead = left >= PEEK && page.body + into + take == page.end &&
                source->size - page.end >= PEEK;
        const simdtag_status got =
            st_source_read_full(source, to, take + (ahead ? PEEK : 0), page.body + into, err);
        if (got != SIMDTAG_OK)
            return got;
        to += take;
        if (ahead)
            memcpy(header, to, PEEK);
        into = 0;
        first = false;
    }
    return SIMDTAG_OK;
}

/* SPDX-License-Identifier: MIT */
/* Ogg (RFC 3533): page headers, packets that run through several pages, and the last page of a
 * stream.
 *
 * Failures of structure are SIMDTAG_ERR_OGG; each codec's reader turns them into its own header
 * error. */
#ifndef ST_OGG_PAGE_H
#define ST_OGG_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/reader.h"
#include "simdtag/types.h"

enum { ST_OGG_CONTINUED = 1, ST_OGG_FIRST = 2, ST_OGG_LAST = 4 }; /* header type flags */

/* One page: its header (RFC 3533, section 6) and what the lacing says about its packets. */
typedef struct st_ogg_page {
    uint64_t off;       /* of the header in the file */
    uint64_t body, end; /* of the page's data */
    int64_t granule;
    uint32_t serial, sequence;
    uint32_t first_len; /* of the (part of the) first packet in it */
    uint8_t packets;    /* how many packets have a part in it; 2: two or more */
    uint8_t flags;
    bool complete;      /* its last packet ends in it; also true of a page without packets */
    uint8_t start[8];   /* of the first packet; zeros after a shorter one */
} st_ogg_page;

/* The page whose header is at `off`; all of its body must be inside the file, and only the
 * header and the body's first bytes are read. false: r's status is set. */
bool st_ogg_page_at(st_reader *r, uint64_t off, st_ogg_page *page);

/* The next page from `off` on that belongs to `serial`; false at the end of the file too (status
 * SIMDTAG_ERR_OGG). */
bool st_ogg_page_of(st_reader *r, uint64_t off, uint32_t serial, st_ogg_page *page);

/* A piece of a packet that lies in one page. */
typedef struct st_ogg_part {
    uint64_t start;     /* position in the packet of its first byte */
    uint64_t off;       /* the same byte in the file */
    uint32_t len;
    uint32_t from_head; /* off minus the offset of the page's header */
} st_ogg_part;

typedef struct st_ogg_packet {
    st_reader *r;
    st_ogg_part *parts;
    uint32_t n, cap;
    uint32_t at;     /* part that was used last */
    uint64_t len;
    uint64_t end;    /* of its last page */
    bool scattered;  /* reads bring only what is asked for: most of the packet will be skipped */
} st_ogg_packet;

/* The first packet of `first` over as many pages of its stream as it takes. `scattered` as in
 * the struct. */
bool st_ogg_packet_open(st_reader *r, const st_ogg_page *first, bool scattered,
                        st_ogg_packet *packet);

/* n bytes at position `pos` of the packet, in one piece (from the arena when they lie in several
 * pages); NULL: status set. pos + n must not exceed packet->len. */
const uint8_t *st_ogg_packet_bytes(st_ogg_packet *packet, uint64_t pos, size_t n);

/* Copies them to `to` and keeps no window for them: nobody will ask for what is near. */
bool st_ogg_packet_copy(st_ogg_packet *packet, uint64_t pos, size_t n, uint8_t *to);

/* How many bytes from `pos` on are in memory in one piece. */
size_t st_ogg_packet_here(st_ogg_packet *packet, uint64_t pos);

/* Whether n bytes from `pos` on are all in memory, in however many pieces. */
bool st_ogg_packet_all_here(st_ogg_packet *packet, uint64_t pos, uint64_t n);

/* The part that holds position `pos` < packet->len. */
const st_ogg_part *st_ogg_packet_part(st_ogg_packet *packet, uint64_t pos);

/* The position of the stream's last page, as mutagen finds it; the file's last `tail` bytes are
 * likely to show that page's header. false: status set. */
bool st_ogg_last_granule(st_reader *r, uint32_t serial, size_t tail, int64_t *granule);

/* Reads the file_len bytes of a comment that opening left in the file (SIMDTAG_RAW_PAGED), page
 * by page of its stream. */
simdtag_status st_ogg_payload_read(const st_source *source, const simdtag_raw *raw,
                                   uint32_t serial, void *buf, simdtag_error *err);

#endif

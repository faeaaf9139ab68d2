/* SPDX-License-Identifier: MIT */
/* ID3 tags: bytes to raw frames, raw frames to values. No I/O: the caller hands in memory.
 *
 * Behaviour in every doubtful case is that of mutagen 1.48, found by running it on generated
 * tags; the tests name each case. */
#ifndef ST_ID3_H
#define ST_ID3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "simdtag/id3.h"
#include "tags/id3/rows.h"
#include "tags/items.h"
#include "tags/raws.h"

enum {
    ST_ID3_HEADER = 10,
    ST_ID3_UNSYNC = 0x80,  /* header flags: unsynchronisation */
    ST_ID3_EXTENDED = 0x40 /* header flags: an extended header follows */
};

/* ---- header.c: the ten bytes at the start ---- */

/* Reads a header into *tag. SIMDTAG_ERR_ID3_NO_HEADER when the bytes are none,
 * SIMDTAG_ERR_ID3_VERSION for versions nobody reads, SIMDTAG_ERR_ID3 for a damaged one; *words
 * (static) then says why. */
simdtag_status st_id3_header(const uint8_t head[ST_ID3_HEADER], simdtag_id3_header *tag,
                             const char **words);

/* Bytes the extended header takes, of which the first four are given; 0 when there is none
 * although the flag says so. SIMDTAG_ERR_ID3 and *words for an impossible size. */
simdtag_status st_id3_extended(const simdtag_id3_header *tag, const uint8_t four[4],
                               uint32_t *bytes, const char **words);

/* ---- walk.c: frames of a span of memory ---- */

/* How frame sizes of ID3v2.4 are stored: iTunes wrote plain numbers instead of syncsafe ones. */
enum { ST_ID3_SIZES_UNKNOWN = 0, ST_ID3_SIZES_SYNCSAFE, ST_ID3_SIZES_PLAIN };

/* What a walk has seen, so that translation need not look for it. */
enum {
    ST_ID3_SAW_TCON = 1 << 0,
    ST_ID3_SAW_PIC = 1 << 1,
    ST_ID3_SAW_OLD = 1 << 2,     /* a frame that ID3v2.4 replaced or dropped */
    ST_ID3_SAW_CHAPTER = 1 << 3, /* CHAP or CTOC */
    ST_ID3_SAW_LNK = 1 << 4,
    ST_ID3_SAW_APIC = 1 << 5
};

typedef struct st_id3_walk {
    const simdtag_id3_header *tag;
    st_arena *arena;     /* for decoded bodies and the list */
    st_raws *raws;       /* where frames go */
    size_t inflate_left; /* what compressed frames may still inflate to */
    uint32_t not_usual;  /* flags of a frame that is more than plain bytes */
    uint8_t sizes;       /* ST_ID3_SIZES_* */
    uint8_t saw;         /* ST_ID3_SAW_* */
} st_id3_walk;

typedef enum st_id3_stop {
    ST_ID3_DONE,  /* the frames are over: padding, or the span is used up */
    ST_ID3_MORE,  /* a frame reaches beyond the span, which is not the tag's last */
    ST_ID3_SIZES, /* the next frame's size depends on what st_id3_sizes must find out first */
    ST_ID3_NOMEM
} st_id3_stop;

st_id3_walk st_id3_walk_of(const simdtag_id3_header *tag, st_arena *arena, st_raws *raws);

/* Bytes of a frame's header in this tag: 6 or 10. */
static inline unsigned st_id3_frame_header(const simdtag_id3_header *tag)
{
    return tag->minor == 2 ? 6 : 10;
}

/* Adds the frames of n bytes to w->raws. `last`: the tag ends with them, and a frame that would
 * reach further is cut.
 * *used = bytes walked over; after MORE and SIZES the next frame's header is there. Frames point
 * into data. */
st_id3_stop st_id3_walk_span(st_id3_walk *w, const uint8_t *data, size_t n, bool last,
                             size_t *used);

/* The same for all frames of a tag, whole in memory; finds out about sizes itself. False when
 * out of memory. */
bool st_id3_walk_all(st_id3_walk *w, const uint8_t *data, size_t n);

/* Parts of a frame header that a caller needs who decides about reading the body. */
typedef struct st_id3_frame {
    uint32_t id;    /* as simdtag_raw */
    uint32_t size;  /* of the body as stored */
    int row;        /* in frames.def after bringing v2.2 names up, -1 unknown */
    uint16_t flags; /* as stored */
    bool plain;     /* the body is stored as it is (a data length may stand before it) */
    bool kept;      /* the frame will be an item; else it is junk to be stepped over */
    uint8_t skip;   /* plain: bytes before the body proper */
} st_id3_frame;

st_id3_frame st_id3_frame_at(const st_id3_walk *w, const uint8_t *head);

/* Adds a frame of which n bytes at `data` are kept in memory and file_len more stand in the
 * file. False when out of memory. */
bool st_id3_add_part(st_id3_walk *w, const st_id3_frame *f, const uint8_t *data, size_t n,
                     uint64_t file_off, uint64_t file_len);

/* A row's id as simdtag_raw has it. */
uint32_t st_id3_id_of(int row);

/* Deciding between the two readings of sizes: walk the tag under each and compare. at = offset
 * of a frame header within the tag's n bytes; returns the offset of the next and counts, or
 * stops. */
typedef struct st_id3_trial {
    uint64_t at, n;
    int64_t past; /* at the end: how far the last frame reaches past n */
    uint32_t known;
    bool syncsafe, done;
} st_id3_trial;

void st_id3_trial_step(st_id3_trial *t, const uint8_t head[10]);
int st_id3_trial_verdict(const st_id3_trial *syncsafe, const st_id3_trial *plain);

/* ---- body.c: what may be wrapped around a frame's body ---- */

/* The body proper of a frame with flags: strips, un-synchronises, inflates. 1: *body, *n are it;
 * 0: the frame is damaged and dropped; -1: out of memory; 2: encrypted, to be kept whole. */
int st_id3_body(st_id3_walk *w, uint16_t flags, const uint8_t **body, size_t *n);

/* ---- decode.c ---- */

/* Rows that simdtag_id3_texts reads. */
static inline bool st_id3_is_texts(const simdtag_id3_row *row)
{
    return row->n_fields == 2 && row->fields[1].spec >= SIMDTAG_SPEC_TEXTS &&
           row->fields[1].spec <= SIMDTAG_SPEC_TIMESTAMPS;
}

/* simdtag_id3_decode with memory of the caller's: an arena begun on n bytes of his, which he resets
 * when he needs the values no more. simdtag_values_free then has nothing to do. */
void st_id3_values_arena(st_arena *arena, void *mem, size_t n, const simdtag_raw *frame);
simdtag_status st_id3_decode_in(const simdtag_raw *frame, const simdtag_id3_header *tag,
                                st_arena *arena, simdtag_values *values);

/* Where the last field, binary, of a row begins. FOUND: *at is its offset; SHORT: not within the
 * n bytes given; BAD: a field before it is damaged; NONE: the row has no such field, or its key
 * needs all bytes. */
typedef enum st_id3_binary { ST_ID3_FOUND, ST_ID3_SHORT, ST_ID3_BAD, ST_ID3_NONE } st_id3_binary;
st_id3_binary st_id3_binary_at(int row, const uint8_t *body, size_t n, size_t *at);

/* ---- v1.c ---- */

enum { ST_ID3V1_TAIL = 131 }; /* bytes of the file's end that st_id3_v1 wants to see */

/* Adds the frames of an ID3v1 tag at the end of `tail` (the file's last n bytes) that `list` has
 * not; `minor`: of the ID3v2 tag they join (year is TYER below 4). *found tells whether there is
 * a tag. False when out of memory. */
bool st_id3_v1(const uint8_t *tail, size_t n, unsigned minor, st_raws *list, st_arena *arena,
               bool *found);

/* ---- translate.c ---- */

/* Brings all frames to ID3v2.4 as mutagen's load does; `saw` from the walk. Sets
 * tag->translated, or tag->needs_translation when exactness needs decoded and merged frames (see
 * id3.h), and then changes nothing. False when out of memory. */
bool st_id3_translate(simdtag_id3_header *tag, unsigned saw, st_raws *list, st_arena *arena);

/* ID3v2.2 frames that mutagen always shows under newer names and with other layouts. False when
 * out of memory. */
bool st_id3_upgrade(const simdtag_id3_header *tag, unsigned saw, st_raws *list, st_arena *arena);

/* A frame with a body of ours, marked as ID3v2.4. NULL when out of memory. */
simdtag_raw *st_id3_add_made(st_raws *list, st_arena *arena, int row, const uint8_t *body,
                             size_t n);

/* ---- items.c ---- */

simdtag_status st_id3_items(const simdtag_doc *doc, st_arena *arena, st_items *list);
simdtag_status st_id3_pictures(const simdtag_doc *doc, st_arena *arena, st_pictures *list);

#endif

/* SPDX-License-Identifier: MIT */
/* Chunks of IFF and its relatives (EA IFF 85, RIFF, DSDIFF): one walk for all, from header to
 * header. Nothing between them is read. */
#ifndef ST_IFF_CHUNK_H
#define ST_IFF_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#include "io/reader.h"

/* A family of formats. */
typedef enum st_iff { ST_IFF_FORM, ST_IFF_RIFF, ST_IFF_DSDIFF } st_iff;

typedef struct st_chunk {
    uint32_t id;     /* ST_FOURCC of its letters; white space behind them as spaces */
    uint32_t name;   /* of a container with a name: the four bytes at the start of its data */
    uint64_t data;   /* offset of its data */
    uint64_t size;   /* of its data as it says, which may reach beyond the file */
    uint64_t inside; /* of a container: offset of the first chunk in it */
} st_chunk;

typedef struct st_chunks {
    st_reader *r;
    uint64_t at, end;   /* the next header; where the container ends */
    uint32_t windows;   /* that may still be opened */
    uint32_t left;      /* chunks that may still come */
    st_iff family;
} st_chunks;

/* The chunk that holds the whole file, which must have this id. false: failed (IFF_EMPTY,
 * IFF_CHUNK, or IFF for a name that is no ASCII), or needed. */
bool st_chunk_root(st_reader *r, st_iff family, uint32_t id, st_chunk *root);

/* A walk over the chunks in a container. */
st_chunks st_chunks_in(st_reader *r, st_iff family, const st_chunk *container);

/* The next chunk; false at the end, which is also what cannot be a chunk, or when st_status is no
 * longer SIMDTAG_OK. */
bool st_chunks_next(st_chunks *w, st_chunk *c);

/* The first n bytes of a chunk's data; NULL when the chunk or the file is shorter, or when
 * st_status is no longer SIMDTAG_OK. */
const uint8_t *st_chunk_view(st_reader *r, const st_chunk *c, size_t n);

#endif

/* SPDX-License-Identifier: MIT */
/* Raw memory that each thread keeps between calls: for one parse, and for two small blocks. It
 * holds memory, never content: nothing is read from it that the same call did not write. */
#ifndef ST_SCRATCH_H
#define ST_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

enum { ST_SCRATCH_ARENA = 24 << 10 };

/* Windows and arena of a parse. A read into memory that begins with a cache line takes 4 % less
 * time. */
typedef struct st_scratch {
    _Alignas(64) uint8_t head[ST_HEAD_WINDOW];
    uint8_t tail[ST_TAIL_WINDOW];
    _Alignas(16) uint8_t arena[ST_SCRATCH_ARENA];
} st_scratch;

/* This thread's scratch, or a fresh one when it is in use (a callback opens another file); NULL
 * when out of memory. */
st_scratch *st_scratch_take(void);

/* Gives it back. */
void st_scratch_give(st_scratch *s);

/* What a block is for: a file, or its items as UTF-8. */
typedef enum st_block_use { ST_BLOCK_FILE, ST_BLOCK_ITEMS, ST_BLOCK_USES } st_block_use;

enum { ST_BLOCK_KEPT = 4096 }; /* the largest block that is kept */

/* A block of *size bytes at least, as malloc; *size becomes what it really has. Blocks of a few KiB
 * are beyond malloc's fast bins, and opening files one after another wants the same one again and
 * again. */
void *st_block_take(st_block_use use, size_t *size);

/* From now on this thread's blocks for files come out of slabs (slab.h): they will be kept
 * together. */
void st_blocks_kept_together(void);

/* Frees a block of st_block_take, or keeps it for the next one of its use. */
void st_block_give(st_block_use use, void *block, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/* Raw memory that each thread keeps between calls: for one parse, and for one small block. It holds
 * memory, never content: nothing is read from it that the same call did not write. */
#ifndef ST_SCRATCH_H
#define ST_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

enum { ST_SCRATCH_ARENA = 24 << 10 };

/* Windows and arena of a parse. */
typedef struct st_scratch {
    uint8_t head[ST_HEAD_WINDOW];
    uint8_t tail[ST_TAIL_WINDOW];
    _Alignas(16) uint8_t arena[ST_SCRATCH_ARENA];
} st_scratch;

/* This thread's scratch, or a fresh one when it is in use (a callback opens another file); NULL
 * when out of memory. */
st_scratch *st_scratch_take(void);

/* Gives it back. */
void st_scratch_give(st_scratch *s);

/* A block of *size bytes at least, as malloc; *size becomes what it really has, at most twice as
 * much. Blocks of a few KiB are beyond malloc's fast bins, and opening files one after another
 * wants the same one again and again. */
void *st_block_take(size_t *size);

/* Frees a block of st_block_take, or keeps it for the next one. */
void st_block_give(void *block, size_t size);

#endif

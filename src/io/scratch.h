/* SPDX-License-Identifier: MIT */
/* Raw memory for one parse: windows and arena, kept by each thread between calls. It holds
 * memory, never content: nothing is read from it that the same call did not write. */
#ifndef ST_SCRATCH_H
#define ST_SCRATCH_H

#include <stdint.h>

#include "base/limits.h"

enum { ST_SCRATCH_ARENA = 24 << 10 };

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

#endif

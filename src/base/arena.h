/* SPDX-License-Identifier: MIT */
/* An arena: many small allocations, freed together. Raw memory only; nothing in it outlives one
 * parse. */
#ifndef ST_ARENA_H
#define ST_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct st_arena_block st_arena_block;

typedef struct st_arena {
    char *at, *end;         /* free space of the current block */
    char *first, *first_end; /* the caller's own memory, used before any block */
    st_arena_block *blocks; /* further blocks, newest first */
    size_t used, cap;       /* bytes in blocks, and their limit */
    bool capped;            /* the limit, not malloc, refused something */
} st_arena;

/* Starts an arena on `len` bytes of the caller's memory at `mem` (may be NULL, 0); at most `cap`
 * bytes more are taken from malloc. */
void st_arena_init(st_arena *a, void *mem, size_t len, size_t cap);

/* n bytes aligned to 16, not cleared; NULL when memory or the cap is exhausted. */
void *st_arena_alloc(st_arena *a, size_t n);

/* A copy of n bytes; NULL as above. */
void *st_arena_copy(st_arena *a, const void *src, size_t n);

/* Frees every block; the arena is as after st_arena_init. */
void st_arena_reset(st_arena *a);

#endif

/* SPDX-License-Identifier: MIT */
/* An arena: many small allocations, freed together. Raw memory only; nothing in it outlives one
 * parse. */
#ifndef ST_ARENA_H
#define ST_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

enum { ST_ARENA_ALIGN = 16 };

/* st_arena_alloc where the current block is too small, or n is 0 or absurd. */
void *st_arena_alloc_more(st_arena *a, size_t n);

/* n bytes aligned to 16, not cleared; NULL when memory or the cap is exhausted. */
static inline void *st_arena_alloc(st_arena *a, size_t n)
{
    const size_t whole = (n + ST_ARENA_ALIGN - 1) & ~(size_t)(ST_ARENA_ALIGN - 1);
    char *p = a->at;
    if (whole - 1 >= (size_t)(a->end - p)) /* 0 also for an n that is near SIZE_MAX */
        return st_arena_alloc_more(a, n);
    a->at = p + whole;
    return p;
}

/* Gives back what lies beyond the first `used` bytes of the last allocation, p of n bytes; does
 * nothing when it is not the last one of the current block. */
static inline void st_arena_trim(st_arena *a, void *p, size_t n, size_t used)
{
    if ((char *)p + ((n + ST_ARENA_ALIGN - 1) & ~(size_t)(ST_ARENA_ALIGN - 1)) == a->at)
        a->at = (char *)p + ((used + ST_ARENA_ALIGN - 1) & ~(size_t)(ST_ARENA_ALIGN - 1));
}

/* A copy of n bytes; NULL as above. */
void *st_arena_copy(st_arena *a, const void *src, size_t n);

/* Frees every block; the arena is as after st_arena_init. */
void st_arena_reset(st_arena *a);

#endif

/* SPDX-License-Identifier: MIT */
/* The arena: bump allocation out of the caller's memory first, malloc'ed blocks after. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

struct st_arena_block {
    st_arena_block *next;
    size_t size;
};

enum { ALIGN = ST_ARENA_ALIGN, BLOCK = 16 << 10 };

static char *align_up(char *p)
{
    return p + (-(uintptr_t)p & (ALIGN - 1));
}

void st_arena_init(st_arena *a, void *mem, size_t len, size_t cap)
{
    *a = (st_arena){.cap = cap};
    if (mem && len >= ALIGN) { /* less than that may not hold one aligned byte */
        a->first = a->at = align_up((char *)mem);
        a->first_end = a->end = (char *)mem + len;
    }
}

static void *from_new_block(st_arena *a, size_t n)
{
    size_t size = n > BLOCK ? n : BLOCK;
    if (n > a->cap - a->used) {
        a->capped = true;
        return NULL;
    }
    if (size > a->cap - a->used)
        size = n;
    const size_t head = (sizeof(st_arena_block) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    st_arena_block *b = malloc(head + size);
    if (b == NULL)
        return NULL;
    b->next = a->blocks;
    b->size = size;
    a->blocks = b;
    a->used += size;
    char *p = (char *)b + head;
    /* keep the larger remainder: a huge request must not throw a half-empty block away */
    if (size - n > (size_t)(a->end - a->at)) {
        a->at = p + n;
        a->end = p + size;
    }
    return p;
}

void *st_arena_alloc_more(st_arena *a, size_t n)
{
    if (n > SIZE_MAX - ALIGN)
        return NULL;
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    return n == 0 && a->at ? a->at : from_new_block(a, n);
}

void *st_arena_copy(st_arena *a, const void *src, size_t n)
{
    void *p = st_arena_alloc(a, n);
    if (p && n)
        memcpy(p, src, n);
    return p;
}

void st_arena_reset(st_arena *a)
{
    while (a->blocks) {
        st_arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    a->used = 0;
    a->at = a->first;
    a->end = a->first_end;
}

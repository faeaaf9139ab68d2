/* SPDX-License-Identifier: MIT */
/* Memory for blocks that are kept together: taken from the system in large pieces, given back piece
 * by piece, each when its last block is free. Never touched memory costs a page fault every
 * 4 KiB, and malloc asks the system for each of these pages in a thread's own arena: together a
 * fifth of opening a file that is kept. A piece of 2 MiB can be one huge page. */
#ifndef ST_SLAB_H
#define ST_SLAB_H

#include <stddef.h>

typedef struct st_slab st_slab;

enum { ST_SLAB_MOST = 16 << 10 }; /* the largest block */

/* A block of n <= ST_SLAB_MOST bytes, aligned to 16, out of *slab, which belongs to one thread; a
 * full one (or NULL) is replaced. NULL: out of memory. */
void *st_slab_take(st_slab **slab, size_t n);

/* Frees a block, in any thread. */
void st_slab_give(void *block);

/* The thread takes nothing more out of it. NULL is fine. */
void st_slab_leave(st_slab *slab);

#endif

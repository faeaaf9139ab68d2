/* SPDX-License-Identifier: MIT */
/* One spare scratch and one spare block of each use a thread; freed when the thread ends. */
#include "io/scratch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "io/slab.h"

/* A block out of a slab has an odd size, others an even one. */
enum { IN_SLAB = 1 };

/* Sanitizers must see every block freed to find what is used after that. */
#if defined(__SANITIZE_ADDRESS__)
enum { KEEPS_BLOCKS = 0 };
#else
enum { KEEPS_BLOCKS = 1 };
#endif

typedef struct spares {
    st_scratch *scratch;
    void *block[ST_BLOCK_USES];
    size_t block_size[ST_BLOCK_USES]; /* 0: none */
    st_slab *slab;
    bool in_slabs; /* files are */
} spares;

/* NULL until something is given. */
static _Thread_local spares *mine;
static pthread_key_t key;
static bool have_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_spares(void *thread)
{
    spares *s = thread;
    mine = NULL;
    free(s->scratch);
    for (int use = 0; use < ST_BLOCK_USES; use++)
        free(s->block[use]);
    st_slab_leave(s->slab);
    free(s);
}

static void make_key(void)
{
    have_key = pthread_key_create(&key, free_spares) == 0;
}

/* What this thread may keep; NULL when it may not, since nobody would notice its end. */
static spares *make_spares(void)
{
    pthread_once(&once, make_key);
    spares *s = have_key ? calloc(1, sizeof *s) : NULL;
    if (s && pthread_setspecific(key, s) != 0) {
        free(s);
        s = NULL;
    }
    mine = s;
    return s;
}

static inline spares *spares_to_give(void)
{
    spares *s = mine;
    return s ? s : make_spares();
}

st_scratch *st_scratch_take(void)
{
    spares *s = mine;
    st_scratch *scratch = s ? s->scratch : NULL;
    if (scratch == NULL)
        return aligned_alloc(_Alignof(st_scratch), sizeof *scratch);
    s->scratch = NULL;
    return scratch;
}

void st_scratch_give(st_scratch *scratch)
{
    spares *s = spares_to_give();
    if (s && s->scratch == NULL)
        s->scratch = scratch;
    else
        free(scratch);
}

void st_blocks_kept_together(void)
{
    spares *s = KEEPS_BLOCKS ? spares_to_give() : NULL;
    if (s)
        s->in_slabs = true;
}

static void *new_block(spares *s, st_block_use use, size_t *size)
{
    if (s && s->in_slabs && use == ST_BLOCK_FILE && *size < ST_SLAB_MOST) {
        *size |= IN_SLAB;
        return st_slab_take(&s->slab, *size);
    }
    *size += *size & IN_SLAB;
    return malloc(*size);
}

void *st_block_take(st_block_use use, size_t *size)
{
    spares *s = mine;
    if (s == NULL || s->block_size[use] < *size)
        return new_block(s, use, size);
    *size = s->block_size[use];
    s->block_size[use] = 0;
    void *block = s->block[use];
    s->block[use] = NULL;
    return block;
}

void st_block_give(st_block_use use, void *block, size_t size)
{
    if (size & IN_SLAB) {
        st_slab_give(block);
        return;
    }
    spares *s = KEEPS_BLOCKS && size <= ST_BLOCK_KEPT ? spares_to_give() : NULL;
    if (s && s->block_size[use] < size) { /* the larger of two is kept */
        void *const smaller = s->block[use];
        s->block[use] = block;
        s->block_size[use] = size;
        block = smaller;
    }
    if (block) /* mostly there was none */
        free(block);
}

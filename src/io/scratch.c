/* SPDX-License-Identifier: MIT */
/* One spare scratch and one spare block of each use a thread; freed when the thread ends. */
#include "io/scratch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* Sanitizers must see every block freed to find what is used after that. */
#if defined(__SANITIZE_ADDRESS__)
enum { KEEPS_BLOCKS = 0 };
#else
enum { KEEPS_BLOCKS = 1 };
#endif

typedef struct spares {
    st_scratch *scratch;
    void *block[ST_BLOCK_USES];
    size_t block_size[ST_BLOCK_USES];
    bool known; /* the key's destructor will free them */
} spares;

static _Thread_local spares mine;
static pthread_key_t key;
static bool have_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_spares(void *thread)
{
    spares *s = thread;
    free(s->scratch);
    for (int use = 0; use < ST_BLOCK_USES; use++)
        free(s->block[use]);
    *s = (spares){0};
}

static void make_key(void)
{
    have_key = pthread_key_create(&key, free_spares) == 0;
}

/* Whether this thread may keep anything: its end must be noticed. */
static bool may_keep(void)
{
    if (!mine.known) {
        pthread_once(&once, make_key);
        mine.known = have_key && pthread_setspecific(key, &mine) == 0;
    }
    return mine.known;
}

st_scratch *st_scratch_take(void)
{
    st_scratch *s = mine.scratch;
    mine.scratch = NULL;
    return s ? s : malloc(sizeof *s);
}

void st_scratch_give(st_scratch *s)
{
    if (mine.scratch == NULL && may_keep())
        mine.scratch = s;
    else
        free(s);
}

void *st_block_take(st_block_use use, size_t *size)
{
    void *block = mine.block[use];
    const size_t spare = mine.block_size[use];
    if (block && spare >= *size && spare / 2 <= *size) {
        *size = spare;
        mine.block[use] = NULL;
        return block;
    }
    return malloc(*size);
}

void st_block_give(st_block_use use, void *block, size_t size)
{
    if (!KEEPS_BLOCKS || size > ST_BLOCK_KEPT || mine.block[use] || !may_keep()) {
        free(block);
        return;
    }
    mine.block[use] = block;
    mine.block_size[use] = size;
}

/* SPDX-License-Identifier: MIT */
/* Pieces of memory that count their blocks. */
#include "io/slab.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

/* A thread's first piece is small: many batches have few files. */
enum { FIRST = 64 << 10, HUGE_PAGE = 2 << 20, ALIGN = 16 };

struct st_slab {
    atomic_size_t users; /* blocks, and the thread that fills it */
    size_t size, used;
};

/* In front of each block. */
typedef struct header {
    _Alignas(ALIGN) st_slab *slab;
} header;

static void *map(size_t n)
{
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* Aligned, as huge pages are; what lies around it is given back. */
static void *map_huge_page(void)
{
    char *p = map(2 * (size_t)HUGE_PAGE);
    if (p == NULL)
        return NULL;
    const size_t before = -(uintptr_t)p % HUGE_PAGE;
    if (before)
        munmap(p, before);
    munmap(p + before + HUGE_PAGE, HUGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    madvise(p + before, HUGE_PAGE, MADV_HUGEPAGE);
#endif
    return p + before;
}

static void drop(st_slab *s)
{
    if (atomic_fetch_sub_explicit(&s->users, 1, memory_order_acq_rel) == 1)
        munmap(s, s->size);
}

void *st_slab_take(st_slab **slab, size_t n)
{
    const size_t whole = sizeof(header) + ((n + ALIGN - 1) & ~(size_t)(ALIGN - 1));
    st_slab *s = *slab;
    if (s == NULL || s->size - s->used < whole) {
        const size_t size = s ? HUGE_PAGE : FIRST;
        st_slab *fresh = s ? map_huge_page() : map(size);
        if (fresh == NULL)
            return NULL;
        st_slab_leave(s);
        *slab = s = fresh;
        atomic_init(&s->users, 1);
        s->size = size;
        s->used = (sizeof *s + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    }
    header *h = (header *)((char *)s + s->used);
    s->used += whole;
    h->slab = s;
    atomic_fetch_add_explicit(&s->users, 1, memory_order_relaxed);
    return h + 1;
}

void st_slab_give(void *block)
{
    drop(((header *)block)[-1].slab);
}

void st_slab_leave(st_slab *slab)
{
    if (slab)
        drop(slab);
}

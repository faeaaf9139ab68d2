/* SPDX-License-Identifier: MIT */
/* Huge pages for the memory of a batch: 64 files' windows and arenas in flight, in memory as malloc
 * gives it, and in 2 MiB pages.
 *
 * huge ROUNDS LIST: the floor, its windows read to 64 slots in turn, and each line of them and of a
 * part of the arena behind them looked at. */
#include "measure.h"
#include <stdint.h>
#include <sys/mman.h>

enum { SLOTS = 64, SLOT = 48 << 10, HUGE = 4 << 20, USED = 4 << 10 };

static uint8_t *one, *small, *huge;
static volatile uint8_t sink;
static const char *no_huge;

static void each(const variant *v, uint8_t *slots, size_t n_slots)
{
    struct stat st;
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        uint8_t *slot = slots + i % n_slots * SLOT;
        const int fd = open_task(t, &st);
        for (size_t k = 0; k < t->n; k++) {
            uint8_t *to = slot + (k ? 8192 : 0);
            const ssize_t got = pread(fd, to, t->reads[k].len < 8192 ? t->reads[k].len : 8192,
                                      t->reads[k].off);
            for (ssize_t at = 0; at < got; at += 512)
                sink += to[at];
        }
        memset(slot + (24 << 10), (int)i, USED);
        close(fd);
    }
}

static void run_one(const variant *v)
{
    each(v, one, 1);
}

static void run_small(const variant *v)
{
    each(v, small, SLOTS);
}

static void run_huge(const variant *v)
{
    if (no_huge)
        ((variant *)(size_t)v)->missing = no_huge;
    else
        each(v, huge, SLOTS);
}

/* Memory that is new for each batch of 64: its first touch counts, too. */
static void fresh(const variant *v, int advice)
{
    for (size_t i = 0; i < v->list->n; i += SLOTS) {
        uint8_t *room = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                             -1, 0);
        if (room == MAP_FAILED)
            die("mmap", "fresh");
        uint8_t *from = room + (-(uintptr_t)room & (HUGE / 2 - 1));
        madvise(from, HUGE, advice);
        const tasks part = {v->list->at + i, v->list->n - i < SLOTS ? v->list->n - i : SLOTS};
        variant w = *v;
        w.list = &part;
        each(&w, from, SLOTS);
        munmap(room, 2 * HUGE);
    }
}

static void run_fresh_small(const variant *v)
{
    fresh(v, MADV_NOHUGEPAGE);
}

static void run_fresh_huge(const variant *v)
{
    if (no_huge)
        ((variant *)(size_t)v)->missing = no_huge;
    else
        fresh(v, MADV_HUGEPAGE);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[2]);
    uint8_t *room =
        mmap(NULL, 3 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        die("mmap", "slots");
    small = room + (-(uintptr_t)room & (HUGE / 2 - 1));
    huge = small + HUGE;
    one = malloc(SLOT);
    madvise(small, HUGE, MADV_NOHUGEPAGE);
    if (madvise(huge, HUGE, MADV_HUGEPAGE) != 0)
        no_huge = "no huge pages here";
    variant v[] = {
        {.name = "one slot, again and again", .run = run_one, .list = &t},
        {.name = "64 slots, 4 KiB pages", .run = run_small, .list = &t},
        {.name = "64 slots, MADV_HUGEPAGE", .run = run_huge, .list = &t},
        {.name = "64 new slots each batch, 4 KiB pages", .run = run_fresh_small, .list = &t},
        {.name = "64 new slots each batch, MADV_HUGEPAGE", .run = run_fresh_huge, .list = &t},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

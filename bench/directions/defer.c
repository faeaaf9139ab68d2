/* SPDX-License-Identifier: MIT */
/* Closing later and elsewhere, and io_uring for one file at a time.
 *
 * defer ROUNDS LIST */
#include "measure.h"
#include <linux/io_uring.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* ---- a ring, as small as it can be: one thread, one entry at a time put and taken ---- */

typedef struct ring {
    int fd;
    unsigned *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask, tail;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
    const char *missing;
} ring;

enum { ENTRIES = 128, DEFER = 64 };

static ring ring_of(unsigned flags)
{
    struct io_uring_params p = {.flags = flags};
    ring r = {.fd = (int)syscall(SYS_io_uring_setup, ENTRIES, &p)};
    if (r.fd < 0) {
        r.missing = "io_uring_setup is not allowed";
        return r;
    }
    const size_t size = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
    uint8_t *m = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r.fd,
                      IORING_OFF_SQ_RING);
    r.sqes = mmap(NULL, p.sq_entries * sizeof *r.sqes, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_POPULATE, r.fd, IORING_OFF_SQES);
    if (m == MAP_FAILED || (void *)r.sqes == MAP_FAILED)
        die("mmap", "ring");
    r.sq_tail = (unsigned *)(void *)(m + p.sq_off.tail);
    r.cq_head = (unsigned *)(void *)(m + p.cq_off.head);
    r.cq_tail = (unsigned *)(void *)(m + p.cq_off.tail);
    r.sq_mask = p.sq_entries - 1;
    r.cq_mask = p.cq_entries - 1;
    r.cqes = (struct io_uring_cqe *)(void *)(m + p.cq_off.cqes);
    unsigned *array = (unsigned *)(void *)(m + p.sq_off.array);
    for (unsigned i = 0; i < p.sq_entries; i++)
        array[i] = i;
    r.tail = *r.sq_tail;
    return r;
}

static struct io_uring_sqe *entry(ring *r, uint8_t op, int fd)
{
    struct io_uring_sqe *e = &r->sqes[r->tail++ & r->sq_mask];
    memset(e, 0, sizeof *e);
    e->opcode = op;
    e->fd = fd;
    return e;
}

/* Submits n entries and waits for as many completions; their results are errors or are dropped. */
static void submit(ring *r, unsigned n, const char *of)
{
    atomic_store_explicit((_Atomic unsigned *)r->sq_tail, r->tail, memory_order_release);
    if (syscall(SYS_io_uring_enter, r->fd, n, n, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
        die("io_uring_enter", of);
    unsigned head = *r->cq_head;
    const unsigned tail =
        atomic_load_explicit((_Atomic unsigned *)r->cq_tail, memory_order_acquire);
    for (; head != tail; head++)
        if (r->cqes[head & r->cq_mask].res < 0) {
            errno = -r->cqes[head & r->cq_mask].res;
            die("a request", of);
        }
    atomic_store_explicit((_Atomic unsigned *)r->cq_head, head, memory_order_release);
}

static ring plain, direct;

/* ---- closing ---- */

static int open_and_read(const task *t)
{
    struct stat st;
    const int fd = openat(AT_FDCWD, t->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        die("open", t->path);
    read_all(fd, t);
    return fd;
}

static void run_close_by_ring(const variant *v)
{
    if (plain.missing) {
        ((variant *)(size_t)v)->missing = plain.missing;
        return;
    }
    unsigned waiting = 0;
    for (size_t i = 0; i < v->list->n; i++) {
        entry(&plain, IORING_OP_CLOSE, open_and_read(&v->list->at[i]));
        if (++waiting == DEFER || i + 1 == v->list->n) {
            submit(&plain, waiting, "close");
            waiting = 0;
        }
    }
}

static void run_close_range(const variant *v)
{
    int low = 0, high = 0, waiting = 0;
    for (size_t i = 0; i < v->list->n; i++) {
        const int fd = open_and_read(&v->list->at[i]);
        low = waiting == 0 || fd < low ? fd : low;
        high = waiting == 0 || fd > high ? fd : high;
        if (++waiting == DEFER || i + 1 == v->list->n) {
            close_range((unsigned)low, (unsigned)high, 0); /* nobody else opens files here */
            waiting = 0;
        }
    }
}

static _Atomic int queue[1024];
static _Atomic size_t put_at, taken_at;

static void *closer(void *n)
{
    for (size_t i = 0; i < (size_t)n; i++) {
        while (atomic_load_explicit(&put_at, memory_order_acquire) == i)
            sched_yield();
        close(atomic_load_explicit(&queue[i % 1024], memory_order_relaxed));
        atomic_store_explicit(&taken_at, i + 1, memory_order_release);
    }
    return NULL;
}

static void run_close_by_thread(const variant *v)
{
    pthread_t thread;
    put_at = taken_at = 0;
    if (pthread_create(&thread, NULL, closer, (void *)v->list->n) != 0)
        die("pthread_create", "closer");
    for (size_t i = 0; i < v->list->n; i++) {
        const int fd = open_and_read(&v->list->at[i]);
        while (i - atomic_load_explicit(&taken_at, memory_order_acquire) >= 1024)
            sched_yield();
        atomic_store_explicit(&queue[i % 1024], fd, memory_order_relaxed);
        atomic_store_explicit(&put_at, i + 1, memory_order_release);
    }
    pthread_join(thread, NULL);
}

/* ---- one file a submission ---- */

/* openat into slot 0, statx, reads, close: one chain, one system call. */
static void run_chain(const variant *v)
{
    static struct statx x;
    if (direct.missing) {
        ((variant *)(size_t)v)->missing = direct.missing;
        return;
    }
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        unsigned n = 0;
        struct io_uring_sqe *e = entry(&direct, IORING_OP_OPENAT, AT_FDCWD);
        e->addr = (uintptr_t)t->path;
        e->open_flags = O_RDONLY;
        e->file_index = 1;
        e->flags = IOSQE_IO_LINK;
        n++;
        e = entry(&direct, IORING_OP_STATX, AT_FDCWD);
        e->addr = (uintptr_t)t->path;
        e->len = STATX_SIZE;
        e->off = (uintptr_t)&x;
        e->flags = IOSQE_IO_LINK;
        n++;
        for (size_t k = 0; k < t->n; k++, n++) {
            e = entry(&direct, IORING_OP_READ, 0);
            e->addr = (uintptr_t)buffer;
            e->len = (unsigned)t->reads[k].len;
            e->off = (uint64_t)t->reads[k].off;
            e->flags = IOSQE_FIXED_FILE | IOSQE_IO_HARDLINK;
        }
        e = entry(&direct, IORING_OP_CLOSE, 0);
        e->file_index = 1;
        n++;
        submit(&direct, n, t->path);
    }
}

/* Plain openat and close; the windows, when there are several, in one submission. */
static void run_reads_by_ring(const variant *v)
{
    struct stat st;
    if (plain.missing) {
        ((variant *)(size_t)v)->missing = plain.missing;
        return;
    }
    for (size_t i = 0; i < v->list->n; i++) {
        const task *t = &v->list->at[i];
        const int fd = open_task(t, &st);
        for (size_t k = 0; k < t->n; k++) {
            struct io_uring_sqe *e = entry(&plain, IORING_OP_READ, fd);
            e->addr = (uintptr_t)buffer;
            e->len = (unsigned)t->reads[k].len;
            e->off = (uint64_t)t->reads[k].off;
        }
        submit(&plain, (unsigned)t->n, t->path);
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[2]);
    plain = ring_of(0);
    direct = ring_of(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN);
    int slot = -1;
    if (!direct.missing &&
        syscall(SYS_io_uring_register, direct.fd, IORING_REGISTER_FILES, &slot, 1))
        direct.missing = "no direct descriptors";
    variant v[] = {
        {.name = "floor: close at once", .run = run_floor, .list = &t},
        {.name = "close by io_uring, 64 together", .run = run_close_by_ring, .list = &t},
        {.name = "close_range, 64 together", .run = run_close_range, .list = &t},
        {.name = "close in another thread", .run = run_close_by_thread, .list = &t},
        {.name = "one file a chain of io_uring", .run = run_chain, .list = &t},
        {.name = "only the reads by io_uring", .run = run_reads_by_ring, .list = &t},
    };
    measure(v, (int)(sizeof v / sizeof *v), atoi(argv[1]), (double)t.n);
    return 0;
}

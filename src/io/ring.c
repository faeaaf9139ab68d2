/* SPDX-License-Identifier: MIT */
/* Files in flight on one io_uring.
 *
 * What is in the caches of the kernel costs no request and no ring: it is opened by plain calls
 * that do not wait (st_jobs_open_at_hand). Only what would have to wait for a device becomes a
 * request: looking up a name, or a read, for which the parser unwinds with its needs, the other
 * files go on, and it runs again when they are there (docs/design.md, section 3). fstat is always a
 * plain call, since the kernel hands a ring's statx to another thread each time.
 *
 * File systems that cannot read without waiting (FUSE, network file systems) often ask their server
 * for stat data, too, both at fstat and when the ring looks whether a read would have to wait.
 * There everything is left to the kernel's threads. */
#include "io/ring.h"

#ifdef HAVE_LIBURING

#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <stdlib.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "io/scratch.h"

/* Reads of one need that are under way. */
typedef struct flight {
    uint8_t *data;
    uint64_t off;
    size_t len, got;
} flight;

/* One file in flight. */
typedef struct slot {
    st_job *job;
    int fd;
    unsigned in_flight, rounds; /* reads under way; parses so far */
    int sys;                    /* errno of a read that failed, -1: the file ended */
    bool waits;                 /* st_always_waits */
    struct stat st;
    struct statx stx;
    st_source source;
    st_scratch *scratch;
    st_arena arena;
    st_reader reader;
    flight reads[ST_READER_NEEDS];
    struct slot *next; /* in the list of free ones */
} slot;

typedef struct ring_worker {
    struct io_uring ring;
    st_batch *batch;
    const st_batch_setting *setting;
    slot *slots, *free; /* NULL: there was no need for the ring yet */
    st_job **ended;     /* to be given back together */
    size_t n_ended;
    unsigned depth, busy;
    bool waits;   /* the last file did: the next one will probably, too */
    bool no_ring; /* there is none to be had after all */
} ring_worker;

/* user_data: the slot's number, and which of its requests */
enum { REQUESTS = 16, OPEN = ST_READER_NEEDS, STAT };
_Static_assert(STAT < REQUESTS, "requests of a slot");

/* ---- the ring ---- */

static bool make_ring(struct io_uring *ring, unsigned entries)
{
    /* completions are looked for when the worker asks, not by interrupting it; Linux 6.1 */
    struct io_uring_params params = {.flags =
                                         IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    if (io_uring_queue_init_params(entries, ring, &params) == 0)
        return true;
    return io_uring_queue_init(entries, ring, 0) == 0;
}

bool st_ring_possible(void)
{
    struct io_uring ring;
    if (!make_ring(&ring, 4))
        return false;
    struct io_uring_probe *probe = io_uring_get_probe_ring(&ring);
    const bool able = probe && io_uring_opcode_supported(probe, IORING_OP_OPENAT) &&
                      io_uring_opcode_supported(probe, IORING_OP_READ) &&
                      io_uring_opcode_supported(probe, IORING_OP_STATX);
    io_uring_free_probe(probe);
    io_uring_queue_exit(&ring);
    return able;
}

/* An empty request; makes room when the queue is full. */
static struct io_uring_sqe *new_request(ring_worker *w)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&w->ring);
    while (sqe == NULL) {
        io_uring_submit(&w->ring);
        sqe = io_uring_get_sqe(&w->ring);
    }
    return sqe;
}

/* Says whose request it is; behind io_uring_prep_*, which clear that in older headers. `apart`: by
 * a thread of the kernel from the start. */
static void tag(const ring_worker *w, struct io_uring_sqe *sqe, const slot *s, unsigned which,
                bool apart)
{
    sqe->user_data = (uint64_t)(s - w->slots) * REQUESTS + which;
    if (apart)
        sqe->flags |= IOSQE_ASYNC;
}

static void ask(ring_worker *w, const slot *s, unsigned which)
{
    const flight *f = &s->reads[which];
    struct io_uring_sqe *sqe = new_request(w);
    io_uring_prep_read(sqe, s->fd, f->data + f->got, (unsigned)(f->len - f->got), f->off + f->got);
    tag(w, sqe, s, which, s->waits);
}

static void ask_open(ring_worker *w, const slot *s)
{
    struct io_uring_sqe *sqe = new_request(w);
    io_uring_prep_openat(sqe, AT_FDCWD, s->job->path, st_open_flags(), 0);
    tag(w, sqe, s, OPEN, false);
}

/* ---- one file ---- */

/* The job has its result, or gets `err`. */
static void end(ring_worker *w, slot *s, const simdtag_error *err)
{
    if (s->job->result == NULL)
        st_job_fail(s->job, err && err->status == SIMDTAG_ERR_NOMEM ? NULL : err);
    if (s->fd >= 0)
        close(s->fd);
    if (s->scratch) {
        st_reader_close(&s->reader);
        st_arena_reset(&s->arena);
        st_scratch_give(s->scratch);
    }
    w->ended[w->n_ended++] = s->job;
    s->next = w->free;
    w->free = s;
    w->busy--;
}

/* Makes requests of the reader's needs. */
static bool ask_for_needs(ring_worker *w, slot *s)
{
    const st_reader *r = &s->reader;
    for (unsigned i = 0; i < r->n_needs; i++) {
        uint8_t *data = st_arena_alloc(&s->arena, r->needs[i].len);
        if (data == NULL)
            return false; /* before the first request */
        s->reads[i] = (flight){data, r->needs[i].off, r->needs[i].len, 0};
    }
    /* with O_NONBLOCK the ring would believe that any file can be read without waiting */
    if (s->rounds == 1) {
        fcntl(s->fd, F_SETFL, st_open_flags() & ~O_NONBLOCK);
        w->waits = s->waits = st_always_waits(s->fd);
    }
    s->in_flight = r->n_needs;
    s->sys = 0;
    for (unsigned i = 0; i < s->in_flight; i++)
        ask(w, s, i);
    return true;
}

static void parse(ring_worker *w, slot *s)
{
    simdtag_error err;
    err.status = SIMDTAG_OK;
    if (s->rounds++ == ST_RING_ROUNDS) /* quadratic from here on: wait like anybody else */
        s->source = st_source_fd(s->fd, s->source.size);
    s->job->result = w->setting->ops->parse(w->setting->how, &s->reader, s->job->path, s->fd,
                                            &s->st, &err);
    if (s->job->result || err.status != SIMDTAG_ERR_NEED)
        end(w, s, &err);
    else if (!ask_for_needs(w, s))
        end(w, s, NULL);
}

/* The stat data of an open file are there: the first parse. */
static void begin(ring_worker *w, slot *s)
{
    s->scratch = st_scratch_take();
    if (s->scratch == NULL) {
        end(w, s, NULL);
        return;
    }
    s->source = st_source_fd_nowait(s->fd, (uint64_t)s->st.st_size);
    st_arena_init(&s->arena, s->scratch->arena, sizeof s->scratch->arena,
                  ST_MAX_PARSE(s->source.size));
    st_reader_init(&s->reader, &s->source, s->source.size, &s->arena, s->scratch->head,
                   s->scratch->tail);
    parse(w, s);
}

static void opened(ring_worker *w, slot *s, int fd)
{
    simdtag_error err;
    s->fd = fd;
    if (fd >= 0 && w->waits) {
        struct io_uring_sqe *sqe = new_request(w);
        io_uring_prep_statx(sqe, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &s->stx);
        tag(w, sqe, s, STAT, true);
    } else if (st_check_fd(fd, &s->st, &err)) {
        begin(w, s);
    } else {
        end(w, s, &err);
    }
}

/* What fstat would have said. */
static void stat_there(ring_worker *w, slot *s, int res)
{
    const struct statx *x = &s->stx;
    simdtag_error err;
    s->st = (struct stat){.st_dev = makedev(x->stx_dev_major, x->stx_dev_minor),
                          .st_ino = x->stx_ino,
                          .st_mode = x->stx_mode,
                          .st_size = (off_t)x->stx_size,
                          .st_mtim = {x->stx_mtime.tv_sec, x->stx_mtime.tv_nsec},
                          .st_ctim = {x->stx_ctime.tv_sec, x->stx_ctime.tv_nsec}};
    if (res < 0 ? st_check_fd(s->fd, &s->st, &err) : st_check_stat(&s->st, &err))
        begin(w, s);
    else
        end(w, s, &err);
}

/* All reads of a round are done: the parser runs again. */
static void read_all(ring_worker *w, slot *s)
{
    simdtag_error err;
    if (s->sys) {
        if (s->sys > 0)
            st_error_sys(&err, s->sys);
        else
            st_error_set(&err, SIMDTAG_ERR_EOF, "the file became shorter");
        end(w, s, &err);
        return;
    }
    for (unsigned i = 0; i < s->reader.n_needs; i++) {
        const flight *f = &s->reads[i];
        if (st_reader_feed(&s->reader, f->off, f->data, f->len, false) != SIMDTAG_OK) {
            end(w, s, &s->reader.error);
            return;
        }
    }
    st_reader_restart(&s->reader);
    parse(w, s);
}

static void completed(ring_worker *w, uint64_t whose, int res)
{
    slot *s = &w->slots[whose / REQUESTS];
    const unsigned which = (unsigned)(whose % REQUESTS);
    if (which == OPEN) {
        if (res == -EINTR || res == -EAGAIN) /* once more, by a call that may wait */
            res = st_open_only(AT_FDCWD, s->job->path);
        opened(w, s, res);
        return;
    }
    if (which == STAT) {
        stat_there(w, s, res);
        return;
    }
    flight *f = &s->reads[which];
    if (res == -EINTR || res == -EAGAIN) {
        ask(w, s, which);
        return;
    }
    if (res <= 0)
        s->sys = res ? -res : -1;
    else if ((f->got += (size_t)res) < f->len) {
        ask(w, s, which);
        return;
    }
    if (--s->in_flight == 0)
        read_all(w, s);
}

/* ---- the worker ---- */

static void free_slots(ring_worker *w)
{
    free(w->slots);
    free(w->ended);
    w->slots = NULL;
}

/* Whether there is a ring; made when it is first asked for. */
static bool have_ring(ring_worker *w)
{
    if (w->slots || w->no_ring)
        return !w->no_ring;
    w->slots = calloc(w->depth, sizeof *w->slots);
    w->ended = calloc(w->depth, sizeof *w->ended);
    if (!w->slots || !w->ended || !make_ring(&w->ring, 2 * w->depth)) {
        free_slots(w);
        w->no_ring = true;
        return false;
    }
    /* opens that wait for a device are made by threads of the kernel: as many as files in flight */
    unsigned most[2] = {w->depth, 0};
    io_uring_register_iowq_max_workers(&w->ring, most);
    for (unsigned i = w->depth; i-- > 0;) {
        w->slots[i].next = w->free;
        w->free = &w->slots[i];
    }
    return true;
}

/* Puts a file into flight, or waits for it where there is no ring. */
static void start(ring_worker *w, st_left *left)
{
    if (!have_ring(w)) {
        if (left->fd >= 0)
            close(left->fd);
        st_jobs_open(w->batch, &left->job, 1);
        st_batch_finish(w->batch, &left->job, 1);
        return;
    }
    slot *s = w->free;
    w->free = s->next;
    w->busy++;
    s->job = left->job;
    s->fd = left->fd;
    s->st = left->st;
    s->rounds = 0;
    s->scratch = NULL;
    s->waits = false;
    if (s->fd >= 0)
        begin(w, s);
    else
        ask_open(w, s);
}

/* Takes jobs; whether there were any. */
static bool take_jobs(ring_worker *w)
{
    st_job *jobs[ST_GROUP];
    st_left left[ST_GROUP];
    const unsigned room = w->depth - w->busy;
    if (w->busy && room < w->depth / 4) /* rather many at a time than each at once */
        return false;
    const size_t n = st_batch_take(w->batch, jobs, room < ST_GROUP ? room : ST_GROUP, w->busy == 0);
    size_t done = 0;
    if (w->waits)
        for (size_t i = 0; i < n; i++)
            left[i] = (st_left){.job = jobs[i], .fd = -1};
    else
        done = st_jobs_open_at_hand(w->batch, jobs, n, left);
    if (done)
        st_batch_finish(w->batch, jobs, done);
    for (size_t i = done; i < n; i++)
        start(w, &left[i - done]);
    return n != 0;
}

/* Takes what has completed; with `wait` there will be something. */
static void complete_some(ring_worker *w, bool wait)
{
    struct io_uring_cqe *cqe;
    /* whatever it says: what has completed is taken, and the rest asked for again */
    io_uring_submit_and_wait(&w->ring, wait);
    while (io_uring_peek_cqe(&w->ring, &cqe) == 0) {
        const uint64_t whose = cqe->user_data;
        const int res = cqe->res;
        io_uring_cqe_seen(&w->ring, cqe);
        completed(w, whose, res);
    }
}

void st_ring_work(st_batch *b)
{
    const st_batch_setting *setting = st_batch_setting_of(b);
    ring_worker w = {.batch = b, .setting = setting, .depth = setting->depth};
    for (;;) {
        const bool more = take_jobs(&w);
        if (w.busy)
            complete_some(&w, !more);
        else if (!more) /* the batch is closing */
            break;
        if (w.n_ended)
            st_batch_finish(b, w.ended, w.n_ended);
        w.n_ended = 0;
    }
    if (w.slots) {
        io_uring_queue_exit(&w.ring);
        free_slots(&w);
    }
}

#else

bool st_ring_possible(void)
{
    return false;
}

void st_ring_work(st_batch *b)
{
    st_calls_work(b);
}

#endif

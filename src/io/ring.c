/* SPDX-License-Identifier: MIT */
/* Files in flight on one io_uring.
 *
 * What is in the caches of the kernel costs no request of its own: opens go through the ring, tens
 * to one system call, and complete on the spot; then the descriptor is asked for its size, and
 * reads that find their bytes in the page cache are made at once (st_source_fd_nowait), so the
 * parse of a warm file runs through like any other. Only what would have to wait for a device
 * becomes a request: the parser unwinds with its needs, the other files go on, and it runs again
 * when they are there (docs/design.md, section 3). statx through the ring is no help: the kernel
 * hands it to another thread each time.
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

/* A folder that files are being opened in. */
typedef struct folder {
    int fd;
    unsigned users;
    struct folder *next; /* in the list of free ones */
} folder;

/* One file in flight. */
typedef struct slot {
    st_job *job;
    int fd;
    folder *folder; /* while it is being opened relative to one */
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
    slot *slots, *free;
    folder *folders, *free_folders;
    st_job **jobs;   /* just taken */
    st_job **ended;  /* to be given back together */
    size_t n_ended;
    unsigned depth, busy;
    bool waits;      /* the last file did: the next one will probably, too */
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

/* ---- one file ---- */

/* Opens a job's file, in a folder whose path is the first `len` bytes or by its whole path. */
static void start(ring_worker *w, st_job *job, folder *in, size_t len)
{
    slot *s = w->free;
    w->free = s->next;
    w->busy++;
    s->job = job;
    s->rounds = 0;
    s->folder = in;
    if (in)
        in->users++;
    struct io_uring_sqe *sqe = new_request(w);
    io_uring_prep_openat(sqe, in ? in->fd : AT_FDCWD, job->path + (in ? len : 0), st_open_flags(),
                         0);
    tag(w, sqe, s, OPEN, false);
}

/* A file is open: the last one of its folder closes that. */
static void leave_folder(ring_worker *w, slot *s)
{
    folder *in = s->folder;
    if (in == NULL || --in->users)
        return;
    close(in->fd);
    in->next = w->free_folders;
    w->free_folders = in;
}

/* A folder for the files from jobs[0] on; NULL when they go by their whole paths. */
static folder *enter_folder(ring_worker *w, st_job *const *jobs, size_t n, size_t len)
{
    const int fd = st_jobs_folder(jobs, n, len);
    if (fd == AT_FDCWD)
        return NULL;
    folder *in = w->free_folders; /* there are as many as slots */
    w->free_folders = in->next;
    *in = (folder){.fd = fd};
    return in;
}

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
    s->scratch = NULL;
    s->waits = false;
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
        leave_folder(w, s);
        if (res == -EINTR || res == -EAGAIN) { /* once more, by a call that may wait */
            simdtag_error err;
            res = st_open_path(AT_FDCWD, s->job->path, &s->st, &err);
            if (res < 0)
                res = -err.sys;
        }
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

static void take_jobs(ring_worker *w)
{
    const unsigned room = w->depth - w->busy;
    if (w->busy && room < w->depth / 4) /* rather many at a time than each at once */
        return;
    const size_t n = st_batch_take(w->batch, w->jobs, room, w->busy == 0);
    for (size_t i = 0; i < n;) {
        size_t len;
        const size_t end = i + st_jobs_in_folder(w->jobs + i, n - i, &len);
        folder *in = enter_folder(w, w->jobs + i, end - i, len);
        for (; i < end; i++)
            start(w, w->jobs[i], in, len);
    }
}

static void complete_some(ring_worker *w)
{
    struct io_uring_cqe *cqe;
    /* whatever it says: what has completed is taken, and the rest asked for again */
    io_uring_submit_and_wait(&w->ring, 1);
    while (io_uring_peek_cqe(&w->ring, &cqe) == 0) {
        const uint64_t whose = cqe->user_data;
        const int res = cqe->res;
        io_uring_cqe_seen(&w->ring, cqe);
        completed(w, whose, res);
    }
    if (w->n_ended)
        st_batch_finish(w->batch, w->ended, w->n_ended);
    w->n_ended = 0;
}

static void free_slots(ring_worker *w)
{
    free(w->slots);
    free(w->folders);
    free(w->jobs);
    free(w->ended);
}

static bool prepare(ring_worker *w, st_batch *b, unsigned depth)
{
    *w = (ring_worker){.batch = b, .setting = st_batch_setting_of(b), .depth = depth};
    w->slots = calloc(depth, sizeof *w->slots);
    w->folders = calloc(depth, sizeof *w->folders);
    w->jobs = calloc(depth, sizeof *w->jobs);
    w->ended = calloc(depth, sizeof *w->ended);
    if (!w->slots || !w->folders || !w->jobs || !w->ended || !make_ring(&w->ring, 2 * depth)) {
        free_slots(w);
        return false;
    }
    /* opens that wait for a device are made by threads of the kernel: as many as files in flight */
    unsigned most[2] = {depth, 0};
    io_uring_register_iowq_max_workers(&w->ring, most);
    for (unsigned i = depth; i-- > 0;) {
        w->slots[i].next = w->free;
        w->free = &w->slots[i];
        w->folders[i].next = w->free_folders;
        w->free_folders = &w->folders[i];
    }
    return true;
}

bool st_ring_work(st_batch *b, unsigned depth)
{
    ring_worker w;
    if (!prepare(&w, b, depth))
        return false;
    for (;;) {
        take_jobs(&w);
        if (w.busy == 0) /* nothing came: the batch is closing */
            break;
        complete_some(&w);
    }
    io_uring_queue_exit(&w.ring);
    free_slots(&w);
    return true;
}

#else

bool st_ring_possible(void)
{
    return false;
}

bool st_ring_work(st_batch *b, unsigned depth)
{
    (void)b, (void)depth;
    return false;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The walk: a list of directories in their order. The caller takes the first one's files; threads,
 * if there are any, read those behind it. Directories are opened relative to their parents. */
#include "io/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "io/thread.h"

struct st_walk_node {
    st_walk_node *next, *prev;   /* the list of directories to come */
    st_walk_node *newer, *older; /* the list of open ones */
    st_walk_node *parent;        /* NULL: a root */
    unsigned refs;               /* being in the list or handed out, and one a child */
    unsigned unopened;           /* children that still need the descriptor */
    unsigned users;              /* threads that are using it */
    int fd;                      /* -1: not open */
    dev_t dev;                   /* of a directory that was closed early, or when links are */
    ino_t ino;                   /* followed */
    unsigned depth;              /* roots have 0 */
    size_t path_len;             /* of its whole path */
    enum { WAITING, RUNNING, DONE } state;
    bool link;                   /* may be a symbolic link */
    bool is_file;                /* a root that is a file */
    bool known;                  /* dev and ino are known, for links are followed */
    bool dropped;                /* walked before under another name: its folders are too */
    st_listing found;
    char name[];                 /* roots: the path as given */
};

enum { OPEN_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK };

static int open_at(int at, const char *name, int more)
{
    int fd;
    do
        fd = openat(at, name, OPEN_FLAGS | more);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* ---- nodes; the lock is held ---- */

static void list_insert(st_walk *w, st_walk_node *after, st_walk_node *n)
{
    n->prev = after;
    n->next = after ? after->next : w->first;
    *(n->next ? &n->next->prev : &w->last) = n;
    *(after ? &after->next : &w->first) = n;
}

static void list_remove(st_walk *w, st_walk_node *n)
{
    *(n->prev ? &n->prev->next : &w->first) = n->next;
    *(n->next ? &n->next->prev : &w->last) = n->prev;
}

static void shut(st_walk *w, st_walk_node *n)
{
    if (n->fd < 0)
        return;
    *(n->older ? &n->older->newer : &w->open_first) = n->newer;
    *(n->newer ? &n->newer->older : &w->open_last) = n->older;
    w->n_open--;
    close(n->fd);
    n->fd = -1;
}

/* Makes room for one more descriptor: those longest open lie highest in the tree, and are needed
 * last. */
static void evict(st_walk *w)
{
    st_walk_node *n = w->open_first;
    while (n && n->users)
        n = n->newer;
    struct stat st;
    if (n && fstat(n->fd, &st) == 0) {
        n->dev = st.st_dev;
        n->ino = st.st_ino;
        shut(w, n);
    }
}

static void keep_open(st_walk *w, st_walk_node *n, int fd)
{
    if (w->n_open >= ST_WALK_FDS)
        evict(w);
    n->fd = fd;
    n->newer = NULL;
    n->older = w->open_last;
    *(w->open_last ? &w->open_last->newer : &w->open_first) = n;
    w->open_last = n;
    w->n_open++;
}

/* Drops one reference, and the parents' that go with it. */
static void release(st_walk *w, st_walk_node *n)
{
    while (n && --n->refs == 0) {
        st_walk_node *parent = n->parent;
        shut(w, n);
        st_listing_free(&n->found);
        free(n);
        n = parent;
    }
}

static st_walk_node *new_node(st_walk_node *parent, const char *name, bool link)
{
    const size_t len = strlen(name);
    st_walk_node *n = calloc(1, sizeof *n + len + 1);
    if (n == NULL)
        return NULL;
    memcpy(n->name, name, len + 1);
    n->parent = parent;
    n->refs = 1;
    n->fd = -1;
    n->link = link;
    n->depth = parent ? parent->depth + 1 : 0;
    n->path_len = parent ? parent->path_len + (parent->name[0] != 0) + len : len;
    if (parent && parent->path_len && parent->parent == NULL &&
        parent->name[parent->path_len - 1] == '/')
        n->path_len--; /* the root brings the slash */
    st_listing_init(&n->found);
    return n;
}

/* ---- reading a directory; no lock ---- */

/* Whether a descriptor leads to the directory that `n` was when it was closed early. */
static bool is_same(const st_walk_node *n, int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && st.st_dev == n->dev && st.st_ino == n->ino;
}

/* Leaves a copy of a descriptor with a directory on the way to another, which will be needed soon
 * after that one. */
static void leave_open(st_walk *w, st_walk_node *n, int fd)
{
    pthread_mutex_lock(&w->lock);
    const int own = n->fd < 0 && n->unopened && is_same(n, fd) ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (own >= 0)
        keep_open(w, n, own);
    pthread_mutex_unlock(&w->lock);
}

/* Opens the last of a chain of directories, from its root down: in steps as long as the system
 * takes, the last ones singly, so that the way back up is not walked again for each. */
static int open_chain(st_walk *w, st_walk_node *const *chain, unsigned depth, char *step)
{
    int fd = open_at(AT_FDCWD, chain[0]->name, 0);
    size_t len = 0;
    for (unsigned d = 1; fd >= 0 && d <= depth; d++) {
        const size_t more = strlen(chain[d]->name);
        memcpy(step + len, chain[d]->name, more + 1);
        len += more;
        const bool near = d + ST_WALK_FDS / 2 >= depth;
        if (!near && len + 2 + strlen(chain[d + 1]->name) < PATH_MAX) {
            step[len++] = '/';
            continue;
        }
        const int next = open_at(fd, step, 0);
        const int sys = errno;
        close(fd);
        errno = sys;
        fd = next;
        len = 0;
        if (fd >= 0 && near && d < depth)
            leave_open(w, chain[d], fd);
    }
    return fd;
}

/* Opens again a directory that was closed early; what is found must still be the same one. -1 with
 * errno. */
static int reopen(st_walk *w, st_walk_node *n)
{
    st_walk_node **chain = malloc((n->depth + 1) * sizeof *chain);
    char *step = malloc(PATH_MAX);
    int fd = -1;
    errno = ENOMEM;
    if (chain && step) {
        for (st_walk_node *a = n; a; a = a->parent)
            chain[a->depth] = a;
        fd = open_chain(w, chain, n->depth, step);
    }
    const int sys = errno;
    free(chain);
    free(step);
    errno = sys;
    if (fd >= 0 && !is_same(n, fd)) {
        close(fd);
        fd = -1;
        errno = ESTALE;
    }
    return fd;
}

/* The parent's descriptor, which stays open until give_parent. -1 with errno. */
static int take_parent(st_walk *w, st_walk_node *parent)
{
    pthread_mutex_lock(&w->lock);
    parent->users++;
    int fd = parent->fd;
    pthread_mutex_unlock(&w->lock);
    if (fd >= 0)
        return fd;
    const int again = reopen(w, parent);
    const int sys = errno;
    pthread_mutex_lock(&w->lock);
    if (parent->fd >= 0 && again >= 0) /* another thread was faster */
        close(again);
    else if (again >= 0)
        keep_open(w, parent, again);
    fd = parent->fd;
    pthread_mutex_unlock(&w->lock);
    errno = sys;
    return fd;
}

static void give_parent(st_walk *w, st_walk_node *parent)
{
    pthread_mutex_lock(&w->lock);
    parent->users--;
    if (--parent->unopened == 0)
        shut(w, parent);
    pthread_mutex_unlock(&w->lock);
}

static void fail(st_walk_node *n, simdtag_status status, int sys)
{
    if (n->found.status == SIMDTAG_OK) {
        n->found.status = status;
        n->found.sys = sys;
    }
}

static int open_root(st_walk_node *n)
{
    const int fd = open_at(AT_FDCWD, n->name, 0);
    struct stat st;
    if (fd >= 0 || errno != ENOTDIR)
        return fd;
    if (stat(n->name, &st) != 0)
        return -1;
    n->is_file = S_ISREG(st.st_mode);
    errno = n->is_file ? 0 : ENOTDIR;
    return -1;
}

static int open_child(st_walk *w, st_walk_node *n)
{
    const int at = take_parent(w, n->parent);
    const int fd = at < 0 ? -1 : open_at(at, n->name, n->link ? 0 : O_NOFOLLOW);
    const int sys = errno;
    give_parent(w, n->parent);
    errno = sys;
    return fd;
}

/* The folders of `n` as nodes, chained by `next` from the one returned on. */
static st_walk_node *make_children(st_walk_node *n, unsigned *count)
{
    st_walk_node *first = NULL, **tail = &first;
    *count = 0;
    for (size_t i = 0; i < n->found.folders.n; i++) {
        const char *name = n->found.folders.at[i].name;
        st_walk_node *child = new_node(n, name, name[-1] != 0);
        if (child == NULL) {
            fail(n, SIMDTAG_ERR_NOMEM, 0);
            break;
        }
        *tail = child;
        tail = &child->next;
        ++*count;
    }
    return first;
}

/* Reads the directory of `n`, whose state is RUNNING, and puts its folders behind it. */
static void process(st_walk *w, st_walk_node *n, void *buffer)
{
    int fd = -1;
    if (n->depth > ST_MAX_WALK_DEPTH || n->path_len >= ST_MAX_WALK_PATH)
        fail(n, SIMDTAG_ERR_LIMIT, 0);
    else if ((fd = n->parent ? open_child(w, n) : open_root(n)) < 0 && !n->is_file)
        fail(n, SIMDTAG_ERR_IO, errno);
    unsigned count = 0;
    st_walk_node *child = NULL;
    if (fd >= 0) {
        struct stat st;
        if (w->wish.follow && fstat(fd, &st) == 0) {
            n->dev = st.st_dev;
            n->ino = st.st_ino;
            n->known = true;
        }
        st_listing_read(&n->found, fd, &w->wish, buffer, &w->stop);
        child = make_children(n, &count);
    }
    pthread_mutex_lock(&w->lock);
    if (count) {
        keep_open(w, n, fd);
        n->unopened = count;
        n->refs += count;
    } else if (fd >= 0) {
        close(fd);
    }
    for (st_walk_node *after = n; child;) {
        st_walk_node *next = child->next;
        list_insert(w, after, child);
        after = child;
        child = next;
    }
    n->state = DONE;
    w->ahead_bytes += n->found.names.used;
    pthread_cond_broadcast(&w->done);
    if (count)
        pthread_cond_broadcast(&w->work);
    pthread_mutex_unlock(&w->lock);
}

/* ---- threads that read ahead ---- */

/* The first directory that nobody reads yet, within what may be read ahead; NULL. */
static st_walk_node *next_waiting(st_walk *w)
{
    if (w->ahead >= 4 * w->n_threads || w->ahead_bytes >= ST_WALK_AHEAD)
        return NULL;
    st_walk_node *n = w->first;
    while (n && (n->state != WAITING || (n->parent && n->parent->dropped)))
        n = n->next;
    return n;
}

static void *read_ahead(void *arg)
{
    st_walk *w = (st_walk *)arg;
    void *buffer = malloc(ST_DIR_BUFFER);
    pthread_mutex_lock(&w->lock);
    while (!w->stop && buffer) {
        st_walk_node *n = next_waiting(w);
        if (n == NULL) {
            pthread_cond_wait(&w->work, &w->lock);
            continue;
        }
        n->state = RUNNING;
        w->ahead++;
        pthread_mutex_unlock(&w->lock);
        process(w, n, buffer);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    free(buffer);
    return NULL;
}

/* As many of the threads as the system gives. */
static void start_threads(st_walk *w, unsigned n)
{
    if (n > ST_MAX_WALK_THREADS)
        n = ST_MAX_WALK_THREADS;
    w->threads = n ? calloc(n, sizeof *w->threads) : NULL;
    if (w->threads == NULL)
        return;
    pthread_mutex_lock(&w->lock); /* they look at n_threads */
    while (w->n_threads < n &&
           st_thread_start(&w->threads[w->n_threads], read_ahead, w) == 0)
        w->n_threads++;
    pthread_mutex_unlock(&w->lock);
}

/* ---- the caller's side ---- */

static bool path_room(st_walk *w, size_t len)
{
    if (len < w->path_room)
        return true;
    const size_t room = len + 1 > 2 * w->path_room ? len + 1 : 2 * w->path_room;
    char *more = realloc(w->path, room);
    if (more == NULL)
        return false;
    w->path = more;
    w->path_room = room;
    return true;
}

/* Puts a name behind the first `base` bytes of the path. */
static bool path_append(st_walk *w, size_t base, const char *name)
{
    const size_t len = strlen(name);
    if (!path_room(w, base + 1 + len))
        return false;
    if (base && w->path[base - 1] != '/')
        w->path[base++] = '/';
    memcpy(w->path + base, name, len + 1);
    return true;
}

/* 1 when a directory was walked already, else 0, and from now on it was; -1: it cannot be
 * remembered, so a loop through it would have no end. */
static int seen_before(st_walk *w, const st_walk_node *n)
{
    if (2 * w->n_seen >= w->seen_room) {
        const size_t room = w->seen_room ? 2 * w->seen_room : 256;
        uint64_t(*more)[2] = room / 2 > ST_MAX_WALK_DIRS ? NULL : calloc(room, sizeof *more);
        if (more == NULL)
            return -1;
        for (size_t i = 0; i < w->seen_room; i++) {
            size_t at = (size_t)(w->seen[i][1] * 0x9E3779B97F4A7C15u) & (room - 1);
            while (more[at][1])
                at = (at + 1) & (room - 1);
            if (w->seen[i][1])
                memcpy(more[at], w->seen[i], sizeof *more);
        }
        free(w->seen);
        w->seen = more;
        w->seen_room = room;
    }
    const uint64_t dev = (uint64_t)n->dev, ino = (uint64_t)n->ino + 1;
    size_t at = (size_t)(ino * 0x9E3779B97F4A7C15u) & (w->seen_room - 1);
    for (; w->seen[at][1]; at = (at + 1) & (w->seen_room - 1))
        if (w->seen[at][0] == dev && w->seen[at][1] == ino)
            return 1;
    w->seen[at][0] = dev;
    w->seen[at][1] = ino;
    w->n_seen++;
    return 0;
}

static int report(st_walk *w, const char **path, simdtag_status status, int sys,
                  simdtag_error *error)
{
    *path = w->path;
    if (status == SIMDTAG_ERR_IO)
        st_error_sys(error, sys);
    else
        st_error_set(error, status, status == SIMDTAG_ERR_NOMEM ? "out of memory"
                                                                : "too deep, or too many names");
    return -1;
}

/* The next directory, read; NULL when there is none. */
static st_walk_node *next_node(st_walk *w)
{
    pthread_mutex_lock(&w->lock);
    if (w->now) {
        st_listing_free(&w->now->found); /* its folders may keep the node itself */
        release(w, w->now);
    }
    w->now = NULL;
    st_walk_node *n = w->first;
    while (n && n->state == WAITING && n->parent && n->parent->dropped) {
        list_remove(w, n);
        release(w, n);
        n = w->first;
    }
    if (n && n->state == WAITING) {
        n->state = RUNNING;
        w->ahead++;
        pthread_mutex_unlock(&w->lock);
        process(w, n, w->buffer);
        pthread_mutex_lock(&w->lock);
    }
    while (n && n->state != DONE)
        pthread_cond_wait(&w->done, &w->lock);
    if (n) {
        list_remove(w, n);
        w->ahead--;
        w->ahead_bytes -= n->found.names.used;
        if (w->n_threads)
            pthread_cond_signal(&w->work);
    }
    pthread_mutex_unlock(&w->lock);
    return n;
}

/* Goes on to the next directory: as st_walk_next when it has something to say itself, else 2. */
static int enter(st_walk *w, const char **path, simdtag_error *error)
{
    st_walk_node *n = w->now = next_node(w);
    w->at = 0;
    if (n == NULL)
        return 0;
    const int seen = n->parent && n->parent->dropped ? 1 : n->known ? seen_before(w, n) : 0;
    /* the path still begins with that of every directory that has children to come */
    const bool fits = path_append(w, n->parent ? n->parent->path_len : 0, n->name);
    if (seen || !fits) {
        pthread_mutex_lock(&w->lock);
        n->dropped = true;
        pthread_mutex_unlock(&w->lock);
        n->found.files.n = 0;
        n->found.status = SIMDTAG_OK;
        return seen > 0 ? 2 : report(w, path, SIMDTAG_ERR_NOMEM, 0, error);
    }
    *path = w->path;
    return n->is_file ? 1 : 2;
}

int st_walk_next(st_walk *w, const char **path, simdtag_error *error)
{
    for (;;) {
        st_walk_node *n = w->now;
        if (n && w->at < n->found.files.n) {
            const char *name = n->found.files.at[w->at++].name;
            if (!path_append(w, n->path_len, name))
                return report(w, path, SIMDTAG_ERR_NOMEM, 0, error);
            if (name[-1])
                return report(w, path, SIMDTAG_ERR_IO, (uint8_t)name[-1], error);
            *path = w->path;
            return 1;
        }
        if (n && n->found.status != SIMDTAG_OK) {
            const simdtag_status status = n->found.status;
            n->found.status = SIMDTAG_OK;
            w->path[n->path_len] = 0;
            return report(w, path, status, n->found.sys, error);
        }
        const int says = enter(w, path, error);
        if (says != 2 || w->steps)
            return says;
    }
}

size_t st_walk_ready(const st_walk *w)
{
    return w->now ? w->now->found.files.n - w->at : 0;
}

simdtag_status st_walk_open(st_walk *w, const char *const *roots, size_t n, const char *exts,
                            const st_dir_wish *wish, unsigned threads, simdtag_error *error)
{
    memset(w, 0, sizeof *w);
    w->owner = getpid();
    w->wish = *wish;
    w->wish.exts = exts ? &w->exts : NULL;
    if (exts && !st_exts_add(&w->exts, exts))
        return st_error_set(error, SIMDTAG_ERR_USAGE, "not a list of extensions: %.60s", exts);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    pthread_cond_init(&w->done, NULL);
    bool fine = (w->buffer = malloc(ST_DIR_BUFFER)) != NULL && path_room(w, 255);
    for (size_t i = 0; fine && i < n; i++) {
        st_walk_node *root = new_node(NULL, roots[i], true);
        if ((fine = root != NULL))
            list_insert(w, w->last, root);
    }
    if (!fine) {
        st_walk_close(w);
        return st_error_set(error, SIMDTAG_ERR_NOMEM, "out of memory");
    }
    start_threads(w, threads);
    return SIMDTAG_OK;
}

void st_walk_close(st_walk *w)
{
    if (w->n_threads && w->owner != getpid())
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_broadcast(&w->work);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 0; i < w->n_threads; i++)
        pthread_join(w->threads[i], NULL);
    if (w->now)
        release(w, w->now);
    while (w->first) {
        st_walk_node *n = w->first;
        list_remove(w, n);
        release(w, n);
    }
    pthread_cond_destroy(&w->done);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w->threads);
    free(w->buffer);
    free(w->path);
    free(w->seen);
}

/* SPDX-License-Identifier: MIT */
/* A slow disk: a read-only FUSE file system that shows a folder and answers each request some
 * milliseconds late, any number of them at the same time.
 *
 *     cc -O2 -o slowfs slowfs.c $(pkg-config --cflags --libs fuse3)
 *     ./slowfs FOLDER MOUNTPOINT [--ms 5] [--in-flight 0] [--timeout 10] [--background 1024]
 *              [--serial-dirs] [--plus] [--log FILE]
 *
 * Requests that wait are LOOKUP, GETATTR, READLINK, OPEN, READ, OPENDIR, READDIR; what the kernel
 * does not wait for itself (RELEASE, FORGET) is not delayed. --in-flight N: the disk works at N
 * requests at a time, others queue (0: no limit). --timeout: seconds for which the kernel believes
 * names and stat data. --background: how many reads (they are background requests, for the kernel
 * reads ahead) it may send before answers come; its own default is 12. --serial-dirs: without
 * FUSE_PARALLEL_DIROPS, so that it looks up one name of a folder at a time. --plus: READDIRPLUS.
 * Stays in the foreground until it is unmounted, and then writes how many requests of each kind
 * came to --log. */
#define FUSE_USE_VERSION 312
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static struct {
    double ms, timeout;
    unsigned in_flight, background;
    bool serial_dirs, plus;
    const char *log, *from, *to;
} option = {.ms = 5, .timeout = 10, .background = 1024};

/* ---- what the kernel's numbers of files stand for: paths, kept until the end ---- */

typedef struct node {
    struct node *next;
    fuse_ino_t ino;
    char path[];
} node;

enum { HASH = 1 << 16 };
static node *by_path[HASH];
static node **by_ino;
static size_t n_nodes, nodes_room;
static pthread_mutex_t nodes_lock = PTHREAD_MUTEX_INITIALIZER;

static node *node_of(const char *path)
{
    unsigned h = 5381;
    for (const char *p = path; *p; p++)
        h = h * 33 + (unsigned char)*p;
    pthread_mutex_lock(&nodes_lock);
    node *n = by_path[h % HASH];
    while (n && strcmp(n->path, path) != 0)
        n = n->next;
    if (n == NULL) {
        if (n_nodes == nodes_room) {
            nodes_room = nodes_room ? 2 * nodes_room : 1024;
            by_ino = realloc(by_ino, nodes_room * sizeof *by_ino);
        }
        n = malloc(sizeof *n + strlen(path) + 1);
        if (n == NULL || by_ino == NULL)
            abort();
        strcpy(n->path, path);
        n->next = by_path[h % HASH];
        n->ino = ++n_nodes; /* the root is the first, as FUSE_ROOT_ID says */
        by_path[h % HASH] = by_ino[n->ino - 1] = n;
    }
    pthread_mutex_unlock(&nodes_lock);
    return n;
}

static const char *path_of(fuse_ino_t ino)
{
    pthread_mutex_lock(&nodes_lock);
    const char *path = by_ino[ino - 1]->path;
    pthread_mutex_unlock(&nodes_lock);
    return path;
}

/* 0, or errno. */
static int entry_of(const char *folder, const char *name, struct fuse_entry_param *e)
{
    char path[PATH_MAX];
    *e = (struct fuse_entry_param){.attr_timeout = option.timeout, .entry_timeout = option.timeout};
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return ENAMETOOLONG;
    if (lstat(path, &e->attr) != 0)
        return errno;
    e->ino = node_of(path)->ino;
    return 0;
}

/* ---- answers ---- */

static void start(void *data, struct fuse_conn_info *conn)
{
    (void)data;
    conn->want &= ~(unsigned)(FUSE_CAP_READDIRPLUS | FUSE_CAP_READDIRPLUS_AUTO);
    if (option.plus)
        conn->want |= FUSE_CAP_READDIRPLUS;
    conn->max_background = option.background;
    conn->congestion_threshold = option.background * 3 / 4;
}

static void lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
    struct fuse_entry_param e;
    const int failed = entry_of(path_of(parent), name, &e);
    if (failed)
        fuse_reply_err(req, failed);
    else
        fuse_reply_entry(req, &e);
}

static void get_attr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
    struct stat st;
    (void)fi;
    if (lstat(path_of(ino), &st) != 0)
        fuse_reply_err(req, errno);
    else
        fuse_reply_attr(req, &st, option.timeout);
}

static void read_link(fuse_req_t req, fuse_ino_t ino)
{
    char text[PATH_MAX];
    const ssize_t n = readlink(path_of(ino), text, sizeof text - 1);
    if (n < 0) {
        fuse_reply_err(req, errno);
        return;
    }
    text[n] = 0;
    fuse_reply_readlink(req, text);
}

static void open_file(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
    const int fd = open(path_of(ino), O_RDONLY | O_CLOEXEC);
    if ((fi->flags & O_ACCMODE) != O_RDONLY || fd < 0) {
        fuse_reply_err(req, fd < 0 ? errno : EROFS);
        if (fd >= 0)
            close(fd);
        return;
    }
    fi->fh = (uint64_t)fd;
    fi->keep_cache = 1;
    fuse_reply_open(req, fi);
}

static void read_file(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
                      struct fuse_file_info *fi)
{
    static _Thread_local char *buffer;
    static _Thread_local size_t room;
    (void)ino;
    if (size > room)
        buffer = realloc(buffer, room = size);
    const ssize_t n = buffer ? pread((int)fi->fh, buffer, size, off) : -1;
    if (n < 0)
        fuse_reply_err(req, buffer ? errno : ENOMEM);
    else
        fuse_reply_buf(req, buffer, (size_t)n);
}

static void release_file(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
    (void)ino;
    close((int)fi->fh);
    fuse_reply_err(req, 0);
}

typedef struct listing {
    size_t n;
    struct dirent *at[];
} listing;

static void open_dir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
    DIR *dir = opendir(path_of(ino));
    if (dir == NULL) {
        fuse_reply_err(req, errno);
        return;
    }
    listing *l = calloc(1, sizeof *l);
    for (const struct dirent *d; l && (d = readdir(dir)) != NULL;) {
        listing *more = realloc(l, sizeof *l + (l->n + 1) * sizeof *l->at);
        if (more == NULL)
            break;
        l = more;
        l->at[l->n] = malloc(sizeof *d);
        if (l->at[l->n])
            memcpy(l->at[l->n++], d, d->d_reclen < sizeof *d ? d->d_reclen : sizeof *d);
    }
    closedir(dir);
    fi->fh = (uint64_t)(uintptr_t)l;
    fuse_reply_open(req, fi);
}

static void read_dir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
                     struct fuse_file_info *fi, bool plus)
{
    const listing *l = (const listing *)(uintptr_t)fi->fh;
    char *buffer = malloc(size);
    size_t at = 0;
    for (size_t i = (size_t)off; buffer && l && i < l->n; i++) {
        const struct dirent *d = l->at[i];
        struct fuse_entry_param e = {
            .attr = {.st_ino = d->d_ino, .st_mode = (mode_t)d->d_type << 12}};
        size_t n;
        if (plus) { /* . and .. have no number: that says no more than their names */
            if (d->d_name[0] != '.' && entry_of(path_of(ino), d->d_name, &e) != 0)
                continue;
            n = fuse_add_direntry_plus(req, buffer + at, size - at, d->d_name, &e, (off_t)i + 1);
        } else {
            n = fuse_add_direntry(req, buffer + at, size - at, d->d_name, &e.attr, (off_t)i + 1);
        }
        if (n > size - at)
            break;
        at += n;
    }
    fuse_reply_buf(req, buffer, at);
    free(buffer);
}

static void read_dir_plain(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
                           struct fuse_file_info *fi)
{
    read_dir(req, ino, size, off, fi, false);
}

static void read_dir_plus(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
                          struct fuse_file_info *fi)
{
    read_dir(req, ino, size, off, fi, true);
}

static void release_dir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
    listing *l = (listing *)(uintptr_t)fi->fh;
    (void)ino;
    for (size_t i = 0; l && i < l->n; i++)
        free(l->at[i]);
    free(l);
    fuse_reply_err(req, 0);
}

static const struct fuse_lowlevel_ops operations = {
    .init = start,
    .lookup = lookup,
    .getattr = get_attr,
    .readlink = read_link,
    .open = open_file,
    .read = read_file,
    .release = release_file,
    .opendir = open_dir,
    .readdir = read_dir_plain,
    .readdirplus = read_dir_plus,
    .releasedir = release_dir,
};

/* libfuse before 3.17 takes FUSE_PARALLEL_DIROPS from a file system and does not pass it on (its
 * issue 861), so it is set, or not, in the first answer that leaves: that of INIT, whose third
 * number is the flags. */
ssize_t writev(int fd, const struct iovec *parts, int n)
{
    static atomic_bool init_was_sent;
    if (n >= 2 && parts[1].iov_len >= 16 && !atomic_exchange(&init_was_sent, true)) {
        uint32_t *flags = (uint32_t *)parts[1].iov_base + 3;
        *flags = option.serial_dirs ? *flags & ~(1u << 18) : *flags | 1u << 18;
    }
    return syscall(SYS_writev, fd, parts, n);
}

/* ---- the delay: a queue in the order of arrival, which is that of the answers ---- */

/* Numbers of requests in <linux/fuse.h>. */
static const char *const delayed[] = {
    [1] = "LOOKUP", [3] = "GETATTR",  [5] = "READLINK", [14] = "OPEN",
    [15] = "READ",  [27] = "OPENDIR", [28] = "READDIR", [44] = "READDIRPLUS",
};
enum { KINDS = sizeof delayed / sizeof *delayed };

typedef struct late {
    struct late *next;
    uint64_t when; /* ns */
    struct fuse_buf buf;
} late;

static late *first, **last = &first;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_more = PTHREAD_COND_INITIALIZER;
static bool ended;
static unsigned long counts[KINDS], waiting, most_waiting;
static struct fuse_session *session;

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *answer(void *ignored)
{
    prctl(PR_SET_TIMERSLACK, 1);
    pthread_mutex_lock(&queue_lock);
    while (!ended || first) {
        late *l = first;
        if (l == NULL) {
            pthread_cond_wait(&queue_more, &queue_lock);
            continue;
        }
        first = l->next;
        if (first == NULL)
            last = &first;
        pthread_mutex_unlock(&queue_lock);
        const struct timespec t = {(time_t)(l->when / 1000000000u), (long)(l->when % 1000000000u)};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
            ;
        fuse_session_process_buf(session, &l->buf);
        free(l);
        pthread_mutex_lock(&queue_lock);
        waiting--;
    }
    pthread_mutex_unlock(&queue_lock);
    return ignored;
}

/* When the disk is through with a request that comes now. */
static uint64_t finish_time(void)
{
    static uint64_t *busy_until; /* of each of the disk's channels, taken in turns */
    static unsigned turn;
    const uint64_t took = (uint64_t)(option.ms * 1e6);
    uint64_t from = now_ns();
    if (option.in_flight == 0)
        return from + took;
    if (busy_until == NULL)
        busy_until = calloc(option.in_flight, sizeof *busy_until);
    uint64_t *channel = &busy_until[turn++ % option.in_flight];
    if (*channel > from)
        from = *channel;
    return *channel = from + took;
}

static void put_off(const struct fuse_buf *buf, unsigned kind)
{
    late *l = malloc(sizeof *l + buf->size);
    if (l == NULL)
        abort();
    l->next = NULL;
    l->when = finish_time();
    l->buf = (struct fuse_buf){.size = buf->size, .mem = l + 1};
    memcpy(l->buf.mem, buf->mem, buf->size);
    pthread_mutex_lock(&queue_lock);
    counts[kind]++;
    if (++waiting > most_waiting)
        most_waiting = waiting;
    *last = l;
    last = &l->next;
    pthread_mutex_unlock(&queue_lock);
    pthread_cond_signal(&queue_more);
}

static void serve(void)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct fuse_buf buf = {0};
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, answer, NULL) != 0)
            abort();
    while (!fuse_session_exited(session)) {
        const int n = fuse_session_receive_buf(session, &buf);
        if (n == -EINTR)
            continue;
        if (n <= 0)
            break;
        uint32_t kind; /* struct fuse_in_header: length, then what is asked for */
        memcpy(&kind, (const char *)buf.mem + 4, sizeof kind);
        if (kind < KINDS && delayed[kind])
            put_off(&buf, kind);
        else
            fuse_session_process_buf(session, &buf);
    }
    pthread_mutex_lock(&queue_lock);
    ended = true;
    pthread_cond_broadcast(&queue_more);
    pthread_mutex_unlock(&queue_lock);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    free(buf.mem);
}

static void write_log(void)
{
    FILE *f = option.log ? fopen(option.log, "w") : NULL;
    if (f == NULL)
        return;
    fprintf(f, "{\"most_waiting\": %lu", most_waiting);
    for (size_t i = 0; i < KINDS; i++)
        if (delayed[i])
            fprintf(f, ", \"%s\": %lu", delayed[i], counts[i]);
    fprintf(f, "}\n");
    fclose(f);
}

static void read_options(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *is = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(is, "--serial-dirs") == 0)
            option.serial_dirs = true;
        else if (strcmp(is, "--plus") == 0)
            option.plus = true;
        else if (strcmp(is, "--ms") == 0)
            option.ms = atof(value), i++;
        else if (strcmp(is, "--timeout") == 0)
            option.timeout = atof(value), i++;
        else if (strcmp(is, "--in-flight") == 0)
            option.in_flight = (unsigned)atoi(value), i++;
        else if (strcmp(is, "--background") == 0)
            option.background = (unsigned)atoi(value), i++;
        else if (strcmp(is, "--log") == 0)
            option.log = value, i++;
        else
            *(option.from ? &option.to : &option.from) = is;
    }
    if (option.from == NULL || option.to == NULL) {
        fprintf(stderr, "slowfs FOLDER MOUNTPOINT [options]; see slowfs.c\n");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) == 0) {
        most.rlim_cur = most.rlim_max;
        setrlimit(RLIMIT_NOFILE, &most);
    }
    char *from = realpath(option.from, NULL);
    if (from == NULL) {
        perror(option.from);
        return 1;
    }
    node_of(from);
    char *const words[] = {"slowfs", "-o", "ro,default_permissions,fsname=slowfs"};
    struct fuse_args args = FUSE_ARGS_INIT(3, (char **)(uintptr_t)words);
    session = fuse_session_new(&args, &operations, sizeof operations, NULL);
    if (session == NULL || fuse_set_signal_handlers(session) != 0 ||
        fuse_session_mount(session, option.to) != 0)
        return 1;
    serve();
    fuse_session_unmount(session);
    fuse_remove_signal_handlers(session);
    fuse_session_destroy(session);
    write_log();
    free(from);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* The life of a simdtag_file: made from a parser's results, shared by reference, freed with its
 * descriptor. */
#include "api/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "io/scratch.h"

/* Descriptors kept for payloads, all threads together. */
static atomic_int open_fds;

int st_fd_budget_left(void)
{
    static atomic_int budget; /* 0: not asked yet; a setting of the process, not of any file */
    int most = atomic_load_explicit(&budget, memory_order_relaxed);
    if (most == 0) {
        struct rlimit lim;
        most = 64;
        if (getrlimit(RLIMIT_NOFILE, &lim) == 0)
            most = lim.rlim_cur / 4 > 256 ? 256 : (int)(lim.rlim_cur / 4);
        if (most < 1)
            most = 1;
        atomic_store_explicit(&budget, most, memory_order_relaxed);
    }
    return most - atomic_load_explicit(&open_fds, memory_order_relaxed);
}

/* Items mostly lie one behind the other in a window, with a few bytes of headers between: such a
 * run is copied at once. Each item's copy is followed by a zero byte, so that its text can be shown
 * where it stands (tags/items.h); in a run that byte takes the place of the next item's header. */
enum { LONGEST_GAP = 16, SMALL = 64 << 10 };

/* Where the window ends that holds `data`; `data` itself when it is in none. */
static const uint8_t *end_of_window(const st_reader *r, const uint8_t *data)
{
    for (uint32_t i = 0; i < r->n_windows; i++) {
        const st_window *w = &r->windows[i];
        if ((uintptr_t)data - (uintptr_t)w->data < w->len)
            return w->data + w->len;
    }
    return data;
}

/* Behind the last item of the run that begins with `first`. */
static const simdtag_raw *end_of_run(const simdtag_raw *first, const simdtag_raw *end,
                                     const uint8_t *limit)
{
    const simdtag_raw *raw = first;
    uintptr_t behind = (uintptr_t)raw->data + raw->len;
    while (++raw < end) {
        const uintptr_t at = (uintptr_t)raw->data;
        if (at - behind - 1 >= LONGEST_GAP || at >= (uintptr_t)limit)
            break;
        behind = at + raw->len;
    }
    return raw;
}

/* Bytes of a run, without the zero behind it. */
static size_t run_bytes(const simdtag_raw *first, const simdtag_raw *end)
{
    return end - first == 1 ? first->len : (size_t)(end[-1].data - first->data) + end[-1].len;
}

/* Bytes that copy_items writes. */
static size_t count_bytes(const st_reader *r, const st_raws *from)
{
    size_t bytes = 0;
    for (const simdtag_raw *raw = from->at, *end = raw + from->n, *next; raw < end; raw = next) {
        next = end_of_run(raw, end, end_of_window(r, raw->data));
        bytes += run_bytes(raw, next) + 1;
    }
    return bytes;
}

/* Copies the items to `raws`, their bytes to `to`. Returns whether some were left in the file. */
static bool copy_items(const st_reader *r, const st_raws *from, simdtag_raw *raws, uint8_t *to)
{
    uint64_t left = 0;
    for (const simdtag_raw *raw = from->at, *end = raw + from->n; raw < end;) {
        const simdtag_raw *const next = end_of_run(raw, end, end_of_window(r, raw->data));
        const uint8_t *const start = raw->data;
        const size_t bytes = run_bytes(raw, next);
        if (bytes)
            memcpy(to, start, bytes);
        for (; raw < next; raw++, raws++) {
            uint8_t *at = to + ((uintptr_t)raw->data - (uintptr_t)start);
            *raws = *raw;
            raws->data = at;
            at[raw->len] = 0;
            left |= raw->file_len;
        }
        to += bytes + 1;
    }
    return left != 0;
}

/* Room for what copy_items writes: more than it may need when that is little, exactly so much
 * otherwise. */
static size_t room_for(const st_reader *r, const st_raws *from)
{
    size_t most = 0;
    for (uint32_t i = 0; i < from->n; i++)
        most += from->at[i].len + (size_t)LONGEST_GAP;
    return most <= SMALL ? most : count_bytes(r, from);
}

simdtag_file *st_file_new(const st_out *out, const st_reader *r, simdtag_error *err)
{
    const uint32_t n = out->raws.n;
    const size_t items = n * sizeof(simdtag_raw), bytes = room_for(r, &out->raws);
    if (bytes + items > ST_MAX_KEPT(r->size)) {
        st_error_set(err, SIMDTAG_ERR_LIMIT, "the tag needs %zu bytes of memory", bytes + items);
        return NULL;
    }
    size_t capacity = sizeof(simdtag_file) + items + bytes;
    simdtag_file *f = st_block_take(ST_BLOCK_FILE, &capacity);
    if (f == NULL) {
        st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
        return NULL;
    }
    simdtag_raw *raws = (simdtag_raw *)(f + 1);
    f->doc = out->doc;
    f->doc.raws = raws;
    f->doc.n_raws = n;
    f->doc.size = r->size;
    f->decoded = NULL;
    f->memory = NULL;
    f->path = NULL;
    f->fd = -1;
    f->has_exact = false;
    f->capacity = capacity;
    atomic_init(&f->refs, 1);
    f->has_payload = copy_items(r, &out->raws, raws, (uint8_t *)(raws + n));
    return f;
}

const simdtag_exact *simdtag_exact_of(const simdtag_file *file)
{
    return file->has_exact ? &file->exact : NULL;
}

simdtag_file *simdtag_ref(simdtag_file *file)
{
    atomic_fetch_add_explicit(&file->refs, 1, memory_order_relaxed);
    return file;
}

void simdtag_close(simdtag_file *file)
{
    if (file == NULL || atomic_fetch_sub_explicit(&file->refs, 1, memory_order_acq_rel) != 1)
        return;
    if (file->fd >= 0) {
        close(file->fd);
        atomic_fetch_sub_explicit(&open_fds, 1, memory_order_relaxed);
    }
    if (file->has_payload)
        free(file->path);
    if (file->decoded) {
        st_arena_reset(&file->decoded->arena);
        st_block_give(ST_BLOCK_ITEMS, file->decoded, file->decoded->capacity);
    }
    st_block_give(ST_BLOCK_FILE, file, file->capacity);
}

void st_file_keep_fd(simdtag_file *file, int fd, const char *path, const struct stat *st)
{
    file->fd = fd;
    file->path = strdup(path); /* NULL when out of memory: then any change of ctime counts */
    file->mtime = st->st_mtim;
    file->ctime = st->st_ctim;
    atomic_fetch_add_explicit(&open_fds, 1, memory_order_relaxed);
}

void st_file_keep_path(simdtag_file *file, const char *path, const struct stat *st)
{
    file->path = strdup(path); /* NULL when out of memory: payloads cannot be read then */
    file->mtime = st->st_mtim;
    file->ctime = st->st_ctim;
    file->dev = st->st_dev;
    file->ino = st->st_ino;
}

const simdtag_doc *simdtag_doc_of(const simdtag_file *file)
{
    return &file->doc;
}

const simdtag_info *simdtag_info_of(const simdtag_file *file)
{
    return &file->doc.info;
}

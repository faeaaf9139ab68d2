/* SPDX-License-Identifier: MIT */
/* The life of a simdtag_file: made from a parser's results, shared by reference, freed with its
 * descriptor. */
#include "api/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/count.h"
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
 * run is copied at once. Behind each copied item is a byte that is no item's (st_file_end_items);
 * in a run it belongs to the next item's header. */
enum { LONGEST_GAP = 16, SMALL = 64 << 10, USUAL_PATH = 128 };

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

/* Says of the items of a run that their bytes are at `to`. Returns the end of the run, and how many
 * bytes it has with the one behind it. */
static simdtag_raw *move_run(const st_reader *r, simdtag_raw *raw, const simdtag_raw *end,
                             const uint8_t *to, size_t *bytes)
{
    const uintptr_t start = (uintptr_t)raw->data, by = (uintptr_t)to - start;
    const uintptr_t limit = (uintptr_t)end_of_window(r, raw->data);
    uintptr_t at = start, behind;
    do {
        behind = at + raw->len + 1;
        raw->data = (const uint8_t *)(at + by);
        if (++raw == end)
            break;
        at = (uintptr_t)raw->data;
    } while (at - behind < LONGEST_GAP && at < limit);
    *bytes = behind - start;
    return raw;
}

/* Bytes that copy_items writes. Runs that stay where they are, are only measured. */
static size_t count_bytes(const st_reader *r, const st_raws *items)
{
    size_t all = 0, bytes;
    for (simdtag_raw *raw = items->at, *end = raw + items->n; raw < end; all += bytes)
        raw = move_run(r, raw, end, raw->data, &bytes);
    return all;
}

/* Copies the items' bytes to `to`; returns the end of what it wrote. */
static uint8_t *copy_items(const st_reader *r, simdtag_raw *raw, const simdtag_raw *end,
                           uint8_t *to)
{
    while (raw < end) {
        const uint8_t *const start = raw->data;
        size_t bytes;
        raw = move_run(r, raw, end, to, &bytes);
        if (bytes > 1)
            memcpy(to, start, bytes - 1);
        to += bytes;
    }
    return to;
}

/* Room for what copy_items writes, more than it may need when that is little, exactly so much
 * otherwise; and for a path where some items' bytes were left in the file. */
static size_t room_for(const st_reader *r, const st_raws *items, bool *has_payload)
{
    size_t most = items->n * (size_t)LONGEST_GAP;
    uint64_t left = 0;
    for (const simdtag_raw *raw = items->at, *end = raw + items->n; raw < end; raw++) {
        most += raw->len;
        left |= raw->file_len;
    }
    *has_payload = left != 0;
    return (most <= SMALL ? most : count_bytes(r, items)) + (left ? USUAL_PATH : 0);
}

simdtag_file *st_file_new(const st_out *out, const st_reader *r, simdtag_error *err)
{
    const uint32_t n = out->raws.n;
    bool has_payload;
    const size_t items = n * sizeof(simdtag_raw), bytes = room_for(r, &out->raws, &has_payload);
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
    f->has_payload = has_payload;
    if (n)
        memcpy(raws, out->raws.at, items);
    f->free = copy_items(r, raws, raws + n, (uint8_t *)(raws + n));
    return f;
}

void st_file_end_items(simdtag_file *file)
{
    const simdtag_raw *raw = file->doc.raws;
    for (const simdtag_raw *const end = raw + file->doc.n_raws; raw < end; raw++)
        ((uint8_t *)(uintptr_t)raw->data)[raw->len] = 0; /* in this file's own memory */
}

const simdtag_exact *simdtag_exact_of(const simdtag_file *file)
{
    return file->has_exact ? &file->exact : NULL;
}

simdtag_file *simdtag_ref(simdtag_file *file)
{
    st_count_add(&file->refs, 1);
    return file;
}

void simdtag_close(simdtag_file *file)
{
    if (file == NULL || st_count_add(&file->refs, -1) != 1)
        return;
    if (file->fd >= 0) {
        close(file->fd);
        st_count_add(&open_fds, -1);
    }
    if (file->has_payload && file->path != (char *)file->free)
        free(file->path);
    if (file->decoded) {
        st_arena_reset(&file->decoded->arena);
        st_block_give(ST_BLOCK_ITEMS, file->decoded, file->decoded->capacity);
    }
    st_block_give(ST_BLOCK_FILE, file, file->capacity);
}

/* Keeps a path, behind the items if there is room for it; NULL when out of memory. */
static char *keep_path(simdtag_file *file, const char *path)
{
    const size_t n = strlen(path) + 1;
    const size_t room = file->capacity - (size_t)(file->free - (uint8_t *)file);
    char *kept = n <= room ? (char *)file->free : malloc(n);
    return kept ? memcpy(kept, path, n) : NULL;
}

void st_file_keep_fd(simdtag_file *file, int fd, const char *path, const struct stat *st)
{
    file->fd = fd;
    file->path = keep_path(file, path); /* NULL: then any change of ctime counts */
    file->mtime = st->st_mtim;
    file->ctime = st->st_ctim;
    st_count_add(&open_fds, 1);
}

void st_file_keep_path(simdtag_file *file, const char *path, const struct stat *st)
{
    file->path = keep_path(file, path); /* NULL: payloads cannot be read then */
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

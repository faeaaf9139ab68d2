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

/* Items mostly lie one behind the other in the first window, with a few bytes of headers between:
 * such a run is copied at once. The gap from `end` to the next item, -1 if it is not in the run. */
enum { LONGEST_GAP = 16 };

static inline ptrdiff_t gap_to(const st_window *w, const uint8_t *end, const simdtag_raw *next)
{
    if (w == NULL || next->data < end || next->data - end > LONGEST_GAP || end < w->data ||
        next->data > w->data + w->len)
        return -1;
    return next->data - end;
}

/* Bytes that copy_bytes writes. */
static size_t count_bytes(const st_window *w, const simdtag_raw *raws, uint32_t n)
{
    const uint8_t *end = NULL;
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (raws[i].len == 0)
            continue;
        const ptrdiff_t gap = end ? gap_to(w, end, &raws[i]) : -1;
        bytes += raws[i].len + (gap > 0 ? (size_t)gap : 0);
        end = raws[i].data + raws[i].len;
    }
    return bytes;
}

/* Copies the items' bytes to `to` and points the items there. */
static void copy_bytes(const st_window *w, simdtag_raw *raws, uint32_t n, uint8_t *to)
{
    for (uint32_t i = 0; i < n;) {
        if (raws[i].len == 0) {
            raws[i++].data = to;
            continue;
        }
        const uint8_t *start = raws[i].data, *end = start + raws[i].len;
        raws[i++].data = to;
        while (i < n && raws[i].len && gap_to(w, end, &raws[i]) >= 0) {
            end = raws[i].data + raws[i].len;
            raws[i].data = to + (raws[i].data - start);
            i++;
        }
        memcpy(to, start, (size_t)(end - start));
        to += end - start;
    }
}

simdtag_file *st_file_new(const st_out *out, const st_reader *r, simdtag_error *err)
{
    const uint32_t n = out->raws.n;
    const st_window *w = r->n_windows ? &r->windows[0] : NULL;
    const size_t bytes = count_bytes(w, out->raws.at, n), items = n * sizeof(simdtag_raw);
    if (bytes + items > ST_MAX_KEPT(r->size)) {
        st_error_set(err, SIMDTAG_ERR_LIMIT, "the tag needs %zu bytes of memory", bytes + items);
        return NULL;
    }
    size_t capacity = sizeof(simdtag_file) + items + bytes;
    simdtag_file *f = st_block_take(&capacity);
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
    uint64_t left = 0;
    for (uint32_t i = 0; i < n; i++) {
        raws[i] = out->raws.at[i];
        left |= raws[i].file_len;
    }
    f->has_payload = left != 0;
    copy_bytes(w, raws, n, (uint8_t *)(raws + n));
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
        free(file->path);
    }
    if (file->decoded) {
        st_arena_reset(&file->decoded->arena);
        free(file->decoded);
    }
    st_block_give(file, file->capacity);
}

void st_file_keep_fd(simdtag_file *file, int fd, const char *path, const struct stat *st)
{
    file->fd = fd;
    file->path = strdup(path); /* NULL when out of memory: then any change of ctime counts */
    file->mtime = st->st_mtim;
    file->ctime = st->st_ctim;
    atomic_fetch_add_explicit(&open_fds, 1, memory_order_relaxed);
}

st_source st_file_source(const simdtag_file *file)
{
    return file->memory ? st_source_memory(file->memory, (size_t)file->doc.size)
                        : st_source_fd(file->fd, file->doc.size);
}

const simdtag_doc *simdtag_doc_of(const simdtag_file *file)
{
    return &file->doc;
}

const simdtag_info *simdtag_info_of(const simdtag_file *file)
{
    return &file->doc.info;
}

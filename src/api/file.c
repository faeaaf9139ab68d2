/* SPDX-License-Identifier: MIT */
/* The life of a simdtag_file: made from a parser's results, shared by reference, freed with its
 * descriptor. */
#include "api/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"

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

simdtag_file *st_file_new(const st_out *out, uint64_t size, simdtag_error *err)
{
    const uint32_t n = out->raws.n;
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++)
        bytes += out->raws.at[i].len;
    if (bytes + n * sizeof(simdtag_raw) > ST_MAX_KEPT(size) + ST_MAX_INFLATED) {
        st_error_set(err, SIMDTAG_ERR_LIMIT, "the tag needs %zu bytes of memory", bytes);
        return NULL;
    }
    simdtag_file *f = malloc(sizeof *f + n * sizeof(simdtag_raw) + bytes);
    if (f == NULL) {
        st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory");
        return NULL;
    }
    f->doc = out->doc;
    f->decoded = NULL;
    f->memory = NULL;
    f->path = NULL;
    f->fd = -1;
    atomic_init(&f->refs, 1);
    simdtag_raw *raws = (simdtag_raw *)(f + 1);
    uint8_t *to = (uint8_t *)(raws + n);
    for (uint32_t i = 0; i < n; i++) {
        raws[i] = out->raws.at[i];
        if (raws[i].len)
            memcpy(to, raws[i].data, raws[i].len);
        raws[i].data = to;
        to += raws[i].len;
    }
    f->doc.raws = raws;
    f->doc.n_raws = n;
    f->doc.size = size;
    return f;
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
    free(file);
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

/* SPDX-License-Identifier: MIT */
/* Payloads: bytes that opening left in the file, read when somebody asks. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/file.h"
#include "base/error.h"
#include "formats/ogg_page.h"

static int same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* ctime moves when bytes change, but also when the file is renamed or unlinked, which leaves its
 * bytes alone. It was one of those when the path no longer leads to this file. */
static int moved_away(const simdtag_file *file, const struct stat *now)
{
    struct stat there;
    if (now->st_nlink == 0)
        return 1;
    if (file->path == NULL)
        return 0;
    return stat(file->path, &there) != 0 || there.st_ino != now->st_ino ||
           there.st_dev != now->st_dev;
}

/* A file changed in place gives an error, never wrong bytes (docs/design.md, section 6). */
static simdtag_status check_unchanged(const simdtag_file *file, simdtag_error *err)
{
    struct stat st;
    if (fstat(file->fd, &st) != 0)
        return st_error_sys(err, errno);
    if ((uint64_t)st.st_size == file->doc.size && same_time(st.st_mtim, file->mtime) &&
        (same_time(st.st_ctim, file->ctime) || moved_away(file, &st)))
        return SIMDTAG_OK;
    return st_error_set(err, SIMDTAG_ERR_CHANGED, "the file changed since it was opened");
}

/* A file that kept only its path must still be found there, as it was. */
static simdtag_status open_again(const simdtag_file *file, int *fd, simdtag_error *err)
{
    struct stat st;
    if (file->path == NULL)
        return st_error_set(err, SIMDTAG_ERR_NOMEM, "out of memory when the file was opened");
    *fd = st_open_path(file->path, &st, err);
    if (*fd < 0)
        return SIMDTAG_ERR_IO;
    if (st.st_dev == file->dev && st.st_ino == file->ino &&
        (uint64_t)st.st_size == file->doc.size && same_time(st.st_mtim, file->mtime) &&
        same_time(st.st_ctim, file->ctime))
        return SIMDTAG_OK;
    close(*fd);
    return st_error_set(err, SIMDTAG_ERR_CHANGED, "the file changed since it was opened");
}

/* Where the payloads are; *opened is a descriptor to close afterwards, or -1. */
static simdtag_status find_payloads(const simdtag_file *file, st_source *source, int *opened,
                                    simdtag_error *err)
{
    *opened = -1;
    simdtag_status status = SIMDTAG_OK;
    if (!file->memory)
        status = file->fd >= 0 ? check_unchanged(file, err) : open_again(file, opened, err);
    *source = file->memory ? st_source_memory(file->memory, (size_t)file->doc.size)
                           : st_source_fd(file->fd >= 0 ? file->fd : *opened, file->doc.size);
    return status;
}

static simdtag_status read_from(const st_source *source, const simdtag_file *file,
                                const simdtag_raw *raw, void *buf, simdtag_error *err)
{
    if (raw->flags & SIMDTAG_RAW_PAGED && raw->kind == SIMDTAG_RAW_VORBIS)
        return st_ogg_payload_read(source, raw, file->doc.info.u.ogg.serial, buf, err);
    return st_source_read_full(source, buf, (size_t)raw->file_len, raw->file_off, err);
}

simdtag_status simdtag_payload_read(simdtag_file *file, const simdtag_raw *raw, void *buf,
                                    simdtag_error *err)
{
    if (raw->file_len == 0)
        return SIMDTAG_OK;
    if (!file->has_payload)
        return st_error_set(err, SIMDTAG_ERR_USAGE, "the item has no bytes in the file");
    st_source source;
    int opened;
    simdtag_status status = find_payloads(file, &source, &opened, err);
    if (status != SIMDTAG_OK)
        return status;
    status = read_from(&source, file, raw, buf, err);
    if (opened >= 0)
        close(opened);
    return status;
}

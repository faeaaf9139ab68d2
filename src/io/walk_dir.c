/* SPDX-License-Identifier: MIT */
/* One directory read: getdents64 where there is one, readdir elsewhere. What a name is comes with
 * it (d_type); only symbolic links, and names of file systems that do not tell, cost a stat. */
#include "io/walk_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#if defined(__linux__) && !defined(ST_WALK_READDIR)
#include <sys/syscall.h>
#define ST_WALK_GETDENTS 1
#else
#define ST_WALK_GETDENTS 0
#endif

enum { EXT_MAX = 7 };

/* ---- extensions ---- */

/* The extension at the end of a name as a number, 0 when there is none of at most 7 letters. */
static uint64_t ext_of(const char *name, size_t len)
{
    uint64_t ext = 0;
    for (size_t i = 1; i <= EXT_MAX && i <= len; i++) {
        const uint8_t c = (uint8_t)name[len - i];
        ext = ext << 8 | (c >= 'A' && c <= 'Z' ? c + 32u : c);
        if (c == '.')
            return i > 1 ? ext : 0;
    }
    return 0;
}

/* The slot of an extension, or the free one where it would go. */
static size_t slot_of(const st_exts *set, uint64_t ext)
{
    size_t at = (size_t)(ext * 0x9E3779B97F4A7C15u >> 56);
    while (set->slots[at] && set->slots[at] != ext)
        at = (at + 1) % (sizeof set->slots / sizeof *set->slots);
    return at;
}

bool st_exts_add(st_exts *set, const char *words)
{
    while (*words) {
        const size_t len = strcspn(words, " ");
        const uint64_t ext = ext_of(words, len);
        if (len && (ext == 0 || *words != '.' || memchr(words + 1, '.', len - 1) ||
                    set->n == sizeof set->slots / sizeof *set->slots / 2))
            return false;
        uint64_t *slot = &set->slots[slot_of(set, ext)];
        if (len && *slot == 0) {
            *slot = ext;
            set->n++;
        }
        words += len + (words[len] == ' ');
    }
    return true;
}

bool st_exts_have(const st_exts *set, const char *name, size_t len)
{
    const uint64_t ext = ext_of(name, len);
    return ext && set->slots[slot_of(set, ext)] == ext;
}

/* ---- the listing ---- */

void st_listing_init(st_listing *l)
{
    memset(l, 0, sizeof *l);
    st_arena_init(&l->names, NULL, 0, ST_MAX_WALK_NAMES);
}

void st_listing_free(st_listing *l)
{
    st_arena_reset(&l->names);
    free(l->files.at);
    free(l->folders.at);
    l->files = l->folders = (st_dir_entries){NULL, 0, 0};
}

static void fail(st_listing *l, simdtag_status status, int sys)
{
    if (l->status == SIMDTAG_OK) {
        l->status = status;
        l->sys = sys;
    }
}

/* First letters of a name as a number that sorts as strcmp does. */
static uint64_t letters(const char *name)
{
    uint64_t key = 0;
    for (size_t i = 0; i < 8; i++) {
        key = key << 8 | (uint8_t)*name;
        name += *name != 0;
    }
    return key;
}

static void add(st_listing *l, st_dir_entries *to, const char *name, size_t len, uint64_t inode,
                int sys, const st_dir_wish *wish)
{
    if (to->n == to->room) {
        const size_t room = to->room ? 2 * to->room : 16;
        st_dir_entry *more = realloc(to->at, room * sizeof *more);
        if (more == NULL) {
            fail(l, SIMDTAG_ERR_NOMEM, 0);
            return;
        }
        to->at = more;
        to->room = room;
    }
    char *copy = st_arena_alloc(&l->names, len + 2);
    if (copy == NULL) {
        fail(l, l->names.capped ? SIMDTAG_ERR_LIMIT : SIMDTAG_ERR_NOMEM, 0);
        return;
    }
    copy[0] = (char)(sys <= 255 ? sys : EIO);
    memcpy(copy + 1, name, len);
    copy[len + 1] = 0;
    to->at[to->n++] =
        (st_dir_entry){wish->by_name ? letters(name) : wish->by_inode ? inode : 0, copy + 1};
}

enum kind { NOTHING, A_FILE, A_FOLDER, UNKNOWN };

static enum kind kind_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? A_FILE : S_ISDIR(mode) ? A_FOLDER : NOTHING;
}

/* Sorts one name in: `type` is the d_type it came with. */
static void take(st_listing *l, int fd, const char *name, uint64_t inode, unsigned char type,
                 const st_dir_wish *wish)
{
    if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0)))
        return;
    const size_t len = strlen(name);
    const bool fits = wish->exts == NULL || st_exts_have(wish->exts, name, len);
    enum kind kind = type == DT_REG ? A_FILE : type == DT_DIR ? A_FOLDER : NOTHING;
    bool link = type == DT_LNK;
    int sys = 0;
    struct stat st;
    if (type == DT_UNKNOWN) {
        if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
            kind = A_FILE;
            sys = errno;
        } else {
            kind = kind_of_mode(st.st_mode);
            link = S_ISLNK(st.st_mode);
        }
    }
    if (link && (fits || wish->follow)) {
        if (fstatat(fd, name, &st, 0) != 0) {
            kind = A_FILE;
            sys = errno;
        } else {
            kind = kind_of_mode(st.st_mode);
        }
        if (kind == A_FOLDER && !wish->follow)
            kind = NOTHING;
    }
    if (kind == A_FILE && fits)
        add(l, &l->files, name, len, inode, sys, wish);
    else if (kind == A_FOLDER) /* the mark tells whether it may be entered through a link */
        add(l, &l->folders, name, len, inode, link, wish);
}

#if ST_WALK_GETDENTS
/* What the system call writes; the C library's struct of this name has other members on 32-bit
 * systems (man 2 getdents64). */
typedef struct record {
    uint64_t inode;
    int64_t next;
    uint16_t len;
    uint8_t type;
    char name[];
} record;

static void read_all(st_listing *l, int fd, const st_dir_wish *wish, void *buffer,
                     const atomic_bool *stop)
{
    while (l->status == SIMDTAG_OK && !(stop && *stop)) {
        const long got = syscall(SYS_getdents64, fd, buffer, (size_t)ST_DIR_BUFFER);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail(l, SIMDTAG_ERR_IO, errno);
        if (got <= 0)
            return;
        for (size_t at = 0; at < (size_t)got;) {
            const record *r = (const record *)((const char *)buffer + at);
            take(l, fd, r->name, r->inode, r->type, wish);
            at += r->len;
        }
    }
}
#else
#ifndef ST_WALK_TYPE /* the tests' way to a system that does not tell */
#ifdef DT_UNKNOWN
#define ST_WALK_TYPE(entry) (entry)->d_type
#else
#define ST_WALK_TYPE(entry) 0
#define DT_UNKNOWN 0
#define DT_DIR 4
#define DT_REG 8
#define DT_LNK 10
#endif
#endif

static void read_all(st_listing *l, int fd, const st_dir_wish *wish, void *buffer,
                     const atomic_bool *stop)
{
    (void)buffer;
    const int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *dir = own < 0 ? NULL : fdopendir(own);
    if (dir == NULL) {
        fail(l, SIMDTAG_ERR_IO, errno);
        if (own >= 0)
            close(own);
        return;
    }
    while (l->status == SIMDTAG_OK && !(stop && *stop)) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL && errno)
            fail(l, SIMDTAG_ERR_IO, errno);
        if (entry == NULL)
            break;
        take(l, fd, entry->d_name, (uint64_t)entry->d_ino, ST_WALK_TYPE(entry), wish);
    }
    closedir(dir);
}
#endif

static int compare(const void *a, const void *b)
{
    const st_dir_entry *x = (const st_dir_entry *)a, *y = (const st_dir_entry *)b;
    return x->key != y->key ? (x->key < y->key ? -1 : 1) : strcmp(x->name, y->name);
}

void st_listing_read(st_listing *l, int fd, const st_dir_wish *wish, void *buffer,
                     const atomic_bool *stop)
{
    read_all(l, fd, wish, buffer, stop);
    if (!wish->by_name && !wish->by_inode)
        return;
    if (l->files.n > 1)
        qsort(l->files.at, l->files.n, sizeof *l->files.at, compare);
    if (l->folders.n > 1)
        qsort(l->folders.at, l->folders.n, sizeof *l->folders.at, compare);
}

/* SPDX-License-Identifier: MIT */
/* The walk through directories: which files, in which order; links, loops, errors as values, deep
 * and wide trees, directories that vanish, reading ahead. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "check_main.h"
#include "io/walk_dir.h"
#include "simdtag/walk.h"

static char top[64];
static int top_fd;

static void set_up(void)
{
    /* in memory where that is possible: deep trees take their time on disks */
    const bool memory = access("/dev/shm", R_OK | W_OK | X_OK) == 0;
    strcpy(top, memory ? "/dev/shm/test_walk.XXXXXX" : "test_walk.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(top));
    top_fd = open(top, O_RDONLY | O_DIRECTORY);
    ck_assert_int_ge(top_fd, 0);
}

static void tear_down(void)
{
    char command[192];
    close(top_fd);
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", top, top);
    ck_assert_int_eq(system(command), 0);
}

static void folder(const char *name)
{
    ck_assert_int_eq(mkdirat(top_fd, name, 0755), 0);
}

static void file(const char *name)
{
    const int fd = openat(top_fd, name, O_WRONLY | O_CREAT, 0644);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

/* All that a walk says, one thing a line: paths without the root, errors as "!errno path". */
static char said[1 << 16];

static void say(const char *path, const simdtag_error *error)
{
    const size_t skip = strncmp(path, top, strlen(top)) == 0 ? strlen(top) : 0;
    const size_t len = strlen(said);
    char why[32] = "";
    if (error)
        snprintf(why, sizeof why, "!%d ", error->status == SIMDTAG_ERR_IO ? error->sys : -1);
    snprintf(said + len, sizeof said - len, "%s%s\n", why, path + skip);
}

static const char *walk_roots(const char *const *roots, size_t n, simdtag_walk_options options)
{
    said[0] = 0;
    simdtag_error error;
    simdtag_walker *w = simdtag_walk_open(roots, n, &options, &error);
    ck_assert_msg(w != NULL, "%s", error.text);
    const char *path;
    for (int got; (got = simdtag_walk_next(w, &path, &error)) != 0;)
        if (got != 2)
            say(path, got < 0 ? &error : NULL);
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), 0); /* and stays so */
    ck_assert_uint_eq(simdtag_walk_ready(w), 0);
    simdtag_walk_close(w);
    return said;
}

static const char *walk(simdtag_walk_options options)
{
    const char *root = top;
    return walk_roots(&root, 1, options);
}

static const simdtag_walk_options plain, follow = {.flags = SIMDTAG_WALK_FOLLOW};

START_TEST(files_before_folders_by_name)
{
    folder("b");
    folder("a");
    folder("a/empty");
    file("b/2.mp3");
    file("b/10.mp3");
    file("z.flac");
    file("M.OGG");
    file("a/x.m4a");
    file("a/.hidden.mp3");
    file("notes.txt");
    file("cover.jpg");
    file("no extension");
    file(".mp3");
    file("trailing.");
    const char *const right = "/.mp3\n/M.OGG\n/z.flac\n/a/.hidden.mp3\n/a/x.m4a\n/b/10.mp3\n"
                              "/b/2.mp3\n";
    ck_assert_str_eq(walk(plain), right);
    ck_assert_str_eq(walk((simdtag_walk_options){.threads = 3}), right);
    ck_assert_str_eq(walk((simdtag_walk_options){.flags = SIMDTAG_WALK_STEPS}), right);
    ck_assert_str_eq(walk((simdtag_walk_options){.extensions = ".txt  .jpg"}),
                     "/cover.jpg\n/notes.txt\n");
    ck_assert_str_eq(walk((simdtag_walk_options){.extensions = ""}), "");
    ck_assert_str_eq(walk((simdtag_walk_options){.flags = SIMDTAG_WALK_ALL_FILES}),
                     "/.mp3\n/M.OGG\n/cover.jpg\n/no extension\n/notes.txt\n/trailing.\n/z.flac\n"
                     "/a/.hidden.mp3\n/a/x.m4a\n/b/10.mp3\n/b/2.mp3\n");
}
END_TEST

START_TEST(by_inode)
{
    char name[32];
    ino_t last = 0;
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "%d.mp3", i * 7919 % 200);
        file(name);
    }
    walk((simdtag_walk_options){.order = SIMDTAG_WALK_BY_INODE});
    int n = 0;
    for (char *line = strtok(said, "\n"); line; line = strtok(NULL, "\n"), n++) {
        struct stat st;
        ck_assert_int_eq(fstatat(top_fd, line + 1, &st, 0), 0);
        ck_assert_uint_gt(st.st_ino, last);
        last = st.st_ino;
    }
    ck_assert_int_eq(n, 200);
    walk((simdtag_walk_options){.order = SIMDTAG_WALK_AS_IT_IS});
    for (n = 0; n < 200; n++) {
        snprintf(name, sizeof name, "/%d.mp3\n", n);
        ck_assert_ptr_nonnull(strstr(said, name));
    }
}
END_TEST

START_TEST(roots)
{
    file("song.mp3");
    file("text.txt");
    folder("d");
    file("d/x.wav");
    char names[8][96];
    const char *ends[] = {"/text.txt", "", "/", "//d", "/gone", "/song.mp3/x", "/d", "/d"};
    const char *given[9];
    for (int i = 0; i < 8; i++) {
        snprintf(names[i], sizeof names[i], "%s%s", top, ends[i]);
        given[i] = names[i];
    }
    given[8] = "";
    char right[512];
    snprintf(right, sizeof right,
             "/text.txt\n/song.mp3\n/d/x.wav\n/song.mp3\n/d/x.wav\n//d/x.wav\n!%d /gone\n"
             "!%d /song.mp3/x\n/d/x.wav\n/d/x.wav\n!%d \n",
             ENOENT, ENOTDIR, ENOENT);
    ck_assert_str_eq(walk_roots(given, 9, plain), right);
    ck_assert_str_eq(walk_roots(given, 9, (simdtag_walk_options){.threads = 5}), right);
    ck_assert_str_eq(walk_roots(NULL, 0, plain), "");
    const char *device = "/dev/null";
    snprintf(right, sizeof right, "!%d /dev/null\n", ENOTDIR);
    ck_assert_str_eq(walk_roots(&device, 1, plain), right);
}
END_TEST

START_TEST(links_and_loops)
{
    folder("a");
    folder("a/b");
    folder("z");
    file("a/song.mp3");
    file("z/other.mp3");
    ck_assert_int_eq(symlinkat("song.mp3", top_fd, "a/linked.mp3"), 0);
    ck_assert_int_eq(symlinkat("../..", top_fd, "a/b/up"), 0);
    ck_assert_int_eq(symlinkat(".", top_fd, "a/here"), 0);
    ck_assert_int_eq(symlinkat("../../z", top_fd, "a/b/to-z.mp3"), 0);
    ck_assert_int_eq(symlinkat("nowhere", top_fd, "a/dangling.mp3"), 0);
    ck_assert_int_eq(symlinkat("nowhere", top_fd, "a/dangling.txt"), 0);
    ck_assert_int_eq(symlinkat("self.mp3", top_fd, "self.mp3"), 0);
    ck_assert_int_eq(mkfifoat(top_fd, "a/fifo.mp3", 0644), 0);
    char right[256];
    snprintf(right, sizeof right,
             "!%d /self.mp3\n!%d /a/dangling.mp3\n/a/linked.mp3\n/a/song.mp3\n/z/other.mp3\n",
             ELOOP, ENOENT);
    ck_assert_str_eq(walk(plain), right);
    snprintf(right, sizeof right,
             "!%d /self.mp3\n!%d /a/dangling.mp3\n/a/linked.mp3\n/a/song.mp3\n"
             "/a/b/to-z.mp3/other.mp3\n",
             ELOOP, ENOENT);
    ck_assert_str_eq(walk(follow), right);
    for (unsigned threads = 1; threads < 20; threads += 3)
        ck_assert_str_eq(walk((simdtag_walk_options){.flags = SIMDTAG_WALK_FOLLOW,
                                                     .threads = threads}), right);
}
END_TEST

/* 2^60 paths, if each link were followed wherever it is met. */
START_TEST(links_do_not_multiply)
{
    char name[32], target[32];
    for (int i = 0; i < 60; i++) {
        snprintf(name, sizeof name, "d%02d", i);
        folder(name);
        snprintf(target, sizeof target, "../d%02d", i + 1);
        for (char which = 'a'; i < 59 && which <= 'b'; which++) {
            snprintf(name, sizeof name, "d%02d/%c", i, which);
            ck_assert_int_eq(symlinkat(target, top_fd, name), 0);
        }
    }
    file("d59/song.mp3");
    walk(follow);
    ck_assert_ptr_nonnull(strstr(said, "/song.mp3\n"));
    ck_assert_ptr_null(strchr(strchr(said, '\n') + 1, '\n'));
}
END_TEST

/* Runs a check as a user whom permissions hold. */
static void as_nobody(void (*check)(void))
{
    if (geteuid() != 0) {
        check();
        return;
    }
    ck_assert_int_eq(chmod(top, 0755), 0);
    ck_assert_int_eq(seteuid(65534), 0);
    check();
    ck_assert_int_eq(seteuid(0), 0);
}

static void check_refused(void)
{
    ck_assert_int_eq(fchdir(top_fd), 0); /* the way there may be closed to nobody, too */
    const char *here = ".";
    char dotted[96];
    snprintf(dotted, sizeof dotted, "./a.mp3\n!%d ./closed\n./open/b.mp3\n", EACCES);
    ck_assert_str_eq(walk_roots(&here, 1, plain), dotted);
    ck_assert_str_eq(walk_roots(&here, 1, (simdtag_walk_options){.threads = 2}), dotted);
}

START_TEST(what_is_refused_is_told)
{
    const int back = open(".", O_RDONLY | O_DIRECTORY);
    file("a.mp3");
    folder("closed");
    file("closed/x.mp3");
    folder("open");
    file("open/b.mp3");
    ck_assert_int_eq(fchmodat(top_fd, "closed", 0, 0), 0);
    as_nobody(check_refused);
    ck_assert_int_eq(fchdir(back), 0);
    close(back);
    ck_assert_int_eq(fchmodat(top_fd, "closed", 0755, 0), 0);
}
END_TEST

START_TEST(a_folder_that_vanishes)
{
    folder("a");
    folder("b");
    folder("c");
    file("a/1.mp3");
    file("b/2.mp3");
    file("c/3.mp3");
    const char *root = top, *path;
    simdtag_error error;
    simdtag_walker *w = simdtag_walk_open(&root, 1, NULL, &error);
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), 1);
    unlinkat(top_fd, "b/2.mp3", 0);
    unlinkat(top_fd, "b", AT_REMOVEDIR);
    ck_assert_int_eq(symlinkat("../a", top_fd, "c/x"), 0);
    ck_assert_int_eq(renameat(top_fd, "c", top_fd, "d"), 0);
    ck_assert_int_eq(symlinkat("d", top_fd, "c"), 0); /* in its place stands a link: not entered */
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), -1);
    ck_assert_int_eq(error.sys, ENOENT);
    ck_assert_ptr_nonnull(strstr(path, "/b"));
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), -1);
    ck_assert(error.sys == ENOTDIR || error.sys == ELOOP);
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), 0);
    simdtag_walk_close(w);
}
END_TEST

/* ---- deep and wide ---- */

/* A chain of folders below the top; every `every`-th has a second folder with a file in it. Returns
 * how many files. */
static int comb(int depth, int every)
{
    int at = dup(top_fd), files = 0;
    for (int i = 0; i < depth; i++) {
        ck_assert_int_eq(mkdirat(at, "d", 0755), 0);
        if (i % every == 0) {
            ck_assert_int_eq(mkdirat(at, "e", 0755), 0);
            const int fd = openat(at, "e/x.mp3", O_WRONLY | O_CREAT, 0644);
            ck_assert_int_ge(fd, 0);
            close(fd);
            files++;
        }
        const int next = openat(at, "d", O_RDONLY | O_DIRECTORY);
        ck_assert_int_ge(next, 0);
        close(at);
        at = next;
    }
    close(at);
    return files;
}

static int descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* Files of a walk over the top; *most is the longest path, *errors how many were told. */
static int count(simdtag_walk_options options, size_t *most, int *errors, int *open_ones)
{
    const char *root = top, *path;
    simdtag_error error;
    simdtag_walker *w = simdtag_walk_open(&root, 1, &options, &error);
    ck_assert_ptr_nonnull(w);
    int n = 0, got;
    *most = 0, *errors = 0, *open_ones = 0;
    while ((got = simdtag_walk_next(w, &path, &error)) != 0) {
        *errors += got < 0;
        n += got == 1;
        if (strlen(path) > *most)
            *most = strlen(path);
        if (n % 100 == 1 && descriptors() > *open_ones)
            *open_ones = descriptors();
    }
    simdtag_walk_close(w);
    return n;
}

/* Beyond what a path may have, beyond the descriptors that are kept, and up to the cap. */
START_TEST(sixteen_thousand_deep)
{
#ifdef ST_WALK_READDIR
    const int depth = 600;
#else
    const int depth = getenv("SIMDTAG_CPU") ? 600 : (int)ST_MAX_WALK_DEPTH + 10;
#endif
    const int all = comb(depth, 10);
    /* one folder is refused, and with it one file is not seen */
    const int beyond = depth > (int)ST_MAX_WALK_DEPTH;
    size_t most;
    int errors, open_ones;
    const int before = descriptors();
    for (unsigned threads = 0; threads < 5; threads += 4) {
        ck_assert_int_eq(count((simdtag_walk_options){.threads = threads}, &most, &errors,
                               &open_ones), all - beyond);
        ck_assert_int_eq(errors, beyond);
        ck_assert_uint_ge(most, strlen(top) + 2 * (size_t)(all - beyond) * 9);
        ck_assert_int_le(open_ones, before + ST_WALK_FDS + 8);
        ck_assert_int_eq(descriptors(), before);
    }
}
END_TEST

START_TEST(a_folder_moved_while_it_is_closed)
{
    enum { DEPTH = 3 * ST_WALK_FDS };
    comb(DEPTH, 1);
    const char *root = top, *path;
    simdtag_error error;
    simdtag_walker *w = simdtag_walk_open(&root, 1, NULL, &error);
    ck_assert_int_eq(simdtag_walk_next(w, &path, &error), 1); /* the deepest comes first */
    folder("new");
    ck_assert_int_eq(renameat(top_fd, "d/d", top_fd, "new/d"), 0); /* and with it all below */
    int files = 1, stale = 0;
    for (int got; (got = simdtag_walk_next(w, &path, &error)) != 0;) {
        files += got == 1;
        stale += got < 0 && (error.sys == ESTALE || error.sys == ENOENT);
    }
    ck_assert_int_eq(files + stale, DEPTH);
    ck_assert_int_gt(files, ST_WALK_FDS);
    ck_assert_int_gt(stale, 0);
    simdtag_walk_close(w);
}
END_TEST

START_TEST(wide)
{
    char name[64];
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "%0*d", 40, i);
        folder(name);
        for (int k = 0; k < 12; k++) {
            snprintf(name, sizeof name, "%0*d/%d.mp3", 40, i, k);
            file(name);
        }
    }
    char before[256] = "";
    const char *root = top, *path;
    for (unsigned threads = 0; threads < 9; threads += 4) {
        const simdtag_walk_options options = {.threads = threads};
        simdtag_walker *w = simdtag_walk_open(&root, 1, &options, NULL);
        int n = 0;
        before[0] = 0;
        for (; simdtag_walk_next(w, &path, NULL) == 1; n++) {
            ck_assert_int_lt(strcmp(before, path), 0);
            strcpy(before, path);
        }
        ck_assert_int_eq(n, 3600);
        simdtag_walk_close(w);
        w = simdtag_walk_open(&root, 1, &options, NULL); /* and one that is given up */
        for (n = 0; n < 100; n++)
            ck_assert_int_eq(simdtag_walk_next(w, &path, NULL), 1);
        simdtag_walk_close(w);
    }
}
END_TEST

/* ---- extensions ---- */

START_TEST(extensions)
{
    st_exts set = {{0}, 0};
    ck_assert(st_exts_add(&set, ".mp3 .m4a"));
    ck_assert(st_exts_add(&set, " .mp3  .7lette "));
    ck_assert_uint_eq(set.n, 3);
    ck_assert(st_exts_have(&set, "x.MP3", 5));
    ck_assert(st_exts_have(&set, "a.b.m4a", 7));
    ck_assert(st_exts_have(&set, "x.7LETTE", 8));
    ck_assert(!st_exts_have(&set, "x.mp", 4));
    ck_assert(!st_exts_have(&set, "mp3", 3));
    ck_assert(!st_exts_have(&set, "x.mp3 ", 6));
    ck_assert(!st_exts_have(&set, "", 0));
    const char *const bad[] = {"mp3", ".", ".toolonger", ".tar.gz", ".a b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert(!st_exts_add(&set, bad[i]));
    char name[8];
    st_exts full = {{0}, 0};
    for (int i = 0; i < 128; i++) {
        snprintf(name, sizeof name, ".x%d", i);
        ck_assert(st_exts_add(&full, name));
    }
    ck_assert(!st_exts_add(&full, ".more"));
    simdtag_error error;
    const simdtag_walk_options options = {.extensions = "mp3"};
    ck_assert_ptr_null(simdtag_walk_open(NULL, 0, &options, &error));
    ck_assert_int_eq(error.status, SIMDTAG_ERR_USAGE);
}
END_TEST

/* Each format's extensions are good ones, and what a score knows by its name alone is listed. */
START_TEST(extensions_of_formats)
{
    st_exts all = {{0}, 0};
    for (int i = 0; i < SIMDTAG_FORMAT_COUNT; i++)
        ck_assert(st_exts_add(&all, simdtag_format_extensions((simdtag_format)i)));
    ck_assert_uint_gt(all.n, 40);
    ck_assert_str_eq(simdtag_format_extensions(SIMDTAG_FORMAT_COUNT), "");
    ck_assert_str_eq(simdtag_format_extensions(SIMDTAG_FORMAT_FLAC), ".flac .fla");
    char name[8] = "x.";
    const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789+";
    for (long i = 0; i < 37L * 37 * 37 * 37; i++) { /* all of up to four letters */
        long rest = i;
        for (int k = 0; k < 4; k++, rest /= 37)
            name[2 + k] = letters[rest % 37];
        for (size_t len = 2; len <= 4; len++) {
            char c = name[2 + len];
            name[2 + len] = 0;
            if ((len == 4 || i < 37L * 37 * 37) && simdtag_detect("", 0, name) != 0)
                ck_assert_msg(st_exts_have(&all, name, strlen(name)), "%s", name);
            name[2 + len] = c;
        }
    }
}
END_TEST

static TCase *trees(void)
{
    TCase *tc = tcase_create("trees");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, files_before_folders_by_name);
    tcase_add_test(tc, by_inode);
    tcase_add_test(tc, roots);
    tcase_add_test(tc, links_and_loops);
    tcase_add_test(tc, links_do_not_multiply);
    tcase_add_test(tc, what_is_refused_is_told);
    tcase_add_test(tc, a_folder_that_vanishes);
    tcase_add_test(tc, sixteen_thousand_deep);
    tcase_add_test(tc, a_folder_moved_while_it_is_closed);
    tcase_add_test(tc, wide);
    return tc;
}

ST_CASE(names, extensions, extensions_of_formats)
ST_CHECK_MAIN(trees, names)

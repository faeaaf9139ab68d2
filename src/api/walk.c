/* SPDX-License-Identifier: MIT */
/* Walking through directories: the walk of io with the extensions of the registry. */
#include "io/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "formats/format.h"
#include "simdtag/walk.h"

struct simdtag_walker {
    st_walk walk;
};

const char *simdtag_format_extensions(simdtag_format format)
{
    const st_format *f = st_format_by_id(format);
    return f ? f->exts : "";
}

/* Those of all formats, in malloc'ed memory. */
static char *all_extensions(void)
{
    size_t room = 1;
    for (int i = 1; i < SIMDTAG_FORMAT_COUNT; i++)
        room += strlen(simdtag_format_extensions((simdtag_format)i)) + 1;
    char *all = malloc(room), *to = all;
    for (int i = 1; all && i < SIMDTAG_FORMAT_COUNT; i++) {
        const char *words = simdtag_format_extensions((simdtag_format)i);
        const size_t len = strlen(words);
        memcpy(to, words, len);
        to += len;
        *to++ = ' ';
    }
    if (all)
        *to = 0;
    return all;
}

simdtag_walker *simdtag_walk_open(const char *const *roots, size_t n,
                                  const simdtag_walk_options *options, simdtag_error *error)
{
    static const simdtag_walk_options none;
    if (options == NULL)
        options = &none;
    const bool every = options->flags & SIMDTAG_WALK_ALL_FILES;
    const st_dir_wish wish = {.follow = options->flags & SIMDTAG_WALK_FOLLOW,
                              .by_name = options->order == SIMDTAG_WALK_BY_NAME,
                              .by_inode = options->order == SIMDTAG_WALK_BY_INODE};
    char *known = every || options->extensions ? NULL : all_extensions();
    simdtag_walker *w = malloc(sizeof *w);
    if (w == NULL || (known == NULL && !every && options->extensions == NULL)) {
        st_error_set(error, SIMDTAG_ERR_NOMEM, "out of memory");
        free(w);
        w = NULL;
    } else if (st_walk_open(&w->walk, roots, n,
                            every ? NULL : options->extensions ? options->extensions : known, &wish,
                            options->threads, error) != SIMDTAG_OK) {
        free(w);
        w = NULL;
    } else {
        w->walk.steps = options->flags & SIMDTAG_WALK_STEPS;
    }
    free(known);
    return w;
}

int simdtag_walk_next(simdtag_walker *walker, const char **path, simdtag_error *error)
{
    return st_walk_next(&walker->walk, path, error);
}

size_t simdtag_walk_ready(const simdtag_walker *walker)
{
    return st_walk_ready(&walker->walk);
}

void simdtag_walk_close(simdtag_walker *walker)
{
    if (walker)
        st_walk_close(&walker->walk);
    free(walker);
}

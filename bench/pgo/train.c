/* SPDX-License-Identifier: MIT */
/* The C half of the training for configure --enable-pgo: train LIST opens each file of LIST, one
 * path a line, again and again, as programs do, and reads its items and pictures. Files that no
 * format recognises are trained on, too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <simdtag/simdtag.h>

enum { ROUNDS = 40 };

static size_t look(simdtag_file *file)
{
    size_t n = 0, seen = 0;
    const simdtag_item *items = simdtag_items(file, &n, NULL);
    for (size_t i = 0; items && i < n; i++)
        seen += items[i].value_len;
    const simdtag_picture *pictures = simdtag_pictures(file, &n, NULL);
    for (size_t i = 0; pictures && i < n; i++)
        seen += pictures[i].type;
    return seen + (simdtag_info_of(file)->length > 0);
}

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (f == NULL) {
        fprintf(stderr, "usage: train LIST\n");
        return 2;
    }
    size_t opened = 0, seen = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char path[8192];
        for (rewind(f); fgets(path, sizeof path, f);) {
            path[strcspn(path, "\n")] = 0;
            for (int all = 0; all < 2; all++) { /* opening alone is what most do most */
                simdtag_file *file;
                simdtag_error error;
                if (simdtag_open(path, NULL, &file, &error) != SIMDTAG_OK)
                    continue;
                opened++;
                seen += all ? look(file) : 0;
                simdtag_close(file);
            }
        }
    }
    fclose(f);
    if (opened == 0 || seen == 0) {
        fprintf(stderr, "train: none of the files could be opened\n");
        return 1;
    }
    return 0;
}

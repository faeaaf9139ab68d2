/* SPDX-License-Identifier: MIT */
/* For callgrind with --collect-atstart=no: only opening, reading and closing is counted.
 *
 * count LIST open|all */
#include "measure.h"

#include <simdtag/simdtag.h>
#include <valgrind/callgrind.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const tasks t = load_tasks(argv[1]);
    const int all = strcmp(argv[2], "all") == 0;
    size_t seen = 0;
    for (int round = 0; round < 2; round++) { /* the second time nothing is new */
        if (round == 1)
            CALLGRIND_TOGGLE_COLLECT;
        for (size_t i = 0; i < t.n; i++) {
            simdtag_file *file;
            simdtag_error error;
            size_t n = 0;
            if (simdtag_open(t.at[i].path, NULL, &file, &error) != SIMDTAG_OK)
                die(error.text, t.at[i].path);
            const simdtag_item *items = all ? simdtag_items(file, &n, &error) : NULL;
            seen += items ? n : 1;
            simdtag_close(file);
        }
    }
    CALLGRIND_TOGGLE_COLLECT;
    printf("%zu\n", seen);
    return seen < t.n;
}

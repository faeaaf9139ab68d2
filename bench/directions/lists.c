/* SPDX-License-Identifier: MIT */
/* The floor over several lists of the same files, which differ in what is read.
 *
 * lists ROUNDS NAME=LIST… */
#include "measure.h"

int main(int argc, char **argv)
{
    static variant v[MOST_VARIANTS];
    static tasks lists[MOST_VARIANTS];
    int n = 0;
    for (int i = 2; i < argc && n < MOST_VARIANTS; i++, n++) {
        char *list = strrchr(argv[i], '=');
        if (list == NULL)
            return 2;
        *list++ = 0;
        lists[n] = load_tasks(list);
        v[n] = (variant){.name = argv[i], .run = run_floor, .list = &lists[n]};
    }
    if (n == 0)
        return 2;
    measure(v, n, atoi(argv[1]), (double)lists[0].n);
    return 0;
}

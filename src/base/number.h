/* SPDX-License-Identifier: MIT */
/* Arithmetic of numbers that several formats compute. */
#ifndef ST_NUMBER_H
#define ST_NUMBER_H

#include <stdint.h>

/* To the nearest whole number, halves to the even one. */
static inline double st_round_even(double x)
{
    if (!(x > -4e15 && x < 4e15)) /* a double this large is whole */
        return x;
    const double down = (double)(int64_t)x; /* towards zero */
    const double rest = x < 0 ? down - x : x - down, one = x < 0 ? -1 : 1;
    if (rest > 0.5 || (rest == 0.5 && (int64_t)down % 2 != 0))
        return down + one;
    return down;
}

#endif

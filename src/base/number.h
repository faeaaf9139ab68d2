/* SPDX-License-Identifier: MIT */
/* Arithmetic of numbers that several formats compute. */
#ifndef ST_NUMBER_H
#define ST_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum { ST_DECIMAL = 21 }; /* room for any 64-bit number, its sign and a zero byte */

/* A number that is not negative as decimal text with a zero byte behind it; its length. */
static inline size_t st_decimal_u(char *to, uint64_t v)
{
    size_t n = 1;
    for (uint64_t rest = v; rest >= 10; rest /= 10)
        n++;
    to[n] = 0;
    for (size_t i = n; i-- > 0; v /= 10)
        to[i] = (char)('0' + v % 10);
    return n;
}

/* The same of any number. */
static inline size_t st_decimal(char *to, int64_t v)
{
    *to = '-';
    return v < 0 ? 1 + st_decimal_u(to + 1, 0 - (uint64_t)v) : st_decimal_u(to, (uint64_t)v);
}

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

/* SPDX-License-Identifier: MIT */
/* Counts that threads share: plain additions for as long as the process has but one thread, which
 * cost a twentieth of atomic ones. */
#ifndef ST_COUNT_H
#define ST_COUNT_H

#include <stdatomic.h>
#include <stdbool.h>

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>) /* glibc since 2.32 */
#include <sys/single_threaded.h>
#define ST_ALONE __libc_single_threaded
#endif
#endif
#ifndef ST_ALONE
#define ST_ALONE false
#endif

/* Adds `by` and returns what was there before. The one that brings a count to its end sees
 * everything that the others did before. */
static inline int st_count_add(atomic_int *count, int by)
{
    if (!ST_ALONE)
        return atomic_fetch_add_explicit(count, by, memory_order_acq_rel);
    const int was = atomic_load_explicit(count, memory_order_relaxed);
    atomic_store_explicit(count, was + by, memory_order_relaxed);
    return was;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The arena: alignment, no overlap, the caller's memory first, the cap, and reset. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "check_main.h"

enum { CAP = 1 << 20 };

static bool inside(const void *p, const void *mem, size_t len)
{
    return (uintptr_t)p >= (uintptr_t)mem && (uintptr_t)p < (uintptr_t)mem + len;
}

/* Every allocation is filled to its last byte with a mark of its own, and all marks are looked
 * at in the end: an overlap shows, and under ASan so does an allocation that is too short. */
START_TEST(aligned_and_apart)
{
    enum { N = 400 };
    static char mem[1000];
    static unsigned char *at[N];
    st_arena a;
    st_arena_init(&a, mem + 1, sizeof mem - 1, CAP);
    for (size_t i = 0; i < N; i++) {
        const size_t n = i * 7 % 301;
        at[i] = st_arena_alloc(&a, n);
        ck_assert_ptr_nonnull(at[i]);
        ck_assert_uint_eq((uintptr_t)at[i] % 16, 0);
        memset(at[i], (int)(i & 0xff), n);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < i * 7 % 301; j++)
            ck_assert_uint_eq(at[i][j], i & 0xff);
    st_arena_reset(&a);
}
END_TEST

START_TEST(the_callers_memory_first)
{
    static char mem[256];
    st_arena a;
    st_arena_init(&a, mem, sizeof mem, CAP);
    ck_assert(inside(st_arena_alloc(&a, 100), mem, sizeof mem));
    ck_assert(inside(st_arena_alloc(&a, 100), mem, sizeof mem));
    ck_assert_uint_eq(a.used, 0);
    void *big = st_arena_alloc(&a, 1000);
    ck_assert(big && !inside(big, mem, sizeof mem));
    ck_assert_uint_gt(a.used, 0);
    st_arena_reset(&a);
    ck_assert_uint_eq(a.used, 0);
    ck_assert_ptr_null(a.blocks);
    ck_assert(inside(st_arena_alloc(&a, 200), mem, sizeof mem));
    st_arena_reset(&a);
}
END_TEST

START_TEST(memory_shorter_than_its_alignment)
{
    static char mem[32];
    st_arena a;
    for (size_t len = 0; len <= 16; len++)
        for (size_t off = 0; off < 16; off++) {
            st_arena_init(&a, mem + off, len, CAP);
            char *p = st_arena_alloc(&a, 1);
            ck_assert_ptr_nonnull(p);
            ck_assert(!inside(p, mem, sizeof mem) || p + 1 <= mem + off + len);
            *p = 1;
            st_arena_reset(&a);
        }
}
END_TEST

START_TEST(the_cap_holds)
{
    st_arena a;
    st_arena_init(&a, NULL, 0, 100000);
    size_t got = 0;
    while (st_arena_alloc(&a, 1600))
        got += 1600;
    ck_assert_uint_le(got, 100000);
    ck_assert_uint_ge(got, 80000);
    ck_assert_uint_le(a.used, 100000);
    ck_assert_ptr_null(st_arena_alloc(&a, 1 << 16));
    st_arena_reset(&a);
    ck_assert_ptr_nonnull(st_arena_alloc(&a, 1600));
    st_arena_reset(&a);
    ck_assert_ptr_nonnull(st_arena_alloc(&a, 99984)); /* all of it at once, too */
    st_arena_reset(&a);
}
END_TEST

START_TEST(absurd_sizes)
{
    static const size_t sizes[] = {CAP + 1,       SIZE_MAX / 2, SIZE_MAX - 15,
                                   SIZE_MAX - 16, SIZE_MAX - 1, SIZE_MAX};
    st_arena a;
    st_arena_init(&a, NULL, 0, CAP);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ck_assert_ptr_null(st_arena_alloc(&a, sizes[i]));
        ck_assert_uint_eq(a.used, 0);
    }
    ck_assert_ptr_nonnull(st_arena_alloc(&a, 0));
    st_arena_reset(&a);
}
END_TEST

START_TEST(copies)
{
    st_arena a;
    st_arena_init(&a, NULL, 0, CAP);
    const char words[] = "what the file says";
    char *copy = st_arena_copy(&a, words, sizeof words);
    ck_assert_ptr_ne(copy, words);
    ck_assert_str_eq(copy, words);
    ck_assert_ptr_nonnull(st_arena_copy(&a, NULL, 0));
    st_arena_reset(&a);
}
END_TEST

ST_CASE(arena, aligned_and_apart, the_callers_memory_first, memory_shorter_than_its_alignment,
        the_cap_holds, absurd_sizes, copies)
ST_CHECK_MAIN(arena)

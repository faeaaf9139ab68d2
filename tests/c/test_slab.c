/* SPDX-License-Identifier: MIT */
/* Slabs: blocks aligned and apart, pieces that stay while a block is used and go with the last. */
#include "io/slab.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check_main.h"

enum { BLOCKS = 4000 };

static unsigned char *blocks[BLOCKS];

static size_t size_of(size_t i)
{
    return i % 500 == 499 ? ST_SLAB_MOST : 1 + i * 37 % 3000;
}

/* Blocks filled to their last byte; an overlap shows in check_blocks. */
static st_slab *fill(void)
{
    st_slab *slab = NULL;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = st_slab_take(&slab, size_of(i));
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert_uint_eq((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)(i % 251), size_of(i));
    }
    return slab;
}

static void check_block(size_t i)
{
    static unsigned char same[ST_SLAB_MOST];
    memset(same, (int)(i % 251), size_of(i));
    ck_assert_mem_eq(blocks[i], same, size_of(i));
}

static int is_mapped(const void *p)
{
    unsigned char in_core;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    return mincore((void *)((uintptr_t)p / page * page), 1, &in_core) == 0 || errno != ENOMEM;
}

START_TEST(apart_and_given_back)
{
    st_slab_leave(fill());
    for (size_t i = 0; i < BLOCKS; i++)
        check_block(i);
    for (size_t i = 1; i < BLOCKS; i += 2) /* every other one, then the rest, backwards */
        st_slab_give(blocks[i]);
    for (size_t i = BLOCKS; i > 0; i -= 2) {
        check_block(i - 2);
        st_slab_give(blocks[i - 2]);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        ck_assert(!is_mapped(blocks[i]));
}
END_TEST

START_TEST(one_block_keeps_its_piece)
{
    st_slab *slab = fill();
    for (size_t i = 0; i < BLOCKS; i++)
        if (i != 2000)
            st_slab_give(blocks[i]);
    ck_assert(!is_mapped(blocks[0]));
    check_block(2000);
    st_slab_give(blocks[2000]);
    ck_assert(!is_mapped(blocks[2000]));
    ck_assert(is_mapped(slab)); /* more may come out of it */
    unsigned char *more = st_slab_take(&slab, 10);
    memset(more, 1, 10);
    st_slab_leave(slab);
    ck_assert(is_mapped(more));
    st_slab_give(more);
    ck_assert(!is_mapped(more));
    st_slab_leave(NULL);
}
END_TEST

static TCase *slab(void)
{
    TCase *tc = tcase_create("slab");
    tcase_add_test(tc, apart_and_given_back);
    tcase_add_test(tc, one_block_keeps_its_piece);
    return tc;
}

ST_CHECK_MAIN(slab)

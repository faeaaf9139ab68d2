/* SPDX-License-Identifier: MIT */
/* The cursor: numbers, the sticky error, boxes, and that nothing is read beyond the end. */
#include "base/cursor.h"

#include "check_main.h"

static const uint8_t bytes[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88};

START_TEST(numbers_of_every_width)
{
    static const uint64_t be[] = {0,
                                  0x01,
                                  0x0102,
                                  0x010203,
                                  0x01020304,
                                  0x0102030405,
                                  0x010203040506,
                                  0x01020304050607,
                                  0x0102030405060788};
    static const uint64_t le[] = {0,
                                  0x01,
                                  0x0201,
                                  0x030201,
                                  0x04030201,
                                  0x0504030201,
                                  0x060504030201,
                                  0x07060504030201,
                                  0x8807060504030201};
    for (unsigned width = 1; width <= 8; width++) {
        st_cur c = st_cur_of(bytes, sizeof bytes);
        ck_assert_uint_eq(st_be(&c, width), be[width]);
        ck_assert_uint_eq(st_left(&c), sizeof bytes - width);
        c = st_cur_of(bytes, sizeof bytes);
        ck_assert_uint_eq(st_le(&c, width), le[width]);
        ck_assert(st_ok(&c));
    }
}
END_TEST

START_TEST(short_names)
{
    st_cur c = st_cur_of(bytes, sizeof bytes);
    ck_assert_uint_eq(st_u8(&c), 0x01);
    ck_assert_uint_eq(st_be16(&c), 0x0203);
    ck_assert_uint_eq(st_be32(&c), 0x04050607);
    c = st_cur_of(bytes + 4, 4);
    ck_assert_uint_eq(st_le32(&c), 0x88070605);
    ck_assert_uint_eq(st_left(&c), 0);
    ck_assert(st_ok(&c));
}
END_TEST

/* A number that does not fit is 0, and everything after it too, although bytes were left. */
START_TEST(the_error_stays)
{
    st_cur c = st_cur_of(bytes, 3);
    ck_assert_uint_eq(st_be32(&c), 0);
    ck_assert(!st_ok(&c));
    ck_assert_uint_eq(st_left(&c), 0);
    ck_assert_uint_eq(st_u8(&c), 0);
    ck_assert_ptr_null(st_take(&c, 0));
    ck_assert_ptr_null(st_take(&c, 1));
}
END_TEST

START_TEST(taking)
{
    st_cur c = st_cur_of(bytes, sizeof bytes);
    ck_assert_ptr_eq(st_take(&c, 3), bytes);
    ck_assert_ptr_eq(st_take(&c, 0), bytes + 3);
    st_skip(&c, 4);
    ck_assert_ptr_eq(c.at, bytes + 7);
    ck_assert_ptr_eq(st_take(&c, 1), bytes + 7);
    ck_assert(st_ok(&c));
    ck_assert_ptr_null(st_take(&c, 1));
    ck_assert(!st_ok(&c));
}
END_TEST

/* Sizes out of a file may be anything; none may wrap round. */
START_TEST(huge_sizes)
{
    static const size_t sizes[] = {9, 1u << 31, SIZE_MAX / 2, SIZE_MAX - 7, SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        st_cur c = st_cur_of(bytes, sizeof bytes);
        ck_assert_ptr_null(st_take(&c, sizes[i]));
        ck_assert(!st_ok(&c));
        c = st_cur_of(bytes, sizeof bytes);
        const st_cur box = st_sub(&c, sizes[i]);
        ck_assert(!st_ok(&box) && !st_ok(&c));
        ck_assert_uint_eq(st_left(&box), 0);
    }
}
END_TEST

START_TEST(a_box_keeps_its_damage)
{
    st_cur c = st_cur_of(bytes, sizeof bytes);
    st_cur box = st_sub(&c, 2);
    ck_assert_uint_eq(st_left(&box), 2);
    ck_assert_uint_eq(st_be32(&box), 0);
    ck_assert(!st_ok(&box));
    ck_assert(st_ok(&c));
    ck_assert_uint_eq(st_u8(&c), 0x03);
    st_cur empty = st_sub(&c, 0);
    ck_assert(st_ok(&empty));
    ck_assert_uint_eq(st_u8(&empty), 0);
    ck_assert(!st_ok(&empty) && st_ok(&c));
}
END_TEST

START_TEST(nothing_to_walk)
{
    st_cur c = st_cur_of(NULL, 0);
    ck_assert(!st_ok(&c));
    ck_assert_uint_eq(st_left(&c), 0);
    ck_assert_uint_eq(st_u8(&c), 0);
    c = st_cur_of(bytes, 0);
    ck_assert(st_ok(&c));
    ck_assert_ptr_eq(st_take(&c, 0), bytes);
    ck_assert_ptr_null(st_take(&c, 1));
}
END_TEST

ST_CASE(cursor, numbers_of_every_width, short_names, the_error_stays, taking, huge_sizes,
        a_box_keeps_its_damage, nothing_to_walk)
ST_CHECK_MAIN(cursor)

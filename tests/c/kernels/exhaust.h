/* SPDX-License-Identifier: MIT */
/* Kernels whose small inputs can all be tried: every UTF-16 unit, every UTF-8 sequence that
 * matters, every header, every pair of bytes. */
#ifndef ST_TEST_EXHAUST_H
#define ST_TEST_EXHAUST_H

#include <check.h>

#include "kernels/kernels.h"

/* Adds the tests to a case; the tables (the third one: without the widest carry-less
 * multiplication) must stay alive. */
void add_exhaustive(TCase *to, const st_kernels *portable, const st_kernels *native,
                    const st_kernels *narrower);

#endif

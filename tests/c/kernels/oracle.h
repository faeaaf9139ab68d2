/* SPDX-License-Identifier: MIT */
/* The naive oracle: every kernel once more, from its specification, a byte or a code point at a
 * time, with nothing in common with the shipped code. */
#ifndef ST_TEST_ORACLE_H
#define ST_TEST_ORACLE_H

#include "kernels/kernels.h"

#define K(name, shape, avx2, neon, gen) st_##name##_fn oracle_##name;
#include "kernels/kernels.def"
#undef K

#endif

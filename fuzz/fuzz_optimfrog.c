/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of OptimFROG. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OPTIMFROG
#include "fuzz/driver.h"

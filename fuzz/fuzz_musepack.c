/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Musepack. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_MUSEPACK
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of MP4. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_MP4
#include "fuzz/driver.h"

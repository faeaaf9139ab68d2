/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of AIFF. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_AIFF
#include "fuzz/driver.h"

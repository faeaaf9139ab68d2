/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of DSDIFF. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_DSDIFF
#include "fuzz/driver.h"

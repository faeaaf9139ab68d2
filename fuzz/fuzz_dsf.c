/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of DSF. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_DSF
#include "fuzz/driver.h"

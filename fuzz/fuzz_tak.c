/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of TAK. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_TAK
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of AC-3 and E-AC-3. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_AC3
#include "fuzz/driver.h"

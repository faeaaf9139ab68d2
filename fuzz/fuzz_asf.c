/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of ASF (WMA, WMV). */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_ASF
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of WAVE. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_WAVE
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of AAC (ADTS, ADIF). */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_AAC
#include "fuzz/driver.h"

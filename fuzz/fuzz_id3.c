/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of an ID3 tag, whatever follows it. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_ID3
#include "fuzz/driver.h"

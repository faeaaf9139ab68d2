/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of FLAC. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_FLAC
#include "fuzz/driver.h"

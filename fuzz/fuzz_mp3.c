/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of MPEG audio. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_MP3
#include "fuzz/driver.h"

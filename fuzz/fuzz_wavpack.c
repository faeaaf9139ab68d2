/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of WavPack. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_WAVPACK
#include "fuzz/driver.h"

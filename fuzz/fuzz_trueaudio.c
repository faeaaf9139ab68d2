/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of True Audio. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_TRUEAUDIO
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Ogg Opus. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OGGOPUS
#include "fuzz/driver.h"

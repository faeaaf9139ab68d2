/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Ogg Speex. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OGGSPEEX
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Ogg Theora. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OGGTHEORA
#include "fuzz/driver.h"

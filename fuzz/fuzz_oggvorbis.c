/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Ogg Vorbis. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OGGVORBIS
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Ogg FLAC. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_OGGFLAC
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of an APEv2 tag, whatever it follows. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_APEV2
#include "fuzz/driver.h"

/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of standard MIDI files. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_SMF
#include "fuzz/driver.h"

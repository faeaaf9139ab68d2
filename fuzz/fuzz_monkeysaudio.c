/* SPDX-License-Identifier: MIT */
/* Fuzzes the reader of Monkey's Audio. */
#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_MONKEYSAUDIO
#include "fuzz/driver.h"

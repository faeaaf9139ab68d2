/* SPDX-License-Identifier: MIT */
/* What every fuzz driver does with its bytes: see target.c. */
#ifndef ST_FUZZ_TARGET_H
#define ST_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

#include "simdtag/types.h"

/* Opens the bytes as `format` (NONE: detect) under both drivers, demands equal results, decodes
 * everything that can be decoded. Aborts on any difference; crashes are the sanitizers' to find. */
void st_fuzz_one(simdtag_format format, const uint8_t *data, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/* The libFuzzer entry of one format: a driver defines ST_FUZZ_FORMAT and includes this. Built by
 * script/fuzz. */
#ifndef ST_FUZZ_DRIVER_H
#define ST_FUZZ_DRIVER_H

#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    st_fuzz_one(ST_FUZZ_FORMAT, data, size);
    return 0;
}

#endif

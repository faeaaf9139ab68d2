/* SPDX-License-Identifier: MIT */
/* libFuzzer entry: the first byte chooses the format, the rest is the file. Build with clang
 * -fsanitize=fuzzer,address. */
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size)
        st_fuzz_one((simdtag_format)(data[0] % SIMDTAG_FORMAT_COUNT), data + 1, size - 1);
    return 0;
}

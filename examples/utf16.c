/* SPDX-License-Identifier: MIT */
/* Standard input, UTF-16 with a byte order mark, to UTF-8 on standard output.
 *
 *   cc utf16.c $(pkg-config --cflags --libs simdtag) -o utf16 && ./utf16 < in > out */
#include <simdtag/scan.h>
#include <stdio.h>

static uint8_t in[1 << 24], out[sizeof in / 2 * 3];

int main(void)
{
    const size_t n = fread(in, 1, sizeof in, stdin);
    const int big = n >= 2 && in[0] == 0xFE && in[1] == 0xFF;
    if (n < 2 || (!big && !(in[0] == 0xFF && in[1] == 0xFE)))
        return fputs("utf16: no byte order mark\n", stderr), 1;
    const size_t wrote = big ? simdtag_utf16be_to_utf8(out, in + 2, n - 2)
                             : simdtag_utf16le_to_utf8(out, in + 2, n - 2);
    if (wrote == SIMDTAG_MALFORMED)
        return fputs("utf16: a lone surrogate or half a unit\n", stderr), 1;
    return fwrite(out, 1, wrote, stdout) != wrote;
}

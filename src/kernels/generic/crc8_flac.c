/* SPDX-License-Identifier: MIT */
/* crc8_flac, portable: by table. */
#include "kernels/generic/crc.h"
#include "kernels/kernels.h"

/* RFC 9639 section 9.1.8: x^8 + x^2 + x + 1, most significant bit first. */
static const uint8_t entry[1][256] = {
    {ST_CRC_ROW(0x07, 0x0E, 0x1C, 0x38,
                0x70, 0xE0, 0xC7, 0x89)},
};

uint32_t st_crc8_flac_c(uint32_t crc, const uint8_t *src, size_t n)
{
    crc &= 0xFF;
    for (; n; n--)
        crc = entry[0][*src++ ^ crc];
    return crc;
}

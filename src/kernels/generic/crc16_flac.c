/* SPDX-License-Identifier: MIT */
/* crc16_flac, portable: eight bytes at a time by eight tables. */
#include "kernels/generic/crc.h"
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* RFC 9639 section 9.3: x^16 + x^15 + x^2 + 1, most significant bit first. */
static const uint16_t entry[8][256] = {
    {ST_CRC_ROW(0x8005, 0x800F, 0x801B, 0x8033,
                0x8063, 0x80C3, 0x8183, 0x8303)},
    {ST_CRC_ROW(0x8603, 0x8C03, 0x9803, 0xB003,
                0xE003, 0x4003, 0x8006, 0x8009)},
    {ST_CRC_ROW(0x8017, 0x802B, 0x8053, 0x80A3,
                0x8143, 0x8283, 0x8503, 0x8A03)},
    {ST_CRC_ROW(0x9403, 0xA803, 0xD003, 0x2003,
                0x4006, 0x800C, 0x801D, 0x803F)},
    {ST_CRC_ROW(0x807B, 0x80F3, 0x81E3, 0x83C3,
                0x8783, 0x8F03, 0x9E03, 0xBC03)},
    {ST_CRC_ROW(0xF803, 0x7003, 0xE006, 0x4009,
                0x8012, 0x8021, 0x8047, 0x808B)},
    {ST_CRC_ROW(0x8113, 0x8223, 0x8443, 0x8883,
                0x9103, 0xA203, 0xC403, 0x0803)},
    {ST_CRC_ROW(0x1006, 0x200C, 0x4018, 0x8030,
                0x8065, 0x80CF, 0x819B, 0x8333)},
};

uint32_t st_crc16_flac_c(uint32_t crc, const uint8_t *src, size_t n)
{
    crc &= 0xFFFF;
    for (; n >= 8; n -= 8, src += 8) {
        const uint64_t v = st_load64(src);
        crc = (uint32_t)(entry[7][(uint8_t)v ^ crc >> 8] ^
                         entry[6][(uint8_t)(v >> 8) ^ (crc & 255)] ^ entry[5][v >> 16 & 255] ^
                         entry[4][v >> 24 & 255] ^ entry[3][v >> 32 & 255] ^
                         entry[2][v >> 40 & 255] ^ entry[1][v >> 48 & 255] ^ entry[0][v >> 56]);
    }
    for (; n; n--)
        crc = (crc << 8 & 0xFFFF) ^ entry[0][*src++ ^ crc >> 8];
    return crc;
}

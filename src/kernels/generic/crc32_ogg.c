/* SPDX-License-Identifier: MIT */
/* crc32_ogg, portable: eight bytes at a time by eight tables. */
#include "kernels/generic/crc.h"
#include "kernels/generic/word.h"
#include "kernels/kernels.h"

/* Ogg, RFC 3533 section 6, field 7: generator 0x04C11DB7, most significant bit first. */
static const uint32_t entry[8][256] = {
    {ST_CRC_ROW(0x04C11DB7, 0x09823B6E, 0x130476DC, 0x2608EDB8,
                0x4C11DB70, 0x9823B6E0, 0x34867077, 0x690CE0EE)},
    {ST_CRC_ROW(0xD219C1DC, 0xA0F29E0F, 0x452421A9, 0x8A484352,
                0x10519B13, 0x20A33626, 0x41466C4C, 0x828CD898)},
    {ST_CRC_ROW(0x01D8AC87, 0x03B1590E, 0x0762B21C, 0x0EC56438,
                0x1D8AC870, 0x3B1590E0, 0x762B21C0, 0xEC564380)},
    {ST_CRC_ROW(0xDC6D9AB7, 0xBC1A28D9, 0x7CF54C05, 0xF9EA980A,
                0xF7142DA3, 0xEAE946F1, 0xD1139055, 0xA6E63D1D)},
    {ST_CRC_ROW(0x490D678D, 0x921ACF1A, 0x20F48383, 0x41E90706,
                0x83D20E0C, 0x036501AF, 0x06CA035E, 0x0D9406BC)},
    {ST_CRC_ROW(0x1B280D78, 0x36501AF0, 0x6CA035E0, 0xD9406BC0,
                0xB641CA37, 0x684289D9, 0xD08513B2, 0xA5CB3AD3)},
    {ST_CRC_ROW(0x4F576811, 0x9EAED022, 0x399CBDF3, 0x73397BE6,
                0xE672F7CC, 0xC824F22F, 0x9488F9E9, 0x2DD0EE65)},
    {ST_CRC_ROW(0x5BA1DCCA, 0xB743B994, 0x6A466E9F, 0xD48CDD3E,
                0xADD8A7CB, 0x5F705221, 0xBEE0A442, 0x79005533)},
};

uint32_t st_crc32_ogg_c(uint32_t crc, const uint8_t *src, size_t n)
{
    for (; n >= 8; n -= 8, src += 8) {
        const uint64_t v = st_load64(src);
        crc = entry[7][(uint8_t)v ^ crc >> 24] ^ entry[6][(uint8_t)(v >> 8) ^ (crc >> 16 & 255)] ^
              entry[5][(uint8_t)(v >> 16) ^ (crc >> 8 & 255)] ^
              entry[4][(uint8_t)(v >> 24) ^ (crc & 255)] ^ entry[3][v >> 32 & 255] ^
              entry[2][v >> 40 & 255] ^ entry[1][v >> 48 & 255] ^ entry[0][v >> 56];
    }
    for (; n; n--)
        crc = crc << 8 ^ entry[0][*src++ ^ crc >> 24];
    return crc;
}

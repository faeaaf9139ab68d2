/* SPDX-License-Identifier: MIT */
/* Tables for the portable CRCs. A CRC is linear: the entry of a byte is the XOR of those of its
 * bits, so a table is written down as the entries of 1, 2, 4 … 128, which for table k are
 * x^(degree + 8 k) to x^(degree + 8 k + 7) modulo the polynomial. Table k is for a byte that k
 * more bytes follow. */
#ifndef ST_CRC_H
#define ST_CRC_H

#define ST_CRC_BITS(b, p0, p1, p2, p3, p4, p5, p6, p7)                                       \
    (((b) & 1 ? p0 : 0) ^ ((b) & 2 ? p1 : 0) ^ ((b) & 4 ? p2 : 0) ^ ((b) & 8 ? p3 : 0) ^     \
     ((b) & 16 ? p4 : 0) ^ ((b) & 32 ? p5 : 0) ^ ((b) & 64 ? p6 : 0) ^ ((b) & 128 ? p7 : 0))
#define ST_CRC_4(b, ...)                                                                  \
    ST_CRC_BITS(b, __VA_ARGS__), ST_CRC_BITS((b) + 1, __VA_ARGS__),                       \
        ST_CRC_BITS((b) + 2, __VA_ARGS__), ST_CRC_BITS((b) + 3, __VA_ARGS__)
#define ST_CRC_16(b, ...)                                                                    \
    ST_CRC_4(b, __VA_ARGS__), ST_CRC_4((b) + 4, __VA_ARGS__), ST_CRC_4((b) + 8, __VA_ARGS__), \
        ST_CRC_4((b) + 12, __VA_ARGS__)
#define ST_CRC_64(b, ...)                                                                       \
    ST_CRC_16(b, __VA_ARGS__), ST_CRC_16((b) + 16, __VA_ARGS__),                                \
        ST_CRC_16((b) + 32, __VA_ARGS__), ST_CRC_16((b) + 48, __VA_ARGS__)
#define ST_CRC_ROW(...)                                                                         \
    ST_CRC_64(0, __VA_ARGS__), ST_CRC_64(64, __VA_ARGS__), ST_CRC_64(128, __VA_ARGS__),         \
        ST_CRC_64(192, __VA_ARGS__)

#endif

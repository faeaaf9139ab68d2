/* SPDX-License-Identifier: MIT */
/* The kernels under their public names. */
#include "simdtag/scan.h"

#include "dispatch/dispatch.h"
#include "text/text.h"

size_t simdtag_find_mpeg_sync(const uint8_t *src, size_t n)
{
    return st_k.find_mpeg_sync(src, n);
}

size_t simdtag_rfind_pattern32(const uint8_t *src, size_t n, uint32_t pattern)
{
    return st_k.rfind_pattern32(src, n, pattern);
}

size_t simdtag_find_nul8(const uint8_t *src, size_t n)
{
    return st_k.find_nul8(src, n);
}

size_t simdtag_find_nul16(const uint8_t *src, size_t n)
{
    return st_k.find_nul16(src, n);
}

size_t simdtag_find_byte(const uint8_t *src, size_t n, uint8_t byte)
{
    return st_k.find_byte(src, n, byte);
}

int simdtag_is_ascii(const uint8_t *src, size_t n)
{
    return st_k.is_ascii(src, n);
}

int simdtag_validate_utf8(const uint8_t *src, size_t n)
{
    return st_k.validate_utf8(src, n);
}

size_t simdtag_latin1_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.latin1_to_utf8(dst, src, n);
}

size_t simdtag_utf16le_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.utf16le_to_utf8(dst, src, n);
}

size_t simdtag_utf16be_to_utf8(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.utf16be_to_utf8(dst, src, n);
}

uint32_t simdtag_utf16le_class(const uint8_t *src, size_t n)
{
    return st_k.utf16le_class(src, n);
}

uint32_t simdtag_utf16be_class(const uint8_t *src, size_t n)
{
    return st_k.utf16be_class(src, n);
}

size_t simdtag_utf16le_narrow(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.utf16le_narrow(dst, src, n);
}

size_t simdtag_utf16be_narrow(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.utf16be_narrow(dst, src, n);
}

size_t simdtag_find_adts_sync(const uint8_t *src, size_t n)
{
    return st_k.find_adts_sync(src, n);
}

size_t simdtag_find_ac3_sync(const uint8_t *src, size_t n)
{
    return st_k.find_ac3_sync(src, n);
}

size_t simdtag_find_pattern32(const uint8_t *src, size_t n, uint32_t pattern)
{
    return st_k.find_pattern32(src, n, pattern);
}

size_t simdtag_utf16_swap(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.utf16_swap(dst, src, n);
}

size_t simdtag_unsync_decode(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.unsync_decode(dst, src, n);
}

size_t simdtag_unsync_encode(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.unsync_encode(dst, src, n);
}

size_t simdtag_ascii_fold(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.ascii_fold(dst, src, n);
}

int simdtag_ascii_equal_fold(const uint8_t *a, const uint8_t *b, size_t n)
{
    return st_k.ascii_equal_fold(a, b, n);
}

size_t simdtag_base64_decode(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_base64_decode(dst, src, n);
}

size_t simdtag_base64_encode(uint8_t *dst, const uint8_t *src, size_t n)
{
    return st_k.base64_encode(dst, src, n);
}

uint32_t simdtag_crc32_ogg(uint32_t crc, const uint8_t *src, size_t n)
{
    return st_k.crc32_ogg(crc, src, n);
}

uint32_t simdtag_crc16_flac(uint32_t crc, const uint8_t *src, size_t n)
{
    return st_k.crc16_flac(crc, src, n);
}

uint32_t simdtag_crc8_flac(uint32_t crc, const uint8_t *src, size_t n)
{
    return st_k.crc8_flac(crc, src, n);
}

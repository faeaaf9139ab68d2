/* SPDX-License-Identifier: MIT */
/* The kernels under their public names. */
#include "simdtag/scan.h"

#include "dispatch/dispatch.h"

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

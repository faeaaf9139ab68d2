/* SPDX-License-Identifier: MIT */
/* OptimFROG: its first chunk, "OFR ", as documented with the encoder's SDK. */
#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "formats/ape_read.h"

enum {
    HEADER = 76,     /* so many bytes mutagen wants a file to begin with */
    PLAIN_SIZE = 12, /* of a chunk without encoder and compression */
    FULL_SIZE = 15
};

static int optimfrog_score(const st_probe *p)
{
    return ST_BEGINS(p, "OFR") + (ST_EXT_IS(p, ".ofr") || ST_EXT_IS(p, ".ofs"));
}

static simdtag_status optimfrog_read(st_reader *r, st_out *out)
{
    static const uint8_t bits[] = {8, 8, 16, 16, 24, 24, 32, 32};
    simdtag_info *info = &out->doc.info;
    size_t got;
    const uint8_t *header = st_view_upto(r, 0, HEADER, &got);
    if (header == NULL)
        return st_status(r);
    st_cur c = st_cur_of(header, got);
    st_skip(&c, 4);
    const uint32_t size = st_le32(&c);
    if (got < HEADER || memcmp(header, "OFR ", 4) != 0 || (size != PLAIN_SIZE && size < FULL_SIZE))
        return st_fail(r, SIMDTAG_ERR_OPTIMFROG, "not an OptimFROG file");
    const uint64_t samples = st_le(&c, 6);
    const unsigned type = st_u8(&c);
    info->bits_per_sample = type < sizeof bits ? bits[type] : 0; /* else floating point */
    info->channels = (uint32_t)st_u8(&c) + 1;
    info->sample_rate = st_le32(&c);
    if (info->sample_rate)
        info->length = (double)samples / (double)((uint64_t)info->channels * info->sample_rate);
    if (size >= FULL_SIZE) {
        const unsigned encoder = ((unsigned)st_le(&c, 2) >> 4) + 4500;
        snprintf(info->u.optimfrog.encoder_info, sizeof info->u.optimfrog.encoder_info, "%u.%03u",
                 encoder / 1000, encoder % 1000);
    }
    return st_ape_read(r, out);
}

const st_format st_format_optimfrog = {"OptimFROG", SIMDTAG_FORMAT_OPTIMFROG, optimfrog_score,
                                       optimfrog_read, ".ofr .ofs"};

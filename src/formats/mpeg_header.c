/* SPDX-License-Identifier: MIT */
/* Decoding the header of an MPEG audio frame. */
#include "formats/mpeg_header.h"

/* kbit/s by bitrate index (ISO 11172-3 2.4.2.3 and ISO 13818-3 2.4.2.3). Row: MPEG 1 layers I,
 * II, III, then MPEG 2 and 2.5 layer I, and layers II and III. Index 0 is the free format, index
 * 15 is forbidden. */
static const uint16_t kbits[5][16] = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
};

static const uint16_t rates[4][4] = {
    {11025, 12000, 8000, 0},
    {0, 0, 0, 0},
    {22050, 24000, 16000, 0},
    {44100, 48000, 32000, 0},
};

/* Layer I counts in slots of four bytes. The specification's slots are 12 * bitrate / rate;
 * mutagen takes 48, so that it sees layer I frames four times too long, and we must find the
 * same first frame as it does. */
static uint32_t frame_length(const st_mpeg_header *h)
{
    if (h->layer == 1)
        return (48 * h->bitrate / h->sample_rate + h->padding) * 4;
    const uint32_t slots = h->layer == 3 && h->version != ST_MPEG_1 ? 72 : 144;
    return slots * h->bitrate / h->sample_rate + h->padding;
}

bool st_mpeg_header_read(const uint8_t b[4], st_mpeg_header *h)
{
    if (b[0] != 0xFF || (b[1] & 0xE0) != 0xE0)
        return false;
    h->version = b[1] >> 3 & 3;
    h->layer = (uint8_t)(4 - (b[1] >> 1 & 3));
    h->sample_rate = rates[h->version][b[2] >> 2 & 3];
    if (h->layer == 4 || h->sample_rate == 0)
        return false;
    const unsigned row = h->version == ST_MPEG_1 ? h->layer - 1u : h->layer == 1 ? 3u : 4u;
    h->bitrate = kbits[row][b[2] >> 4] * 1000u;
    if (h->bitrate == 0)
        return false;
    h->is_protected = !(b[1] & 1);
    h->padding = b[2] >> 1 & 1;
    h->mode = b[3] >> 6;
    h->samples = h->layer == 1 ? 384 : h->layer == 3 && h->version != ST_MPEG_1 ? 576 : 1152;
    h->length = frame_length(h);
    return true;
}

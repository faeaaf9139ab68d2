/* SPDX-License-Identifier: MIT */
/* The four header bytes of an MPEG audio frame (ISO 11172-3 2.4.1.3, ISO 13818-3, and the MPEG
 * 2.5 extension). */
#ifndef ST_MPEG_HEADER_H
#define ST_MPEG_HEADER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct st_mpeg_header {
    uint32_t bitrate;     /* bits per second */
    uint32_t sample_rate; /* Hz */
    uint32_t length;      /* bytes to the next header, as mutagen counts them */
    uint32_t samples;     /* per frame */
    uint8_t version;      /* ST_MPEG_* */
    uint8_t layer;        /* 1, 2, 3 */
    uint8_t mode;         /* as simdtag_mpeg_info has it */
    uint8_t is_protected, padding;
} st_mpeg_header;

enum { ST_MPEG_25 = 0, ST_MPEG_2 = 2, ST_MPEG_1 = 3 }; /* the version bits */

enum { ST_MPEG_MONO = 3 };

/* Decodes four bytes; false when they are no header: reserved values and the free format are
 * none. */
bool st_mpeg_header_read(const uint8_t bytes[4], st_mpeg_header *h);

#endif

/* SPDX-License-Identifier: MIT */
/* The VBRI header that Fraunhofer's encoders write instead of Xing's. */
#ifndef ST_VBRI_H
#define ST_VBRI_H

#include <stdbool.h>

#include "io/reader.h"

typedef struct st_vbri {
    uint32_t frames, bytes;
} st_vbri;

/* Looks for the header in the frame at `off`. False when it is not there, and when reading
 * failed (see r's status). */
bool st_vbri_read(st_reader *r, uint64_t off, st_vbri *v);

#endif

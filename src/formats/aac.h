/* SPDX-License-Identifier: MIT */
/* What AAC streams and AAC in MP4 have in common (ISO/IEC 14496-3). */
#ifndef ST_AAC_H
#define ST_AAC_H

#include "base/bits.h"

/* Table 1.18: Hz by sampling frequency index; 0 for those without a meaning. */
uint32_t st_aac_rate(unsigned index);

/* Reads a program_config_element (4.4.1.1): how many channels it has; *rate_index gets its
 * sampling frequency index. */
unsigned st_aac_program(st_bits *b, unsigned *rate_index);

/* Bytes of checksums in an ADTS frame of `blocks` raw data blocks that has them (1.A.3.2.2): one
 * for all of it, or one for the header with the place of each block but the first, and one for
 * each block. */
unsigned st_adts_checksums(unsigned blocks);

#endif

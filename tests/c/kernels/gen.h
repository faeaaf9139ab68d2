/* SPDX-License-Identifier: MIT */
/* Inputs: ordinary ones, and the ones that break vector code. */
#ifndef ST_TEST_GEN_H
#define ST_TEST_GEN_H

#include "harness.h"

/* Fills n bytes. `variant` in [0, GEN_VARIANTS) chooses a kind of input; *arg is the byte or
 * pattern that searches look for. */
typedef void generator(rng *r, unsigned variant, uint8_t *dst, size_t n, uint32_t *arg);

#define GEN_VARIANTS 16

generator gen_headers, gen_mpeg_noise, gen_pattern, gen_text8, gen_text16, gen_mostly_ascii,
    gen_utf8, gen_random, gen_adts_noise, gen_ac3_noise, gen_unsync, gen_letters, gen_base64;

#endif

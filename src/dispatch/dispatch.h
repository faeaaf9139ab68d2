/* SPDX-License-Identifier: MIT */
/* Choosing kernels: the CPU's abilities as a mask, and a pure function from a mask to a table. */
#ifndef ST_DISPATCH_H
#define ST_DISPATCH_H

#include <stdbool.h>

#include "kernels/kernels.h"

enum {
    ST_CPU_AVX2 = 1u << 0, /* AVX2, BMI1, BMI2, POPCNT, LZCNT; and the system saves ymm registers */
    ST_CPU_PCLMUL = 1u << 1,
    ST_CPU_VPCLMUL = 1u << 2, /* carry-less multiplication in ymm registers */
    ST_CPU_NEON = 1u << 8,
    ST_CPU_PMULL = 1u << 9
};

/* The best kernels for this machine, lowered by SIMDTAG_CPU=generic|avx2|neon in the
 * environment. Filled at load; afterwards only st_cpu_limit changes it. */
extern st_kernels st_k;

/* What the CPU and the system can do; looks at no environment. */
unsigned st_cpu_detect(void);

/* The mask that is left when the environment asks for a tier (name may be NULL): the bits of
 * that tier, never one that `cpu` lacks. An unknown name changes nothing. */
unsigned st_cpu_lower(unsigned cpu, const char *name);

/* Fills st_k anew: no kernel above the tier of this name, nor above what was chosen at load. NULL
 * is no limit. False, and nothing changed, when there is no such tier. */
bool st_cpu_limit(const char *name);

/* The table for a mask. Pure: the same mask gives the same table. */
void st_kernels_fill(st_kernels *table, unsigned cpu);

/* The tier in use: "generic", "avx2" or "neon". */
const char *st_cpu_tier(void);

#endif

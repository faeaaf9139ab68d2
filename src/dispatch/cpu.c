/* SPDX-License-Identifier: MIT */
/* What the CPU can do and the system allows. */
#include "dispatch/dispatch.h"

#if defined(__x86_64__)
#include <cpuid.h>

static unsigned xcr0(void)
{
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

unsigned st_cpu_detect(void)
{
    enum {
        L1C_PCLMUL = 1u << 1,
        L1C_POPCNT = 1u << 23,
        L1C_OSXSAVE = 1u << 27,
        L1C_AVX = 1u << 28
    };
    enum {
        L7B_BMI1 = 1u << 3,
        L7B_AVX2 = 1u << 5,
        L7B_BMI2 = 1u << 8,
        L7C_VPCLMUL = 1u << 10,
        X1C_LZCNT = 1u << 5
    };
    const unsigned need1 = L1C_POPCNT | L1C_OSXSAVE | L1C_AVX,
                   need7 = L7B_BMI1 | L7B_AVX2 | L7B_BMI2;
    unsigned a, b, c, d, c1, c7, mask = 0;
    if (!__get_cpuid(1, &a, &b, &c1, &d) || (c1 & need1) != need1)
        return 0;
    if ((xcr0() & 6) != 6) /* the system saves xmm and ymm registers */
        return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c7, &d) || (b & need7) != need7)
        return 0;
    if (!__get_cpuid(0x80000001u, &a, &b, &c, &d) || !(c & X1C_LZCNT))
        return 0;
    mask |= ST_CPU_AVX2;
    if (c1 & L1C_PCLMUL)
        mask |= ST_CPU_PCLMUL;
    if ((c1 & L1C_PCLMUL) && (c7 & L7C_VPCLMUL))
        mask |= ST_CPU_VPCLMUL;
    return mask;
}

#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

unsigned st_cpu_detect(void)
{
    enum { CAP_ASIMD = 1u << 1, CAP_PMULL = 1u << 4 }; /* HWCAP_* of <asm/hwcap.h> */
    const unsigned long caps = getauxval(AT_HWCAP);
    unsigned mask = 0;
    if (caps & CAP_ASIMD)
        mask |= ST_CPU_NEON;
    if ((caps & CAP_ASIMD) && (caps & CAP_PMULL))
        mask |= ST_CPU_PMULL;
    return mask;
}

#elif defined(__aarch64__)

unsigned st_cpu_detect(void) { return ST_CPU_NEON; } /* part of the architecture's base profile */

#else

unsigned st_cpu_detect(void) { return 0; }

#endif

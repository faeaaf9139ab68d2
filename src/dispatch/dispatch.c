/* SPDX-License-Identifier: MIT */
/* The kernel table: filled for a mask, and once at load for this machine. */
#include "dispatch/dispatch.h"

#include <stdlib.h>
#include <string.h>

#if !defined(ST_NO_ASM) && defined(__x86_64__) && !defined(__ILP32__)
#define HAVE_X86_64_KERNELS 1
#elif !defined(ST_NO_ASM) && defined(__aarch64__) && !defined(__AARCH64EB__) && !defined(__ILP32__)
#define HAVE_AARCH64_KERNELS 1
#endif

/* What a row's mark puts into the table. The marks of another machine's tiers are not looked at, so
 * nothing refers to symbols that are not built. */
#if defined(HAVE_X86_64_KERNELS)
#define PICK_0(name)
#define PICK_1(name) table->name = st_##name##_avx2;
#define PICK_CLMUL(name)        \
    if (cpu & ST_CPU_PCLMUL)    \
        table->name = st_##name##_avx2;
#define PICK_VCLMUL(name)       \
    PICK_CLMUL(name)            \
    if (cpu & ST_CPU_VPCLMUL)   \
        table->name = st_##name##_vclmul;
#elif defined(HAVE_AARCH64_KERNELS)
#define PICK_0(name)
#define PICK_1(name) table->name = st_##name##_neon;
#define PICK_CLMUL(name)        \
    if (cpu & ST_CPU_PMULL)     \
        table->name = st_##name##_neon;
#endif

/* The C tier stands from the first instruction on, so that even another library's constructor
 * may call us. */
st_kernels st_k = {
#define K(name, shape, avx2, neon, gen) .name = st_##name##_c,
#include "kernels/kernels.def"
#undef K
};

static const char *tier = "generic";
static unsigned allowed; /* what the machine and the environment left at load */

void st_kernels_fill(st_kernels *table, unsigned cpu)
{
#define K(name, shape, avx2, neon, gen) table->name = st_##name##_c;
#include "kernels/kernels.def"
#undef K
    (void)cpu;
#if defined(HAVE_X86_64_KERNELS)
    if (!(cpu & ST_CPU_AVX2))
        return;
#define K(name, shape, avx2, neon, gen) PICK_##avx2(name)
#include "kernels/kernels.def"
#undef K
#elif defined(HAVE_AARCH64_KERNELS)
    if (!(cpu & ST_CPU_NEON))
        return;
#define K(name, shape, avx2, neon, gen) PICK_##neon(name)
#include "kernels/kernels.def"
#undef K
#endif
}

/* The tier a mask gives in this build. */
static const char *tier_name(unsigned cpu)
{
    (void)cpu;
#if defined(HAVE_X86_64_KERNELS)
    if (cpu & ST_CPU_AVX2)
        return "avx2";
#elif defined(HAVE_AARCH64_KERNELS)
    if (cpu & ST_CPU_NEON)
        return "neon";
#endif
    return "generic";
}

unsigned st_cpu_lower(unsigned cpu, const char *name)
{
    if (name == NULL)
        return cpu;
    if (strcmp(name, "generic") == 0)
        return 0;
    if (strcmp(name, "avx2") == 0)
        return cpu & (ST_CPU_AVX2 | ST_CPU_PCLMUL | ST_CPU_VPCLMUL);
    if (strcmp(name, "neon") == 0)
        return cpu & (ST_CPU_NEON | ST_CPU_PMULL);
    return cpu;
}

__attribute__((constructor)) static void fill_at_load(void)
{
    allowed = st_cpu_lower(st_cpu_detect(), getenv("SIMDTAG_CPU"));
    st_kernels_fill(&st_k, allowed);
    tier = tier_name(allowed);
}

bool st_cpu_limit(const char *name)
{
    static const char *const names[] = {"generic", "avx2", "neon"};
    bool known = name == NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        known = known || strcmp(name, names[i]) == 0;
    if (!known)
        return false;
    const unsigned cpu = st_cpu_lower(allowed, name);
    st_kernels_fill(&st_k, cpu);
    tier = tier_name(cpu);
    return true;
}

const char *st_cpu_tier(void) { return tier; }

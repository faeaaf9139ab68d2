/* SPDX-License-Identifier: MIT */
/* Every kernel of kernels.def in every tier of this machine against the naive oracle: between
 * guard pages, at all short lengths and offsets, through the checked call. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch/dispatch.h"
#include "kernels/exhaust.h"
#include "kernels/gen.h"
#include "kernels/harness.h"
#include "kernels/oracle.h"

enum { LENGTHS = 300, OFFSETS = 64, LONGEST = 1 << 17 };

typedef struct kernel {
    const char *name, *tier, *gen_name;
    const void *fn, *oracle;
    generator *gen;
    uint64_t (*call)(const void *fn, uint8_t *dst, const uint8_t *src, size_t n, uint32_t arg);
    uint64_t (*want)(const void *oracle, uint8_t *dst, const uint8_t *src, size_t n, uint32_t arg);
    bool writes, two;
} kernel;

/* A shape's checked call and its call of the oracle. */
#define P(ptr) (uint64_t)(uintptr_t)(ptr)
#define DEFINE(shape, value_type, checked, plain, type)                                          \
    static uint64_t call_##shape(const void *fn, uint8_t *dst, const uint8_t *src, size_t n,     \
                                 uint32_t arg)                                                   \
    {                                                                                            \
        (void)dst, (void)arg;                                                                    \
        return (value_type)checked;                                                              \
    }                                                                                            \
    static uint64_t want_##shape(const void *oracle, uint8_t *dst, const uint8_t *src, size_t n, \
                                 uint32_t arg)                                                   \
    {                                                                                            \
        (void)dst, (void)arg;                                                                    \
        return ((type *)oracle)plain;                                                            \
    }
typedef ST_SHAPE_SCAN(fn_scan);
typedef ST_SHAPE_FIND8(fn_find8);
typedef ST_SHAPE_FIND32(fn_find32);
typedef ST_SHAPE_TEST(fn_test);
typedef ST_SHAPE_CODE(fn_code);
typedef ST_SHAPE_CLASS(fn_class);
typedef ST_SHAPE_DETECT(fn_detect);
typedef ST_SHAPE_EQUAL(fn_equal);
typedef ST_SHAPE_CRC(fn_crc);
DEFINE(SCAN, uint64_t, checked_call(fn, P(src), n, JUNK, JUNK), (src, n), fn_scan)
DEFINE(FIND8, uint64_t, checked_call(fn, P(src), n, JUNK | (arg & 0xFF), JUNK),
       (src, n, (uint8_t)arg), fn_find8)
DEFINE(FIND32, uint64_t, checked_call(fn, P(src), n, JUNK | arg, JUNK), (src, n, arg), fn_find32)
DEFINE(TEST, uint8_t, checked_call(fn, P(src), n, JUNK, JUNK), (src, n), fn_test)
DEFINE(CODE, uint64_t, checked_call(fn, P(dst), P(src), n, JUNK), (dst, src, n), fn_code)
DEFINE(CLASS, uint32_t, checked_call(fn, P(src), n, JUNK, JUNK), (src, n), fn_class)
DEFINE(DETECT, uint32_t, checked_call(fn, P(src), n, JUNK, JUNK), (src, n), fn_detect)
DEFINE(EQUAL, uint8_t, checked_call(fn, P(src), P(dst), n, JUNK), (src, dst, n), fn_equal)
DEFINE(CRC, uint32_t, checked_call(fn, JUNK | arg, P(src), n, JUNK), (arg, src, n), fn_crc)

/* Bytes the contract of a CODE kernel gives it in dst. */
static size_t room_of(const char *name, size_t n)
{
    if (strcmp(name, "latin1_to_utf8") == 0 || strcmp(name, "unsync_encode") == 0)
        return 2 * n;
    if (strcmp(name, "unsync_decode") == 0 || strcmp(name, "ascii_fold") == 0 ||
        strcmp(name, "utf16_swap") == 0)
        return n;
    if (strcmp(name, "base64_decode") == 0)
        return n / 4 * 3;
    if (strcmp(name, "base64_encode") == 0)
        return (n + 2) / 3 * 4;
    return strstr(name, "narrow") ? n / 2 : n / 2 * 3;
}

static struct {
    guarded src, dst;
    uint8_t input[LONGEST], want[2 * LONGEST], other[LONGEST];
} memory;

static void put_src(uint8_t *src, size_t n) { memcpy(src, memory.input, n); }

static void check_answer(uint64_t got, uint64_t want, const uint8_t *src, size_t n)
{
    if (got != want)
        ck_abort_msg("%s: gives %#llx, not %#llx", describe(), (unsigned long long)got,
                     (unsigned long long)want);
    if (memcmp(src, memory.input, n) != 0)
        ck_abort_msg("%s: wrote into its source", describe());
}

/* One input placed at src, with dst exactly as large as promised. */
static void check_code(const kernel *k, uint8_t *src, size_t n, uint32_t arg, uint64_t want,
                       bool dst_at_end)
{
    const size_t room = room_of(k->name, n);
    uint8_t *dst = dst_at_end ? memory.dst.end - room : memory.dst.base;
    put_src(src, n);
    if (!dst_at_end)
        dst[room] = 0xA5;
    check_answer(k->call(k->fn, dst, src, n, arg), want, src, n);
    if (want != ST_MALFORMED && memcmp(dst, memory.want, want) != 0)
        ck_abort_msg("%s: wrote other bytes than the oracle", describe());
    if (!dst_at_end && dst[room] != 0xA5)
        ck_abort_msg("%s: wrote behind the room it was given", describe());
}

/* Two sources: the other one stands against a guard page too. */
static void check_two(const kernel *k, uint8_t *src, size_t n, uint32_t arg, uint64_t want,
                      bool other_at_end)
{
    uint8_t *other = other_at_end ? memory.dst.end - n : memory.dst.base;
    put_src(src, n);
    memcpy(other, memory.other, n);
    check_answer(k->call(k->fn, other, src, n, arg), want, src, n);
    if (memcmp(other, memory.other, n) != 0)
        ck_abort_msg("%s: wrote into its second source", describe());
}

static void check_scan(const kernel *k, uint8_t *src, size_t n, uint32_t arg, uint64_t want)
{
    put_src(src, n);
    check_answer(k->call(k->fn, NULL, src, n, arg), want, src, n);
}

static void check_at(const kernel *k, uint8_t *src, size_t n, uint32_t arg, uint64_t want,
                     bool second_at_end)
{
    if (k->writes)
        check_code(k, src, n, arg, want, second_at_end);
    else if (k->two)
        check_two(k, src, n, arg, want, second_at_end);
    else
        check_scan(k, src, n, arg, want);
}

/* The input with other cases here and there; mostly also with one byte that differs, by the bit
 * of the case or by any. */
static void make_other(size_t n, uint32_t arg)
{
    rng r = {arg | UINT64_C(1) << 40};
    for (size_t i = 0; i < n; i++) {
        const uint8_t c = memory.input[i], folded = c | 0x20;
        memory.other[i] =
            folded >= 'a' && folded <= 'z' && rng_below(&r, 2) ? c ^ 0x20 : c;
    }
    if (n && arg % 4)
        memory.other[rng_below(&r, n)] ^= (uint8_t)(arg % 4 == 1 ? 0x20 : 1u << rng_below(&r, 8));
}

static uint64_t make_input(const kernel *k, rng *r, unsigned variant, size_t n, uint32_t *arg)
{
    static char words[64];
    k->gen(r, variant, memory.input, n, arg);
    snprintf(words, sizeof words, "%s #%u", k->gen_name, variant);
    now_testing = (subject){.kernel = k->name, .tier = k->tier, .input = words, .n = n};
    if (k->two)
        make_other(n, *arg);
    return k->want(k->oracle, k->two ? memory.other : memory.want, memory.input, n, *arg);
}

static void place(const kernel *k, size_t n, size_t offset, bool at_end, uint32_t arg,
                  uint64_t want)
{
    now_testing.offset = offset;
    now_testing.at_end = at_end;
    check_at(k, at_end ? memory.src.end - offset - n : memory.src.base + offset, n, arg, want,
             offset % 2 == 0);
}

static void run_kernel(const kernel *k)
{
    rng r = {UINT64_C(0x9E3779B97F4A7C15)};
    uint32_t arg;
    if (memory.src.base == NULL) {
        memory.src = guarded_make(LONGEST + 4096);
        memory.dst = guarded_make(2 * LONGEST + 4096);
    }
    for (size_t n = 0; n <= LENGTHS; n++)
        for (unsigned variant = 0; variant < GEN_VARIANTS; variant++) {
            const uint64_t want = make_input(k, &r, variant, n, &arg);
            for (size_t offset = 0; offset < OFFSETS; offset++) {
                place(k, n, offset, false, arg, want);
                place(k, n, offset, true, arg, want);
            }
        }
    for (unsigned round = 0; round < 600; round++) { /* longer ones, now and then very long */
        const size_t n = rng_below(&r, round % 50 == 0 ? LONGEST : 5000);
        const uint64_t want = make_input(k, &r, round % GEN_VARIANTS, n, &arg);
        place(k, n, rng_below(&r, OFFSETS), false, arg, want);
        place(k, n, 0, true, arg, want);
    }
}

/* The tables under test: portable C, what this machine gives, and what it gave without its widest
 * carry-less multiplication. */
static st_kernels portable, native, narrower;
static const char *native_tier;

static void run_tiers(kernel k, const void *portable_fn, const void *native_fn,
                      const void *narrower_fn)
{
    k.writes = k.call == call_CODE;
    k.two = k.call == call_EQUAL;
    k.tier = "generic";
    k.fn = portable_fn;
    run_kernel(&k);
    if (native_fn != portable_fn) { /* whether it may be that is all_slots_filled's business */
        k.tier = native_tier;
        k.fn = native_fn;
        run_kernel(&k);
    }
    if (narrower_fn != native_fn && narrower_fn != portable_fn) {
        k.tier = "without VPCLMULQDQ";
        k.fn = narrower_fn;
        run_kernel(&k);
    }
}

#define K(kname, shape, avx2, neon, kgen)                                   \
    START_TEST(kernel_##kname)                                              \
    {                                                                       \
        run_tiers((kernel){.name = #kname,                                  \
                           .gen_name = #kgen,                               \
                           .oracle = (const void *)oracle_##kname,          \
                           .gen = kgen,                                     \
                           .call = call_##shape,                            \
                           .want = want_##shape},                           \
                  (const void *)portable.kname, (const void *)native.kname, \
                  (const void *)narrower.kname);                            \
    }                                                                       \
    END_TEST
#include "kernels/kernels.def"
#undef K

/* A build that lost its assembly must not pass: on a CPU with AVX2 or NEON every slot is another
 * function than the C one. */
START_TEST(all_slots_filled)
{
#if defined(ST_NO_ASM)
    ck_assert_uint_eq(memcmp(&portable, &native, sizeof native), 0);
    puts("built without assembly: only the generic tier is tested");
#else
    bool expected = false;
#if defined(__x86_64__)
    /* not by our own detection */
    expected = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
               __builtin_cpu_supports("pclmul");
#elif defined(__aarch64__)
    expected = true;
#endif
    const char *lowered = getenv("SIMDTAG_CPU");
    if (!expected || (lowered && *lowered)) {
        puts("no vector tier of ours on this CPU, or SIMDTAG_CPU is set: slots are not checked");
        return;
    }
#define K(name, shape, avx2, neon, gen)         \
    ck_assert_msg(native.name != portable.name, \
                  "the slot of " #name " is still portable C on this machine");
#include "kernels/kernels.def"
#undef K
#endif
}
END_TEST

START_TEST(fill_is_pure)
{
    st_kernels a, b;
    memset(&a, 0, sizeof a);
    memset(&b, 0xFF, sizeof b);
    st_kernels_fill(&a, st_cpu_detect());
    st_kernels_fill(&b, st_cpu_detect());
    ck_assert_mem_eq(&a, &b, sizeof a);
    st_kernels_fill(&a, 0);
#define K(name, shape, avx2, neon, gen) ck_assert(a.name == st_##name##_c);
#include "kernels/kernels.def"
#undef K
}
END_TEST

START_TEST(environment_lowers)
{
    const unsigned x86 = ST_CPU_AVX2 | ST_CPU_PCLMUL | ST_CPU_VPCLMUL,
                   all = x86 | ST_CPU_NEON | ST_CPU_PMULL;
    ck_assert_uint_eq(st_cpu_lower(all, NULL), all);
    ck_assert_uint_eq(st_cpu_lower(all, "generic"), 0);
    ck_assert_uint_eq(st_cpu_lower(all, "avx2"), x86);
    ck_assert_uint_eq(st_cpu_lower(all, "neon"), ST_CPU_NEON | ST_CPU_PMULL);
    ck_assert_uint_eq(st_cpu_lower(0, "avx2"), 0); /* never raises */
    ck_assert_uint_eq(st_cpu_lower(all, "nonsense"), all);
    const char *name = getenv("SIMDTAG_CPU"); /* what the load-time constructor saw */
    st_kernels want;
    st_kernels_fill(&want, st_cpu_lower(st_cpu_detect(), name));
    ck_assert_mem_eq(&want, &st_k, sizeof want);
    if (name && strcmp(name, "generic") == 0)
        ck_assert_str_eq(st_cpu_tier(), "generic");
}
END_TEST

START_TEST(program_lowers)
{
    const st_kernels before = st_k;
    ck_assert(st_cpu_limit("generic"));
    ck_assert_mem_eq(&st_k, &portable, sizeof st_k);
    ck_assert(st_cpu_limit(NULL));
    ck_assert_mem_eq(&st_k, &before, sizeof st_k);
    ck_assert(st_cpu_limit(st_cpu_tier()));
    ck_assert_mem_eq(&st_k, &before, sizeof st_k);
}
END_TEST

START_TEST(harness_sees)
{
    const char *blind = harness_is_blind();
    ck_assert_msg(blind == NULL, "the checked call does not notice %s", blind);
}
END_TEST

static void make_tables(void)
{
    const unsigned cpu = st_cpu_lower(st_cpu_detect(), getenv("SIMDTAG_CPU"));
    st_kernels_fill(&portable, 0);
    st_kernels_fill(&native, cpu);
    st_kernels_fill(&narrower, cpu & ~(unsigned)ST_CPU_VPCLMUL);
#if defined(__x86_64__)
    native_tier = "avx2";
#else
    native_tier = "neon";
#endif
}

int main(void)
{
    make_tables();
    Suite *suite = suite_create("kernels");
    TCase *table = tcase_create("table"), *each = tcase_create("each kernel"),
          *all = tcase_create("exhaustive");
    tcase_add_test(table, harness_sees);
    tcase_add_test(table, all_slots_filled);
    tcase_add_test(table, fill_is_pure);
    tcase_add_test(table, environment_lowers);
    tcase_add_test(table, program_lowers);
#define K(name, shape, avx2, neon, gen) tcase_add_test(each, kernel_##name);
#include "kernels/kernels.def"
#undef K
    tcase_set_timeout(each, 600);
    tcase_set_timeout(all, 600);
    add_exhaustive(all, &portable, &native, &narrower);
    suite_add_tcase(suite, table);
    suite_add_tcase(suite, each);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

/* SPDX-License-Identifier: MIT */
/* Guard pages, the checked call, random numbers. */
#include "harness.h"

#include <check.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

subject now_testing;

guarded guarded_make(size_t room)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    room = (room + page - 1) / page * page;
    uint8_t *map = mmap(NULL, room + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert(map != MAP_FAILED);
    ck_assert_int_eq(mprotect(map + page, room, PROT_READ | PROT_WRITE), 0);
    return (guarded){map + page, map + page + room};
}

const char *describe(void)
{
    static char words[256];
    snprintf(words, sizeof words, "%s (%s), %zu bytes of %s, %zu bytes %s", now_testing.kernel,
             now_testing.tier, now_testing.n, now_testing.input, now_testing.offset,
             now_testing.at_end ? "before the guard page behind" : "after the guard page in front");
    return words;
}

/* Layout known to the trampolines. */
typedef struct call {
    const void *fn;
    uint64_t arg[4];
    uint64_t result;
    uint64_t broken;    /* bits, see `broken_name` */
    uint64_t check_ymm; /* XGETBV with ecx=1 tells about upper halves here */
} call;

#if defined(__x86_64__) || defined(__aarch64__)
void st_checked_call(call *c);
void st_bad_registers(void);
#else
static void st_checked_call(call *c)
{
    c->result = ((uint64_t (*)(uint64_t, uint64_t, uint64_t, uint64_t))c->fn)(c->arg[0], c->arg[1],
                                                                              c->arg[2], c->arg[3]);
}
#endif

#if defined(__x86_64__)
void st_bad_dirty_ymm(void);
static const char *const broken_name[] = {"rbx",
                                          "rbp",
                                          "r12",
                                          "r13",
                                          "r14",
                                          "r15",
                                          "the direction flag",
                                          "dirty upper halves of ymm (no vzeroupper)"};
#else
static const char *const broken_name[] = {"x19", "x20", "x21", "x22", "x23", "x24", "x25",
                                          "x26", "x27", "x28", "x29", "d8",  "d9",  "d10",
                                          "d11", "d12", "d13", "d14", "d15"};
#endif

static sigjmp_buf back;
static volatile sig_atomic_t armed;

static void on_signal(int sig)
{
    if (armed) {
        armed = 0;
        siglongjmp(back, sig);
    }
    signal(sig, SIG_DFL);
    raise(sig);
}

static void catch_signals(void)
{
    static bool done;
    if (done)
        return;
    struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_NODEFER};
    const int sigs[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
    for (size_t i = 0; i < sizeof sigs / sizeof *sigs; i++)
        ck_assert_int_eq(sigaction(sigs[i], &sa, NULL), 0);
    done = true;
}

/* Whether XGETBV with ecx=1 exists: CPUID leaf 13, sub-leaf 1, eax bit 2, behind OSXSAVE and
 * AVX. */
static bool knows_xinuse(void)
{
#if defined(__x86_64__)
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & (3u << 27)) != 3u << 27)
        return false;
    return __get_cpuid_count(13, 1, &a, &b, &c, &d) && (a & 4);
#else
    return false;
#endif
}

/* Runs the call; the signal that ended it, or 0. */
static int run(call *c)
{
    static int xinuse = -1;
    if (xinuse < 0)
        xinuse = knows_xinuse();
    c->check_ymm = (uint64_t)xinuse;
    catch_signals();
    const int sig = sigsetjmp(back, 0);
    if (sig == 0) {
        armed = 1;
        st_checked_call(c);
        armed = 0;
    }
    return sig;
}

uint64_t checked_call(const void *fn, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    call it = {.fn = fn, .arg = {a, b, c, d}};
    const int sig = run(&it);
    if (sig)
        ck_abort_msg("%s: ended by %s", describe(),
                     sig == SIGILL ? "SIGILL, an illegal instruction" : strsignal(sig));
    for (size_t i = 0; i < sizeof broken_name / sizeof *broken_name; i++)
        if (it.broken >> i & 1)
            ck_abort_msg("%s: broke %s", describe(), broken_name[i]);
    return it.result;
}

const char *harness_is_blind(void)
{
#if defined(__x86_64__)
    call regs = {.fn = (const void *)st_bad_registers};
    if (run(&regs) || !(regs.broken & 8) || !(regs.broken & 64))
        return "r13 and the direction flag";
    if (knows_xinuse()) {
        call ymm = {.fn = (const void *)st_bad_dirty_ymm};
        if (run(&ymm) || !(ymm.broken & 128))
            return "dirty upper halves of ymm";
    }
#elif defined(__aarch64__)
    call regs = {.fn = (const void *)st_bad_registers};
    if (run(&regs) || !(regs.broken & 1u << 4) || !(regs.broken & 1u << 12))
        return "x23 and d9";
#endif
    guarded g = guarded_make(1);
    call far = {.fn = (const void *)memchr,
                .arg = {(uint64_t)(uintptr_t)g.base, 1, (uint64_t)(g.end - g.base) + 1}};
    if (run(&far) != SIGSEGV)
        return "a read behind the end";
    return NULL;
}

uint64_t rng_next(rng *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * UINT64_C(2685821657736338717);
}

size_t rng_below(rng *r, size_t n) { return n ? (size_t)(rng_next(r) >> 11) % n : 0; }

/* SPDX-License-Identifier: MIT */
/* What every kernel test stands on: memory between guard pages, and calls whose manners are
 * checked. */
#ifndef ST_TEST_HARNESS_H
#define ST_TEST_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `room` usable bytes, a multiple of the page size, with an unreadable page right before and
 * right after. */
typedef struct guarded {
    uint8_t *base, *end;
} guarded;

guarded guarded_make(size_t room);

/* What is being tested, for the words of a failure. */
typedef struct subject {
    const char *kernel, *tier, *input;
    size_t n, offset;
    bool at_end; /* placed against the guard behind, else against the one before */
} subject;

extern subject now_testing;

/* The words: "find_nul8 (avx2), 17 bytes of gen_text8 #3, 0 bytes before the guard page behind". */
const char *describe(void);

/* Calls fn with up to four integer or pointer arguments and returns its rax/x0. Fails the test,
 * with the words above, when it breaks a callee-saved register, leaves the direction flag set or
 * upper halves of ymm registers dirty, or runs into a signal. An argument narrower than 64 bits
 * should be given junk above it. */
uint64_t checked_call(const void *fn, uint64_t a, uint64_t b, uint64_t c, uint64_t d);

/* Deliberately bad functions and a bad address go through the same trampoline: whether every
 * kind is seen. Returns the first kind that is not, NULL when all are. */
const char *harness_is_blind(void);

#define JUNK UINT64_C(0xDEADBEEF00000000)

/* xorshift64*: small, seeded, the same everywhere. */
typedef struct rng {
    uint64_t state;
} rng;

uint64_t rng_next(rng *r);
size_t rng_below(rng *r, size_t n); /* [0, n), 0 for n = 0 */

#endif

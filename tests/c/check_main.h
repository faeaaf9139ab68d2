/* SPDX-License-Identifier: MIT */
/* The main function of a unit test: ST_CHECK_MAIN(case_a, case_b) runs the named test cases,
 * each made by ST_CASE. */
#ifndef ST_CHECK_MAIN_H
#define ST_CHECK_MAIN_H

#include <check.h>
#include <stdlib.h>

/* A test case of up to 32 START_TEST functions. */
#define ST_CASE(name, ...)                                                              \
    static TCase *name(void)                                                            \
    {                                                                                   \
        const TTest *const tests[] = {__VA_ARGS__};                                     \
        TCase *tc = tcase_create(#name);                                                \
        tcase_set_timeout(tc, 120);                                                     \
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)                       \
            tcase_add_test(tc, tests[i]);                                               \
        return tc;                                                                      \
    }

#define ST_CHECK_MAIN(...)                                                              \
    int main(void)                                                                      \
    {                                                                                   \
        TCase *(*const cases[])(void) = {__VA_ARGS__};                                  \
        Suite *suite = suite_create(__FILE__);                                          \
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)                       \
            suite_add_tcase(suite, cases[i]());                                         \
        SRunner *runner = srunner_create(suite);                                        \
        srunner_run_all(runner, CK_ENV);                                                \
        const int failed = srunner_ntests_failed(runner);                               \
        srunner_free(runner);                                                           \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                    \
    }

#endif

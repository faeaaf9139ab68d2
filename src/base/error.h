/* SPDX-License-Identifier: MIT */
/* Filling a simdtag_error: one line a check, the words for people, the status for programs. */
#ifndef ST_ERROR_H
#define ST_ERROR_H

#include "simdtag/types.h"

/* Records status and printf-style words in *err (may be NULL) and returns the status, so a
 * function can `return st_error_set(err, …)`. */
#if defined(__GNUC__)
__attribute__((cold, format(printf, 3, 4)))
#endif
simdtag_status st_error_set(simdtag_error *err, simdtag_status status, const char *words, ...);

/* Records errno `sys` as a SIMDTAG_ERR_IO with the system's words. */
simdtag_status st_error_sys(simdtag_error *err, int sys);

#endif

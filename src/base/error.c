/* SPDX-License-Identifier: MIT */
/* Filling a simdtag_error. */
#undef _GNU_SOURCE /* with it glibc's strerror_r is the one that returns a pointer */
#define _POSIX_C_SOURCE 200809L
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

simdtag_status st_error_set(simdtag_error *err, simdtag_status status, const char *words, ...)
{
    if (err) {
        err->status = status;
        err->sys = 0;
        va_list ap;
        va_start(ap, words);
        vsnprintf(err->text, sizeof err->text, words, ap);
        va_end(ap);
    }
    return status;
}

simdtag_status st_error_sys(simdtag_error *err, int sys)
{
    if (err) {
        err->status = SIMDTAG_ERR_IO;
        err->sys = sys;
        if (strerror_r(sys, err->text, sizeof err->text) != 0)
            snprintf(err->text, sizeof err->text, "system error %d", sys);
    }
    return SIMDTAG_ERR_IO;
}

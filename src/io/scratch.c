/* SPDX-License-Identifier: MIT */
/* One spare scratch a thread; freed when the thread ends. */
#include "io/scratch.h"

#include <pthread.h>
#include <stdlib.h>

static _Thread_local st_scratch *spare;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_key(void)
{
    (void)pthread_key_create(&key, free);
}

st_scratch *st_scratch_take(void)
{
    st_scratch *s = spare;
    if (s) {
        spare = NULL;
        return s;
    }
    return malloc(sizeof *s);
}

void st_scratch_give(st_scratch *s)
{
    if (spare == NULL) {
        /* the key's destructor frees the spare at thread exit; setting it anew each time would
         * cost the hot path */
        static _Thread_local st_scratch *registered;
        if (registered != s) {
            pthread_once(&once, make_key);
            if (registered == NULL && pthread_setspecific(key, s) == 0) {
                registered = s;
            } else {
                free(s); /* not the one the destructor knows */
                return;
            }
        }
        spare = s;
        return;
    }
    free(s);
}

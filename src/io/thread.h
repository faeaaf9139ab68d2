/* SPDX-License-Identifier: MIT */
/* Threads of the library's own. */
#ifndef ST_THREAD_H
#define ST_THREAD_H

#include <pthread.h>
#include <signal.h>

/* Starts a thread that takes none of the program's signals: handlers expect the program's own
 * threads, and with a table of descriptors of the thread's own (batch.c) one that writes to a pipe
 * would not even find it. 0, or why there is none. */
static inline int st_thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
    static const int own_faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
    sigset_t all, before;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof own_faults / sizeof *own_faults; i++)
        sigdelset(&all, own_faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int failed = pthread_create(thread, NULL, run, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

#endif

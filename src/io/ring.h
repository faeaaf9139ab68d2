/* SPDX-License-Identifier: MIT */
/* A worker of the batch engine over io_uring: one ring, many files in flight. */
#ifndef ST_RING_H
#define ST_RING_H

#include "io/batch.h"

/* Whether this process can have rings: built with liburing, and neither the kernel nor the
 * container forbids it. Asks the kernel each time: as long as opening
 * 30 files. */
bool st_ring_possible(void);

/* Works on jobs until the batch closes, with up to `depth` files waiting for a device; with one
 * where there is no ring to be had. */
void st_ring_work(st_batch *b);

#endif

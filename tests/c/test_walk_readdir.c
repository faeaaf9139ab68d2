/* SPDX-License-Identifier: MIT */
/* The walk's tests on its portable way: readdir, and a file system that does not tell what a name
 * is. */
#define ST_WALK_READDIR
#define ST_WALK_TYPE(entry) ((void)(entry), DT_UNKNOWN)
#include "io/walk_dir.c"

#include "test_walk.c"

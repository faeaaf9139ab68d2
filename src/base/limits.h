/* SPDX-License-Identifier: MIT */
/* Every cap on what a hostile file can make us do, in one place (docs/design.md, section 1). */
#ifndef ST_LIMITS_H
#define ST_LIMITS_H

/* First read of every file: one page of the page cache. Each further page costs as much as half a
 * system call, and most headers and tags fit into one. */
#define ST_HEAD_WINDOW (4u << 10)
/* first read from the end: last Ogg page, ID3v1, APEv2 footer */
#define ST_TAIL_WINDOW (4u << 10)
#define ST_MIN_WINDOW (4u << 10)       /* a read on demand asks for at least this much */
/* what a scan of the whole file reads at once: large enough that the calls cost nothing, small
 * enough to stay in the second-level cache */
#define ST_SCAN_WINDOW (256u << 10)
#define ST_MAX_FLAC_FRAME (2u << 20)   /* larger ones are not found by a scan */
#define ST_MAX_WINDOWS 4096            /* windows one parse may open */
/* rounds of the planned driver before it gives up planning */
#define ST_PLAN_ROUNDS 8
#define ST_RING_ROUNDS 32 /* the same where waiting holds up other files, too */
#define ST_MAX_BATCH_THREADS 256
#define ST_MAX_BATCH_DEPTH 1024        /* files in flight a ring */
#define ST_MAX_RAWS (1u << 20)         /* items in one file */
/* Opening a file of n bytes takes at most 4 n + 8 MiB in all: half of it while it is parsed,
 * half for what is kept. */
#define ST_MAX_PARSE(n) (2 * (uint64_t)(n) + (4u << 20))
#define ST_MAX_KEPT(n) (2 * (uint64_t)(n) + (4u << 20))
/* all items as UTF-8, when the C API is asked for them */
#define ST_MAX_ITEMS(n) (16 * (uint64_t)(n) + (64u << 20))
/* what all compressed ID3 frames of a tag of n bytes, and of a chapter in one, may inflate to */
#define ST_MAX_INFLATED(n) ((size_t)(n) + (2u << 20))
#define ST_MAX_INFLATED_IN_CHAPTER(n) (8 * (size_t)(n))
#define ST_PAYLOAD_MIN 4096u           /* shorter picture data is simply kept in memory */
#define ST_MAX_CHUNKS (1u << 20)       /* in one container of IFF, RIFF or DSDIFF */
#define ST_MAX_ATOM_DEPTH 16           /* MP4 nesting */
#define ST_MAX_MPC_PACKETS 1024        /* Musepack SV8: packets before the audio */
#define ST_MAX_WAVPACK_BLOCKS (1u << 20) /* walked when the first header has no length */
#define ST_MAX_ID3_DEPTH 8             /* CHAP/CTOC inside CHAP/CTOC */
/* The walk of directories: how deep below a root, bytes of a path, bytes of the names of one
 * directory. */
#define ST_MAX_WALK_DEPTH (16u << 10)
#define ST_MAX_WALK_PATH (1u << 20)
#define ST_MAX_WALK_NAMES (1u << 30)
#define ST_MAX_WALK_DIRS (1u << 24)    /* remembered against loops, when links are followed */
#define ST_WALK_FDS 64                 /* directories kept open; more are opened again */
/* bytes of names in directories read ahead, beyond which nobody reads further ahead */
#define ST_WALK_AHEAD (32u << 20)
#define ST_MAX_WALK_THREADS 256

#endif

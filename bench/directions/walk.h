/* SPDX-License-Identifier: MIT */
/* Header and frame headers of an ID3v2.3 or v2.4 tag, up to its padding, a name that is none, or a
 * frame that reaches past what is there (which is the last one given). */
#ifndef WALK_H
#define WALK_H
#include <stddef.h>
#include <stdint.h>

typedef struct frame {
    uint32_t id, at, size, flags; /* name, offset of the body */
} frame;

typedef size_t walk_fn(const uint8_t *tag, size_t len, frame *out, size_t cap);

#endif

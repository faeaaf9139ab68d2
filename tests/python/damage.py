# SPDX-License-Identifier: MIT
"""Seeded damage to files: the same seed gives the same bytes everywhere."""

import random

EDGES = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)


def place(rng, size):
    """Most damage goes to the headers."""
    return rng.choice((
        lambda: rng.randrange(size),
        lambda: rng.randrange(min(size, 64)),
        lambda: size - 1 - rng.randrange(min(size, 256)),
        lambda: rng.randrange(min(size, 4096)),
    ))()


def damaged(data, seed):
    """A damaged copy of `data`: one to four hits of flipped, set, cut, removed or doubled bytes."""
    rng = random.Random(seed)
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if not data:
            break
        at = place(rng, len(data))
        kind = rng.randrange(7)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at] = rng.choice(EDGES)
        elif kind == 2:
            data[at] = rng.randrange(256)
        elif kind == 3 and rng.random() < 0.5:
            del data[at:]
        elif kind == 4:
            n = rng.randint(1, 8)
            data[at:at + n] = bytes([rng.choice(EDGES)]) * len(data[at:at + n])
        elif kind == 5:
            del data[at:at + rng.randint(1, 64)]
        else:
            data[at:at] = data[at:at + rng.randint(1, 64)]
    return bytes(data)

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes rowhash.h, the perfect hash from frame ids to rows, out of frames.def. Run it when a row was added."""
import pathlib
import re

HERE = pathlib.Path(__file__).parent
SLOTS, BUCKETS = 256, 64


def ids():
    for name in re.findall(r"^[FG]\((\w+),", (HERE / "frames.def").read_text(), re.M):
        yield int.from_bytes(name.encode().ljust(4, b"\0"), "big")


def place(keys, mult):
    """Displacement hashing: big buckets first, each takes the first displacement that hits free slots only."""
    buckets = [[] for _ in range(BUCKETS)]
    for row, key in enumerate(keys):
        h = key * mult & 0xFFFFFFFF
        buckets[h >> 26].append((row, key, h >> 8 & 0xFF))
    slots, moves = [None] * SLOTS, [0] * BUCKETS
    for b in sorted(range(BUCKETS), key=lambda i: -len(buckets[i])):
        for move in range(SLOTS):
            want = [(low + move) % SLOTS for _, _, low in buckets[b]]
            if len(set(want)) == len(want) and all(slots[w] is None for w in want):
                break
        else:
            return None
        moves[b] = move
        for w, (row, key, _) in zip(want, buckets[b]):
            slots[w] = (row, key)
    return slots, moves


def lines(values, width, indent):
    for i in range(0, len(values), width):
        yield " " * indent + ", ".join(values[i:i + width]) + ","


def main():
    keys = list(ids())
    mult = 0x9E3779B1
    while (found := place(keys, mult)) is None:
        mult += 2
    slots, moves = found
    out = ["/* SPDX-License-Identifier: MIT */", "/* Made by rowhash.py from frames.def; do not edit. */",
           f"#define ST_ROWHASH_MULT 0x{mult:X}u",
           "#ifdef ST_ROWHASH_TABLES",
           "const st_rowhash_tables st_rowhash = {", "    {", *lines([str(m) for m in moves], 16, 8), "    },", "    {",
           *lines([f"{{0x{s[1]:08X}, {s[0]}}}" if s else "{0, -1}" for s in slots], 4, 8), "    },", "};", "#endif"]
    (HERE / "rowhash.h").write_text("\n".join(out) + "\n")


main()

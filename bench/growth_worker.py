# SPDX-License-Identifier: MIT
"""growth_worker.py READER SECONDS: times one reader on the files told on standard input, as JSON [[class, path, folder
to run in or null], …]; prints the microseconds of an open and of open + length + all tags of each, the best of many
turns of about SECONDS in all. What takes a tenth of a second is done once."""

import json
import os
import sys
import time

import race_worker

TURN = 500_000  # nanoseconds: a turn is as many calls as fit
SLOW = 100_000_000


def best(call, seconds):
    """Microseconds of a call: the best mean of a turn; two turns at least."""
    clock = time.perf_counter_ns
    began = clock()
    call()
    once = max(clock() - began, 1)
    if once > SLOW:
        return once / 1e3
    n, found, turns, until = max(1, TURN // once), once, 0, began + int(seconds * 1e9)
    while turns < 2 or clock() < until:
        began = clock()
        for _ in range(n):
            call()
        found = min(found, (clock() - began) / n)
        turns += 1
    return found / 1e3


def main():
    reader, seconds = sys.argv[1], float(sys.argv[2])
    home, read = os.getcwd(), race_worker.everything(reader)
    answers = []
    for name, path, folder in json.load(sys.stdin):
        opened = race_worker.OPENERS[reader](name)
        os.chdir(folder or home)
        answer = {"open": best(lambda: opened(path), seconds)}
        f = opened(path)
        answer.update(length=f.info.length, tags=len(f.tags))
        answer["all"] = best(lambda: read(opened(path)), seconds)
        answers.append(answer)
    print(json.dumps(answers))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Batches: microseconds a file for many files at once, beside the floor on one core and mutagen's loop.

    python bench/batch.py [--files N] [--rounds N] [--only FORMAT,…] [--out FOLDER]

Needs a build (./script/run). Rows: the floor's system calls on one core (floor.c), shared by two threads and through
io_uring (ring.c); simdtag's batches in C (batch.c) and batch_open() by engine and threads; File() and mutagen one
after the other. Every row of every round is a fresh process, rounds are interleaved, the best counts; the page cache
is warm (cold.py has the others). Writes batch.json and batch.md into FOLDER (build/batch)."""

import argparse
import json
import os
import subprocess
import sys

import library
import race

DEPTHS = (1, 8, 16, 32, 64)
ALBUM = 12  # files in a folder of the library
ENGINES = ("threads", "auto")  # auto: what must wait goes through io_uring, where that is to be had
PYTHON = """
import gc, importlib, json, sys, time
how, listing = sys.argv[1:3]
with open(listing, encoding="utf-8") as f:
    paths = [line.split("\\t")[0] for line in f.read().splitlines()]
if how in ("simdtag", "mutagen"):
    File = importlib.import_module(how).File
    for path in {path.rpartition(".")[2]: path for path in paths}.values():
        File(path)  # imports what the format needs
    wall, cpu = time.perf_counter(), time.process_time()
    for path in paths:
        File(path)
else:
    import simdtag
    engine, threads = how.split(":")
    engine = None if engine == "auto" else engine
    kept = simdtag.batch_open(paths[:24], int(threads), engine=engine)
    wall, cpu = time.perf_counter(), time.process_time()
    kept = simdtag.batch_open(paths, int(threads), engine=engine)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(wall / len(paths) * 1e9, cpu / len(paths) * 1e9)
"""


class Rows:
    """What is run: {name: command}, with LIST for the list's path."""

    def __init__(self, folder, threads):
        built = os.environ.get("SIMDTAG_BUILD") or os.path.join(library.ROOT, "build")
        libraries = library.linked_with(built)
        headers = "-I" + os.path.join(library.ROOT, "include")
        floor = race.compiled(folder, "floor")
        batch = race.compiled(folder, "batch", headers, os.path.join(built, ".libs", "libsimdtag.a"), *libraries)
        ring = race.compiled(folder, "ring", "-luring", "-lpthread")
        if batch is None:
            sys.exit("batch: the library is not built: ./script/run")
        if subprocess.run([batch, "ring", "1", "1", os.devnull], stderr=subprocess.DEVNULL, check=False).returncode:
            print("(no io_uring here: the floor's rows with it are left out)")
            ring = None
        counts = sorted({1, threads})
        self.commands = {"floor, one core": [floor, "LIST"]}
        if ring:
            self.commands["floor, %d threads" % threads] = [ring, "calls", str(threads), "16", "LIST"]
        for engine in ENGINES:
            for n in counts:
                self.commands["C, %s, %d" % (engine, n)] = [batch, engine, str(n), "0", "LIST"]
        for engine in ENGINES:
            for n in counts:
                self.commands["batch_open, %s, %d" % (engine, n)] = self.python("%s:%d" % (engine, n))
        self.commands["File() in a loop"] = self.python("simdtag")
        self.commands["mutagen in a loop"] = self.python("mutagen")
        self.sweep = {
            "%s, %d" % (way, depth): [ring, way, "1", str(depth), "LIST"]
            for way in ("calls", "opens", "chain", "chain-statx")
            for depth in DEPTHS
            if ring
        }

    @staticmethod
    def python(how):
        return [sys.executable, "-c", PYTHON, how, "LIST"]


def once(command, listing):
    """Microseconds a file: clock and processors."""
    words = [listing if word == "LIST" else word for word in command]
    done = subprocess.run(words, env=race.ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit("batch: %s\n%s" % (" ".join(words[:5]), done.stderr))
    return [float(n) / 1e3 for n in done.stdout.split()[:2]]


def measure(commands, listing, rounds):
    """{row: [best by the clock, best by the processors]}, rounds interleaved."""
    all_rounds = [{name: once(command, listing) for name, command in commands.items()} for _ in range(rounds)]
    return {name: [min(r[name][k] for r in all_rounds) for k in (0, 1)] for name in commands}


def lists(args):
    """{library: path of its list}, the mix last."""
    paths = library.make(args.out, args.only, args.files, "half", lambda words: print(words, flush=True))
    sizes, rows, out = library.windows(), {}, {}
    for name, found in paths.items():
        rows[name] = [
            "%s\t%s" % (p, ",".join("%d:%d" % r for r in library.floor_reads(name, p, sizes, False))) for p in found
        ]
    if len(rows) > 1:
        # folder by folder, as a walk finds them
        albums = [[lines[i:i + ALBUM] for i in range(0, len(lines), ALBUM)] for lines in rows.values()]
        rows["mix"] = [line for group in zip(*albums) for album in group for line in album]
    for name, lines in rows.items():
        out[name] = os.path.join(args.out, name + ".list")
        with open(out[name], "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
    return out


def table(result):
    """The figures as a table in markdown."""
    lines = [
        "%s; %d files a format, half of them with a cover, best of %d rounds"
        % (result["machine"], result["files"], result["rounds"])
    ]
    for name, rows in result["rows"].items():
        floor, mutagen = rows["floor, one core"][0], rows["mutagen in a loop"][0]
        lines += ["", "| %s | µs a file | ÷ floor | processors | mutagen ÷ it |" % race.TITLES.get(name, name)]
        lines.append("| --- | --- | --- | --- | --- |")
        for row, (wall, cpu) in rows.items():
            lines.append("| %s | %.2f | %.2f × | %.2f | %.0f × |" % (row, wall, wall / floor, cpu, mutagen / wall))
    if result["sweep"]:
        heads = " | ".join("%d at a time" % d for d in DEPTHS)
        lines += ["", "| the floor's calls, one core, µs a file | %s |" % heads]
        lines.append("| --- |" + " --- |" * len(DEPTHS))
        for way in ("calls", "opens", "chain", "chain-statx"):
            figures = " | ".join("%.2f" % result["sweep"]["%s, %d" % (way, d)][0] for d in DEPTHS)
            lines.append("| %s | %s |" % (way, figures))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="mp3,mp4,flac,oggvorbis,oggopus")
    parser.add_argument("--out", default=os.path.join(library.ROOT, "build", "batch"))
    args = parser.parse_args()
    args.only = [name for name in library.FORMATS if name in args.only.split(",")]
    os.makedirs(args.out, exist_ok=True)
    threads = len(os.sched_getaffinity(0))
    rows, listed = Rows(args.out, threads), lists(args)
    result = {
        "machine": race.cpu(), "files": args.files, "rounds": args.rounds, "threads": threads,
        "rows": {name: measure(rows.commands, path, args.rounds) for name, path in listed.items()},
    }
    result["sweep"] = measure(rows.sweep, list(listed.values())[-1], args.rounds)
    with open(os.path.join(args.out, "batch.json"), "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)
    words = table(result)
    with open(os.path.join(args.out, "batch.md"), "w", encoding="utf-8") as f:
        f.write(words)
    print(words)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Walking a tree of 100,000 empty files: simdtag.walk against os.walk, os.scandir and find, page cache warm; and with
--cold after dropping caches (needs root).

    python bench/walk.py [--files 100000] [--a-folder 12] [--rounds 7] [--cold] [--out FOLDER]

Every measurement is a fresh process; rounds are interleaved and the best one counts. Writes walk.json and walk.md into
the folder of --out (default: build/walk)."""

import argparse
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import library  # noqa: E402
from race import ENV, cpu  # noqa: E402

TIMED = """
import os, sys, time
top = sys.argv[1]
%s
wall, cpu = time.perf_counter, time.process_time
a, b = wall(), cpu()
n = sum(1 for _ in walk(top))
print(n, wall() - a, cpu() - b)
"""

OS_WALK = """
def walk(top):
    for folder, folders, names in os.walk(top):
        for name in names:
            if name.lower().endswith(".mp3"):
                yield os.path.join(folder, name)
"""

OS_WALK_SORTED = OS_WALK.replace("for name in names:", "folders.sort()\n        for name in sorted(names):")

SCANDIR = """
def walk(top):
    folders = [top]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.lower().endswith(".mp3"):
                    yield entry.path
"""

PATHLIB = """
import pathlib
def walk(top):
    return pathlib.Path(top).rglob("*.mp3")
"""


def ours(options):
    return "import simdtag\ndef walk(top):\n    return simdtag.walk(top%s)" % options


WAYS = {
    "os.walk": OS_WALK,
    "os.walk, sorted": OS_WALK_SORTED,
    "os.scandir": SCANDIR,
    "pathlib.Path.rglob": PATHLIB,
    "simdtag.walk": ours(""),
    "simdtag.walk, inode order": ours(", sort=False"),
    "simdtag.walk, 2 threads": ours(", threads=2"),
    "simdtag.walk, 16 threads": ours(", threads=16"),
}


def plant(top, files, a_folder):
    """Folders of `a_folder` files, twenty to a folder above."""
    stamp = os.path.join(top, "made")
    if not os.path.exists(stamp):
        for i in range(0, files, a_folder):
            folder = os.path.join(top, "%04d" % (i // a_folder // 20), "album %05d" % (i // a_folder))
            os.makedirs(folder)
            for k in range(i, min(i + a_folder, files)):
                open(os.path.join(folder, "%06d - some title.mp3" % k), "wb").close()
        open(stamp, "wb").close()


def drop():
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as f:
        f.write("3\n")


def once(name, top, cold):
    """(files, seconds, CPU seconds); of find with the start of its process, some milliseconds."""
    if cold:
        drop()
    if name == "find -type f":
        code = ("import os, subprocess, time\na, u = time.perf_counter(), os.times()\n"
                "n = subprocess.run(['find', %r, '-type', 'f', '-name', '*.mp3'], stdout=subprocess.PIPE).stdout\n"
                "u2 = os.times()\nprint(n.count(b'\\n'), time.perf_counter() - a, u2[2] + u2[3] - u[2] - u[3])" % top)
        command = [sys.executable, "-c", code]
    else:
        command = [sys.executable, "-c", TIMED % WAYS[name], top]
    out = subprocess.run(command, env=ENV, check=True, capture_output=True, text=True).stdout.split()
    return int(out[0]), float(out[1]), float(out[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100000)
    parser.add_argument("--a-folder", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--out", default=os.path.join(library.ROOT, "build", "walk"))
    args = parser.parse_args()
    top = os.path.join(os.path.abspath(args.out), "tree-%d-%d" % (args.files, args.a_folder))
    plant(top, args.files, args.a_folder)
    rows = {}
    for cold in [False, True] if args.cold else [False]:
        for _ in range(args.rounds if not cold else min(args.rounds, 3)):
            for name in list(WAYS) + ["find -type f"]:
                n, wall, used = once(name, top, cold)
                if n != args.files:
                    sys.exit("walk: %s found %d of %d files" % (name, n, args.files))
                rows.setdefault((name, cold), []).append((wall, used))
    best = {key: [min(v[i] for v in values) for i in range(2)] for key, values in rows.items()}
    words = ["%s; %s; Python %s" % (cpu(), platform.platform(terse=True), platform.python_version()), "",
             "| %d files, %d a folder | caches | ms | CPU ms | µs a file | os.walk ÷ it |"
             % (args.files, args.a_folder),
             "| --- | --- | --- | --- | --- | --- |"]
    for (name, cold), (wall, used) in best.items():
        words.append("| %s | %s | %.0f | %.0f | %.2f | %.1f |" % (
            name, "dropped" if cold else "warm", wall * 1e3, used * 1e3, wall / args.files * 1e6,
            best["os.walk", cold][0] / wall))
    text = "\n".join(words)
    print(text)
    with open(os.path.join(args.out, "walk.md"), "w", encoding="utf-8") as f:
        f.write(text + "\n")
    with open(os.path.join(args.out, "walk.json"), "w", encoding="utf-8") as f:
        json.dump({"cpu": cpu(), "files": args.files, "a_folder": args.a_folder,
                   "rows": [{"way": name, "cold": cold, "wall": [v[0] for v in values], "cpu": [v[1] for v in values]}
                            for (name, cold), values in rows.items()]}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Every known direction of making it faster, tried: variants of one loop in interleaved rounds, the best of which
counts, beside the floor of the system calls. What each direction is, and what came of it, is in
bench/directions/README.md.

    python bench/directions.py [--only NAME,…] [--rounds N] [--files N] [--cold] [--all] [--out FOLDER]

Prints and writes directions.md and directions.json (default: build/directions). Times are of the processor where
everything is in memory, so that other work on the machine matters less; of the clock where something is waited for.
--cold drops the page cache, as root; --all adds the directions that build the library anew (pgo, unchecked): some
minutes."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "directions")]
import library  # noqa: E402
import race  # noqa: E402
from verdicts import verdict  # noqa: E402

PROGRAMS = os.path.join(HERE, "directions")
BUILD = os.environ.get("SIMDTAG_BUILD") or os.path.join(library.ROOT, "build")


class Missing(Exception):
    """A direction that cannot be tried here, and why."""


class Bench:
    def __init__(self, args):
        self.args, self.rows, self.left_out = args, [], []
        self.work = os.path.join(args.out, "work")
        os.makedirs(self.work, exist_ok=True)
        self.static = [
            "-I" + os.path.join(library.ROOT, "include"),
            os.path.join(BUILD, ".libs", "libsimdtag.a"),
            "-lz",
            "-lpthread",
        ]
        self.paths = library.make(self.work, library.FORMATS, args.files, "half", lambda words: print(words))
        self.sizes = library.windows()
        self.lists = {name: self.listing(name, self.reads(name, found)) for name, found in self.paths.items()}
        every = [self.reads(name, found) for name, found in self.paths.items()]
        self.lists["all"] = self.listing("all", [row for rows in every for row in rows])  # folder by folder
        self.lists["mix"] = self.listing("mix", [row for rows in zip(*every) for row in rows])  # format by format

    def reads(self, name, found, sizes=None, values=False):
        return [(path, library.floor_reads(name, path, sizes or self.sizes, values)) for path in found]

    def listing(self, name, rows):
        """A list for the C programs: what is read of each file."""
        path = os.path.join(self.work, name + ".list")
        with open(path, "w", encoding="utf-8") as f:
            for file, reads in rows:
                f.write("%s\t%s\n" % (file, ",".join("%d:%d" % r for r in reads)))
        return path

    def cc(self, source, *more, name=None, compiler=None):
        """A compiled program of this folder."""
        out = os.path.join(self.work, name or os.path.basename(source).partition(".")[0])
        compiler = compiler or os.environ.get("CC") or "cc"
        source = source if os.path.isabs(source) else os.path.join(PROGRAMS, source)
        done = run(compiler.split() + ["-O2", "-o", out, source, *more])
        if done.returncode:
            raise Missing("%s does not compile: %s" % (os.path.basename(source), done.stderr.strip()[-300:]))
        return out

    def with_library(self):
        if not os.path.exists(self.static[1]):
            raise Missing("the library is not built: SIMDTAG_BUILD names its build directory")
        return self.static

    def measure(self, direction, group, command, reference=0, clock="cpu"):
        """Runs one of the programs and keeps its rows; the reference is the variant of that number, or, as
        {beginning of a variant's name: number}, that of the variant's kind."""
        done = run(command)
        if done.returncode:
            raise Missing((done.stderr or "exit %d" % done.returncode).strip()[-300:])
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.keep(
            direction,
            group,
            [(row[0], None if row[1] == "-" else tuple(float(x) / 1e3 for x in row[1:]), row[2]) for row in rows],
            reference,
            clock,
        )
        return done.stderr

    def keep(self, direction, group, rows, reference=0, clock="cpu"):
        """[(variant, (wall, cpu, …) microseconds or None, reason)]"""
        at = {"wall": 0, "cpu": 1, "process": 2, "count": 0}[clock]
        kinds = reference if isinstance(reference, dict) else {"": reference}
        print("\n%s: %s" % (direction, group))
        for name, times, reason in rows:
            row = {"direction": direction, "group": group, "variant": name, "clock": clock}
            if times is None:
                self.left_out.append((direction, group + ": " + name, reason))
                continue
            base = rows[next((n for words, n in kinds.items() if name.startswith(words)), 0)][1]
            base = base and base[at]
            row.update(value=times[at], ratio=times[at] / base if base else None, times=times)
            self.rows.append(row)
            unit = "instructions" if clock == "count" else "µs"
            print("  %-46s %10.3f %s %8.3f×" % (name, times[at], unit, row["ratio"] or 0), flush=True)

    def processes(self, direction, group, commands, rounds, reference=0, clock="cpu"):
        """{variant: (command, environment)}: a fresh process each, in interleaved rounds; each prints wall and cpu."""
        best = {}
        names = list(commands)
        for turn in range(rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                command, env = commands[name]
                done = run(command, env)
                if done.returncode:
                    raise Missing("%s: %s" % (name, done.stderr.strip()[-300:]))
                times = numbers(done.stdout)
                best[name] = [min(a, b) for a, b in zip(best.get(name, times), times)]
        self.keep(direction, group, [(name, tuple(best[name]), "") for name in names], reference, clock)


def numbers(text):
    """Wall and processor microseconds, of the C programs (nanoseconds, in words) or of the Python worker (JSON)."""
    text = text.strip()
    return [float(x) for x in json.loads(text)[:2]] if text[:1] == "[" else [float(x) / 1e3 for x in text.split()[:2]]


def run(command, env=None, cwd=None):
    return subprocess.run(
        command,
        env=dict(race.ENV, **env) if env else race.ENV,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )


DIRECTIONS = {}


def direction(function):
    DIRECTIONS[function.__name__] = function
    return function


@direction
def lazy(b):
    """Handles that touch nothing until they are looked at."""
    worker = [sys.executable, race.WORKER, "simdtag"]
    group = "File() on all formats in turn"
    floor = b.cc(os.path.join(HERE, "floor.c"))
    rows = {"floor": ([floor, b.lists["mix"]], None)}
    rows.update({mode: (worker + [mode, "mix", b.lists["mix"]], None) for mode in ("lazy", "open", "all")})
    b.processes("lazy", group, rows, b.args.rounds // 3)


@direction
def mmap(b):
    """A mapping for each open; windows of other sizes."""
    b.measure("mmap", "a mapping against pread", [b.cc("mmap.c"), str(b.args.rounds), b.lists["all"]])
    lists = {}
    for kib in (4, 8, 16):
        rows = [row for name, found in b.paths.items() for row in b.reads(name, found, (kib << 10,) * 3)]
        lists[kib] = b.listing("windows-%d" % kib, rows)
    command = [b.cc("lists.c"), str(b.args.rounds)] + ["windows of %d KiB=%s" % item for item in lists.items()]
    b.measure("mmap", "sizes of the windows", command)


KINDS = ("windows", "whole")


@direction
def minimal(b):
    """The windows that a format needs against the whole file."""
    lists = []
    for mib in (1, 4, 16):
        folder = os.path.join(b.work, "large-%d" % mib)
        os.makedirs(folder, exist_ok=True)
        rows = []
        for i, path in enumerate(b.paths["flac"][:12]):
            to = os.path.join(folder, "%d.flac" % i)
            if not os.path.exists(to):
                with open(path, "rb") as f:
                    data = f.read()
                with open(to, "wb") as f:
                    f.write(data + os.urandom((mib << 20) - len(data)))
            rows.append((to, library.floor_reads("flac", path, b.sizes)))
        lists.append("windows, FLAC of %d MiB=%s" % (mib, b.listing("minimal-%d" % mib, rows)))
        whole = [(path, [(0, mib << 20)]) for path, _ in rows]
        lists.append("whole, FLAC of %d MiB=%s" % (mib, b.listing("whole-%d" % mib, whole)))
    command = [b.cc("lists.c"), str(b.args.rounds // 3)] + lists
    kinds = {"%s, FLAC of %d MiB" % (kind, mib): 2 * i for i, mib in enumerate((1, 4, 16)) for kind in KINDS}
    b.measure("minimal", "reading only the windows", command, kinds)


def large_utf16(b):
    """MP3 files whose tag is 300 texts of 1000 characters in UTF-16, of which some need two units."""
    folder = os.path.join(b.work, "utf16")
    os.makedirs(folder, exist_ok=True)
    rows = []
    for i in range(8):
        path = os.path.join(folder, "%d.mp3" % i)
        if not os.path.exists(path):
            text = ("text of file %d, Größe, 夜の散歩, " % i * 40)[:1000]
            frames = [library.t.described("TXXX", "field %d" % k, text, 3) for k in range(300)]
            with open(b.paths["mp3"][0], "rb") as f:
                audio = f.read()[-50000:]
            with open(path, "wb") as f:
                f.write(library.t.id3(frames, 3, padding=1024) + audio)
        rows.append((path, [(0, os.path.getsize(path))]))
    return b.listing("utf16", rows)


TIERS = {"floor": 1, "files": 1, "memory": 3}


@direction
def simd(b):
    """The kernels' tiers on whole opens."""
    program = b.cc("tiers.c", *b.with_library())
    for name in b.paths:
        for mode in ("open", "all"):
            words = "%s, %s" % (race.TITLES[name], mode)
            b.measure("simd", words, [program, str(b.args.rounds), b.lists[name], mode], TIERS)
    utf16 = large_utf16(b)
    for mode in ("open", "all"):
        command = [program, str(b.args.rounds), utf16, mode]
        b.measure("simd", "UTF-16, 600 KB of texts, %s" % mode, command, TIERS)
    for name in ("mp3", "flac"):
        command = [program, str(b.args.rounds), b.lists[name], "exact"]
        b.measure("simd", "%s, exact" % race.TITLES[name], command, TIERS)


def through(path, reads):
    """The same bytes and all between them, in one read."""
    head = [r for r in reads if r[0] < os.path.getsize(path) // 2]
    rest = [r for r in reads if r not in head]
    return [(0, max(off + size for off, size in head))] + rest


@direction
def skip(b):
    """Stepping over what a format says is in the way."""
    program = b.cc("lists.c")
    covers = library.make(os.path.join(b.work, "covers"), ("oggvorbis", "oggopus"), 24, "all")
    for name, found in covers.items():
        rows = b.reads(name, found)
        lists = [
            "a picture's pages skipped=" + b.listing("skip-" + name, rows),
            "a picture's pages read=" + b.listing("through-" + name, [(p, through(p, r)) for p, r in rows]),
        ]
        b.measure("skip", race.TITLES[name] + ", a cover of 64 KiB", [program, str(b.args.rounds)] + lists)
    rows = b.reads("mp4", b.paths["mp4"])
    whole = []
    for path, reads in rows:
        with open(path, "rb") as f:
            data = f.read()
        at = next((start, stop) for kind, start, _, stop in library.t.atoms(data) if kind == b"moov")
        whole.append((path, [reads[0], (at[0], at[1] - at[0])]))
    lists = [
        "sample tables skipped=" + b.listing("skip-mp4", rows),
        "moov read as a whole=" + b.listing("through-mp4", whole),
    ]
    b.measure("skip", "MP4, 60 s", [program, str(b.args.rounds)] + lists)


@direction
def walk(b):
    """The ID3 header and frame walk by hand in assembly against compilers."""
    if platform.machine() != "x86_64" or not shutil.which("nasm"):
        raise Missing("nasm and x86_64 are needed")
    objects, names = [], []
    for name, compiler, flags in (
        ("gcc_O2", "gcc", "-O2"),
        ("gcc_O3", "gcc", "-O3"),
        ("gcc_native", "gcc", "-O3 -march=native"),
        ("clang_O2", "clang", "-O2"),
        ("clang_O2", "clang-14", "-O2"),
    ):
        to = os.path.join(b.work, "walk-%s.o" % name)
        if not shutil.which(compiler) or name in names:
            continue
        source = os.path.join(PROGRAMS, "walk_c.c")
        if not run([compiler, *flags.split(), "-DWALK=" + name, "-c", source, "-o", to]).returncode:
            objects.append(to)
            names.append(name)
    to = os.path.join(b.work, "walk-asm.o")
    run(["nasm", "-f", "elf64", os.path.join(PROGRAMS, "walk.asm"), "-o", to])
    walks = "-DWALKS=" + " ".join("W(%s)" % name for name in names + ["walk_asm"])
    program = b.cc("walk.c", walks, *objects, to)
    # 16 ns of 3500: many rounds are needed to see it at all
    command = [program, str(4 * b.args.rounds), b.lists["mp3"]]
    kinds = {"memory": 0, "openat": len(names) + 1, "with": len(names) + 1}
    b.measure("walk", "from memory, then behind the system calls of a file", command, kinds)


ALLOCATORS = {"mimalloc": "libmimalloc.so.2", "jemalloc": "libjemalloc.so.2"}


@direction
def allocators(b):
    """Other malloc()s, under the arena and under Python."""
    many = os.path.join(b.work, "many.list")
    with open(b.lists["mix"], encoding="utf-8") as f, open(many, "w", encoding="utf-8") as to:
        to.write(f.read() * 4)
    program = b.cc(os.path.join(HERE, "read_c.c"), *b.with_library())
    envs = {"glibc's malloc": {}}
    for name, file in ALLOCATORS.items():
        folder = "/usr/lib/%s-linux-gnu" % platform.machine()
        if os.path.exists(os.path.join(folder, file)):
            envs[name] = {"LD_PRELOAD": os.path.join(folder, file)}
        else:
            b.left_out.append(("allocators", name, "not installed"))
    for mode in ("open", "all"):
        rows = {name: ([program, mode, many], env) for name, env in envs.items()}
        b.processes("allocators", "C, %s" % mode, rows, b.args.rounds // 3)
    envs = {name if env else "pymalloc, glibc": env for name, env in envs.items()}
    envs["PYTHONMALLOC=malloc"] = {"PYTHONMALLOC": "malloc"}
    for mode in ("open", "all"):
        worker = [sys.executable, race.WORKER, "simdtag", mode, "mix", many]
        b.processes("allocators", "Python, %s" % mode, {n: (worker, e) for n, e in envs.items()}, b.args.rounds // 3)


@direction
def peers(b):
    """What wrapping TagLib or libavformat would give."""
    have = []
    for name, flag, libraries, header in (
        ("TagLib", "-DHAVE_TAGLIB", ["-ltag_c"], "taglib/tag_c.h"),
        ("libavformat", "-DHAVE_LIBAV", ["-lavformat", "-lavutil"], "libavformat/avformat.h"),
    ):
        probe = run(["cc", "-E", "-include", header, "-x", "c", "/dev/null", "-o", "/dev/null"])
        if probe.returncode:
            b.left_out.append(("peers", name, "not installed (apt-get install libtagc0-dev libavformat-dev)"))
        else:
            have += [flag, *libraries]
    if not have:
        raise Missing("neither TagLib nor libavformat is installed")
    program = b.cc("peers.c", *b.with_library(), *have)
    for name in b.paths:
        b.measure("peers", race.TITLES[name], [program, "3", b.lists[name]])


@direction
def opens(b):
    """Other ways to open, and to learn the size; paths of other depths; no access times."""
    program, rounds = b.cc("opens.c"), str(b.args.rounds)
    b.measure("opens", "warm", [program, rounds, b.lists["all"]])
    if b.args.cold:
        short = b.listing("cold", b.reads("mp3", b.paths["mp3"]))
        b.measure("opens", "cold", [program, "4", short, "cold"], clock="wall")
    for depth in (1, 4, 16):
        folder = os.path.join(b.work, "depth-%d" % depth, *["folder"] * depth)
        os.makedirs(folder, exist_ok=True)
        rows = []
        for i, (path, reads) in enumerate(b.reads("flac", b.paths["flac"])):
            to = os.path.join(folder, "%d.flac" % i)
            if not os.path.exists(to):
                os.link(path, to)
            rows.append((to, reads))
        words = "%d more folders deep, one folder for all" % depth
        b.measure("opens", words, [program, rounds, b.listing("depth-%d" % depth, rows)])
    noatime(b)


def noatime(b):
    """The same files through a bind mount without access times."""
    to = os.path.join(b.work, "noatime")
    os.makedirs(to, exist_ok=True)
    if run(["mount", "--bind", b.work, to]).returncode:
        b.left_out.append(("opens", "a noatime mount", "mount is not allowed"))
        return
    try:
        run(["mount", "-o", "remount,bind,noatime", to])
        rows = b.reads("flac", b.paths["flac"])
        away = [(to + path[len(b.work) :], reads) for path, reads in rows]
        lists = ["as mounted=" + b.listing("atime", rows), "mounted noatime=" + b.listing("noatime", away)]
        b.measure("opens", "access times", [b.cc("lists.c"), str(b.args.rounds)] + lists)
    finally:
        run(["umount", to])


@direction
def hints(b):
    """posix_fadvise and readahead."""
    program = b.cc("hints.c")
    b.measure("hints", "warm", [program, str(b.args.rounds), b.lists["all"]])
    if b.args.cold:
        for name in ("mp3", "mp4"):
            command = [program, "4", b.lists[name], "cold"]
            b.measure("hints", "cold, " + race.TITLES[name], command, clock="wall")


@direction
def deferred(b):
    """Closing later or elsewhere; io_uring for one file."""
    command = [b.cc("defer.c", "-lpthread"), str(b.args.rounds), b.lists["all"]]
    b.measure("deferred", "the processor's time of all threads", command, clock="process")
    b.measure("deferred", "the clock", command, clock="wall")


@direction
def hugepages(b):
    """Huge pages for the memory of a batch of 64 files."""
    b.measure("hugepages", "64 files in flight", [b.cc("huge.c"), str(b.args.rounds), b.lists["all"]])


def summary(rows):
    """One line a variant, with the ratios' range over the formats where a direction was tried on each."""
    lines = {}
    for row in rows:
        group = row["group"]
        if row["direction"] in ("simd", "peers"):
            head, _, mode = group.rpartition(", ")
            group = "UTF-16, 600 KB of texts, " + mode if head.startswith("UTF-16") else mode if head else "each format"
        lines.setdefault((row["direction"], group, row["variant"]), []).append(row)
    for (name, group, variant), found in lines.items():
        ratios = [row["ratio"] for row in found if row["ratio"]]
        figure = "%.3f ×" % ratios[0] if len(ratios) == 1 else "%.2f–%.2f ×" % (min(ratios), max(ratios))
        values = [row["value"] for row in found]
        shown = "%.0f" if found[0]["clock"] == "count" else "%.2f" if min(values) >= 1 else "%.3f"
        value = shown % values[0] if len(values) == 1 else (shown + "–" + shown) % (min(values), max(values))
        yield name, group, variant, value, figure, found[0]["clock"]


def write(b):
    with open(os.path.join(b.args.out, "directions.json"), "w", encoding="utf-8") as f:
        head = {"cpu": race.cpu(), "system": platform.platform(), "python": platform.python_version()}
        head.update(files=b.args.files, rounds=b.args.rounds, rows=b.rows, left_out=b.left_out)
        json.dump(head, f, indent=1, ensure_ascii=False)
    here = (race.cpu(), platform.platform(terse=True), b.args.files, b.args.rounds)
    lines = ["%s; %s; %d files a format, best of %d interleaved rounds" % here, ""]
    lines += ["| direction | what | variant | µs a file | ÷ reference | clock | verdict | why |", "|" + "---|" * 8]
    for cells in summary(b.rows):
        lines.append("| %s | %s | %s |" % (" | ".join(cells), *verdict(cells[0], cells[2])))
    lines += [""] + ["Left out: %s, %s (%s)" % tuple(" ".join(str(x).split()) for x in row) for row in b.left_out]
    with open(os.path.join(b.args.out, "directions.md"), "w", encoding="utf-8") as f:
        f.write("\n".join(lines).rstrip() + "\n")


def main():
    import builds  # the directions of --all

    DIRECTIONS.update(builds.directions(run, Missing, numbers))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="directions, separated by commas: " + ", ".join(DIRECTIONS))
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--files", type=int, default=60, help="files a format")
    parser.add_argument("--cold", action="store_true", help="drop the page cache too (root)")
    parser.add_argument("--all", action="store_true", help="also those that build the library anew")
    parser.add_argument("--out", default=os.path.join(library.ROOT, "build", "directions"))
    args = parser.parse_args()
    args.out = os.path.abspath(args.out)
    names = args.only.split(",") if args.only else [n for n in DIRECTIONS if args.all or n not in builds.NAMES]
    unknown = [name for name in names if name not in DIRECTIONS]
    if unknown:
        parser.error("there is no direction %s" % ", ".join(unknown))
    print("%s; %s" % (race.cpu(), platform.platform(terse=True)))
    b = Bench(args)
    for name in names:
        try:
            DIRECTIONS[name](b)
        except Missing as e:
            b.left_out.append((name, "all of it", str(e)))
    for row in b.left_out:
        print("left out: %s, %s (%s)" % row)
    write(b)
    print("\n" + os.path.join(args.out, "directions.md"))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""The race: microseconds to open an audio file and read its tags, by reader and format, beside the floor of the
system calls.

It makes a library of distinct files, then opens every path once in a process. Every row of every round is a
fresh process; rounds are interleaved and the best of them counts. The page cache is warm, by design: what is
compared is the work of the readers. --clock cpu counts the time of the process alone, for machines that have
other work to do.

    python bench/race.py [--quick] [--files N] [--rounds N] [--covers none|half|all] [--only FORMAT,…]
                         [--clock wall|cpu] [--out FOLDER]
    python bench/race.py --check [--quick]
    python bench/race.py --write-limits

Writes race.json and, with matplotlib, race.png into the folder of --out (default: build/race). --check runs simdtag,
mutagen and the floor alone, by processor time, and compares their ratios with bench/limits.json (race_check.py)."""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import library  # noqa: E402
import race_check  # noqa: E402

HERE, ROOT = os.path.dirname(os.path.abspath(__file__)), library.ROOT
WORKER = os.path.join(HERE, "race_worker.py")
READERS = ("simdtag", "mutagen", "mutagen-rs", "tinytag", "pytaglib")
MODULES = {
    "simdtag": "simdtag",
    "mutagen": "mutagen",
    "mutagen-rs": "mutagen_rs",
    "tinytag": "tinytag",
    "pytaglib": "taglib",
}
TITLES = {
    "mp3": "MP3",
    "mp4": "MP4",
    "flac": "FLAC",
    "oggvorbis": "Ogg Vorbis",
    "oggopus": "Ogg Opus",
    "asf": "WMA",
    "wave": "WAV",
    "aiff": "AIFF",
    "wavpack": "WavPack",
    "monkeysaudio": "Monkey's Audio",
    "musepack": "Musepack",
    "mix": "File() on the mix",
}


def environment():
    """Ours, with the built package in front of any installed one."""
    env = dict(os.environ)
    built = os.path.join(ROOT, "build", "python")
    if "simdtag" not in env.get("PYTHONPATH", "") and os.path.isdir(built):
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (env.get("PYTHONPATH"), built)))
    return env


ENV = environment()


def python(*args):
    return subprocess.run(
        [sys.executable, *args], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False
    )


def cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            lines = dict(line.split(":", 1) for line in f.read().splitlines() if ":" in line)
        named = [v.strip() for k, v in lines.items() if k.strip() in ("model name", "Model", "CPU part")]
        return "%s, %d CPUs" % (named[0] if named else platform.machine(), os.cpu_count())
    except OSError:
        return platform.processor() or platform.machine()


def compile_package():
    """pip compiles what it installs; a package run from the build folder gets the same, once."""
    found = python("-c", "import simdtag; print(simdtag.__path__[0])").stdout.strip()
    if found:
        python("-m", "compileall", "-q", found)


def versions(readers=READERS):
    """{reader: version} of those that can be imported."""
    out = {}
    for reader in readers:
        if python("-c", "import " + MODULES[reader]).returncode:
            continue
        if reader == "simdtag":
            out[reader] = python(
                "-c", "import simdtag; print(getattr(simdtag, 'version_string', ''), simdtag.cpu())"
            ).stdout.strip()
        else:
            out[reader] = importlib.metadata.version(reader)
    return out


def agrees(got, right):
    """Whether a reader found the length and the title that mutagen found."""
    title = next(s for s in right["texts"] if " number " in s)
    return abs((got["length"] or 0) - right["length"]) < 0.2 and title in got["texts"]


def compiled(folder, name, *more):
    """A C program of this folder, compiled into another; None when that fails (the floor must not)."""
    program = os.path.join(folder, name)
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        sys.exit("race: no C compiler")
    command = compiler.split() + ["-O2", "-o", program, os.path.join(HERE, name + ".c"), *more]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode and name == "floor":
        sys.exit("race: " + done.stderr)
    if done.returncode:
        print("(%s.c does not build: its rows are left out)" % name)
    return program if done.returncode == 0 else None


def reader_in_c(folder):
    """The program for the rows of the C API, if the library was built."""
    built = os.environ.get("SIMDTAG_BUILD") or os.path.join(ROOT, "build")
    library_file = os.path.join(built, ".libs", "libsimdtag.a")
    if not os.path.exists(library_file):
        return None
    headers = "-I" + os.path.join(ROOT, "include")
    return compiled(folder, "read_c", headers, library_file, *library.linked_with(built))


class Race:
    def __init__(self, args):
        self.args = args
        self.work = os.path.join(args.out, "work")
        os.makedirs(self.work, exist_ok=True)
        self.guard = args.check or args.write_limits
        self.versions = versions(("simdtag", "mutagen") if self.guard else READERS)
        self.programs = {"floor": compiled(self.work, "floor"), "C API": reader_in_c(self.work)}
        self.lists, self.all_lists = (
            {},
            {},
        )  # of paths; with the reads of the floor for a look at every tag, where they differ
        self.results = {}  # (library, reader, mode) -> [(wall µs, cpu µs, first files ms) of each round]
        self.left_out = []
        self.import_pairs = {}

    def make_lists(self):
        paths = library.make(
            self.work, self.args.only, self.args.files, self.args.covers, lambda words: print(words, flush=True)
        )
        sizes, lists = library.windows(), {}
        for values in (False, True):
            lines = {
                name: [
                    "%s\t%s" % (p, ",".join("%d:%d" % r for r in library.floor_reads(name, p, sizes, values)))
                    for p in found
                ]
                for name, found in paths.items()
            }
            if len(lines) > 1:
                lines["mix"] = [line for group in zip(*lines.values()) for line in group]
            lists.update({(name, values): rows for name, rows in lines.items()})
        for (name, values), rows in lists.items():
            if values and rows == lists[name, False]:
                self.all_lists[name] = None
                continue
            path = os.path.join(self.work, name + (".all" if values else "") + ".list")
            (self.all_lists if values else self.lists)[name] = path
            with open(path, "w", encoding="utf-8") as f:
                f.write("\n".join(rows) + "\n")
        self.reads = {
            name: sum(row.count(":") for row in rows) / len(rows)
            for (name, values), rows in lists.items()
            if not values
        }
        lines = {name: rows for (name, values), rows in lists.items() if not values}
        few = [line for name, rows in lines.items() if name != "mix" for line in rows[:2]]
        self.few = os.path.join(self.work, "few.list")
        with open(self.few, "w", encoding="utf-8") as f:
            f.write("\n".join(few) + "\n")

    def worker(self, reader, mode, name, listing):
        done = python(WORKER, reader, mode, name, listing)
        if done.returncode:
            return None
        return json.loads(done.stdout)

    def check(self):
        """Which readers read which library: each must find the length and the title that mutagen finds; simdtag all
        of it."""
        rows = []
        for name, listing in self.lists.items():
            right = self.worker("mutagen", "check", name, listing)
            if right is None:
                sys.exit("race: mutagen cannot read the library; is it installed?")
            for reader in self.versions:
                got = self.worker(reader, "check", name, listing)
                fine = got is not None and all(map(agrees, got, right))
                if reader == "simdtag" and fine:
                    fine = got == right
                if fine:
                    modes = {"simdtag": ("lazy", "open", "all", "values"), "mutagen": ("open", "all", "values")}
                    found = modes.get(reader, ("open", "all"))
                    rows += [(name, reader, mode) for mode in found if not (self.guard and mode == "values")]
                else:
                    self.left_out.append((name, reader, "fails" if got is None else "answers differently"))
        return rows

    def all_rows(self):
        """Every row to be run: of the readers, the floor, and the C API."""
        rows = self.check()
        for name in self.lists:
            rows += [(name, "floor", "open")] + [(name, "floor", "all")] * bool(self.all_lists[name])
            rows += [(name, "C API", mode) for mode in ("open", "all") if self.programs["C API"]]
        return rows

    def round(self, turn, rows):
        """Runs each row once, library by library; nobody is always first."""
        for name, listing in self.lists.items():
            here = [r for r in rows if r[0] == name]
            at = turn % max(len(here), 1)
            for row in here[at:] + here[:at]:
                if row[1] in self.programs:
                    us = self.program(row[1], row[2], name)
                else:
                    us = self.worker(row[1], row[2], name, listing)
                if us is not None:
                    self.results.setdefault(row, []).append(us)

    def run(self):
        self.rows = self.all_rows()
        for turn in range(self.args.rounds):
            self.round(turn, self.rows)
            if sys.stderr.isatty():
                print("\rround %d of %d " % (turn + 1, self.args.rounds), end="", file=sys.stderr, flush=True)
        if sys.stderr.isatty():
            print("\r", end="", file=sys.stderr)

    def run_classic(self):
        self.classic = {}
        for turn in range(self.args.rounds):
            for reader in self.versions:
                if any(r == reader and n == "mix" for n, r, _ in self.left_out) or "mix" not in self.lists:
                    continue
                got = self.worker(reader, "classic", "mix", self.few)
                if got:
                    for part, us in got.items():
                        self.classic.setdefault((reader, part), []).append(us)

    def time_imports(self, rounds):
        """{words: [simdtag's, mutagen's milliseconds]} of importing, alone and with one file; interleaved, best of
        all so far."""
        with open(self.few, encoding="utf-8") as f:
            path = f.readline().split("\t")[0]
        kinds = {"import": "import %s", "import and one File()": "import %%s; %%s.File(%r)" % path}
        for words, code in kinds.items():
            best = self.import_pairs.setdefault(words, [1e9, 1e9])
            for _ in range(rounds):
                for k, module in enumerate(("simdtag", "mutagen")):
                    best[k] = min(best[k], import_time(code.replace("%s", module), 1))

    def again(self, wanted):
        """Twice as many rounds of the rows that are wanted, (library, reader, mode) or None for the imports, with the
        floor and mutagen beside them."""
        names = {row[0] for row in wanted if row}
        rows = [r for r in self.rows if r in wanted or (r[0] in names and r[1] in ("floor", "mutagen"))]
        for turn in range(2 * self.args.rounds):
            self.round(turn, rows)
        if None in wanted:
            self.time_imports(10)

    def program(self, reader, mode, name):
        """Microseconds a file of one of the C programs; None when it fails, which is noted."""
        reads = self.all_lists[name] if reader == "floor" and mode == "all" else self.lists[name]
        command = [self.programs[reader]] + ([mode] if reader != "floor" else []) + [reads]
        python("-c", "pass")  # the other rows start behind an interpreter's start: the same caches for all
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode and (name, reader, "fails") not in self.left_out:
            self.left_out.append((name, reader, "fails"))
        return None if done.returncode else [float(ns) / 1e3 for ns in done.stdout.split()]

    def best(self, name, reader, mode):
        """Microseconds a file, or None. The floor is the same for both modes where no list says otherwise."""
        if reader == "floor" and not self.all_lists[name]:
            mode = "open"
        times = self.results.get((name, reader, mode))
        return min(t[self.args.clock == "cpu"] for t in times) if times else None

    def first(self, name, reader):
        """Milliseconds of opening the first file of each format in a process and reading its tags, or None."""
        found = self.results.get((name, reader, "all"))
        return min(t[2] for t in found) if found else None


def import_time(statement, rounds):
    """Milliseconds of importing in an interpreter that has just started; best of the rounds."""
    code = "import time; a = time.perf_counter_ns(); %s; print((time.perf_counter_ns() - a) / 1e6)" % statement
    return min(float(python("-c", code).stdout) for _ in range(rounds))


def us(value):
    return (
        "%9.2f" % value if value is not None and value < 100 else "%9.1f" % value if value is not None else "        –"
    )


def times(value):
    return "%7.2f×" % value if value < 100 else "%7.0f×" % value


ROWS = [
    ("C API", "open", "simdtag in C, open"),
    ("C API", "all", "simdtag in C, and all items as UTF-8"),
    ("simdtag", "lazy", "simdtag, lazy open"),
    ("simdtag", "open", "simdtag, open"),
    ("simdtag", "all", "simdtag, open + info + all tags"),
    ("simdtag", "values", "simdtag, and each value's text"),
    ("mutagen", "open", "mutagen, open"),
    ("mutagen", "all", "mutagen, open + info + all tags"),
    ("mutagen", "values", "mutagen, and each value's text"),
    ("mutagen-rs", "open", "mutagen-rs, open"),
    ("mutagen-rs", "all", "mutagen-rs, open + info + all tags"),
    ("tinytag", "open", "tinytag, get"),
    ("tinytag", "all", "tinytag, get + as_dict"),
    ("pytaglib", "open", "pytaglib, open"),
    ("pytaglib", "all", "pytaglib, open + length + all tags"),
]


def show(race):
    for name in race.lists:
        floor = {mode: race.best(name, "floor", mode) for mode in ("open", "all")}
        floor["lazy"], floor["values"] = floor["open"], floor["all"]
        print(
            "\n%s: %d files, %.1f preads each        %s a file   × floor   mutagen ÷ it"
            % (
                TITLES[name],
                sum(1 for _ in open(race.lists[name], encoding="utf-8")),
                race.reads[name],
                "µs" if race.args.clock == "wall" else "CPU µs",
            )
        )
        print("  %-38s %s %s" % ("floor (the system calls alone, in C)", us(floor["open"]), times(1)))
        if race.all_lists[name]:
            print("  %-38s %s %s" % ("floor with the pictures among the tags", us(floor["all"]), times(1)))
        for reader, mode, words in ROWS:
            value = race.best(name, reader, mode)
            if value is None:
                continue
            rival = race.best(name, "mutagen", "open" if mode == "lazy" else mode)
            print(
                "  %-38s %s %s   %s"
                % (words, us(value), times(value / floor[mode]), times(rival / value) if rival else "")
            )
    if race.classic:
        print(
            "\nClassic loop, File() on %d files again and again        µs a file"
            % sum(1 for _ in open(race.few, encoding="utf-8"))
        )
        for reader in race.versions:
            if (reader, "open") in race.classic:
                print(
                    "  %-20s open %s    dict(tags) %s"
                    % (reader, us(min(race.classic[reader, "open"])), us(min(race.classic[reader, "tags"])))
                )
    firsts = [(reader, race.first("mix", reader)) for reader in race.versions if race.first("mix", reader)]
    if firsts:
        print(
            "\nThe first file of each format in a process, with what is imported then: "
            + ", ".join("%s %.2f ms" % item for item in firsts)
        )
    for name, reader, why in race.left_out:
        print("left out: %s on %s (%s)" % (reader, TITLES[name], why))
    for module, ms in race.imports.items():
        print("import %s: %.2f ms above a bare interpreter" % (module, ms))


def write_json(race, path):
    out = {
        "cpu": cpu(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": race.versions,
        "files": race.args.files,
        "covers": race.args.covers,
        "rounds": race.args.rounds,
        "clock": race.args.clock,
        "preads": race.reads,
        "microseconds": [
            {
                "library": name,
                "reader": reader,
                "mode": mode,
                "best": race.best(name, reader, mode),
                "wall": [v[0] for v in values],
                "cpu": [v[1] for v in values],
                "first_ms": [v[2] for v in values if len(v) > 2],
            }
            for (name, reader, mode), values in race.results.items()
        ],
        "classic": [
            {"reader": reader, "part": part, "best": min(values), "rounds": values}
            for (reader, part), values in race.classic.items()
        ],
        "import_ms": race.imports,
        "left_out": race.left_out,
    }
    with open(path, "w", encoding="utf-8") as f:
        json.dump(out, f, indent=1, ensure_ascii=False)
        f.write("\n")


COLORS = {
    "floor": "#888888",
    "simdtag": "#0b7a75",
    "mutagen": "#c8553d",
    "mutagen-rs": "#e9b44c",
    "tinytag": "#7768ae",
    "pytaglib": "#4f7cac",
}


def chart(race, path):
    """Bars of open + info + all tags, on a logarithmic scale, and the floor."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return False
    names = list(race.lists)
    readers = ["floor"] + [r for r in READERS if r in race.versions]
    figure, axes = pyplot.subplots(figsize=(11, 5))
    width = 0.85 / len(readers)
    for k, reader in enumerate(readers):
        values = [race.best(name, reader, "all") for name in names]
        at = [i + k * width for i, v in enumerate(values) if v]
        bars = axes.bar(at, [v for v in values if v], width * 0.92, label=reader, color=COLORS[reader])
        axes.bar_label(bars, ["%.0f" % v if v >= 10 else "%.1f" % v for v in values if v], fontsize=7)
    axes.set_yscale("log")
    axes.set_xticks([i + 0.425 - width / 2 for i in range(len(names))], [TITLES[n] for n in names])
    axes.set_ylabel("microseconds a file")
    axes.set_title(
        "Open, length and every tag of distinct files, each once — %s, Python %s" % (cpu(), platform.python_version()),
        fontsize=10,
    )
    axes.legend(ncols=len(readers), fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.08))
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=140)
    return True


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer files and rounds: half a minute")
    parser.add_argument("--files", type=int, help="files a format (400; quick: 100)")
    parser.add_argument("--rounds", type=int, help="interleaved rounds (7; quick: 2)")
    parser.add_argument(
        "--covers", choices=("none", "half", "all"), default="half", help="which files have a picture of 64 KiB"
    )
    parser.add_argument("--only", default=",".join(library.FORMATS), help="formats, separated by commas")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall", help="which time counts")
    parser.add_argument("--check", action="store_true", help="compare with bench/limits.json; ends with 1 beyond them")
    parser.add_argument("--write-limits", action="store_true", help="measure, and write bench/limits.json anew")
    parser.add_argument("--out", default=os.path.join(ROOT, "build", "race"))
    args = parser.parse_args()
    if args.check or args.write_limits:  # the ratios depend on the library: it is always the same
        args.clock, args.covers, args.files = "cpu", "half", 400
        args.rounds = args.rounds or (3 if args.quick else 15 if args.write_limits else 7)
    args.files = args.files or (100 if args.quick else 400)
    args.rounds = args.rounds or (2 if args.quick else 7)
    args.only = [name for name in library.FORMATS if name in args.only.split(",")]
    return args


def wanted(race, row):
    """Whether a row of the limits belongs to a format that --only left in."""
    name = row.partition(":")[0]
    return name in race.args.only or name not in library.FORMATS and (name != "mix" or "mix" in race.lists)


def guard(race):
    """--check and --write-limits: the exit status."""
    missing = [name for name in ("simdtag", "mutagen") if name not in race.versions]
    if missing or not race.programs["C API"]:
        print("race: %s cannot be had" % ", ".join(missing or ["the C library"]))
        return 2
    race.time_imports(10)
    if not race.args.write_limits:
        limits = {row: limit for row, limit in race_check.read_limits().items() if wanted(race, row)}
        return race_check.verdict(race, limits)
    found, where = race_check.figures(race)
    machine = "%s; %s; Python %s; %d files a format, best of %d rounds" % (
        cpu(), platform.platform(terse=True), platform.python_version(), race.args.files, race.args.rounds)  # fmt: skip
    race_check.write_limits(found, where, machine)
    print("wrote " + os.path.relpath(race_check.LIMITS))
    return 0


def main():
    args = arguments()
    compile_package()
    race = Race(args)
    print("%s; %s; Python %s" % (cpu(), platform.platform(terse=True), platform.python_version()))
    print(", ".join("%s %s" % item for item in race.versions.items()))
    if "simdtag" not in race.versions:
        print("(simdtag cannot be imported: build it, or set PYTHONPATH; the others race without it)")
    race.make_lists()
    race.run()
    if race.guard:
        sys.exit(guard(race))
    race.run_classic()
    race.imports = {
        module: ms
        for module in ("simdtag", "mutagen")
        if module in race.versions
        for ms in [import_time("import " + module, 10 if args.quick else 30)]
    }
    show(race)
    write_json(race, os.path.join(args.out, "race.json"))
    drawn = chart(race, os.path.join(args.out, "race.png"))
    print(
        "\n%s%s"
        % (
            os.path.join(args.out, "race.json"),
            " and race.png" if drawn else " (no chart: matplotlib is not installed)",
        )
    )


if __name__ == "__main__":
    main()

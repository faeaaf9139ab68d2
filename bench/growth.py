# SPDX-License-Identifier: MIT
"""Growth: microseconds of opening a file, and of open + length + all tags, while one thing about it grows: the number
of tags, the size of a picture, the size of the file, the number of MP4 samples, the depth of the path. simdtag in
Python and in C and mutagen stand beside the floor: the system calls that the file makes unavoidable, alone in C.

The files are made by growth_files.py, with holes where only the size matters: they take some 270 MB of disk. Each is
opened again and again (nobody remembers files), rounds are interleaved, and the best turn of all counts. At both ends
of each curve the system calls of simdtag are counted with strace.

    python bench/growth.py [--quick] [--rounds N] [--only SUBJECT,…] [--out FOLDER]

Prints the ends of the curves as a Markdown table (bench/report.py prints it again from growth.json), and writes
growth.json, growth.md and, with matplotlib, growth.png into the folder of --out (default: build/growth). Takes about
two minutes, --quick one."""

import argparse
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import growth_files as files  # noqa: E402
import race  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
WORKER = os.path.join(HERE, "growth_worker.py")
READERS = ("simdtag", "mutagen")
MODES = {"open": "open", "all": "open + info + all tags"}
ROWS = ("floor", "simdtag in C", *READERS)
FLAT = 1.5  # a curve that grows less from end to end is called flat
SLOW = 2e5  # µs: what takes longer is not measured again


class Growth:
    def __init__(self, args):
        self.args, self.work = args, os.path.join(args.out, "work")
        os.makedirs(self.work, exist_ok=True)
        self.programs = {"floor": race.compiled(self.work, "floor"), "simdtag in C": race.reader_in_c(self.work)}
        if self.programs["simdtag in C"] is None:
            sys.exit("growth: the library is not built (./script/run does it)")
        self.lines = list(files.make(os.path.join(self.work, "files"), args.only, args.quick))
        self.best = {}  # (number of line, number of point, row, mode) -> µs
        self.answers = {}  # (number of line, number of point) -> {(length, number of tags)}

    def note(self, line, point, row, mode, us):
        key = (line, point, row, mode)
        self.best[key] = min(us, self.best.get(key, us))

    def list_of(self, point, mode, times):
        """A list for the C programs: one file so many times."""
        path = os.path.join(self.work, "now.list")
        reads = point.reads if mode == "open" else point.all_reads
        with open(path, "w", encoding="utf-8") as f:
            f.write(("%s\t%s\n" % (point.path, ",".join("%d:%d" % r for r in reads))) * times)
        return path

    def run_c(self, row, line, point, mode, times):
        program = self.programs[row]
        words = [program] + ([mode] if row != "floor" else [])
        done = subprocess.run(
            words + [self.list_of(self.lines[line].points[point], mode, times)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
            cwd=self.lines[line].points[point].cwd,
        )  # fmt: skip
        if done.returncode:
            sys.exit("growth: %s: %s" % (row, done.stderr))
        return float(done.stdout.split()[0]) / 1e3

    def c_rows(self, line):
        """The two C programs on each point: as many opens in a process as take a few milliseconds."""
        for k in range(len(self.lines[line].points)):
            for row in ("floor", "simdtag in C"):
                for mode in MODES:
                    once = self.best.get((line, k, row, mode)) or self.run_c(row, line, k, mode, 2)
                    times = int(min(max(4000 / once, 4), 600))
                    for _ in range(2):
                        self.note(line, k, row, mode, self.run_c(row, line, k, mode, times))

    def python_rows(self, line, reader):
        """One reader on each point, in a fresh process. What it finds is noted: the readers have to agree."""
        points = self.lines[line].points
        told = [k for k in range(len(points)) if self.best.get((line, k, reader, "all"), 0) < SLOW]
        asked = [[self.lines[line].cls, points[k].path, points[k].cwd] for k in told]
        done = subprocess.run(
            [sys.executable, WORKER, reader, "0.004" if self.args.quick else "0.012"],
            input=json.dumps(asked), env=race.ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit("growth: %s on %s:\n%s" % (reader, self.lines[line].name, done.stderr))
        answers = json.loads(done.stdout)
        for k, answer in zip(told, answers):
            for mode in MODES:
                self.note(line, k, reader, mode, answer[mode])
            self.answers.setdefault((line, k), set()).add((round(answer["length"], 6), answer["tags"]))

    def run(self):
        for turn in range(self.args.rounds):
            for i, line in enumerate(self.lines):
                for reader in READERS[:: 1 if turn % 2 else -1]:
                    self.python_rows(i, reader)
                self.c_rows(i)
                for k in range(len(line.points)):
                    if len(self.answers[i, k]) > 1:
                        sys.exit("growth: the readers disagree on %s: %s" % (line.name, self.answers[i, k]))
            if sys.stderr.isatty():
                print("\rround %d of %d " % (turn + 1, self.args.rounds), end="", file=sys.stderr, flush=True)
        self.calls = {
            (i, k, mode): self.count(i, k, mode)
            for i, line in enumerate(self.lines)
            for k in (0, len(line.points) - 1)
            for mode in MODES
        }

    def count(self, line, k, mode):
        """System calls and bytes read of one open by simdtag: ({call: times}, bytes); None without strace."""
        point, log = self.lines[line].points[k], os.path.join(self.work, "strace.log")
        if shutil.which("strace") is None:
            return None
        command = ["strace", "-o", log, "-e", "trace=openat,open,fstat,newfstatat,statx,pread64,read,lseek,close"]
        done = subprocess.run(
            command + [self.programs["simdtag in C"], mode, self.list_of(point, mode, 1)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=point.cwd,
        )  # fmt: skip
        if done.returncode:
            return None
        calls, read, at_it = {}, 0, False
        with open(log, encoding="utf-8", errors="replace") as f:
            for text in f:
                call = re.match(r"(\w+)\(.*\) += (-?\d+)", text)
                at_it = at_it or '"song.' in text or os.path.basename(point.path) + '"' in text
                if at_it and call:
                    name = "fstat" if call[1] in ("newfstatat", "statx") else call[1]
                    calls[name] = calls.get(name, 0) + 1
                    read += int(call[2]) if name in ("pread64", "read") else 0
                if at_it and call and call[1] == "close":
                    break
        return calls, read

    def us(self, line, k, row, mode):
        return self.best[line, k, row, mode]


# ---- what the curves say ---------------------------------------------------------------------------------------------


def verdict(xs, us):
    """flat, how many times more, or, if that is much, the power of x at its end: 1 is linear, 2 quadratic."""
    if us[-1] / us[0] <= FLAT:
        return "flat"
    if us[-1] / us[0] < 4:
        return "%.1f ×" % (us[-1] / us[0])
    steps = [(u - us[0], x) for u, x in zip(us[1:-1], xs[1:-1]) if u > 2 * us[0]] or [(us[0], xs[0])]
    before, at = steps[-1]
    return "x^%.1f" % (math.log((us[-1] - us[0]) / before) / math.log(xs[-1] / at))


def short(n):
    """1,000,000,000 as 1 G; sizes of pictures as KiB and MiB."""
    for step, unit in ((10**9, " G"), (10**6, " M"), (10**3, " k")):
        if n >= step and n % step == 0:
            return "%d%s" % (n / step, unit)
    return "%d MiB" % round(n / 2**20) if n >= 2**20 else "%d KiB" % (n >> 10) if n >= 1024 else str(n)


def number(us):
    return "%.1f" % us if us < 100 else "{:,.0f}".format(us)


def preads(counted):
    return "?" if counted is None else "%d" % counted[0].get("pread64", 0)


def kib(counted):
    return "?" if counted is None else "{:,.0f}".format(counted[1] / 1024)


def table(data):
    """The ends of each curve of growth.json, in Markdown."""
    head = ("", "x", "", "floor", "in C", "simdtag", "mutagen", "simdtag ÷ floor", "preads", "KiB read")
    head += ("simdtag is", "mutagen is")
    subject = None
    for curve in data["curves"]:
        if curve["subject"] != subject:
            subject = curve["subject"]
            yield "\n**%s** (µs, at the smallest → at the largest)\n" % curve["grows"].capitalize()
            yield "| " + " | ".join(head) + " |"
            yield "|" + " --- |" * len(head)
        xs, us, calls = curve["x"], curve["us"], curve["calls_at_ends"]
        cells = [curve["name"] if curve["mode"] == "open" else "", "%s → %s" % (short(xs[0]), short(xs[-1]))]
        cells += [MODES[curve["mode"]]] + ["%s → %s" % (number(us[row][0]), number(us[row][-1])) for row in ROWS]
        cells.append(" → ".join("%.2f" % (us["simdtag"][k] / us["floor"][k]) for k in (0, -1)))
        cells += [" → ".join(map(preads, calls)), " → ".join(map(kib, calls))]
        yield "| " + " | ".join(cells + [verdict(xs, us[r]) for r in READERS]) + " |"


def result(growth):
    """What becomes growth.json."""
    return {
        "cpu": race.cpu(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": race.versions(READERS),
        "rounds": growth.args.rounds,
        "curves": [
            {
                "subject": line.subject,
                "grows": files.SUBJECTS[line.subject][0],
                "name": line.name,
                "mode": mode,
                "x": [p.x for p in line.points],
                "us": {row: [growth.us(i, k, row, mode) for k in range(len(line.points))] for row in ROWS},
                "floor_preads": [len(p.reads if mode == "open" else p.all_reads) for p in line.points],
                "calls_at_ends": [growth.calls[i, k, mode] for k in (0, len(line.points) - 1)],
            }
            for i, line in enumerate(growth.lines)
            for mode in MODES
        ],
    }


def headline(data):
    return "%s; %s; Python %s; best of %d rounds" % (data["cpu"], data["system"], data["python"], data["rounds"])


# ---- the chart -------------------------------------------------------------------------------------------------------

STYLES = {
    ("floor", "all"): dict(color="#888888", linewidth=3.2, alpha=0.55),
    ("simdtag", "open"): dict(color="#0b7a75", linewidth=1.1, linestyle=(0, (2, 1.4))),
    ("simdtag", "all"): dict(color="#0b7a75", linewidth=1.6),
    ("mutagen", "open"): dict(color="#c8553d", linewidth=1.1, linestyle=(0, (2, 1.4))),
    ("mutagen", "all"): dict(color="#c8553d", linewidth=1.6),
}


def panels(data):
    """Rows of names for the grid: a row a subject, the rest of long ones with the short ones."""
    by = {}
    for curve in data["curves"]:
        names = by.setdefault(curve["subject"], [])
        if curve["name"] not in names:
            names.append(curve["name"])
    rows = [[(s, name) for name in by.get(s, [])[:7]] for s in ("tags", "picture", "size")]
    rows.append([("size", name) for name in by.get("size", [])[7:]])
    rows[-1] += [(s, name) for s in ("samples", "depth") for name in by.get(s, [])]
    return [row for row in rows if row]


def draw(data, axes, panel, first):
    curves = {c["mode"]: c for c in data["curves"] if (c["subject"], c["name"]) == panel}
    xs = curves["all"]["x"]
    for (row, mode), style in STYLES.items():
        axes.plot(xs, curves[mode]["us"][row], marker="o", markersize=2, **style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(2, 1e7)
    axes.set_yticks([10, 1e3, 1e5], ["10 µs", "1 ms", "0.1 s"] if first else ["", "", ""])
    ends = (xs[0], xs[len(xs) // 2], xs[-1])
    axes.set_xticks(ends, [short(x) for x in ends])
    axes.minorticks_off()
    name = panel[1].replace(" METADATA_BLOCK_", " ").replace("Vorbis comment in", "Comments,")
    axes.set_title("MP4, " + name if panel[0] == "samples" else name, fontsize=8.5, pad=3)
    axes.set_xlabel(curves["all"]["grows"], fontsize=7.5, labelpad=1)
    axes.tick_params(labelsize=7, length=2, pad=2)
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def chart(data, path):
    """Small multiples on logarithmic scales, a panel a curve."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
        from PIL import Image
    except ImportError:
        return False
    rows = panels(data)
    wide = max(map(len, rows))
    figure, grid = pyplot.subplots(len(rows), wide, figsize=(1.95 * wide, 1.72 * len(rows) + 0.6), squeeze=False)
    for cells, row in zip(grid, rows):
        for k, axes in enumerate(cells):
            if k < len(row):
                draw(data, axes, row[k], k == 0)
            else:
                axes.axis("off")
    words = ["floor: the system calls alone"]
    words += ["%s, %s" % (reader, MODES[mode]) for reader, mode in list(STYLES)[1:]]
    lines = [pyplot.Line2D([], [], **style) for style in STYLES.values()]
    figure.legend(lines, words, ncols=5, fontsize=9, frameon=False, loc="upper center")
    figure.tight_layout(rect=(0, 0, 1, 1 - 0.32 / (1.72 * len(rows) + 0.6)), w_pad=0.4, h_pad=0.7)
    figure.savefig(path, dpi=105)
    Image.open(path).convert("RGB").quantize(48).save(path, optimize=True)  # a third of the bytes
    return True


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three files a curve, fewer rounds")
    parser.add_argument("--rounds", type=int, help="interleaved rounds (3; quick: 2)")
    parser.add_argument("--only", default=",".join(files.SUBJECTS), help="tags, picture, size, samples, depth")
    parser.add_argument("--out", default=os.path.join(race.ROOT, "build", "growth"))
    args = parser.parse_args()
    args.out = os.path.abspath(args.out)
    args.rounds = args.rounds or (2 if args.quick else 3)
    args.only = [name for name in files.SUBJECTS if name in args.only.split(",")]
    return args


def main():
    args = arguments()
    race.compile_package()
    growth = Growth(args)
    growth.run()
    data = result(growth)
    with open(os.path.join(args.out, "growth.json"), "w", encoding="utf-8") as f:
        json.dump(data, f, indent=1, ensure_ascii=False)
        f.write("\n")
    text = headline(data) + "\n" + "\n".join(table(data)) + "\n"
    print(text)
    with open(os.path.join(args.out, "growth.md"), "w", encoding="utf-8") as f:
        f.write(text)
    drawn = chart(data, os.path.join(args.out, "growth.png"))
    more = " and .png" if drawn else " (no chart: matplotlib is not installed)"
    print("%s, .json%s" % (os.path.join(args.out, "growth.md"), more))


if __name__ == "__main__":
    main()

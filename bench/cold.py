# SPDX-License-Identifier: MIT
"""Cold files: how many a second can be opened when nothing of them is in memory, by reader and by how many are in
flight at once.

Two disks: the local one after `sync; echo 3 > /proc/sys/vm/drop_caches` (needs root), and slowfs (bench/slowfs.c), a
FUSE file system that answers every request 5 ms late, as a network file system does.

    python bench/cold.py [--quick] [--out FOLDER] [--work FOLDER] [--ms 5] [--rounds N]
                         [--part local,large,slow,walk,limits]

The files are those of the race (bench/library.py), 400 a format. Every measurement is a fresh process that has its
modules and one file of each format behind it. Writes cold.json, cold.md and, with matplotlib, cold.png into the folder
of --out (default: build/cold)."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import library  # noqa: E402
from race import ENV, cpu  # noqa: E402

WORKER = os.path.join(HERE, "cold_worker.py")
READERS = {
    "mutagen": "mutagen, ThreadPoolExecutor",
    "simdtag": "simdtag.File, ThreadPoolExecutor",
    "threads": "batch_open, threads",
    "ring": "batch_open, io_uring",
}
IN_FLIGHT = {"mutagen": (1, 8, 32, 64), "simdtag": (1, 8, 32, 64), "threads": (1, 4, 16, 64, 256),
             "ring": (1, 4, 16, 64, 256)}
LARGE_FILES, LARGE_SIZE = 400, 64 << 20


def readers():
    """Those that can be imported; batch_open may not be there yet, nor io_uring on this machine."""
    out = []
    for reader, code in (("mutagen", "import mutagen"), ("simdtag", "import simdtag"),
                         ("threads", "import simdtag; simdtag.batch_open([], engine='threads')"),
                         ("ring", "import simdtag; simdtag.batch_open([], engine='ring')")):
        done = subprocess.run([sys.executable, "-c", code], env=ENV, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            print("(left out: %s: %s)" % (READERS[reader], done.stderr.strip().splitlines()[-1]))
        else:
            out.append(reader)
    return out


# ---- the disks ------------------------------------------------------------------------------------------------------


class Local:
    """The disk that the files are on, its caches emptied."""

    name = "local disk, caches dropped"
    requests = None

    def __init__(self, top):
        self.top = top

    def start(self):
        return self.top

    def empty(self):
        os.sync()
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as f:
            f.write("3\n")

    def stop(self):
        pass


class Slow:
    """A folder under slowfs, mounted anew for every measurement."""

    def __init__(self, top, program, point, ms, *more):
        self.top, self.program, self.point, self.ms, self.more = top, program, point, ms, more
        self.name = "%g ms a request" % ms
        self.log = point + ".json"

    def start(self):
        os.makedirs(self.point, exist_ok=True)
        command = [self.program, self.top, self.point, "--ms", str(self.ms), "--log", self.log, *self.more]
        self.process = subprocess.Popen(command)
        while not os.path.ismount(self.point):
            if self.process.poll() is not None:
                sys.exit("cold: slowfs cannot be mounted")
            time.sleep(0.01)
        return self.point

    def empty(self):
        pass  # it was just mounted

    def stop(self):
        for command in (["umount", self.point], ["fusermount3", "-u", self.point]):
            if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0:
                break
        self.process.wait()
        with open(self.log, encoding="ascii") as f:
            self.requests = json.load(f)


def build_slowfs(folder):
    """The compiled program, or None with the reason said."""
    program = os.path.join(folder, "slowfs")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "fuse3"], capture_output=True, text=True, check=False)
    if flags.returncode:
        print("(no FUSE: apt-get install libfuse3-dev fuse3)")
        return None
    command = [os.environ.get("CC", "cc"), "-O2", "-o", program, os.path.join(HERE, "slowfs.c"), *flags.stdout.split()]
    subprocess.run(command, check=True)
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        print("(no FUSE: /dev/fuse cannot be opened)")
        return None
    return program


# ---- measuring ------------------------------------------------------------------------------------------------------


class Cold:
    def __init__(self, args):
        self.args = args
        self.rows = []
        os.makedirs(args.out, exist_ok=True)
        os.makedirs(args.work, exist_ok=True)
        made = library.make(args.work, library.FORMATS, 400, "half", lambda words: print(words, flush=True))
        self.paths = [p for group in zip(*made.values()) for p in group]  # the mix: formats in turn
        self.top = args.work
        self.warm = self.listing("warm", [paths[0] for paths in made.values()])
        self.readers = readers()

    def listing(self, name, paths):
        path = os.path.join(self.args.out, name + ".list")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(p + "\n" for p in paths))
        return path

    def once(self, disk, reader, in_flight, paths):
        """One pass: {"seconds", "files", "failed"}. `paths` relative to the disk; None: walk."""
        top = disk.start()
        try:
            target = top if paths is None else self.listing("paths", [os.path.join(top, p) for p in paths])
            process = subprocess.Popen([sys.executable, WORKER, reader, str(in_flight), target, self.warm], env=ENV,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            if process.stdout.readline().strip() != "ready":
                sys.exit("cold: %s failed" % reader)
            disk.empty()
            answer = process.communicate("go\n")[0]
            result = json.loads(answer)
        finally:
            disk.stop()
        if disk.requests:
            result["requests"] = disk.requests
        return result

    def measure(self, part, disk, reader, in_flight, paths, note=""):
        runs = [self.once(disk, reader, in_flight, paths) for _ in range(self.args.rounds)]
        best = min(runs, key=lambda run: run["seconds"])
        row = {"part": part, "disk": disk.name, "reader": reader, "in_flight": in_flight, "note": note,
               "files": best["files"], "failed": best["failed"], "seconds": best["seconds"],
               "files_a_second": best["files"] / best["seconds"], "rounds": [run["seconds"] for run in runs]}
        if "requests" in best:
            sent = {k: v for k, v in best["requests"].items() if k != "most_waiting"}
            row.update(requests=sent, requests_a_file=sum(sent.values()) / best["files"],
                       most_waiting=best["requests"]["most_waiting"])
        self.rows.append(row)
        print("%-32s %-42s %4d in flight %9.0f files/s%s%s" % (
            disk.name + (", " + note if note else ""), READERS[reader.rpartition(":")[2]], in_flight,
            row["files_a_second"], "  (%.2f requests a file)" % row["requests_a_file"] if "requests" in row else "",
            "  %d FAILED" % row["failed"] if row["failed"] else ""), flush=True)
        return row

    def relative(self, paths):
        return [os.path.relpath(p, self.top) for p in paths]

    # ---- the parts

    def local(self):
        """All of the race's files, and few large ones, caches dropped."""
        for reader in self.readers:
            for n in IN_FLIGHT[reader]:
                self.measure("local", Local(self.top), reader, n, self.relative(self.paths))

    def large(self):
        disk = Local(make_large(os.path.join(self.args.out, "large"), self.paths))
        paths = sorted(os.listdir(disk.top))
        disk.name = "local disk, %d files of %d MB" % (len(paths), LARGE_SIZE >> 20)
        for reader in self.readers:
            for n in IN_FLIGHT[reader]:
                if n in (1, 32, 16, 64):
                    self.measure("large", disk, reader, n, paths)

    def slow_disk(self, *more):
        return Slow(self.top, self.slowfs, os.path.join(self.args.out, "slow"), self.args.ms, *more)

    def some(self, in_flight):
        """As many files as take some seconds: whole folders of every format."""
        n = min(len(self.paths), max(132 if self.args.quick else 396, (33 if self.args.quick else 66) * in_flight))
        return self.relative(self.paths[:n])

    def slow(self):
        for reader in self.readers:
            for n in IN_FLIGHT[reader]:
                self.measure("slow", self.slow_disk(), reader, n, self.some(n))

    def walk(self):
        """From a directory: walk and open what is there."""
        rows = [("walk:mutagen", 1), ("walk:mutagen", 32), ("walk:simdtag", 1), ("inodes:simdtag", 1),
                ("walk:simdtag", 32), ("walk:threads", 64), ("walk:ring", 64)]
        one = sorted(n for n in os.listdir(self.top) if n.endswith("-400-half"))[0]
        for reader, n in rows:
            if reader.rpartition(":")[2] not in self.readers:
                continue
            note = "inode order" if reader.startswith("inodes") else ""
            if can_drop():
                self.measure("walk", Local(self.top), reader, n, None, note)
            if self.slowfs and not note:
                slow = self.slow_disk()
                if n == 1:  # one format's 34 folders: one request after the other takes its time
                    slow.top = os.path.join(self.top, one)
                self.measure("walk", slow, reader, n, None)

    def limits(self):
        """What the kernel's side of FUSE allows: one knob at a time, on files that all lie in one folder."""
        flat = make_flat(os.path.join(self.args.out, "flat"), self.paths[:528 if self.args.quick else 2112])
        paths = sorted(os.listdir(flat))
        reader = next((r for r in ("ring", "threads", "simdtag") if r in self.readers), None)
        knobs = [("", ()), ("one name of a folder at a time", ("--serial-dirs",)),
                 ("12 background requests", ("--background", "12")), ("stat data not believed", ("--timeout", "0")),
                 ("32 requests at a time", ("--in-flight", "32"))]
        for note, options in knobs:
            for r in {reader, "threads" if "threads" in self.readers else "simdtag"}:
                disk = self.slow_disk(*options)
                disk.top = flat
                self.measure("limits", disk, r, 64, paths, note)


def can_drop():
    return os.access("/proc/sys/vm/drop_caches", os.W_OK)


def make_large(folder, paths):
    """Few large files: heads and tails of real ones with a hole between, which costs no room on the disk."""
    mp3s = [p for p in paths if p.endswith(".mp3")][:LARGE_FILES]
    stamp = os.path.join(folder, "made")
    if not os.path.exists(stamp):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "files"))
        for i, path in enumerate(mp3s):
            with open(path, "rb") as f:
                data = f.read()
            with open(os.path.join(folder, "files", "%04d.mp3" % i), "wb") as f:
                f.write(data)
                f.seek(LARGE_SIZE - (32 << 10))
                f.write(data[-(32 << 10):])
        with open(stamp, "wb"):
            pass
    return os.path.join(folder, "files")


def make_flat(folder, paths):
    """The files in one folder."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for i, path in enumerate(paths):
        to = os.path.join(folder, "%05d%s" % (i, os.path.splitext(path)[1]))
        try:
            os.link(path, to)
        except OSError:
            shutil.copy(path, to)
    return folder


# ---- what comes out -------------------------------------------------------------------------------------------------

TITLES = {
    "local": "All files of the race, local disk, caches dropped",
    "large": "Large files, local disk, caches dropped",
    "slow": "slowfs",
    "walk": "From a directory: walk, then open",
    "limits": "What limits slowfs: 64 in flight, of files in one folder",
}


def table(rows, part):
    """Markdown: files a second by reader and files in flight, and against mutagen alone."""
    here = [row for row in rows if row["part"] == part]
    if not here:
        return ""
    slow = any("requests" in row for row in here)
    base = {row["disk"]: row["files_a_second"] for row in here
            if row["reader"].endswith("mutagen") and row["in_flight"] == 1}
    out = ["### %s\n" % TITLES[part],
           "| disk | reader | in flight | files | files a second | mutagen, one thread × |%s"
           % (" requests a file | most in flight |" if slow else ""),
           "| --- | --- | --- | --- | --- | --- |%s" % (" --- | --- |" if slow else "")]
    for row in here:
        first = base.get(row["disk"])
        line = "| %s | %s | %d | %d | %.0f | %s |" % (
            row["disk"] + (", " + row["note"] if row["note"] else ""), READERS[row["reader"].rpartition(":")[2]],
            row["in_flight"], row["files"], row["files_a_second"],
            "%.1f" % (row["files_a_second"] / first) if first else "–")
        if slow:
            line += (" %.2f | %d |" % (row["requests_a_file"], row["most_waiting"])
                     if "requests" in row else " – | – |")
        out.append(line)
    return "\n".join(out) + "\n"


COLORS = {"mutagen": "#c8553d", "simdtag": "#4f7cac", "threads": "#e9b44c", "ring": "#0b7a75"}


def chart(cold, path):
    """Files a second against files in flight, one panel a disk."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return False
    parts = [part for part in ("local", "slow") if any(row["part"] == part for row in cold.rows)]
    if not parts:
        return False
    figure, axes = pyplot.subplots(1, len(parts), figsize=(5.5 * len(parts), 4.2), squeeze=False)
    for axis, part in zip(axes[0], parts):
        for reader in cold.readers:
            points = [(row["in_flight"], row["files_a_second"]) for row in cold.rows
                      if row["part"] == part and row["reader"] == reader]
            if points:
                axis.plot(*zip(*points), marker="o", label=READERS[reader], color=COLORS[reader])
        axis.set_xscale("log", base=2)
        axis.set_yscale("log")
        axis.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
        axis.set_xlabel("files in flight")
        axis.set_title(TITLES["local"] if part == "local" else "slowfs, %g ms a request" % cold.args.ms, fontsize=10)
        axis.grid(alpha=0.3)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0][0].set_ylabel("files a second")
    axes[0][-1].legend(fontsize=8, frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=100)
    return True


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = library.ROOT
    parser.add_argument("--quick", action="store_true", help="fewer files under slowfs, one round: two minutes")
    parser.add_argument("--rounds", type=int, help="of which the best counts (3; quick: 1)")
    parser.add_argument("--ms", type=float, default=5, help="delay of each request under slowfs")
    parser.add_argument("--part", default="local,large,slow,walk,limits", help="which, separated by commas")
    parser.add_argument("--walk", dest="part", action="store_const", const="walk", help="the part walk alone")
    parser.add_argument("--out", default=os.path.join(root, "build", "cold"))
    parser.add_argument("--work", default=os.path.join(root, "build", "race", "work"), help="the race's files")
    args = parser.parse_args()
    args.rounds = args.rounds or (1 if args.quick else 3)
    args.out, args.work = os.path.abspath(args.out), os.path.abspath(args.work)
    return args


def main():
    args = arguments()
    began = time.time()
    cold = Cold(args)
    system = "%s; %s; Python %s" % (cpu(), platform.platform(terse=True), platform.python_version())
    print(system)
    cold.slowfs = build_slowfs(args.out)
    needs = {"local": can_drop(), "large": can_drop(), "slow": cold.slowfs, "limits": cold.slowfs, "walk": True}
    for part in args.part.split(","):
        if needs[part]:
            getattr(cold, part)()
        else:
            print("(left out: %s: %s)" % (part, "not root" if part in ("local", "large") else "no FUSE"))
    text = "\n".join(table(cold.rows, part) for part in TITLES)
    with open(os.path.join(args.out, "cold.md"), "w", encoding="utf-8") as f:
        f.write(system + "\n\n" + text)
    with open(os.path.join(args.out, "cold.json"), "w", encoding="utf-8") as f:
        json.dump({"cpu": cpu(), "system": platform.platform(), "python": platform.python_version(), "ms": args.ms,
                   "seconds": time.time() - began, "rows": cold.rows}, f, indent=1)
        f.write("\n")
    drawn = chart(cold, os.path.join(args.out, "cold.png"))
    print("\n%s\n%s in %.0f s%s" % (text, os.path.join(args.out, "cold.json"), time.time() - began,
                                    "" if drawn else " (no chart)"))


if __name__ == "__main__":
    main()

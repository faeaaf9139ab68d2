# SPDX-License-Identifier: MIT
"""run.py [-v] [--keep FOLDER] [--control FILE] [FILE or TEST…]: mutagen's own test suite against mutagen
(the control) and against simdtag installed in its place; per file, how many of the control's tests pass.

A test that passes in the control and fails with simdtag must be excused: it asked simdtag to write a file (noticed
while it runs), or it is named, with the reason, in writing.txt (of writing and of command-line tools, a later issue)
or in excluded.txt (of mutagen's private helpers). A line of those that excuses nothing is an error too.
-v prints the tests that ask for writing as well; --keep keeps logs and results; --control takes the control's results
from an earlier run (FOLDER/control.json)."""

import argparse
import fnmatch
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "python"))
import oracle  # noqa: E402


def start(folder, ours, names, log):
    """Begins one run of the suite; the process, and the file its results will be in."""
    out = log + ".json"
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", SIMDTAG_CONFORMANCE=out,
               SIMDTAG_CONFORMANCE_OURS="1" if ours else "0")
    parents = [os.path.abspath(p) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    env["PYTHONPATH"] = os.pathsep.join([HERE] + (parents if ours else []))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "recorder", "-p", "no:cacheprovider", "--tb=short",
               "--continue-on-collection-errors", "-o", "addopts=", *(names or ["tests"])]
    with open(log, "w", encoding="utf-8") as f:
        return subprocess.Popen(command, cwd=folder, env=env, stdout=f, stderr=subprocess.STDOUT), out


def results(process, path):
    process.wait()
    if not os.path.exists(path):
        sys.exit("the suite did not run:\n" + open(path[:-len(".json")], encoding="utf-8").read()[-3000:])
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def excuses(name):
    """[(pattern, reason)] of a list: a test's id or a pattern, blanks, a dash and the reason."""
    out = []
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                pattern, dash, reason = line.strip().partition(" - ")
                if not dash or not reason:
                    sys.exit("%s: no reason given: %s" % (name, line.strip()))
                out.append((pattern.strip(), reason))
    return out


class Excuses:
    def __init__(self):
        self.lists = {name: excuses(name) for name in ("excluded.txt", "writing.txt")}
        self.used = set()

    def of(self, test):
        """The list that names a test; None when none does."""
        for name, rows in self.lists.items():
            for pattern, _ in rows:
                if fnmatch.fnmatchcase(test, pattern.replace("[", "[[]")):
                    self.used.add((name, pattern))
                    return name
        return None

    def unused(self):
        return ["%s: %s" % (name, pattern) for name, rows in self.lists.items() for pattern, _ in rows
                if (name, pattern) not in self.used]


def compare(control, ours):
    """{file: {class: [test]}} of every test that passes in the control."""
    files, given = {}, Excuses()
    for test, one in control.items():
        if one["outcome"] != "passed":
            continue
        file = test.split("::")[0]
        mine = ours.get(test) or ours.get(file) or {"outcome": "not run", "words": "", "refused": False}
        if mine["outcome"] == "passed":
            kind = "passed"
        else:
            kind = given.of(test) or ("writes" if mine["refused"] else "failed")
        files.setdefault(file, {}).setdefault(kind, []).append((test, mine["words"]))
    return files, given


COLUMNS = ("control", "passed", "writes", "writing.txt", "excluded.txt", "failed")


def table(files):
    width = max(len(file) for file in files) + 2
    print("".ljust(width) + "".join(c.rjust(14) for c in COLUMNS))
    total = dict.fromkeys(COLUMNS, 0)
    for file, kinds in sorted(files.items()):
        row = {c: len(kinds.get(c, ())) for c in COLUMNS}
        row["control"] = sum(map(len, kinds.values()))
        for c in COLUMNS:
            total[c] += row[c]
        print(file.ljust(width) + "".join(str(row[c] or "-").rjust(14) for c in COLUMNS))
    print("all".ljust(width) + "".join(str(total[c]).rjust(14) for c in COLUMNS))
    return total


def listed(files, kind):
    return sorted(pair for kinds in files.values() for pair in kinds.get(kind, ()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("--control")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    folder = oracle.unpacked()
    if folder is None:
        sys.exit("mutagen's source distribution cannot be had")
    with tempfile.TemporaryDirectory() as temporary:
        kept = args.keep or temporary
        os.makedirs(kept, exist_ok=True)
        names = ["control", "ours"][bool(args.control):]
        runs = [start(folder, name == "ours", args.names, os.path.join(kept, name)) for name in names]
        *control, ours = [results(*run) for run in runs]
    if args.control:
        with open(args.control, encoding="utf-8") as f:
            control = [{test: one for test, one in json.load(f).items()
                        if not args.names or test.startswith(tuple(args.names))}]
    control = control[0]
    files, given = compare(control, ours)
    total = table(files)
    if args.v:
        for test, words in listed(files, "writes"):
            print("writes: %s: %s" % (test, words))
    for test, words in listed(files, "failed"):
        print("FAILED %s: %s" % (test, words))
    unused = [] if args.names else given.unused()
    for line in unused:
        print("excuses nothing: %s" % line)
    print("%d of the control's %d tests pass; %d ask for writing, %d are of later issues (writing.txt), %d of private "
          "helpers (excluded.txt), %d fail" % tuple(total[c] for c in (
              "passed", "control", "writes", "writing.txt", "excluded.txt", "failed")))
    sys.exit(1 if total["failed"] or unused or not total["control"] else 0)


if __name__ == "__main__":
    main()

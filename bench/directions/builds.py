# SPDX-License-Identifier: MIT
"""The directions that build the library anew: profile-guided and link-time optimisation by gcc and clang, and a copy of
the sources with the bounds checks of cursors and views taken out."""

import glob
import os
import shutil
import sys

import library
import race

NAMES = ("pgo", "unchecked")
HERE = os.path.dirname(os.path.abspath(__file__))

# What the unchecked copy has instead: (file, checked, unchecked). Only for measuring: the copy may crash.
UNCHECKED = [
    ("src/base/cursor.h", "    if (c->bad || n > st_left(c)) {", "    if (0) {"),
    ("src/io/reader.c", "    if (off > r->size || len > r->size - off) {", "    if (0) {"),
]


def directions(run, Missing, numbers):
    def build(folder, source, *options, python=True):
        """The library of `source` in `folder`; nothing is made anew that is there."""
        os.makedirs(folder, exist_ok=True)
        made = os.path.join(folder, ".libs", "libsimdtag.a")
        command = [os.path.join(source, "configure"), "-q", *options]
        command += ["--with-python=" + sys.executable] if python else []
        if not os.path.exists(os.path.join(folder, "Makefile")):
            check(run(command, cwd=folder), folder)
        target = ["all"] if python else ["libsimdtag.la"]
        check(run(["make", "-s", "-j%d" % os.cpu_count(), *target], cwd=folder), folder)
        return made

    def check(done, where):
        if done.returncode:
            raise Missing("%s: %s" % (where, (done.stdout + done.stderr).strip()[-400:]))

    def copy_of_sources(b, name):
        """A tree of its own: the checkout may be configured, or not have a configure. Kept while nothing changes."""
        to = os.path.join(b.work, name)
        names = run(["sh", os.path.join(library.ROOT, "script", "manifest")]).stdout.split("\n")[:-1]
        if os.path.exists(os.path.join(to, "configure")) and all(same(file, to) for file in names):
            return to
        shutil.rmtree(to, ignore_errors=True)
        for file in names:
            os.makedirs(os.path.dirname(os.path.join(to, file)), exist_ok=True)
            shutil.copy2(os.path.join(library.ROOT, file), os.path.join(to, file))
        check(run(["autoreconf", "-fi"], cwd=to), "autoreconf")
        return to

    def same(file, to):
        there = os.path.join(to, file)
        return os.path.exists(there) and os.path.getmtime(there) == os.path.getmtime(os.path.join(library.ROOT, file))

    def instructions(b, program, mode, listing, n):
        """Instructions a file, by callgrind."""
        out = "--callgrind-out-file=" + os.path.join(b.work, "callgrind.out")
        done = run(["valgrind", "--tool=callgrind", "--collect-atstart=no", out, program, listing, mode])
        if done.returncode:
            raise Missing("valgrind: " + done.stderr.strip()[-300:])
        return int(done.stderr.rpartition("Collected :")[2].split()[0]) / n

    def count(b, direction, programs, mode):
        """{variant: (library, compiler)}"""
        if not shutil.which("valgrind"):
            b.left_out.append((direction, "instructions", "valgrind is not installed"))
            return
        listing, n, rows = b.lists["mix"], sum(map(len, b.paths.values())), []
        for name, (flags, cc) in programs.items():
            # stripped: valgrind 3.19 gives up on what clang writes for debuggers
            program = b.cc("count.c", "-s", *flags, name="count-" + name.replace(" ", ""), compiler=cc)
            rows.append((name, (instructions(b, program, mode, listing, n),), ""))
        b.keep(direction, "C, %s, instructions without the kernel's" % mode, rows, clock="count")

    def pgo(b):
        """--enable-pgo and --enable-lto by gcc and clang."""
        source = copy_of_sources(b, "source")
        clang = next((name for name in ("clang", "clang-14") if shutil.which(name)), None)
        options = {"": [], " LTO": ["--enable-lto"], " PGO": ["--enable-pgo"]}
        options[" PGO + LTO"] = options[" PGO"] + options[" LTO"]
        programs, workers, flagged = {}, {}, {}
        for cc in filter(None, ("gcc", clang)):
            for words, more in options.items():
                name = cc + words
                folder = os.path.join(b.work, "build-" + name.replace(" ", ""))
                try:
                    made = build(folder, source, "CC=" + cc, *more)
                except Missing as e:
                    b.left_out.append(("pgo", name, str(e)))
                    continue
                flags = ["-I" + os.path.join(library.ROOT, "include"), made, "-lz", "-lpthread"]
                flags += ["-flto"] if "LTO" in words else []
                reader = os.path.join(os.path.dirname(HERE), "read_c.c")
                programs[name] = b.cc(reader, *flags, name="read-" + name.replace(" ", ""), compiler=cc)
                flagged[name] = flags, cc
                workers[name] = os.path.join(folder, "python")
        for mode in ("open", "all"):
            rows = {name: ([program, mode, b.lists["mix"]], None) for name, program in programs.items()}
            b.processes("pgo", "C, " + mode, rows, b.args.rounds)
            worker = [sys.executable, race.WORKER, "simdtag", mode, "mix", b.lists["mix"]]
            rows = {name: (worker, {"PYTHONPATH": path}) for name, path in workers.items()}
            b.processes("pgo", "Python, " + mode, rows, b.args.rounds // 2)
            count(b, "pgo", flagged, mode)

    def unchecked(b):
        """What bounds checks cost."""
        programs, flagged = {}, {}
        for name in ("checked", "unchecked"):
            shutil.rmtree(os.path.join(b.work, "source-" + name), ignore_errors=True)
            source = copy_of_sources(b, "source-" + name)
            for file, old, new in UNCHECKED if name == "unchecked" else []:
                path = os.path.join(source, file)
                with open(path, encoding="utf-8") as f:
                    text = f.read()
                if old not in text:
                    raise Missing("%s is no longer as builds.py expects it" % file)
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text.replace(old, new))
            folder = os.path.join(b.work, "build-" + name)
            shutil.rmtree(folder, ignore_errors=True)
            made = build(folder, source, python=False)
            flags = ["-I" + os.path.join(library.ROOT, "include"), made, "-lz", "-lpthread"]
            programs[name] = b.cc(os.path.join(os.path.dirname(HERE), "read_c.c"), *flags, name="read-" + name)
            flagged[name] = flags, None
        for mode in ("open", "all"):
            rows = {name: ([program, mode, b.lists["mix"]], None) for name, program in programs.items()}
            b.processes("unchecked", "C, " + mode, rows, b.args.rounds)
            count(b, "unchecked", flagged, mode)
        for leftover in glob.glob(os.path.join(b.work, "callgrind.out*")):
            os.remove(leftover)

    return {"pgo": pgo, "unchecked": unchecked}

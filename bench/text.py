#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""text.py BUILD: nanoseconds from the bytes of a tag's text to a str: simdtag's way (src/pyext/text.c), CPython's
decoder called from C, and bytes.decode() called from Python. BUILD is a build folder after `make`. Results are
compared before they are timed."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import tempfile
import timeit

import library

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
ENCODINGS = {"latin-1": 0, "utf-16-le": 1, "utf-16-be": 2, "utf-8": 3}  # simdtag's numbers, see id3.h
TEXTS = {
    "ASCII": "The quick brown fox jumps over it", "Latin": "Für Élise à Orléans, ça ira",
    "kana": "日本語のタイトルと長い名前をもつ曲ですよね、これは", "surrogates": "a\U0001F600b" * 10,
}
LENGTHS = (8, 20)
ROUNDS, REPEATS = 20000, 25


def built(build, folder):
    """The module text_bench, compiled beside the library of a build folder."""
    path = os.path.join(folder, "text_bench" + sysconfig.get_config_var("EXT_SUFFIX"))
    headers = [sysconfig.get_paths()["include"], os.path.join(ROOT, "src"), os.path.join(ROOT, "include")]
    sources = [os.path.join(ROOT, "bench", "text.c"), os.path.join(ROOT, "src", "pyext", "text.c")]
    flags = ["-O2", "-std=gnu11", "-shared", "-fPIC", "-fvisibility=hidden", *("-I" + folder for folder in headers)]
    libraries = [os.path.join(build, ".libs", "libst.a"), *library.linked_with(build), "-lm"]
    command = ["gcc", *flags, *sources, *libraries, "-o", path]
    subprocess.run(command, check=True)
    spec = importlib.util.spec_from_file_location("text_bench", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        bench = built(sys.argv[1], folder)
        print("| text | encoding | units | simdtag, ns | CPython's decoder in C, ns | bytes.decode(), ns |")
        print("|---|---|---|---|---|---|")
        for kind, text in TEXTS.items():
            for encoding, number in ENCODINGS.items():
                for length in LENGTHS:
                    part = text[:length]
                    try:
                        data = part.encode(encoding)
                    except UnicodeEncodeError:
                        continue
                    assert bench.text(data, number) == part
                    ours, theirs, method = [], [], []
                    for _ in range(REPEATS):  # interleaved: the machine may have other work
                        ours.append(bench.run(data, number, ROUNDS, True))
                        theirs.append(bench.run(data, number, ROUNDS, False))
                        seconds = timeit.timeit(lambda: data.decode(encoding), number=ROUNDS)
                        method.append(seconds / ROUNDS * 1e9)
                    figures = " | ".join(f"{min(way):.0f}" for way in (ours, theirs, method))
                    print(f"| {kind} | {encoding} | {length} | {figures} |")


if __name__ == "__main__":
    main()

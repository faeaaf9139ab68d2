# SPDX-License-Identifier: MIT
"""Fails on files, functions and lines beyond the house's sizes, and on files that do not say their licence."""
import os
import re
import sys

FILE_LINES = 800
KERNEL_LINES = 500
FUNCTION_LINES = 120
COLUMNS = 100
PYTHON_COLUMNS = 120
# name: why it may be longer. Keep this short.
EXCEPTIONS = {"tests/python/id3_cases.py": "data: one case a line"}
DEFINITION = re.compile(r"^[A-Za-z_].*\b([A-Za-z_]\w*)\s*\(")


def functions(lines):
    """(name, first line, length) of each function: from its first line to the brace in column 0."""
    start = name = None
    for number, line in enumerate(lines, 1):
        match = DEFINITION.match(line)
        if match and not line.rstrip().endswith(";"):
            start, name = number, match[1]
        elif line.startswith("}") and start:
            yield name, start, number - start + 1
            start = None
        elif line.rstrip().endswith(";") and start and not line[:1].isspace():
            start = None


def check(path, shown):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    kernel = "/kernels/" in shown.replace(os.sep, "/")
    most = KERNEL_LINES if kernel else FILE_LINES
    if len(lines) - 1 > most and shown not in EXCEPTIONS:
        yield f"{shown}: {len(lines) - 1} lines, at most {most}"
    if "SPDX-License-Identifier: MIT" not in "".join(lines[:3]):
        yield f"{shown}: no SPDX line at the top"
    columns = PYTHON_COLUMNS if shown.endswith(".py") else COLUMNS
    for number, line in enumerate(lines, 1):
        if len(line) > columns and shown not in EXCEPTIONS:
            yield f"{shown}:{number}: {len(line)} columns, at most {columns}"
    if shown.endswith((".c", ".h")):
        for name, first, length in functions(lines):
            if length > FUNCTION_LINES and name not in EXCEPTIONS:
                yield f"{shown}:{first}: {name} has {length} lines, at most {FUNCTION_LINES}"


def main():
    root = os.environ.get("srcdir", ".")
    found, seen = [], 0
    for top in ("src", "include", "python", "tests", "bench", "examples", "fuzz"):
        for where, dirs, names in os.walk(os.path.join(root, top)):
            dirs[:] = sorted(d for d in dirs if not d.startswith((".", "__")))
            for name in sorted(names):
                if name.endswith((".c", ".h", ".def", ".S", ".asm", ".inc", ".cc", ".mk", ".sh", ".py")):
                    path = os.path.join(where, name)
                    seen += 1
                    found += check(path, os.path.relpath(path, root))
    print("\n".join(found))
    print(f"{seen} files, {len(found)} findings")
    return 1 if found or seen < 10 else 0


sys.exit(main())

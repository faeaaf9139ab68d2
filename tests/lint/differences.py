# SPDX-License-Identifier: MIT
"""Fails on a row of docs/differences.md that names no test, or one that is not there."""
import os
import sys

HOME = "tests/python/test_differences.py"


def named(cell):
    """(file, test) of a row's last cell: "test_x", which is in HOME, or "file, test"."""
    file, comma, test = cell.partition(", ")
    return (file, test) if comma else (HOME, cell)


def main():
    root = os.environ.get("srcdir", ".")
    with open(os.path.join(root, "docs", "differences.md"), encoding="utf-8") as f:
        rows = [line.rstrip().rstrip("|") for line in f if line.startswith("| ")][1:]
    found = []
    for row in rows:
        file, test = named(row.rpartition("|")[2].strip())
        path = os.path.join(root, file)
        source = open(path, encoding="utf-8").read() if os.path.isfile(path) else ""
        start = "def %s(" % test if file.endswith(".py") else "START_TEST(%s)" % test
        if start not in source:
            found.append(f"docs/differences.md: there is no test {test!r} in {file}: {row[:60]} …")
    print("\n".join(found))
    print(f"{len(rows)} differences, {len(found)} without a test")
    return 1 if found or len(rows) < 10 else 0


sys.exit(main())

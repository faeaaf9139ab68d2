# SPDX-License-Identifier: MIT
"""The manual page of scan.h has each of its functions, with the header's parameters, and explains it."""

import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)
HEADER = os.path.join(ROOT, "include", "simdtag", "scan.h")
PAGE = os.path.join(ROOT, "docs", "man", "simdtag_scan.3")
ALSO = ["simdtag_cpu", "simdtag_cpu_limit"]  # of simdtag.h


def text(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def declared():
    """Declarations as "type name(parameters)"."""
    return {" ".join(found.split()) for found in re.findall(r"^SIMDTAG_API ([^;]*);", text(HEADER), re.M)}


def shown(page):
    """The same of the synopsis: .BI joins words, in turns bold and italic, of which those in quotes have spaces."""
    part = page.split("simdtag/simdtag.h")[0]
    lines = re.findall(r"^\.BI (.*);$", part, re.M)
    return {"".join(a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line)) for line in lines}


def main():
    page, header = text(PAGE), declared()
    problems = [f"the synopsis lacks {line}" for line in sorted(header - shown(page))]
    problems += [f"the header lacks {line}" for line in sorted(shown(page) - header)]
    for name in [re.search(r"simdtag_\w+", line).group() for line in header] + ALSO:
        if not re.search(rf"^\.BR .*\b{name}\b", page, re.M):
            problems.append(f"{name} is not explained")
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", PAGE], stderr=subprocess.PIPE, text=True,
                              check=False)
        problems += done.stderr.splitlines()
    for problem in problems:
        print(f"simdtag_scan.3: {problem}")
    print(f"{len(header)} functions, {len(problems)} findings")
    return bool(problems) or len(header) < 20


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: MIT
"""Every format has a fuzz driver and a dictionary: fuzz/fuzz_<stem>.c, fuzz/dict/<stem>.dict."""

import os
import re
import sys


def read(root, *parts):
    with open(os.path.join(root, *parts), encoding="utf-8") as f:
        return f.read()


def main():
    root = os.environ.get("srcdir", ".")
    formats = set(re.findall(r"^    SIMDTAG_FORMAT_(\w+)", read(root, "include", "simdtag", "types.h"), re.M))
    formats -= {"NONE", "COUNT"}
    drivers = {}
    for name in os.listdir(os.path.join(root, "fuzz")):
        stem = re.fullmatch(r"fuzz_(\w+)\.c", name)
        if stem and stem[1] != "open":
            defined = r"#define ST_FUZZ_FORMAT SIMDTAG_FORMAT_(\w+)"
            drivers[stem[1]] = set(re.findall(defined, read(root, "fuzz", name)))
    found = [f"no fuzz/fuzz_{name.lower()}.c" for name in sorted(formats) if name.lower() not in drivers]
    found += [f"fuzz/fuzz_{stem}.c does not fuzz SIMDTAG_FORMAT_{stem.upper()}"
              for stem, names in sorted(drivers.items()) if names != {stem.upper()} or not names <= formats]
    for stem in sorted(drivers):
        path = os.path.join("fuzz", "dict", stem + ".dict")
        if not os.path.exists(os.path.join(root, path)):
            found.append("no " + path)
            continue
        for number, line in enumerate(read(root, path).splitlines(), 1):
            if not re.fullmatch(r'#.*|"([^"\\]|\\x[0-9a-f]{2})+"', line):
                found.append(f"{path}:{number}: not a word of libFuzzer's form")
    print("\n".join(found))
    print(f"{len(formats)} formats, {len(drivers)} drivers, {len(found)} findings")
    return 1 if found or len(drivers) < 10 else 0


sys.exit(main())

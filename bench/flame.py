# SPDX-License-Identifier: MIT
"""A flame graph of opening files and reading all their tags: where the time goes, as an SVG picture.

It runs simdtag over a library as bench/race.py makes it (every format, half of the files with pictures) under
`perf record` with call stacks, folds them, and draws them: the width of a box is the share of samples that had
this function on their stack, callers below. Boxes narrower than a four-hundredth are left out. Needs Linux and
perf; without a symbol table of the kernel (kernel.perf_event_paranoid, kptr_restrict) its part is one box.

    python bench/flame.py [--mode open|all|values] [--only FORMAT] [--seconds S] [--files N] [--title WORDS]
                          [--work FOLDER] --out flame.svg

--work: where the library lies or is made (default: build/race/work)."""

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import library  # noqa: E402
import race  # noqa: E402

LOOP = """
import sys, time
sys.path.insert(0, %r)
import race_worker as w
name, mode, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
paths = sys.stdin.read().split("\\n")
opened, read = w.like_mutagen("simdtag")(name), w.everything("simdtag")
if mode == "values":
    read = w.looked_at(read)
def run_files():
    for path in paths:
        f = opened(path)
        if mode != "open":
            read(f)
run_files()
until = time.monotonic() + seconds
while time.monotonic() < until:
    run_files()
"""
WIDTH, HIGH, LEAST = 1200, 16, 1 / 400
LOOPS = "_PyEval_EvalFrameDefault"
KERNEL, PYTHON, OURS, C_LIBRARY = "#c8553d", "#e9b44c", "#0b7a75", "#7768ae"


def record(args, paths, data):
    command = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "4999", "--call-graph", "dwarf,4096", "-o", data]
    command += [sys.executable, "-c", LOOP % race.HERE, args.name, args.mode, str(args.seconds)]
    subprocess.run(command, input="\n".join(paths), env=race.ENV, text=True, check=True, stdout=subprocess.DEVNULL)


def stacks(data):
    """[(function, library) from the outermost on] of each sample."""
    command = ["perf", "script", "-i", data, "--no-inline", "-F", "ip,sym,dso"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as perf:
        stack = []
        for line in perf.stdout:
            if line.strip():
                found = re.match(r"\s*[0-9a-f]+ (.*) \((.*)\)\s*$", line)
                if found:
                    stack.append((re.sub(r"\+0x[0-9a-f]+$", "", found[1]), found[2]))
            elif stack:
                yield stack[::-1]
                stack = []


def short(frame):
    """A function's name and the colour of whose it is."""
    name, dso = frame
    if "kernel" in dso or dso.startswith("[k") or "vdso" in dso:
        return name if name != "[unknown]" else "kernel", KERNEL
    if "_core" in os.path.basename(dso):
        return name, OURS
    if "python" in os.path.basename(dso):
        return name, PYTHON
    return name, C_LIBRARY


def folded(samples):
    """A tree {frame: [samples, children]} of the stacks from the loop on."""
    root, total = {}, 0
    for stack in samples:
        frames = [short(f) for f in stack if f[0] != "[unknown]" or "kernel" in f[1]]
        frames = [f for i, f in enumerate(frames) if i == 0 or f != frames[i - 1]]  # recursion is one box
        while len(frames) > 1 and frames[0][1] in (PYTHON, C_LIBRARY) and frames[0][0] != LOOPS:
            frames.pop(0)  # the interpreter's way down to the loop says nothing about the loop
        total += 1
        here = root
        for frame in frames:
            entry = here.setdefault(frame, [0, {}])
            entry[0] += 1
            here = entry[1]
    return root, total


def draw(root, total, title):
    boxes = []

    def place(children, x, depth):
        for (name, colour), (n, inner) in sorted(children.items(), key=lambda item: (item[0][1], -item[1][0])):
            if n >= total * LEAST:
                boxes.append((x, depth, n, name, colour))
                place(inner, x, depth + 1)
            x += n

    place(root, 0, 0)
    deepest = max(depth for _, depth, *_ in boxes)
    height = (deepest + 3) * HIGH
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="10">'
        % (WIDTH, height),
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="4" y="12" font-size="12">%s</text>' % html.escape(title),
    ]
    legend = [("kernel", KERNEL), ("simdtag", OURS), ("Python", PYTHON), ("C library", C_LIBRARY)]
    for i, (words, colour) in enumerate(legend):
        out.append('<text x="%d" y="12" fill="%s">■ %s</text>' % (WIDTH - 300 + 75 * i, colour, words))
    for x, depth, n, name, colour in boxes:
        left, wide, top = x * WIDTH / total, n * WIDTH / total, height - (depth + 1) * HIGH
        out.append(
            '<g><title>%s: %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="15" fill="%s"/>'
            % (html.escape(name), 100 * n / total, left, top, wide - 0.3, colour)
        )
        fits = int((wide - 4) / 5.6)
        if fits > 2:
            text = name if len(name) <= fits else name[: fits - 1] + "…"
            out.append('<text x="%.1f" y="%d" fill="#fff">%s</text>' % (left + 2, top + 11, html.escape(text)))
        out.append("</g>")
    return "\n".join(out + ["</svg>\n"])


def shares(root, total):
    """Percent of the samples whose innermost function is whose."""
    own = {}

    def walk(children):
        for (_, colour), (n, inner) in children.items():
            own[colour] = own.get(colour, 0) + n - sum(m for m, _ in inner.values())
            walk(inner)

    walk(root)
    words = [("kernel", KERNEL), ("simdtag", OURS), ("Python", PYTHON), ("C library", C_LIBRARY)]
    return ", ".join("%s %.0f %%" % (name, 100 * own.get(colour, 0) / total) for name, colour in words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=("open", "all", "values"), default="all")
    parser.add_argument("--only", choices=library.FORMATS, help="one format (default: the mix, through File())")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--files", type=int, default=100, help="files a format (100)")
    parser.add_argument("--title", default="")
    parser.add_argument("--work", default=os.path.join(library.ROOT, "build", "race", "work"))
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    if shutil.which("perf") is None:
        sys.exit("flame: perf is not installed")
    os.makedirs(args.work, exist_ok=True)
    found = library.make(args.work, [args.only] if args.only else library.FORMATS, args.files, "half")
    paths = [path for group in zip(*found.values()) for path in group]
    args.name = args.only or "mix"
    for path in paths:  # into the page cache
        with open(path, "rb") as f:
            f.read()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "perf.data")
        record(args, paths, data)
        root, total = folded(stacks(data))
    words = {"open": "open", "all": "open + length + all tags", "values": "open + length + all tags + values"}
    title = "%s%s of %d files (%s), %d samples: %s" % (
        args.title and args.title + ": ",
        words[args.mode],
        len(paths),
        race.TITLES[args.name],
        total,
        shares(root, total),
    )
    with open(args.out, "w", encoding="utf-8") as f:
        f.write(draw(root, total, title))
    print(race.cpu())
    print(title)
    print("%s, %d KB" % (args.out, os.path.getsize(args.out) >> 10))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""What `make bench` left in bench-kernels.json, for docs/kernels.md.

python bench/kernels_report.py bench-kernels.json               Markdown
python bench/kernels_report.py bench-kernels.json kernels.png   also bytes per cycle by size, drawn (matplotlib)"""

import json
import sys

SHORT, LONG = (16, 64), (4 << 10, 1 << 20)
COLOURS = {"generic": "0.6", "pclmul": "tab:orange", "avx2": "tab:blue", "neon": "tab:blue", "glibc": "tab:green",
           "isa-l": "tab:green"}


def read(path):
    """{(kernel, tier): {size or "strings": ns}} at a multiple of 64, least of the repetitions; and the MHz."""
    with open(path, encoding="utf-8") as f:
        whole = json.load(f)
    rows = {}
    for run in whole["benchmarks"]:
        if run.get("run_type") == "aggregate":
            continue
        kernel, tier, size, *align = run["run_name"].split("/")
        if align and align[0] != "0":
            continue
        ns = run["cpu_time"]
        if size == "strings":
            ns /= 1024
        else:
            size = int(size)
        row = rows.setdefault((kernel, tier), {})
        row[size] = min(ns, row.get(size, ns))
    return rows, whole["context"]["mhz_per_cpu"]


def markdown(rows):
    heads = ["kernel", "tier"] + [f"{n} B, ns" for n in SHORT] + ["4 KiB, GB/s", "1 MiB, GB/s", "a string, ns"]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" * len(heads) + "|"
    for (kernel, tier), row in sorted(rows.items()):
        cells = [f"`{kernel}`", tier] + [f"{row[n]:.1f}" for n in SHORT]
        cells += ["–" if kernel == "detect" else f"{n / row[n]:.{0 if n / row[n] >= 10 else 1}f}" for n in LONG]
        cells.append(f"{row['strings']:.1f}" if "strings" in row else "–")
        yield "| " + " | ".join(cells) + " |"


def draw(rows, mhz, path):
    from matplotlib import pyplot

    best = {k: row for (k, tier), row in rows.items() if tier not in ("generic", "pclmul") and k != "detect"}
    columns = 5
    figure, axes = pyplot.subplots(-(-len(best) // columns), columns, figsize=(15, 1.7 * len(best) / columns + 1),
                                   sharex=True, squeeze=False)
    for axis in axes.flat[len(best):]:
        axis.set_visible(False)
    for axis, (kernel, row) in zip(axes.flat, sorted(best.items())):
        for tier, colour in COLOURS.items():
            sizes = [(n, n / (ns * mhz / 1000)) for n, ns in rows.get((kernel, tier), {}).items() if n != "strings"]
            if sizes:
                axis.plot(*zip(*sorted(sizes)), label=tier, color=colour, linewidth=1.2)
        axis.set_title(kernel, fontsize=8)
        axis.set_xscale("log", base=2)
        axis.set_ylim(bottom=0)
        axis.tick_params(labelsize=6)
        axis.legend(fontsize=6, frameon=False)
    figure.supxlabel("bytes", fontsize=9)
    figure.supylabel(f"bytes a cycle of the time stamp counter, {mhz} MHz", fontsize=9)
    figure.tight_layout()
    figure.savefig(path, dpi=80)


def main():
    rows, mhz = read(sys.argv[1])
    print("\n".join(markdown(rows)))
    if len(sys.argv) > 2:
        draw(rows, mhz, sys.argv[2])


if __name__ == "__main__":
    main()

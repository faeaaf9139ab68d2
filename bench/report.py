# SPDX-License-Identifier: MIT
"""Prints race.json or growth.json as the Markdown tables of README.md and docs/performance.md.

python bench/report.py build/race/race.json          the summary
python bench/report.py --all build/race/race.json    every row
python bench/report.py build/growth/growth.json      the curves' ends"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

TITLES = {
    "mp3": "MP3",
    "mp4": "MP4",
    "flac": "FLAC",
    "oggvorbis": "Ogg Vorbis",
    "oggopus": "Ogg Opus",
    "asf": "WMA",
    "wave": "WAV",
    "aiff": "AIFF",
    "wavpack": "WavPack",
    "monkeysaudio": "Monkey's Audio",
    "musepack": "Musepack",
    "mix": "`File()` on the mix",
}
MODES = {"lazy": "lazy open", "open": "open", "all": "open + info + all tags", "values": "… and each value's text"}
OTHERS = ("mutagen-rs", "tinytag", "pytaglib")


class Figures:
    """Microseconds a file by library, reader and mode."""

    def __init__(self, race):
        self.best = {(row["library"], row["reader"], row["mode"]): row["best"] for row in race["microseconds"]}
        self.libraries = [name for name in TITLES if (name, "mutagen", "open") in self.best]

    def us(self, *key):
        return self.best.get(key)

    def floor(self, library, mode):
        """The floor of a mode: that of all tags reads pictures that are values of tags."""
        alone = self.us(library, "floor", "open")
        return alone if mode in ("open", "lazy") else self.us(library, "floor", "all") or alone


def number(value):
    return "–" if value is None else "%.2f" % value if value < 10 else "%.1f" % value if value < 100 else "%.0f" % value


def times(value, by):
    return "–" if not value or not by else "%.2f ×" % (value / by)


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def summary(f):
    ratios = ("÷ floor", "mutagen ÷ it")
    head = ("µs a file", "floor", "lazy", "open", *ratios, "all tags", *ratios, "next best ÷ it")
    yield row(*head)
    yield row(*["---"] * len(head))
    for name in f.libraries:
        opened, everything = f.us(name, "simdtag", "open"), f.us(name, "simdtag", "all")
        rivals = [f.us(name, other, "all") for other in OTHERS if f.us(name, other, "all")]
        yield row(
            TITLES[name],
            number(f.floor(name, "open")),
            number(f.us(name, "simdtag", "lazy")),
            number(opened),
            times(opened, f.floor(name, "open")),
            "%.0f ×" % (f.us(name, "mutagen", "open") / opened),
            number(everything),
            times(everything, f.floor(name, "all")),
            "%.0f ×" % (f.us(name, "mutagen", "all") / everything),
            "%.1f ×" % (min(rivals) / everything) if rivals else "–",
        )


def every_row(f):
    readers = ("floor", "C API", "simdtag", "mutagen", *OTHERS)
    for name in f.libraries:
        yield ""
        yield row(TITLES[name], "mode", "µs a file", "÷ floor", "mutagen ÷ it")
        yield row(*["---"] * 5)
        for reader in readers:
            for mode, words in MODES.items():
                value = f.us(name, reader, mode)
                if value is not None:
                    rival = f.us(name, "mutagen", "open" if mode == "lazy" else mode)
                    yield row(reader, words, number(value), times(value, f.floor(name, mode)), times(rival, value))


def main():
    arguments = [a for a in sys.argv[1:] if a != "--all"]
    with open(arguments[0], encoding="utf-8") as file:
        race = json.load(file)
    if "curves" in race:
        import growth

        print("\n".join([growth.headline(race), *growth.table(race)]))
        return
    figures = Figures(race)
    print("%s; %s; Python %s; %d files a format, covers in %s, best of %d rounds" % (
        race["cpu"], race["system"], race["python"], race["files"], race["covers"], race["rounds"]))
    print(", ".join("%s %s" % item for item in race["versions"].items()) + "\n")
    for line in every_row(figures) if "--all" in sys.argv else summary(figures):
        print(line)
    print("\n`import simdtag` takes %.1f ms above a bare interpreter, `import mutagen` %.1f ms." % (
        race["import_ms"].get("simdtag", 0), race["import_ms"].get("mutagen", 0)))


if __name__ == "__main__":
    main()

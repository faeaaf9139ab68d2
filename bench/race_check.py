# SPDX-License-Identifier: MIT
"""The regression guard: whether the race's ratios, to the floor and to mutagen, keep within bench/limits.json.
Absolute times are never looked at, so that the same limits serve slower machines; a row that exceeds its limit is
measured again, with the floor and mutagen beside it, before anybody complains.

    python bench/race.py --check [--quick]      compares; ends with 1 if a row exceeds its limit even then
    python bench/race.py --write-limits         measures, and writes the limits anew

A limit is the budget of the design or the best ratio measured with 20 % of head room, whichever is wider. There are no
budgets against mutagen but for the imports: there the head room counts alone."""

import json
import os

LIMITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "limits.json")
HEAD_ROOM = 1.2
AGAIN = 3  # how often rows are measured again
BUDGETS = {  # × floor
    ("C API", "open"): 1.15,
    ("C API", "all"): 1.15,
    ("simdtag", "lazy"): 0.05,
    ("simdtag", "open"): 1.25,
    ("simdtag", "all"): 1.6,
}
IMPORTS = {"import": 13 / 3, "import and one File()": 33 / 4}  # mutagen ÷ it, at least: the design's budgets
GUARDED = tuple(BUDGETS)


def figures(race):
    """{row: {"floor": × floor, "mutagen": mutagen ÷ it}} of what was measured, and {row: (library, reader, mode)}."""
    found, where = {}, {}
    for name in race.lists:
        for reader, mode in GUARDED:
            us = race.best(name, reader, mode)
            if us is None:
                continue
            like = "all" if mode == "all" else "open"
            rival = race.best(name, "mutagen", like)
            row = "%s: %s, %s" % (name, reader, mode)
            found[row] = {"floor": us / race.best(name, "floor", like)}
            if rival:
                found[row]["mutagen"] = rival / us
            where[row] = (name, reader, mode)
    for words, (ours, theirs) in race.import_pairs.items():
        found[words] = {"mutagen": theirs / ours}
        where[words] = None
    return found, where


def exceeding(found, limits):
    """[(row, "floor" or "mutagen", figure, limit)] of the figures that do not keep within their limits."""
    return [
        (row, what, found[row][what], limit[what])
        for row, limit in limits.items()
        for what in ("floor", "mutagen")
        if what in limit
        and what in found.get(row, ())
        and (found[row][what] > limit[what] if what == "floor" else found[row][what] < limit[what])
    ]


def limits_of(found, where):
    """The limits for figures that were measured."""
    out = {}
    for row, ratios in found.items():
        budget = BUDGETS[where[row][1:]] if where[row] else None
        out[row] = {}
        if "floor" in ratios:
            out[row]["floor"] = round(max(budget, ratios["floor"] * HEAD_ROOM), 3)
        if "mutagen" in ratios:
            least = ratios["mutagen"] / HEAD_ROOM
            out[row]["mutagen"] = round(min(least, IMPORTS.get(row, least)), 2)
    return out


def read_limits(path=LIMITS):
    with open(path, encoding="utf-8") as f:
        return json.load(f)["limits"]


def write_limits(found, where, machine, path=LIMITS):
    """One row a line, so that a change of the limits can be reviewed."""
    rows = [
        "  %s: %s" % (json.dumps(row, ensure_ascii=False), json.dumps(dict(limit, measured=rounded(found[row]))))
        for row, limit in limits_of(found, where).items()
    ]
    with open(path, "w", encoding="utf-8") as f:
        f.write('{\n "written by": "bench/race.py --write-limits",\n')
        f.write(' "on": %s,\n "head room": %s,\n "limits": {\n' % (json.dumps(machine), HEAD_ROOM))
        f.write(",\n".join(rows) + "\n }\n}\n")


def rounded(ratios):
    return {what: round(value, 3 if value < 10 else 1) for what, value in ratios.items()}


def verdict(race, limits, say=print):
    """Measures again what exceeds its limit, says what still does, and gives the exit status."""
    found, where = figures(race)
    bad = exceeding(found, limits)
    for turn in range(AGAIN):
        if not bad:
            break
        rows = sorted({row for row, *_ in bad})
        say("measuring again (%d of %d): %s" % (turn + 1, AGAIN, "; ".join(rows)))
        race.again({where[row] for row in rows})
        found, where = figures(race)
        bad = exceeding(found, limits)
    for line in told(bad):
        say(line)
    for row in limits:
        if row not in found:
            say("not measured here: %s" % row)
    for row in found:
        if row not in limits:
            say("no limit yet: %s (bench/race.py --write-limits)" % row)
    wrong = [item for item in race.left_out if item[1] in ("simdtag", "C API")]
    for name, reader, why in wrong:
        say("%s on %s: %s" % (reader, name, why))
    compared = sum(len(set(limits[row]) & {"floor", "mutagen"} & set(found[row])) for row in found if row in limits)
    say("race --check: %d ratios compared, %d exceed their limits" % (compared, len(bad)))
    return 1 if bad or wrong or not compared else 0


def told(bad):
    """The table of what exceeds."""
    if bad:
        yield "%-40s %-16s %10s %10s" % ("row", "ratio", "measured", "limit")
    for row, what, figure, limit in bad:
        words = "× floor" if what == "floor" else "mutagen ÷ it"
        yield "%-40s %-16s %10.3f %s %8.3f" % (row, words, figure, ">" if what == "floor" else "<", limit)

# SPDX-License-Identifier: MIT
"""The regression guard of bench/race.py --check, on results that are made up: nothing is timed here."""

import json
import os
import sys

import pytest

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "bench")

TIMES = {  # µs by reader and mode
    ("floor", "open"): 5.0,
    ("floor", "all"): 5.0,
    ("C API", "open"): 5.5,
    ("C API", "all"): 5.6,
    ("simdtag", "lazy"): 0.1,
    ("simdtag", "open"): 6.0,
    ("simdtag", "all"): 9.0,
    ("mutagen", "open"): 60.0,
    ("mutagen", "all"): 90.0,
}


class Race:
    """What race_check looks at; `later` takes the place of the times when rows are measured again."""

    def __init__(self, times=(), later=(), left_out=(), imports=(1.0, 10.0)):
        self.times, self.later = dict(TIMES), dict(later)
        self.times.update(times)
        self.lists = {"mp3": "", "flac": ""}
        self.left_out = list(left_out)
        self.import_pairs = {"import": imports}
        self.asked = []

    def best(self, name, reader, mode):
        return self.times.get((reader, mode))

    def again(self, wanted):
        self.asked.append(wanted)
        self.times.update(self.later)


@pytest.fixture(scope="module")
def check():
    sys.path.insert(0, BENCH)
    try:
        import race_check

        yield race_check
    finally:
        sys.path.remove(BENCH)


def outcome(check, race, limits):
    said = []
    return check.verdict(race, limits, said.append), "\n".join(said)


def test_limits_hold_what_they_were_made_of(check, tmp_path):
    race = Race()
    found, where = check.figures(race)
    path = str(tmp_path / "limits.json")
    check.write_limits(found, where, "a machine", path)
    limits = check.read_limits(path)
    assert set(limits) == set(found)
    assert outcome(check, race, limits)[0] == 0
    assert race.asked == []


def test_limits_are_the_budget_or_the_measured_with_head_room(check):
    limits = check.limits_of(*check.figures(Race()))
    assert limits["mp3: simdtag, lazy"]["floor"] == 0.05  # the budget: 0.02 is far below it
    assert limits["mp3: simdtag, all"]["floor"] == pytest.approx(1.8 * check.HEAD_ROOM, abs=1e-3)
    assert limits["mp3: simdtag, all"]["mutagen"] == pytest.approx(10 / check.HEAD_ROOM, abs=1e-2)
    assert limits["import"] == {"mutagen": round(13 / 3, 2)}


@pytest.mark.parametrize("slow, row, words", [
    ({("simdtag", "open"): 9.0}, "mp3: simdtag, open", "× floor"),
    ({("C API", "all"): 7.5}, "flac: C API, all", "× floor"),
    ({("simdtag", "all"): 12.0}, "flac: simdtag, all", "mutagen ÷ it"),
    ({("simdtag", "lazy"): 0.3}, "mp3: simdtag, lazy", "× floor"),
])  # fmt: skip
def test_a_slower_row_fails(check, slow, row, words):
    limits = check.limits_of(*check.figures(Race()))
    race = Race(times=slow)
    status, said = outcome(check, race, limits)
    assert status == 1
    assert any(line.startswith(row) and words in line for line in said.splitlines())
    assert len(race.asked) == check.AGAIN


def test_a_slower_import_fails(check):
    limits = check.limits_of(*check.figures(Race()))
    race = Race(imports=(4.0, 10.0))
    status, said = outcome(check, race, limits)
    assert status == 1 and "import " in said
    assert race.asked[0] == {None}


def test_noise_is_measured_again_and_passes(check):
    limits = check.limits_of(*check.figures(Race()))
    race = Race(times={("simdtag", "open"): 60.0}, later=TIMES)
    assert outcome(check, race, limits)[0] == 0
    assert race.asked == [{("mp3", "simdtag", "open"), ("flac", "simdtag", "open")}]


def test_a_slower_machine_passes(check):
    limits = check.limits_of(*check.figures(Race()))
    slower = {row: 3 * us for row, us in TIMES.items()}
    assert outcome(check, Race(times=slower, imports=(3.0, 30.0)), limits)[0] == 0


def test_wrong_answers_and_empty_races_fail(check):
    limits = check.limits_of(*check.figures(Race()))
    status, said = outcome(check, Race(left_out=[("mp3", "simdtag", "answers differently")]), limits)
    assert status == 1 and "answers differently" in said
    assert outcome(check, Race(left_out=[("mp3", "pytaglib", "fails")]), limits)[0] == 0
    assert outcome(check, Race(), {})[0] == 1


def test_the_limits_in_the_repository_are_those_of_guarded_rows(check):
    with open(check.LIMITS, encoding="utf-8") as f:
        limits = json.load(f)["limits"]
    for row, limit in limits.items():
        assert limit.keys() >= {"mutagen", "measured"}
        if not row.startswith("import"):
            name, _, rest = row.partition(": ")
            reader, _, mode = rest.partition(", ")
            assert (reader, mode) in check.GUARDED and limit["floor"] >= check.BUDGETS[reader, mode]
    assert {row.partition(":")[0] for row in limits} >= {"mp3", "mp4", "flac", "oggvorbis", "mix", "import"}

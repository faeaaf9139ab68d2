# SPDX-License-Identifier: MIT
"""Hostile files: an answer or a MutagenError, in memory and time that grow no faster than the file. (hostile.py makes
the files, and shows figures of larger ones when it is run.)"""

import json
import os
import subprocess
import sys

import pytest

import hostile
from amount import EMULATED
from simdtag import _core

SMALL = 1 << 18


def measured(tmp_path, name):
    cls, make = hostile.CASES[name]
    if cls != "id3.ID3" and cls.rpartition(".")[2] not in _core.FORMATS:
        pytest.skip(cls + " is not read yet")
    paths = [tmp_path / "small", tmp_path / "large"]
    for path, n in zip(paths, (SMALL, 4 * SMALL)):
        path.write_bytes(make(n))
    if EMULATED:
        return hostile.measure(cls, *paths, rounds=1), [os.path.getsize(path) for path in paths]
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    done = subprocess.run([sys.executable, hostile.__file__, cls, *map(str, paths)], stdout=subprocess.PIPE, env=env,
                          stderr=subprocess.PIPE, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), [os.path.getsize(path) for path in paths]


@pytest.mark.parametrize("name", hostile.CASES)
def test_cost(tmp_path, name):
    cost, (small, large) = measured(tmp_path, name)
    if not EMULATED:  # an emulator's own memory and its translation of code would be measured
        assert cost["memory"] <= 4 * large + (8 << 20)
        # quadratic work on four times the data takes sixteen times as long; the constant is for caches and page faults
        assert cost["seconds"][1] <= 8 * cost["seconds"][0] + 0.03, cost
    # nothing is read again and again, and small reads are few
    assert cost["bytes"][1] <= 3 * large + (1 << 17)
    assert cost["reads"][1] <= large / 1024 + 200

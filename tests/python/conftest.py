# SPDX-License-Identifier: MIT
"""Shared by all tests: asserts in same.py, too, say what differed; what an emulator cannot show is skipped."""

import os
import sys

import pytest

from amount import EMULATED

pytest.register_assert_rewrite("same")

if EMULATED:
    sys.executable = EMULATED  # the emulated interpreter itself is no program of this machine


def pytest_collection_modifyitems(items):
    shard = os.environ.get("SIMDTAG_TEST_SHARD")  # 1/2: every second test, from the first
    if shard:
        which, of = map(int, shard.split("/"))
        items[:] = items[which - 1::of]


def pytest_configure(config):
    config.addinivalue_line("markers", "not_emulated(why): says nothing, or cannot run, under an emulator")


def pytest_runtest_setup(item):
    mark = item.get_closest_marker("not_emulated")
    if mark and EMULATED:
        pytest.skip("under an emulator: " + mark.args[0])

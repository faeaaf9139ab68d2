# SPDX-License-Identifier: MIT
"""Shared by all tests: asserts in same.py, too, say what differed; what an emulator cannot show is skipped."""

import sys

import pytest

from amount import EMULATED

pytest.register_assert_rewrite("same")

if EMULATED:
    sys.executable = EMULATED  # the emulated interpreter itself is no program of this machine


def pytest_configure(config):
    config.addinivalue_line("markers", "not_emulated(why): says nothing, or cannot run, under an emulator")


def pytest_runtest_setup(item):
    mark = item.get_closest_marker("not_emulated")
    if mark and EMULATED:
        pytest.skip("under an emulator: " + mark.args[0])

# SPDX-License-Identifier: MIT
"""Shared by all tests: asserts in same.py, too, say what differed."""

import pytest

pytest.register_assert_rewrite("same")

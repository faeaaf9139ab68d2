# SPDX-License-Identifier: MIT
"""Shared by all tests: helpers' asserts say what differed."""

import pytest

pytest.register_assert_rewrite("same")

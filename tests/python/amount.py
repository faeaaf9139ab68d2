# SPDX-License-Identifier: MIT
"""How much of what could go on for ever is tried: an ordinary run, a long one (SIMDTAG_TEST_LONG), and one under an
emulator (SIMDTAG_TEST_EMULATED: the command that starts the other machine's Python), which is ten times slower."""

import os

LONG = bool(os.environ.get("SIMDTAG_TEST_LONG"))
EMULATED = os.environ.get("SIMDTAG_TEST_EMULATED")


def amount(ordinary, *, long, emulated):
    return emulated if EMULATED else long if LONG else ordinary

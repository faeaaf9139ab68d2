# SPDX-License-Identifier: MIT
"""Full atoms: those that begin with a version and flags."""


def parse_full_atom(data):
    """(version, flags, the rest) of a full atom's payload."""
    if len(data) < 4:
        raise ValueError("not enough data")
    return data[0], int.from_bytes(data[1:4], "big"), data[4:]

# SPDX-License-Identifier: MIT
"""smf.SMF beside mutagen's: what has no tags, errors, names."""

import copy
import io
import pickle
import time

import pytest

import mutagen.smf
import samples
import simdtag.smf
from amount import amount

BOTH = [mutagen.smf, simdtag.smf]
ONE = b"MThd\0\0\0\6\0\1\0\1\0\x60" + b"MTrk\0\0\0\x08\x60\x90\x40\x40\0\xff\x2f\0"


def both(do):
    out = []
    for module in BOTH:
        try:
            out.append(do(module))
        except Exception as e:
            out.append((type(e).__name__, [c.__name__ for c in type(e).__mro__]))
    return out


@pytest.mark.parametrize("do", [
    lambda m: m.SMF(io.BytesIO(ONE)).info.length,
    lambda m: m.SMF(io.BytesIO(ONE)).info.pprint(),
    lambda m: m.SMF(io.BytesIO(ONE)).pprint(),
    lambda m: m.SMF(io.BytesIO(ONE)).mime,
    lambda m: m.SMF(io.BytesIO(ONE)).tags,
    lambda m: m.SMF(io.BytesIO(ONE)).keys(),
    lambda m: m.SMF(io.BytesIO(ONE)).add_tags(),
    lambda m: m.SMF(io.BytesIO(ONE))["a"],
    lambda m: m.SMF(io.BytesIO(ONE)).__setitem__("a", "b"),
    lambda m: m.SMF(io.BytesIO(ONE)).__delitem__("a"),
    lambda m: m.SMF(io.BytesIO(ONE), 1),
    lambda m: m.SMF("/nonexistent/x.mid"),
    lambda m: m.SMF(io.BytesIO(ONE[:-1])),
    lambda m: m.SMFInfo(io.BytesIO(ONE)).length,
    lambda m: m.SMFInfo(io.BytesIO(b"MThd")),
    lambda m: copy.copy(m.SMFInfo(io.BytesIO(ONE))).length,
    lambda m: pickle.loads(pickle.dumps(m.SMFInfo(io.BytesIO(ONE)))).length,
    lambda m: (m.Open is m.SMF, m.error is m.SMFError, m.__all__, hasattr(m, "delete")),
    lambda m: type("Mine", (m.SMF,), {})(io.BytesIO(ONE)).info.length,
    lambda m: [m.SMF.score(name, io.BytesIO(head), head) for name in ("", "x.mid", "X.MIDI", "x.kar", ".mid")
               for head in (b"", b"MTh", b"MThd", ONE)],
])  # fmt: skip
def test_beside_mutagen(do):
    theirs, ours = both(do)
    assert theirs == ours


def test_file_finds_them():
    for ending in (".mid", ".midi"):
        f = simdtag.File(samples.one(ending))
        assert type(f) is simdtag.smf.SMF and f.info.length > 0.9


def test_many_tracks_take_linear_time():
    """65,535 tracks that pass over all the many changes of tempo of the first one."""
    tempos = b"\1\xff\x51\3\0\0\1" * 20000
    data = b"MThd\0\0\0\6\0\1\xff\xff\0\x60" + b"MTrk" + len(tempos).to_bytes(4, "big") + tempos
    data += b"MTrk\0\0\0\6\xff\xff\x60\x90\x40\x40" * 65534

    began = time.perf_counter()
    assert simdtag.smf.SMF(io.BytesIO(data)).info.length > 0
    assert time.perf_counter() - began < amount(1, long=1, emulated=60)

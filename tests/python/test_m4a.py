# SPDX-License-Identifier: MIT
"""The module m4a, whose classes only raise, beside mutagen's."""

import copy
import io
import pickle
import warnings

import pytest

import samples
from same import OURS, check

M4A = samples.one("budget-moov-first.m4a")


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


@pytest.mark.parametrize("program", [
    lambda p: p.m4a.M4A(),
    lambda p: p.m4a.M4A(M4A),
    lambda p: p.m4a.Open(M4A),
    lambda p: p.m4a.M4A(filename=M4A),
    lambda p: p.m4a.M4A(io.BytesIO(b"")),
    lambda p: p.m4a.M4A(fileobj=io.BytesIO(b"")),
    lambda p: p.m4a.M4A("/nonexistent"),
    lambda p: p.m4a.M4A(None),
    lambda p: p.m4a.M4A(5),
    lambda p: p.m4a.M4A().load(M4A),
    lambda p: (p.m4a.M4A().tags, p.m4a.M4A().info, p.m4a.M4A().mime, p.m4a.M4A().keys()),
    lambda p: p.m4a.M4AInfo(None, None),
    lambda p: p.m4a.M4AInfo(),
    lambda p: (p.m4a.M4AInfo.bitrate, p.m4a.M4AInfo.__new__(p.m4a.M4AInfo).pprint()),
    lambda p: p.m4a.M4ATags().load(1, 2),
    lambda p: p.m4a.M4ATags().save("x"),
    lambda p: p.m4a.M4ATags().delete("x"),
    lambda p: (p.m4a.M4ATags().pprint(), p.m4a.M4ATags()),
    lambda p: p.m4a.delete("x"),
    lambda p: p.m4a.delete(filename="x"),
    lambda p: p.m4a.M4A.score("x.m4a", io.BytesIO(b""), b"\0\0\0\x18ftypM4A "),
    lambda p: p.File(io.BytesIO(b"\0\0\0\x18ftypM4A "), options=[p.m4a.M4A]),
    lambda p: p.m4a.M4ACover(),
    lambda p: p.m4a.__all__,
    lambda p: (p.m4a.error.__mro__, p.m4a.M4AMetadataError.__mro__, p.m4a.M4AStreamInfoError.__mro__,
               p.m4a.M4AMetadataValueError.__mro__),
    lambda p: (p.m4a.M4A.__mro__, p.m4a.M4ATags.__mro__, p.m4a.M4AInfo.__mro__, p.m4a.M4ACover.__mro__),
])
def test_everything_raises(program):
    check(program)


def test_tags_by_hand():
    def program(p):
        f = p.m4a.M4A()
        f.add_tags()
        f["a"] = 1
        return f, f.tags, f.keys(), type(f.tags).__name__, f.tags.pprint()
    check(program)


def test_covers():
    def program(p):
        cls = p.m4a.M4ACover
        covers = [cls(b"ab"), cls(b"ab", cls.FORMAT_PNG), cls(b"ab", imageformat=5), cls(b"ab", None)]
        covers += [pickle.loads(pickle.dumps(c)) for c in covers] + [copy.copy(c) for c in covers]
        return [(c, type(c), c.imageformat) for c in covers], cls.FORMAT_JPEG
    check(program)


def test_importing_warns():
    import importlib
    module = OURS.m4a
    with pytest.warns(DeprecationWarning):
        importlib.reload(module)

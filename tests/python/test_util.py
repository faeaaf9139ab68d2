# SPDX-License-Identifier: MIT
"""The names of _util that programs with file classes of their own import, beside mutagen's."""

import io
import os
import pathlib

import pytest

import samples
from same import check

PATH = samples.one("budget-plain.mp3")
BITS = b"\xa5\x0f\xff\x01"


def tried(function, *args):
    try:
        return function(*args)
    except Exception as e:  # any: that is what is compared
        return [c.__name__ for c in type(e).__mro__], str(e)


@pytest.mark.parametrize("steps", [
    [("bits", 1)] * 8, [("bits", 12)], [("bits", 32), ("bits", 1)], [("bits", 33)], [("bits", 0)], [("bits", -1)],
    [("bytes", 2)], [("bits", 4), ("bytes", 2)], [("bytes", 9)], [("bytes", -1)], [("bytes", 0)],
    [("skip", 9), ("bits", 7)], [("skip", -1)], [("skip", 100), ("bits", 1)], [("align",)],
    [("bits", 3), ("align",), ("bits", 5)],
    [("bits", 3), ("skip", 5), ("bits", 8)], [("bits", 3), ("skip", 21), ("bits", 8)],
    [("bits", 3), ("skip", 2), ("bits", 20)],
], ids=str)
def test_bit_reader(steps):
    def program(p):
        reader = p._util.BitReader(io.BytesIO(BITS))
        return [(tried(getattr(reader, name), *args), reader.get_position(), reader.is_aligned())
                for name, *args in steps]
    check(program)
    check(lambda p: p._util.BitReaderError.__mro__)


def numbers(p):
    return sorted(name for name in dir(p._util.cdata) if not name.startswith("_"))


def test_numbers():
    check(numbers)

    def program(p):
        cdata, seen = p._util.cdata, []
        for name in numbers(p):
            thing = getattr(cdata, name)
            if name.endswith("_from"):
                seen += [tried(thing, bytes(range(250, 256)) * 2, at)[:1] for at in (0, 1, 11)] + [thing(bytes(20))]
            elif name.startswith("to_"):
                seen += [thing(number) for number in (0, 1, 127)] + [tried(thing, 1 << 70)[:1]]
            elif name.endswith(("_min", "_max")) or name in ("error", "bitswap"):
                seen.append(thing)
            elif name != "test_bit":
                seen += [tried(thing, bytes(range(255, 255 - n, -1))) for n in range(10)]
        return seen, [cdata.test_bit(5, n) for n in range(4)]
    check(program)


class Named(io.BytesIO):
    name = 7


LOOKS = {
    "endswith": lambda u: [u.endswith(a, b) for a in ("a.mp3", b"a.mp3", "x") for b in (".mp3", b".mp3")],
    "intround": lambda u: [u.intround(x) for x in (2.5, 3.5, -2.5, 1.2)],
    "get_size": lambda u: u.get_size(io.BytesIO(b"abc")),
    "read_full": lambda u: [tried(u.read_full, io.BytesIO(b"abc"), n) for n in (2, 4, -1, 0, 3)],
    "seek_end": lambda u: [(tried(u.seek_end, f, n), f.tell()) for f in [io.BytesIO(b"abcdef")] for n in (2, 9, -1, 0)],
    "is_fileobj": lambda u: [u.is_fileobj(x) for x in (io.BytesIO(), "a", b"a", pathlib.Path("a"), 5)],
    "fileobj_name": lambda u: [u.fileobj_name(x) for x in (io.BytesIO(), open(os.devnull), Named(), 5)],
    "bytes": lambda u: (list(u.iterbytes(b"ab")), u.bchr(5), u.FileThing(1, 2, 3), u.FileThing._fields),
    "terminated": lambda u: [tried(u.decode_terminated, *args) for args in (
        (b"abc\0def", "utf-8"), (b"abc", "utf-8"), (b"abc", "utf-8", False), (b"a\0\0\0b", "utf-16-le"),
        (b"", "latin-1"),
        (b"\0a\0\0", "utf-16-be"), (b"a\0a\0", "utf-16-le"), (b"\xff", "utf-8"))],
    "dict_match": lambda u: [u.dict_match(d, key, 7) for d in (
        {"a*": 1, "ab": 2}, {"[ab]": 1}, {"ab*": 1, "a*": 2}, {"a*": 2, "ab*": 1}, {})
        for key in ("ab", "abc", "[ab]", "a")],
    "nothing": lambda u: u.no_such_name,
}


@pytest.mark.parametrize("name", LOOKS)
def test_small(name):
    check(lambda p: LOOKS[name](p._util))


def test_convert_error():
    def program(p):
        @p._util.convert_error(OSError, p.MutagenError)
        def fails(e):
            """Words."""
            if e:
                raise e
            return 5
        return [tried(fails, e) for e in (None, OSError(3, "x"), KeyError(1), p.MutagenError("q"))], fails.__doc__
    check(program)


def loader(p):
    class Loader:
        @p._util.loadfile()
        def read(self, filething, x=1, **rest):
            fileobj = filething.fileobj
            kind = type(fileobj).__name__, getattr(fileobj, "mode", None)
            return filething.filename, filething.name, kind, fileobj.read(4), x, rest

        @p._util.loadfile(writable=True)
        def change(self, filething):
            return filething.fileobj.mode

        @p._util.loadfile(writable=True, create=True)
        def create(self, filething):
            return filething.fileobj.tell()
    return Loader()


CALLS = {
    "path": lambda o: o.read(PATH), "more": lambda o: o.read(PATH, 5), "keywords": lambda o: o.read(PATH, x=7, z=8),
    "filename": lambda o: o.read(filename=PATH), "fileobj": lambda o: o.read(fileobj=open(PATH, "rb")),
    "memory": lambda o: o.read(io.BytesIO(b"abcdef")),
    "None": lambda o: o.read(None), "none": lambda o: o.read(),
    "int": lambda o: o.read(5), "missing": lambda o: o.read("/nonexistent"),
    "bytes": lambda o: o.read(os.fsencode(PATH)),
    "pathlib": lambda o: o.read(pathlib.Path(PATH)), "text": lambda o: o.read(io.StringIO("x")),
    "both": lambda o: o.read(fileobj=io.BytesIO(b"q"), filename="z"), "filething": lambda o: o.read(filething=PATH),
    "change": lambda o: o.change(PATH), "change missing": lambda o: o.change("/nonexistent"),
    "change folder": lambda o: o.change(os.sep), "name": lambda o: type(o).read.__name__,
}


@pytest.mark.parametrize("name", CALLS)
def test_loadfile(name):
    check(lambda p: CALLS[name](loader(p)))


def test_loadfile_that_creates(tmp_path):
    for package_name in ("a", "b"):
        def program(p):
            stands = loader(p).create(tmp_path / (p._name + package_name))
            return stands, len(list(tmp_path.glob(p._name + "*")))
        check(program)


def test_loadfile_of_a_function():
    def program(p):
        @p._util.loadfile(method=False)
        def function(filething, y=2):
            return filething.filename, y
        return [function(PATH), function(PATH, 3), function(filename=PATH), tried(function, "/nonexistent")]
    check(program)


def test_file_class_of_a_program():
    """A format of somebody's own, made from FileType, StreamInfo and these helpers; File() chooses it."""
    def program(p):
        class Info(p.StreamInfo):
            def __init__(self, fileobj):
                reader = p._util.BitReader(fileobj)
                self.length, self.kind = reader.bits(8) / 10, reader.bytes(3)

            def pprint(self):
                return "Mine, %.1f seconds" % self.length

        class Mine(p.FileType):
            _mimes = ["audio/x-mine"]

            @p._util.convert_error(IOError, p.MutagenError)
            @p._util.loadfile()
            def load(self, filething, **kwargs):
                self.info = Info(filething.fileobj)
                self.filename = filething.filename
                self.tags = {"kind": [self.info.kind]}

            @staticmethod
            def score(filename, fileobj, header):
                return 2 * p._util.endswith(filename.lower(), ".mp3")

        seen = []
        for f in (Mine(PATH), p.File(PATH, [p.flac.FLAC, Mine]), Mine(open(PATH, "rb"))):
            seen.append((type(f).__name__, f.info.length, f.tags, f["kind"], f.filename, f.mime, f.pprint(), f.keys()))
            seen.append(vars(f.info))
        return seen, tried(Mine, "/nonexistent")
    check(program)

# SPDX-License-Identifier: MIT
"""ID3FileType and EasyID3FileType, and the tags they are told to read, beside mutagen's."""

import copy
import io
import os
import pickle
import sys

import pytest

import samples
from same import check

sys.path.insert(0, samples.SAMPLES)
import tagbytes as t  # noqa: E402

TAG = t.id3([t.text("TIT2", "Title"), t.text("TPE1", "Artist"), t.text("TRCK", "3/4"), t.text("TDRC", "2004"),
             t.described("TXXX", "d", "v"), t.comment("COMM", "eng", "d", "text")], padding=50)
OLD = t.id3([t.text("TIT2", "Title", 3), t.text("TYER", "2004", 3), t.text("TDAT", "1203", 3)], 3)
V1 = t.id3v1("title", "artist", "album", "1999", "comment", 5, 17)
JUNK = b"x" * 300
DATA = [TAG, OLD, TAG + JUNK, JUNK, b"", b"ID3", JUNK + V1, TAG + V1, TAG[:-60], t.id3([]), b"ID3\5" + bytes(6),
        b"ID3\5" + bytes(6) + JUNK + V1, b"ID3\4\0\0\0\0\0\xff"]


def classes(p):
    class Tag(p.id3.ID3):
        pass

    class Ours(p.id3.ID3FileType):
        pass

    class WithTag(p.id3.ID3FileType):
        ID3 = Tag

    return Tag, [p.id3.ID3FileType, p.easyid3.EasyID3FileType, Ours, WithTag]


def tried(function):
    """Of errors the class alone: their words differ (docs/differences.md)."""
    try:
        return function()
    except Exception as e:  # any: that is what is compared
        return [f"{c.__module__}.{c.__name__}" for c in type(e).__mro__]


def shown(f):
    tags = f.tags
    return (type(f).__name__, f.info.length, f.info.pprint(), type(tags).__name__, tags and sorted(tags.items()),
            f.pprint(), f.mime, f.ID3.__name__, sorted(vars(f)))


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("data", DATA, ids=range(len(DATA)))
def test_opening(which, data):
    check(lambda p: tried(lambda: shown(classes(p)[1][which](io.BytesIO(data)))))


ARGUMENTS = [
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), tag)),
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), ID3=tag)),
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), ID3=None)),
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), p.easyid3.EasyID3)),
    lambda p, cls, tag: shown(cls(io.BytesIO(JUNK), tag)),
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), known_frames={"TIT2": p.id3.TIT2})),
    lambda p, cls, tag: shown(cls(io.BytesIO(TAG), tag, known_frames={"TIT2": p.id3.TIT2})),
    lambda p, cls, tag: shown(cls(io.BytesIO(OLD), translate=False)),
    lambda p, cls, tag: shown(cls(io.BytesIO(OLD), v2_version=3)),
    lambda p, cls, tag: shown(cls(io.BytesIO(OLD), v2_version=2)),
    lambda p, cls, tag: shown(cls(io.BytesIO(JUNK + V1), load_v1=False)),
    lambda p, cls, tag: cls(io.BytesIO(TAG), bogus=1),
    lambda p, cls, tag: cls(5),
    lambda p, cls, tag: cls("/nonexistent"),
    lambda p, cls, tag: (cls.__new__(cls).tags, cls.__new__(cls).info, vars(cls.__new__(cls))),
    lambda p, cls, tag: [cls.score("x.mp3", None, head) for head in (b"ID3", b"ID", b"", b"TAG")],
    lambda p, cls, tag: (cls._Info.__mro__, cls.ID3.__name__, cls._Info(None, 0).length),
    lambda p, cls, tag: p.File(io.BytesIO(TAG), options=[cls]),
    lambda p, cls, tag: p.File(io.BytesIO(JUNK), options=[cls]),
]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("program", ARGUMENTS, ids=range(len(ARGUMENTS)))
def test_arguments(which, program):
    def run(p):
        tag, found = classes(p)
        return program(p, found[which], tag)
    check(run)


def added(f, *tag):
    f.add_tags(*tag)
    return type(f.tags).__name__, len(f.tags), f.ID3.__name__, sorted(vars(f))


def set_to(f, key, value):
    f[key] = value
    return f.keys(), f.tags and sorted(f.tags.items()), f.pprint()


def deleted(f, key):
    del f[key]
    return f.keys()


CHANGES = [
    lambda p, cls, tag, f: added(f),
    lambda p, cls, tag, f: added(f, tag),
    lambda p, cls, tag, f: added(f, None),
    lambda p, cls, tag, f: added(f, dict),
    lambda p, cls, tag, f: set_to(f, "TIT2", p.id3.TIT2(encoding=3, text="a")),
    lambda p, cls, tag, f: set_to(f, "title", "b"),
    lambda p, cls, tag, f: set_to(f, "TIT2", "b"),
    lambda p, cls, tag, f: deleted(f, "TIT2"),
    lambda p, cls, tag, f: deleted(f, "title"),
    lambda p, cls, tag, f: (f.keys(), f.values(), f.items(), f.get("TIT2"), f.get("zz", 5), "TIT2" in f, len(f)),
    lambda p, cls, tag, f: (list(f), bool(f), repr(f), f.pop("TIT2", None), f.pop("q", 1)),
    lambda p, cls, tag, f: f["TIT2"],
    lambda p, cls, tag, f: f["zz"],
    lambda p, cls, tag, f: f.setdefault("TIT2", 3),
    lambda p, cls, tag, f: f.update({"TALB": p.id3.TALB(encoding=3, text="q")}),
    lambda p, cls, tag, f: (f.load(io.BytesIO(OLD)), shown(f)),
    lambda p, cls, tag, f: (f.load(io.BytesIO(JUNK), tag), shown(f)),
    lambda p, cls, tag, f: (f.load(io.BytesIO(TAG), tag), shown(f)),
    lambda p, cls, tag, f: shown(copy.copy(f)),
]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("program", CHANGES, ids=range(len(CHANGES)))
def test_changes(which, program):
    for data in (TAG, JUNK, OLD):
        def run(p):
            tag, found = classes(p)
            return program(p, found[which], tag, found[which](io.BytesIO(data)))
        check(run)


def test_pickling(tmp_path):
    for data in (TAG, JUNK):
        path = str(tmp_path / "x.id3")
        with open(path, "wb") as f:
            f.write(data)
        for name in ("id3.ID3FileType", "easyid3.EasyID3FileType"):
            module, _, cls = name.partition(".")
            check(lambda p: shown(pickle.loads(pickle.dumps(getattr(getattr(p, module), cls)(path)))))


def reading_info(p, base=None, **members):
    """A class with an _Info of its own, which tells what it was given."""
    class WithInfo(base or p.id3.ID3FileType):
        class _Info:
            length = 7

            def __init__(self, fileobj, offset):
                self.seen = offset, fileobj.tell(), fileobj.read(2)

            @staticmethod
            def pprint():
                return "own"

    for name, value in members.items():
        setattr(WithInfo, name, value)
    return WithInfo


@pytest.mark.parametrize("data", DATA, ids=range(len(DATA)))
def test_stream_info_of_a_subclass(data):
    """_Info(fileobj, offset) is given the file where the tag ends."""
    check(lambda p: tried(lambda: reading_info(p)(io.BytesIO(data)).info.seen))
    check(lambda p: tried(lambda: reading_info(p, p.easyid3.EasyID3FileType)(io.BytesIO(data)).info.seen))


def test_stream_info_beside_any_tags():
    def without_size(p):
        class Tags:
            def __init__(self, fileobj, **more):
                fileobj.seek(3)
        return Tags

    def without_header(p):
        def tags(fileobj, **more):
            fileobj.read(3)
            raise p.id3.ID3NoHeaderError
        return staticmethod(tags)

    def failing(p):
        class Info:
            def __init__(self, fileobj, offset):
                raise p.MutagenError("no info")
        return Info

    check(lambda p: reading_info(p, ID3=without_size(p))(io.BytesIO(TAG)).info.seen)
    check(lambda p: reading_info(p, ID3=without_header(p))(io.BytesIO(TAG)).info.seen)
    check(lambda p: reading_info(p, _Info=failing(p))(io.BytesIO(TAG)))


def test_an_overridden_load():
    def program(p):
        class Own(p.id3.ID3FileType):
            def load(self, filething, *args, **kwargs):
                super().load(filething, *args, **kwargs)
                self.extra = args, kwargs

        return shown(Own(io.BytesIO(TAG))), Own(io.BytesIO(TAG), translate=False).extra
    check(program)


def test_paths(tmp_path):
    path = str(tmp_path / "tag.id3")
    with open(path, "wb") as f:
        f.write(TAG + JUNK)
    for name in (path, os.fsencode(path), tmp_path / "tag.id3"):
        check(lambda p: (p.id3.ID3FileType(name).filename, p.easyid3.EasyID3FileType(name).filename))

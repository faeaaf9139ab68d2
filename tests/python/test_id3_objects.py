# SPDX-License-Identifier: MIT
"""Frames read from files: every class against mutagen, damage, payloads left in the file, memory, and classes of the
caller's own."""

import copy
import gc
import io
import os
import pickle
import random
import struct
import sys
import weakref

import mutagen.id3
import mutagen.mp3
import pytest

import simdtag
import simdtag.id3
import simdtag.mp3
from build import AUDIO, V1, tag

THEIRS, OURS = mutagen.id3, simdtag.id3


def shown(tags):
    return repr(tags).replace("simdtag", "mutagen")


def both(data, **kwargs):
    """The same bytes loaded by both, or the exceptions' names."""
    found = []
    for package in (THEIRS, OURS):
        try:
            tags = package.ID3(io.BytesIO(data), **kwargs)
            found.append((shown(tags), list(tags), tags.version, tags.size, tags.unknown_frames, tags.pprint()))
        except Exception as error:
            if package is OURS and not isinstance(error, simdtag.MutagenError):
                raise
            found.append(type(error).__name__)
    return found


def assert_same(data, **kwargs):
    theirs, ours = both(data, **kwargs)
    assert ours == theirs


# arguments for one frame of each layout; None: left to the default
ARGUMENTS = {
    "encoding": [0, 1, 2, 3],
    "lang": ["eng", "XXX"],
    "desc": ["", "words", "d\xe9j\xe0"],
    "mime": ["image/png", "PNG"],
    "type": [3, 0, 20, 99],
    "data": [b"", b"\x00\xff\x01data", b"x" * 300],
    "url": ["", "http://example.com/\xe9"],
    "owner": ["", "owner@example.com"],
    "email": ["", "me@example.com"],
    "people": [[], [["role", "name"], ["r", "n\xe9"]]],
    "filename": ["", "file.bin"],
    "rating": [0, 255],
    "count": [0, 77, 2**40],
    "value": [0, 1, 2**33],
    "position": [0, 2**33],
    "offset": [0, 12345],
    "gain": [0.0, -1.5, 63.5],
    "peak": [0.0, 0.5, 1.5],
    "channel": [0, 1, 8],
    "adjustments": None,
    "element_id": ["", "chp1"],
    "sub_frames": None,
    "price": ["", "EUR1.50"],
    "seller": ["", "sh\xf6p"],
    "contact": ["", "http://x"],
    "group": [0, 128, 255],
    "sig": [b"", b"\xffsig"],
    "frameid": None,
    "child_element_ids": [[], ["a", "b"]],
    "flags": [0, 1, 3],
    "events": [[], [(1, 2), (3, 70000)]],
}
TEXTS = {
    "TextFrame": ["one", "d\xe9j\xe0", ["one", "two"], [], ""],
    "SYLT": [[], [("one", 1), ("two", 70000)]],
    "plain": ["", "words", "lines\nof \xe9"],
    "TimeStampTextFrame": ["2004", ["2004-05-06", "2007"], "2004-05-06 07:08:09", "none"],
}


def text_values(cls):
    if issubclass(cls, THEIRS.TimeStampTextFrame):
        return TEXTS["TimeStampTextFrame"]
    if issubclass(cls, THEIRS.TextFrame):
        return TEXTS["TextFrame"]
    return TEXTS["SYLT"] if issubclass(cls, THEIRS.SYLT) else TEXTS["plain"]


def made(cls, chance):
    """An instance of a mutagen class with values drawn from the lists above."""
    fields = {}
    for spec in cls._framespec + cls._optionalspec:
        values = text_values(cls) if spec.name == "text" else ARGUMENTS.get(spec.name)
        if spec.name == "adjustments":
            values = [[1, 2], [100, -7]] if issubclass(cls, THEIRS.RVAD) else [[], [(1.5, 2.0), (100.0, -1.0)]]
        if spec.name == "sub_frames":
            values = [[], [THEIRS.TIT2(encoding=3, text="x"), THEIRS.TALB(encoding=0, text=["a", "b"])]]
        if spec.name == "mime" and issubclass(cls, THEIRS.PIC):
            values = ["PNG", "JPG", "GIF"]
        if values is not None:
            fields[spec.name] = chance.choice(values)
    if issubclass(cls, THEIRS.ASPI):
        fields.update(S=1, L=2, N=2, b=chance.choice([8, 16]), Fi=[1, 2])
    if fields.get("encoding") == 0 and "name" in str(fields.get("people")):
        fields["encoding"] = 3
    return cls(**fields)


def bodies(name, rounds=12):
    """Frame bodies as mutagen writes them."""
    cls = THEIRS.Frames.get(name) or THEIRS.Frames_2_2[name]
    chance = random.Random(name)
    for _ in range(rounds):
        try:
            yield made(cls, chance)._writeData()
        except UnicodeEncodeError:
            continue


@pytest.mark.parametrize("name", sorted(THEIRS.Frames))
def test_every_frame(name):
    for version in (3, 4):
        for body in bodies(name):
            for kwargs in ({}, {"translate": False}, {"v2_version": 3}):
                assert_same(tag(version, (name, body), pad=20), **kwargs)


@pytest.mark.parametrize("name", sorted(THEIRS.Frames_2_2))
def test_every_frame_of_22(name):
    for body in bodies(name):
        for kwargs in ({}, {"translate": False}, {"v2_version": 3}):
            assert_same(tag(2, (name, body), pad=20), **kwargs)


@pytest.mark.parametrize("name", sorted(THEIRS.Frames) + sorted(THEIRS.Frames_2_2))
def test_damaged_frames(name):
    """Cut and changed bodies: what mutagen drops is dropped, what it keeps is kept."""
    chance = random.Random(name + "damage")
    for body in bodies(name, 4):
        for _ in range(6):
            bad = bytearray(body[: chance.randrange(len(body) + 1)] + bytes(chance.randrange(3)))
            for _ in range(chance.randrange(3)):
                if bad:
                    bad[chance.randrange(len(bad))] = chance.choice([0, 1, 3, 0xFF, 0xFE, 0x80, 65])
            version = 2 if len(name) == 3 else chance.choice([3, 4])
            assert_same(tag(version, (name, bytes(bad)), ("TT2" if version == 2 else "TIT2", b"\0after")))


def test_duplicates():
    """Frames of one key in one tag: texts are merged, pictures get keys of their own, others replace."""
    def twice(name, *parts):
        return [(name, p) for p in parts]

    frames = (
        twice("TIT2", b"\0one", b"\3tw\xc3\xb6", b"\0one") + twice("COMM", b"\0engd\0a", b"\0engd\0b", b"\0deud\0b")
        + twice("APIC", b"\0image/png\0\3d\0xx", b"\0image/png\0\4d\0yy", b"\0image/png\0\3d\0xx")
        + twice("TXXX", b"\0k\0a", b"\0k\0b") + twice("PRIV", b"o\0a", b"o\0b", b"o\0a") + twice("WOAR", b"u", b"v",
            b"u")
        + twice("UFID", b"o\0a", b"o\0b") + twice("USLT", b"\0engd\0a", b"\0engd\0b") + twice("TDRC", b"\x002004",
            b"\x002005")
        + twice("TCON", b"\0(4)", b"\0Rock") + twice("POPM", b"e\0\1", b"e\0\2") + [("XXXX", b"junk"),
            ("TIT2", b"\0last")]
    )  # fmt: skip
    for version in (3, 4):
        for kwargs in ({}, {"translate": False}, {"v2_version": 3}):
            assert_same(tag(version, *frames), **kwargs)
            assert_same(tag(version, *frames) + AUDIO + V1, **kwargs)
    assert OURS.ID3(io.BytesIO(tag(4, *frames))).getall("APIC")[1].salt == " "


# ---- payloads left in the file ----


@pytest.fixture
def with_picture(tmp_path):
    path = str(tmp_path / "picture.mp3")
    picture = bytes(range(256)) * 2048
    with open(path, "wb") as f:
        f.write(tag(4, ("TIT2", b"\0hello"), ("APIC", b"\0image/png\0\3front\0" + picture),
                    ("TALB", b"\0album")) + AUDIO)
    return path, picture


def open_files():
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def test_payload_on_demand(with_picture):
    path, picture = with_picture
    before = open_files()
    f = simdtag.mp3.MP3(path)
    frames = dict(f.tags)
    assert list(frames) == ["TIT2", "APIC:front", "TALB"]
    frame = frames["APIC:front"]
    assert (frame.desc, frame.mime, int(frame.type), frame.HashKey) == ("front", "image/png", 3, "APIC:front")
    assert sys.getsizeof(frame) < 500 and "data" not in object.__repr__(frame)
    assert frame.data == picture and frame.data is frame.data
    assert shown(f.tags) == shown(mutagen.mp3.MP3(path).tags)
    del f, frames, frame
    assert open_files() == before


@pytest.mark.parametrize("look", [repr, vars, copy.copy, copy.deepcopy, pickle.dumps, lambda f: f == b"x",
                                  lambda f: f.pprint(),
                                  lambda f: simdtag.id3.APIC(f), lambda f: list(f.__dict__)])  # fmt: skip
def test_payload_seen_by_everything(with_picture, look):
    path, picture = with_picture
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    look(frame)
    assert vars(frame)["data"] == picture


def test_payload_replaced_or_deleted(with_picture):
    path, _ = with_picture
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    frame.data = b"new"
    assert vars(frame)["data"] == b"new" and frame.desc == "front"
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    del frame.data
    assert not hasattr(frame, "data") and frame.desc == "front"
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    frame.desc = "back"
    assert len(frame.data) == 2048 * 256 and frame.HashKey == "APIC:back"


def test_payload_of_changed_file(with_picture):
    path, _ = with_picture
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    with open(path, "r+b") as f:
        f.seek(100)
        f.write(b"changed")
    os.utime(path, (1, 1))
    with pytest.raises(simdtag.MutagenError):
        frame.data
    assert frame.desc == "front"


def test_payload_of_unlinked_file(with_picture):
    path, picture = with_picture
    frame = simdtag.mp3.MP3(path).tags["APIC:front"]
    os.rename(path, path + ".moved")
    os.unlink(path + ".moved")
    try:
        assert frame.data == picture
    except simdtag.MutagenError:  # the removal changes ctime; never wrong bytes
        pass


# ---- memory ----


def test_frames_take_attributes_and_references():
    frame = OURS.ID3(io.BytesIO(tag(3, ("TIT2", b"\0hello"))))["TIT2"]
    there = weakref.ref(frame)
    frame.extra = [frame]  # a cycle
    assert frame.extra[0] is frame and frame.text == ["hello"]
    del frame
    gc.collect()
    assert there() is None


def test_pool_keeps_nothing():
    """Memory of dead frames is used again; nothing of them is."""
    data = tag(3, *[("TIT2", b"\0hello"), ("TALB", b"\0album")] * 3, ("TPE1", b"\0artist"))
    for _ in range(200):
        tags = OURS.ID3(io.BytesIO(data))
        for frame in tags.values():
            assert not hasattr(frame, "mark")
            frame.mark = 1
        del tags, frame
    assert sys.getrefcount(OURS.TPE1) < 100


def test_no_leaks():
    data = tag(3, ("TIT2", b"\0hello"), ("COMM", b"\0engd\0x"), ("TDRC", b"\x002004"), ("XXXX", b"junk"),
               ("TIT2", b"\0again"),
               ("CHAP", b"a\0" + bytes(16) + b"TIT2\0\0\0\2\0\0\0x"), ("APIC", b"\0m\0\3d\0x"),
               ("TRCK", b"\1\xff"))  # fmt: skip

    def once():
        tags = OURS.ID3(io.BytesIO(data))
        repr(tags), tags.unknown_frames, dict(tags), tags.pprint()
        untouched = OURS.ID3(io.BytesIO(data))
        dict(untouched)
        copy.deepcopy(tags)
        try:
            tags["TIT2"].text = 5
        except ValueError:
            pass

    growth = []
    for _ in range(6):  # pools and free lists of Python fill up at first
        before = sys.getallocatedblocks()
        for _ in range(250):
            once()
        gc.collect()
        growth.append(sys.getallocatedblocks() - before)
    assert min(growth) < 125, growth  # a leak would be 250 blocks a round or more


def test_tags_outlive_their_file(tmp_path):
    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(4, *[("TIT2", b"\0hello"), ("TALB", b"\3album")]) + AUDIO)
    frame = simdtag.mp3.MP3(path).tags["TALB"]
    os.unlink(path)
    gc.collect()
    assert frame == "album"


# ---- classes of the caller's own ----


@pytest.mark.parametrize("package", [mutagen, simdtag])
def test_subclass_like_picard(package, tmp_path):
    """A tag class that knows more frames and leaves translation out."""
    id3, mp3 = sys.modules[package.__name__ + ".id3"], sys.modules[package.__name__ + ".mp3"]
    calls = []

    class TXYZ(id3.TextFrame):
        pass

    class Compat(id3.ID3):
        def __init__(self, *args, **kwargs):
            self.unknown_frames = []
            if args:
                kwargs["known_frames"] = dict(id3.Frames.items(), TXYZ=TXYZ)
            super().__init__(*args, **kwargs)

        def update_to_v24(self):
            calls.append("v24")

        def _add(self, frame, strict):
            calls.append(type(frame).__name__)
            super()._add(frame, strict)

    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(3, ("TIT2", b"\0hello"), ("TXYZ", b"\1\xff\xfea\0"), ("TYER", b"\x002004"), ("ZZZZ", b"?")) + AUDIO)
    tags = Compat(path)
    assert calls == ["TIT2", "TXYZ", "TYER", "v24"]
    assert list(tags) == ["TIT2", "TXYZ", "TYER"] and str(tags["TXYZ"]) == "a"
    assert tags.unknown_frames == [b"ZZZZ\0\0\0\1\0\0?"]
    f = mp3.MP3(path, ID3=Compat)
    assert type(f.tags) is Compat and type(f.tags["TXYZ"]) is TXYZ
    assert f.tags.version == (2, 3, 0)

    class Mine(mp3.MP3):
        ID3 = Compat

    assert type(Mine(path).tags) is Compat


@pytest.mark.parametrize("package", [mutagen, simdtag])
def test_editing_in_memory(package, tmp_path):
    id3, mp3 = sys.modules[package.__name__ + ".id3"], sys.modules[package.__name__ + ".mp3"]
    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(4, ("TIT2", b"\0hello"), ("TALB", b"\0album"), ("COMM", b"\0engd\0x")) + AUDIO)
    f = mp3.MP3(path)
    f["TPE1"] = id3.TPE1(3, "artist")
    f.tags["TIT2"].text[0] = "changed"
    f.tags["TIT2"].encoding = 3
    del f["TALB"]
    f.tags.add(id3.TCON(3, ["4"]))
    f.tags.setall("COMM", [id3.COMM(3, "deu", "", "neu")])
    assert list(f.keys()) == ["TIT2", "TPE1", "TCON", "COMM::deu"]
    assert f["TIT2"] == "changed" and f.tags["TCON"].genres == ["Disco"] and "TIT2" in f and len(f) == 4
    assert f.tags.pprint() == "COMM==deu=neu\nTCON=Disco\nTIT2=changed\nTPE1=artist"
    with pytest.raises(TypeError):
        f["TIT2"] = "text"
    f.tags = None
    assert list(f.keys()) == []


def test_writing_says_that_it_comes_later(tmp_path):
    for call in (OURS.ID3().save, OURS.ID3().delete, OURS.delete):
        with pytest.raises(simdtag.MutagenError, match="not supported yet"):
            call("x.mp3")


def test_names_of_the_package():
    """What programs import from mutagen.id3 is there."""
    for module in ("", "._frames", "._specs", "._util", "._id3v1", "._tags", "._file"):
        theirs, ours = (__import__(p + ".id3" + module, fromlist=["x"]) for p in ("mutagen", "simdtag"))
        for name in dir(theirs):
            value = getattr(theirs, name)
            if isinstance(value, type) and value.__module__.startswith("mutagen.id3") and name[0] != "_":
                if module == "._tags" and name in ("ID3Header",):
                    continue  # the header is C's business
                assert hasattr(ours, name) or module in ("._tags", "._file", "._id3v1"), (module, name)
    star = {}
    exec("from simdtag.id3 import *", star)
    assert {"ID3", "ID3FileType", "Frames", "Open", "delete"} <= set(star)
    with pytest.raises(AttributeError):
        OURS.TZZZ
    with pytest.raises(ImportError):
        exec("from simdtag.id3 import NOPE")


KEYS = [
    "t.keys()", "len(t.keys())", "list(t.keys())", "list(reversed(t.keys()))", "'TIT2' in t.keys()", "3 in t.keys()",
    "[] in t.keys()", "t.keys() & {'TIT2', 'x'}", "sorted(t.keys() | {'x'})", "t.keys() - {'TIT2'}",
    "sorted(t.keys() ^ {'TIT2', 'x'})", "{'TIT2', 'x'} & t.keys()", "sorted(['x'] | t.keys())",
    "t.keys() == {'TIT2', 'TALB', 'COMM:d:eng'}", "t.keys() == t.keys()", "t.keys() < {'TIT2'}", "t.keys() >= {'TIT2'}",
    "t.keys() == 3", "t.keys() != set()", "hash(t.keys())", "t.keys().isdisjoint(['x'])", "t.keys().mapping['TIT2']",
    "isinstance(t.keys(), KeysView)", "isinstance(t.keys(), Set)", "type(t.keys()).__name__", "t.keys()[0]",
    "t.keys().nothing", "bool(t.keys())", "iter(t.keys()).__length_hint__()", "[k for k in t]", "next(iter(t.keys()))",
    "dict(t)", "(lambda k: (t.pop('TIT2'), list(k), len(k), 'TIT2' in k))(t.keys())",
    "(lambda i: (next(i), t.pop('TALB'), next(i)))(iter(t.keys()))",
    "(lambda i: (next(i), t.update(TALB=t['TIT2']), list(i)))(iter(t.keys()))",
    "(lambda i: (list(i), list(i)))(iter(t.keys()))", "[t.pop(k) for k in t]", "[t.pop(k) for k in list(t)]", "{**t}",
    "dict(t, x=1)", "max(t.keys())", "t.keys() + t.keys()",
    "[t[k] for k in ('TALB', 'TIT2', 'TIT2', 'COMM:d:eng', 'TALB')]", "t['no']", "t[3]", "t.clear() or len(t)",
    "t == dict(t), dict(t) == t", "sorted(t.items(), key=repr)", "(t.keys(), t.add(t['TIT2']), t.keys())",
    "t.setall('COMM', []) or t", "t._DictProxy__dict is t._DictProxy__dict",
]  # fmt: skip


@pytest.mark.parametrize("case", KEYS)
def test_keys_of_loaded_tags(case):
    """keys() of tags nobody touched yet behaves as a dict's."""
    from collections.abc import KeysView, Set

    data = tag(4, ("TIT2", b"\0hello"), ("TALB", b"\0album"), ("COMM", b"\0engd\0x"))
    found = []
    for package in (THEIRS, OURS):
        try:
            found.append(shown(eval(case, {"t": package.ID3(io.BytesIO(data)), "KeysView": KeysView, "Set": Set})))
        except Exception as error:
            found.append("%s: %s" % (type(error).__name__, error))
    assert found[1].replace("simdtag.id3.", "") == found[0]


def test_cycle_through_untouched_tags():
    tags = OURS.ID3(io.BytesIO(tag(4, ("TIT2", b"\0hello"), ("TALB", b"\0album"))))
    there = weakref.ref(tags["TIT2"])
    tags["TIT2"].owner = tags
    tags.view = tags.keys()
    tags.iterator = iter(tags.keys())
    del tags
    gc.collect()
    assert there() is None


def test_wrapped_frames_of_own_classes():
    """Compressed, unsynchronised and damaged bodies of frames only the program knows."""
    import zlib

    body = b"\0hello\xff\0again"
    packed = zlib.compress(body)
    length = bytes([0, 0, 0, len(body)])
    bodies = [
        (3, body, 0), (3, length + packed, 0x0080), (3, length + packed[:-3], 0x0080), (3, body, 0x0040),
        (3, length + b"junk", 0x0080), (4, body, 0), (4, length + packed, 0x0009), (4, body, 0x0002),
        (4, length + body, 0x0001), (4, body, 0x0004), (2, body, 0),
    ]  # fmt: skip
    for version, data, flags in bodies:
        found = []
        for package in (THEIRS, OURS):
            cls = type("TZZ" if version == 2 else "TZZZ", (package.TextFrame,), {})
            frames = {cls.__name__: cls, "TIT2": package.TIT2}
            tags = package.ID3(io.BytesIO(tag(version, (cls.__name__, data, flags))), known_frames=frames)
            found.append((shown(tags), tags.unknown_frames))
        assert found[1] == found[0], (version, data, flags)


def test_large_unknown_frames(tmp_path):
    """They are left in the file when it is opened, and whole when asked for."""
    body = bytes(range(256)) * 80
    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(3, ("TIT2", b"\0hello"), ("ZZZZ", body), ("YYYY", b"small")) + AUDIO)
    expected = [b"ZZZZ" + struct.pack(">IH", len(body), 0) + body, b"YYYY\0\0\0\5\0\0small"]
    for p in (mutagen, simdtag):
        assert p.id3.ID3(path).unknown_frames == expected
        assert p.id3.ID3(path, known_frames={}).unknown_frames[1:] == expected
        assert p.mp3.MP3(path).tags.unknown_frames == expected

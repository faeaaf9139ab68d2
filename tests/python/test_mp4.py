# SPDX-License-Identifier: MIT
"""simdtag.mp4 beside mutagen.mp4: classes, values, exceptions, texts; on files built atom by atom."""

import copy
import io
import os
import pickle
import random
import struct

import mutagen.mp4
import pytest
import simdtag.mp4
from amount import amount
from build import atom, chapters, data, freeform, mp4
from describe import describe, differences
from same import check

BOTH = (mutagen.mp4, simdtag.mp4)


ITEMS = (
    atom("\xa9nam", data(b"title"), data("zweit\u00e9".encode())), atom("trkn", data(b"\0\0\0\3\0\x0c\0\0", 0)),
    atom("disk", data(b"\0\0\0\1\0\2", 0)), atom("cpil", data(b"\1", 21)), atom("tmpo", data(b"\0\x78", 21)),
    atom("gnre", data(b"\0\5", 0)), atom("xyzw", data(b"unknown")), atom("covr", data(b"jpeg", 13), data(b"png", 14)),
    freeform(b"com.apple.iTunes", b"N\xe4me", data(b"v1"), data(b"\xff", 0, 3)), atom("\xa9lyr", data(b"\xff")),
    atom("covr", data(b"x" * 70000, 13)), atom("stik", data(b"\x85", 21)), atom("plID", data(bytes(7) + b"\7", 21)),
)


def same(thing):
    """thing(module) does the same with both modules."""
    check(lambda package: thing(package.mp4))


def describe_both(blob, name="a.m4a"):
    def opened():
        f = io.BytesIO(blob)
        f.name = name
        return f

    theirs = describe("mutagen", opened(), "mp4.MP4")
    ours = describe("simdtag", opened(), "mp4.MP4")
    if not (isinstance(theirs, tuple) and theirs[0] == "bug"):
        assert differences(ours, theirs) == []
    return ours


# ---- files ----


def test_everything():
    seen = describe_both(mp4(*ITEMS, extra=chapters((0, b"One"), (36000000000 * 3 + 12345678, "Tw\u00f6".encode()))))
    assert "\xa9nam=title" in seen["pprint"] and "chapters=0:00:00 One\n  3:00:01.234568 Tw\u00f6" in seen["pprint"]
    assert "_failed_atoms" in seen["tags"]


@pytest.mark.parametrize("blob", [
    mp4(), mp4(tagged=False), mp4(extra=chapters()), mp4(tagged=False, extra=chapters((5, b"x"))),
    mp4(atom("\xa9nam")), mp4(atom("covr")), mp4(atom("cpil")),
    mp4(atom("\xa9nam", data(b"a")), atom("\xa9nam", data(b"b"))), mp4(atom("covr", data(b"a"), b"junk")),
    mp4(atom("trkn", data(b""))), mp4(freeform(b"a", b"b", b"zz")), mp4(atom("----")),
    mp4(atom("\xa9nam", data(b"a"), b"junk")), mp4(atom("covr", atom("free"), data(b"a"))),
    mp4(atom("cpil", data(b"\1"), data(b""))), mp4(atom("covr", data(b"z" * 9000), atom("name", b"abcd"),
                                                        data(b"y" * 5000, 14)), mdat=9000),
                                                        mp4(atom("covr", data(b"z" * 9000), atom("abcd"),
                                                            data(b"y" * 5000, 14)), mdat=9000),
    mp4(atom("a\0b\xff", data(b"a"))), mp4(freeform(b"a:b", b"", data(b"", 7))), b"", b"\0" * 100,
    b"no atoms here, but text", mp4()[:-1], mp4(atom("\xa9nam", data(b"abc")))[:-2],
], ids=lambda blob: str(len(blob)))  # fmt: skip
def test_file(blob):
    describe_both(blob)


def test_integers_of_every_width():
    for width in range(10):
        describe_both(mp4(*(atom("rate", data(b"\x81" * width, kind)) for kind in (0, 1, 21))))
        describe_both(mp4(*(atom("tvsn", data(b"\x81" * width, kind)) for kind in (0, 1, 21))))


def test_genres():
    describe_both(mp4(*(atom("gnre", data(struct.pack(">h", n), 0)) for n in range(-200, 200))))


def test_random_damage():
    blob = mp4(*ITEMS, extra=chapters((0, b"One"), (7, b"Two")))
    start = blob.index(b"moov") - 4
    rng = random.Random(5)
    for _ in range(int(os.environ.get("SIMDTAG_MUTANTS") or amount(300, long=3000, emulated=30))):
        bad = bytearray(blob)
        for _ in range(rng.choice((1, 1, 2))):
            at = rng.randrange(start, min(len(bad), start + 1400))
            change = rng.random()
            if change < 0.5:
                bad[at] = rng.choice((0, 1, 255, rng.getrandbits(8)))
            elif change < 0.7:
                del bad[at:at + rng.choice((1, 4, 8))]
            elif change < 0.9:
                bad[at:at] = bytes(rng.choice((1, 4, 8)))
            else:
                del bad[at:]
                break
        if b"\0\0\0\0name" not in bad:  # mutagen never returns from a cover's name atom of size 0
            describe_both(bytes(bad))


# ---- classes ----


def test_hierarchy():
    for name in ("MP4", "MP4Info", "MP4Cover", "MP4FreeForm", "AtomDataType", "MP4Chapters", "Chapter", "error",
                 "MP4MetadataError",
                 "MP4StreamInfoError", "MP4NoTrackError", "MP4MetadataValueError", "Atom", "Atoms",
                 "AtomError"):  # fmt: skip
        # a C base of ours may stand between a class and its bases
        same(lambda m: [c.__name__ for c in getattr(m, name).__mro__ if c.__module__ != "simdtag._core"])
    names = [c.__name__ for c in simdtag.mp4.MP4Tags.__mro__]
    assert [n for n in names if n not in ("MP4Base",)] == [c.__name__ for c in mutagen.mp4.MP4Tags.__mro__]
    same(lambda m: sorted(m.__all__))
    same(lambda m: m.Open is m.MP4)
    same(lambda m: len(m.GENRES))
    same(lambda m: [getattr(m.MP4Info, n) for n in ("length", "bitrate", "codec", "channels", "sample_rate",
                                                           "bits_per_sample")])


def test_data_types():
    for n in range(40):
        same(lambda m: (repr(m.AtomDataType(n)), str(m.AtomDataType(n)), m.AtomDataType(n) + 1))
    same(lambda m: sorted((k, int(v)) for k, v in vars(m.AtomDataType).items() if k.isupper()))


def test_cover_and_freeform():
    for cls in ("MP4Cover", "MP4FreeForm"):
        def make(m, *args):
            return getattr(m, cls)(*args)

        for args in ((b"x",), (b"x", 13), (b"x", 14), (b"", 1), (b"x", 77), (b"x", 1, 5), (), ("text",), (3,)):
            same(lambda m: (repr(make(m, *args)), str(make(m, *args)), vars(make(m, *args)), len(make(m, *args))))
            for other in (b"x", "x", None, 5):
                same(lambda m: (make(m, *args) == other, make(m, *args) != other, other == make(m, *args)))
            for other in ((b"x",), (b"x", 13), (b"x", 14), (b"x", 1, 5), (b"y", 13)):
                same(lambda m: (make(m, *args) == make(m, *other), make(m, *args) != make(m, *other)))
                same(lambda m: (m.MP4Cover(*other[:2]) == m.MP4FreeForm(*args)))
        same(lambda m: hash(make(m, b"abc")) == hash(b"abc"))
        same(lambda m: repr(pickle.loads(pickle.dumps(make(m, b"abc", 14)))))
        same(lambda m: repr(type("Sub", (getattr(m, cls),), {})(b"x", 14)))
    loaded = simdtag.mp4.MP4(io.BytesIO(mp4(*ITEMS))).tags
    assert hash(loaded["covr"][0]) == hash(b"jpeg") and type(loaded["covr"]) is list
    assert pickle.loads(pickle.dumps(loaded["covr"])) == loaded["covr"]


KEYS = ("\xa9nam", "zzzz", "abc", "abcdef", "", "trkn", "disk", "cpil", "tmpo", "stik", "tvsn", "plID", "covr", "gnre",
        "----",
        "----:a", "----:a:b", "----:a:b:c", "----::", "----:\xe9:\xfc", "----:\u1234:b", "\u1234bcd", 5, b"abcd",
        None)  # fmt: skip
VALUES = ("s", ["s", "\xe9"], [], b"x", [b"x"], 5, [5], None, ["a", 5], ("a", "b"), "", True, [True], 5.5, [(1, 2)],
          [(0, 65535)],
          [(65536, 0)], [(-1, 0)], [(1,)], [(1, 2, 3)], [("a", 2)], [(1.5, 2)], [[1, 2]], "ab", [127, 128, -128, -129],
          [32767, 32768, -32768, -32769], [2**31, -2**31 - 1], [2**63 - 1], [2**63], [1.0], [None], bytearray(b"x"),
          [bytearray(b"x")], ["\ud800"], {"a": 1})  # fmt: skip


@pytest.mark.parametrize("key", KEYS, ids=repr)
def test_setting(key):
    def set_and_look(m, value):
        tags = m.MP4Tags()
        tags[key] = value
        return tags._render(key, value), repr(tags), tags.pprint()

    for value in VALUES:
        same(lambda m: set_and_look(m, value))
    for make in (lambda m: [m.MP4Cover(b"a")], lambda m: [m.MP4Cover(b"a", 14)], lambda m: [m.MP4Cover(b"a", 99)],
                 lambda m: [m.MP4FreeForm(b"a")], lambda m: [m.MP4FreeForm(b"a", 21, 3)],
                 lambda m: [m.MP4FreeForm(b"a", -1)], lambda m: [m.MP4FreeForm(b"a", 1, 256)]):  # fmt: skip
        same(lambda m: set_and_look(m, make(m)))


def opened(m, *items, **kwargs):
    return m.MP4(io.BytesIO(mp4(*(items or ITEMS), **kwargs)))


def test_dict_behaviour():
    looks = (
        lambda f: list(f), lambda f: len(f.tags), lambda f: sorted(f.keys()), lambda f: f.values(), lambda f: f.items(),
        lambda f: repr(f), lambda f: f["trkn"], lambda f: f["none"], lambda f: f.get("none"),
        lambda f: f.get("tmpo", 1), lambda f: "covr" in f, lambda f: "covr" in f.tags, lambda f: 5 in f.tags,
        lambda f: [] in f.tags, lambda f: f.tags == dict(f.tags), lambda f: f.tags != {}, lambda f: f.tags == f.tags,
        lambda f: type(f.tags.keys()).__name__, lambda f: dict(f.tags), lambda f: dict(f),
        lambda f: (f.pop("tmpo"), list(f)), lambda f: (f.pop("covr"), "covr" in f, f.tags.pop("covr", 7)),
        lambda f: f.pop("none"), lambda f: (f.setdefault("tmpo", [3]), f.setdefault("rtng", [1]), f.tags),
        lambda f: f.tags.popitem(), lambda f: (f.tags.update({"tmpo": [1], "\xa9ART": "x"}), f.tags),
        lambda f: (f.tags.clear(), f.tags, len(f.tags)), lambda f: f.tags.update({"tmpo": 5}),
        lambda f: f.tags.__delitem__("none"), lambda f: (f.tags.__delitem__("covr"), f.tags),
        lambda f: copy.copy(f.tags), lambda f: copy.deepcopy(f.tags), lambda f: pickle.loads(pickle.dumps(f.tags)),
        lambda f: f.tags._failed_atoms, lambda f: f.add_tags(), lambda f: sorted(vars(f)),
        lambda f: sorted(vars(f.info).items()), lambda f: f.tags._DictProxy__dict, lambda f: f.tags.pprint(),
        lambda f: f.info.pprint(), lambda f: f.mime, lambda f: (setattr(f, "mine", 5), f.mine,
            setattr(f.tags, "mine", 6), f.tags.mine, setattr(f.info, "length", 1.0), f.info.length),
            lambda f: (setattr(f, "tags", None), f.tags, list(f), f.pprint()), lambda f: f.chapters,
            lambda f: f.load(io.BytesIO(mp4())), lambda f: (f.load(io.BytesIO(mp4(ITEMS[0]))), f.tags, f.info.length),
    )  # fmt: skip
    for look in looks:
        same(lambda m: look(opened(m)))


def test_objects_without_a_file():
    looks = (
        lambda m: m.MP4().tags, lambda m: m.MP4().info, lambda m: m.MP4().chapters, lambda m: repr(m.MP4()),
        lambda m: m.MP4Tags(), lambda m: m.MP4Tags({"a": "b"}), lambda m: m.MP4Tags(a="b"),
        lambda m: m.MP4Tags()._failed_atoms, lambda m: vars(m.MP4Info()), lambda m: m.MP4Info().length,
        lambda m: len(m.MP4Chapters()), lambda m: m.MP4Chapters().pprint(), lambda m: vars(m.Chapter(1, "x")),
        lambda m: m.Chapter(1), lambda m: m.MP4(None), lambda m: m.MP4("/nonexistent/file.m4a"),
        lambda m: m.MP4(io.BytesIO(b"")), lambda m: m.MP4._mimes,
        lambda m: (m.MP4Cover.FORMAT_PNG, m.MP4FreeForm.FORMAT_TEXT, m.MP4FreeForm.FORMAT_DATA),
        lambda m: m._key2name("\xa9nam") + m._name2key(b"\xa9").encode(),
    )  # fmt: skip
    for look in looks:
        same(look)


def test_pprint_of_odd_values():
    for content in ({"zz": "str"}, {"zz": 5}, {"zz": b"abc"}, {"zz": [b"abc"]}, {"zz": []}, {"zz": None},
                    {"zz": ("a", 1)}, {"covr": [b"abc"]},
                    {"covr": []}, {"covr": b"abc"}, {"b": ["2"], "a": ["1"], "covr": [b"x"], "\xa9nam": ["n"]},
                    {}):  # fmt: skip
        def look(m):
            tags = m.MP4Tags()
            tags._DictProxy__dict.update(content)
            return tags.pprint()

        same(look)


def test_chapters():
    blob = {"extra": chapters((5, b"z"), (2**64 - 1, b"abc"), (123456789012345678, b""))}
    for look in (
        lambda c: [(x.start, x.title) for x in c], lambda c: len(c), lambda c: c[-1].title, lambda c: c[9],
        lambda c: [x.title for x in c[0:2]], lambda c: c.index(c[1]), lambda c: c.count(5),
        lambda c: type(c).__mro__[1].__name__, lambda c: [x.title for x in reversed(c)], lambda c: bool(c),
        lambda c: sorted(vars(c[0])),
    ):  # fmt: skip
        same(lambda m: look(opened(m, **blob).chapters))
    for start in (0, 0.5, 59.9996, 3600, 90061.25, 1e9, 1.0000001):
        def text(m):
            c = m.MP4Chapters()
            c._chapters = [m.Chapter(start, "t"), m.Chapter(start, "u")]
            return c.pprint()

        same(text)


def test_subclasses():
    def look(m):
        tags = type("Tags", (m.MP4Tags,), {})
        cls = type("Cls", (m.MP4,), {"MP4Tags": tags})
        f = cls(io.BytesIO(mp4(*ITEMS)))
        empty = cls(io.BytesIO(mp4(tagged=False)))
        empty.add_tags()
        return type(f.tags).__name__, type(empty.tags).__name__, f.tags

    same(look)

    def loads(m):
        class Loud(m.MP4):
            def load(self, *args, **kwargs):
                super().load(*args, **kwargs)
                self.loud = len(self.tags)

        return Loud(io.BytesIO(mp4(*ITEMS))).loud

    same(loads)


def test_parts_from_a_file_object():
    blob = mp4(*ITEMS, extra=chapters((0, b"One")))

    def look(m):
        f = io.BytesIO(blob)
        atoms = m.Atoms(f)
        return m.MP4Tags(atoms, f), m.MP4Info(atoms, f).pprint(), m.MP4Chapters(atoms,
            f).pprint(), m.MP4Tags._can_load(atoms)

    same(look)


def test_score():
    for head in (b"", b"\0\0\0\x18ftypM4A ", b"xxftypmp4", b"mp4", b"nothing"):
        for name in ("a.mp4", "a.m4a", "a.MP4", "a", ""):
            same(lambda m: m.MP4.score(name, None, head))


def test_atoms():
    blob = mp4(*ITEMS)
    looks = (
        lambda a, m: repr(a), lambda a, m: b"moov.udta" in a, lambda a, m: b"moov.none" in a,
        lambda a, m: a[b"moov.none"], lambda a, m: a[b"none"], lambda a, m: a[b"moov.udta.meta.ilst"].length,
        lambda a, m: [x.name for x in a.path(b"moov", b"udta")], lambda a, m: a.path(b"moov.udta"),
        lambda a, m: "moov" in a, lambda a, m: a["moov"], lambda a, m: a[b"ftyp"][b"x"],
        lambda a, m: a[b"moov"][b"udta", b"meta"].name,
        lambda a, m: [x.offset for x in a[b"moov"].findall(b"hdlr", True)], lambda a, m: list(a[b"ftyp"].findall(b"x")),
        lambda a, m: a[b"ftyp"].read(io.BytesIO(blob)), lambda a, m: a[b"moov"].read(io.BytesIO(blob[:900]))[0],
        lambda a, m: a[b"moov"].datalength, lambda a, m: m.Atom.render(b"abcd", b"xx"),
        lambda a, m: m.Atom(io.BytesIO(b"\0\0")), lambda a, m: m.Atoms(io.BytesIO(b"\0\0\0\5abcd")),
        lambda a, m: m.Atom(io.BytesIO(blob)).children, lambda a, m: sorted(vars(a.atoms[2])),
    )  # fmt: skip
    for look in looks:
        same(lambda m: look(m.Atoms(io.BytesIO(blob)), m))


# ---- covers in the file ----


class Counting(io.FileIO):
    """A file object that tells how many bytes were read through it."""

    taken = 0

    def read(self, size=-1):
        got = super().read(size)
        self.taken += len(got)
        return got


def test_covers_are_read_when_touched(tmp_path):
    path = tmp_path / "a.m4a"
    path.write_bytes(mp4(*ITEMS, mdat=50000))
    f = simdtag.mp4.MP4(str(path))
    assert len(f.tags["\xa9nam"]) == 2 and "covr" in f.tags and len(f.tags) == 11
    path.unlink()  # the object still has the file
    assert f.tags["covr"][2] == b"x" * 70000
    assert f.tags["covr"] is f.tags["covr"]


def test_covers_of_a_changed_file(tmp_path):
    path = tmp_path / "a.m4a"
    path.write_bytes(mp4(*ITEMS, mdat=50000))
    f = simdtag.mp4.MP4(str(path))
    path.write_bytes(mp4(*ITEMS, mdat=50001))
    assert f["trkn"] == [(3, 12)]
    with pytest.raises(simdtag.MutagenError):
        f["covr"]
    with pytest.raises(simdtag.MutagenError):
        dict(f.tags)


def test_nothing_is_written_yet(tmp_path):
    path = tmp_path / "a.m4a"
    path.write_bytes(mp4(*ITEMS))
    f = simdtag.mp4.MP4(str(path))
    for act in (f.save, f.delete, f.tags.save, lambda: simdtag.mp4.delete(str(path))):
        with pytest.raises(simdtag.MutagenError):
            act()
    assert path.read_bytes() == mp4(*ITEMS)

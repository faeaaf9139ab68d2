# SPDX-License-Identifier: MIT
"""simdtag.asf beside mutagen.asf: attributes, tags as list and dict, files built byte by byte, payloads."""

import copy
import io
import os
import pickle
import sys

import pytest
import simdtag.asf
from describe import describe, differences
from same import check, plain

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples"))
import asf as make  # noqa: E402

KINDS = ("Unicode", "ByteArray", "Bool", "DWord", "QWord", "Word", "GUID")
NUMBERS = ("DWord", "QWord", "Word")
VALUES = (
    "x", "7", "é\0", "", b"ab", b"", b"7", 0, 1, 7, -1, 1 << 16, 1 << 32, 1 << 64, True, False, None, 1.5, [], "-3",
    bytearray(b"x"), object,
)  # fmt: skip


def attribute(package, kind, *args, **kwargs):
    return getattr(package.asf, "ASF%sAttribute" % kind)(*args, **kwargs)


def tried(function, *args):
    """A result, or the class and words of what it raised."""
    try:
        return function(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def header(*objects):
    return make.header(list(objects)) + make.data()


def describe_both(blob, cls="asf.ASF"):
    theirs, ours = (describe(package, io.BytesIO(blob), cls) for package in ("mutagen", "simdtag"))
    if not (isinstance(theirs, tuple) and theirs[0] == "bug"):
        assert differences(ours, theirs) == []
    return ours


# ---- attributes ----


@pytest.mark.parametrize("kind", KINDS)
def test_attribute_from_a_value(kind):
    for value in VALUES:
        check(lambda p: (lambda a: (a, vars(a)))(attribute(p, kind, value)))
        check(lambda p: p.asf.ASFValue(value, KINDS.index(kind), language=1, stream=2))


@pytest.mark.parametrize("kind", KINDS)
def test_attribute_from_data(kind):
    for data in (b"", b"a", b"ab", b"abc", b"\1\0\0\0", b"\2\0\0\0", b"12345678", b"\0\0a\0\0\0", b"\0\xd8"):
        check(lambda p: attribute(p, kind, data=data).value)
        check(lambda p: attribute(p, kind, "ignored", data, 3, 4))
    check(lambda p: attribute(p, "Bool", data=b"\1\0", dword=False))


def test_arguments_of_attributes():
    check(lambda p: attribute(p, "Unicode", "x", unknown=1))
    check(lambda p: p.asf.ASFValue("x", 9))
    check(lambda p: p.asf.ASFValue("x", None))
    check(lambda p: [getattr(p.asf, n) for n in "UNICODE BYTEARRAY BOOL DWORD QWORD WORD GUID".split()])
    check(lambda p: [(c, c.TYPE, c.value, c.stream, c.language) for c in p.asf.ASFBaseAttribute._TYPES.values()])
    check(lambda p: p.asf.ASFBaseAttribute._get_type(9))


@pytest.mark.parametrize("kind", KINDS)
def test_attributes_as_text_bytes_numbers_and_rendered(kind):
    value = {"Unicode": "é", "ByteArray": b"ab", "GUID": b"g" * 16}.get(kind, 1)
    for options in ({}, {"language": 2}, {"stream": 3}, {"language": 0, "stream": 0}, {"language": 4, "stream": 5}):
        def program(p):
            a = attribute(p, kind, value, **options)
            return [
                tried(f, a) for f in (
                    str, bytes, repr, bool, len, int,
                    lambda a: a._render(), lambda a: a.render("n"), lambda a: a.render_m("n"),
                    lambda a: a.render_ml("n"), lambda a: a.data_size(), lambda a: hash(a) == object.__hash__(a),
                )
            ]  # fmt: skip

        check(program)


def test_comparisons():
    operators = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")

    def program(p):
        a = [attribute(p, k, v) for k, v in zip(KINDS, ("7", b"7", True, 7, 8, 7, b"7"))]
        return [[tried(getattr(x, op), y) for y in a + ["7", b"7", 7, True, None, 1.5]] for x in a for op in operators]

    check(program)
    check(lambda p: sorted(attribute(p, "DWord", n) for n in (3, 1, 2)))
    check(lambda p: len({attribute(p, "DWord", 1), attribute(p, "DWord", 1)}))


def test_changing_attributes():
    def program(p):
        a = attribute(p, "Unicode", "x")
        seen = [a.value, a == "x"]
        a.value, a.more, a.stream = "y", a, 5
        seen += [a == "y", sorted(vars(a)), a.stream]
        a.value = 9
        del a.language
        seen += [a.value, a.language, tried(delattr, a, "language")[0], sorted(vars(a))]
        a.__dict__["value"] = "z"
        return seen + [a.value, str(a)]

    check(program)


def test_attributes_copied_and_pickled():
    for how in (copy.copy, copy.deepcopy, *(lambda a, n=n: pickle.loads(pickle.dumps(a, n)) for n in range(2, 6))):
        check(lambda p: (lambda a: (type(a), a, vars(a)))(how(attribute(p, "Unicode", "x", language=3))))
    a = pickle.loads(pickle.dumps(simdtag.asf.ASFUnicodeAttribute("x", stream=1), 0))
    assert repr(a) == "ASFUnicodeAttribute('x', stream=1)"


def test_subclasses_of_attributes():
    def program(p):
        class Mine(p.asf.ASFUnicodeAttribute):
            def __str__(self):
                return "mine"

        tags = p.asf.ASFTags([("a", Mine("x"))])
        tags["b"] = Mine("y")
        return tags, Mine("x") == "mine", tags.pprint()

    check(program)


# ---- tags ----

ODD = (
    [], ["junk"], ["ab"], [("a", 1), 3], [("a",), ("b", 2)], [("a", 1, 2)], [["a", 1]], [([], 2)], [("a", None)],
    [("a", 1), ("b", 2), ("a", 3)],
)  # fmt: skip
PROGRAMS = (
    lambda t: t["a"], lambda t: t["zz"], lambda t: t[0], lambda t: t[0:2], lambda t: t[None], lambda t: t[[]],
    lambda t: "a" in t, lambda t: "zz" in t, lambda t: [] in t, lambda t: ("a", 1) in t, lambda t: sorted(t.keys()),
    lambda t: type(t.keys()), lambda t: sorted(t.items()), lambda t: sorted(dict(t)), lambda t: list(t), len, bool,
    lambda t: t.as_dict(), lambda t: t.pprint(), lambda t: t.get("a"), lambda t: t.get("zz", 4), repr, str,
    lambda t: t.pop("a"), lambda t: t.pop(), lambda t: t.pop(0), lambda t: t.popitem(), lambda t: t.setdefault("a", 5),
    lambda t: t.setdefault("n", "x"), lambda t: t == t, lambda t: t == [1], lambda t: t + [1], lambda t: t * 2,
    lambda t: type(t.copy()), lambda t: (type(copy.copy(t)), copy.copy(t)), lambda t: copy.deepcopy(t), hash,
    lambda t: t.clear(), lambda t: t.update({"a": "u", "c": 3}), lambda t: t.update([("c", "d")]), vars,
    lambda t: t.update(k="x"), lambda t: t.append("junk"), lambda t: t.remove(("b", 2)), lambda t: t.reverse(),
    lambda t: t.__delitem__("a"), lambda t: t.__delitem__("zz"), lambda t: t.__delitem__(slice(0, 1)),
    lambda t: t.__delitem__(0), lambda t: t.__setitem__(slice(0, 1), [("k", 1)]), lambda t: t.index(("b", 2)),
    lambda t: pickle.loads(pickle.dumps(t)), lambda t: [c.__name__ for c in type(t).__mro__],
)  # fmt: skip


@pytest.mark.parametrize("items", ODD, ids=repr)
def test_tags_as_list_and_dict(items):
    for program in PROGRAMS:
        def run(p):
            tags = p.asf.ASFTags(items)
            return tried(program, tags), list.__repr__(tags)

        check(run)


@pytest.mark.parametrize("value", [*VALUES, ["y", "z"], ("u", "v"), {"u"}, ["x", b"y", 1, True], ["x", None]], ids=repr)
@pytest.mark.parametrize("key", ["a", "new", "", b"bytes", 1, None])
def test_assignment(key, value):
    def program(p):
        tags = p.asf.ASFTags([("a", 1), ("b", 2), ("a", 3)])
        error = tried(tags.__setitem__, key, value)
        return error, list(tags)

    check(program)
    check(lambda p: (lambda t: (t.__setitem__("a", attribute(p, "Word", 3)), list(t)))(p.asf.ASFTags([("a", 1)])))


def test_an_attribute_in_a_cycle_is_collected():
    import gc
    import weakref

    tags = simdtag.asf.ASF(io.BytesIO(header(make.extended(("A", make.TEXT, "x"))))).tags
    attribute = tags["A"][0]
    gone = weakref.ref(attribute)
    attribute.value = [attribute]
    tags.mine = tags
    del tags, attribute
    gc.collect()
    assert gone() is None


def test_an_attribute_of_a_file_first_touched_in_any_way():
    """Its parts are made when one of them is first asked for, or anything of it changed."""
    library = make.library((3, 2, "B", make.TEXT, "y"))
    blob = header(make.content("T"), make.extended(("A", make.BYTES, b"x")), make.extension(library))
    ways = (
        lambda a, p: (a.language, a.stream), lambda a, p: (a.value, a.stream), lambda a, p: (str(a), a.language),
        lambda a, p: (setattr(a, "stream", 7), vars(a)), lambda a, p: (delattr(a, "language"), a.language, vars(a)),
        lambda a, p: (setattr(a, "value", "z"), a.stream, vars(a)), lambda a, p: (delattr(a, "value"), vars(a)),
        lambda a, p: (setattr(a, "more", 1), a.language, vars(a)),
        lambda a, p: vars(a), lambda a, p: vars(copy.copy(a)),
        lambda a, p: (setattr(a, "__dict__", {"value": "w"}), a.stream, a.value), lambda a, p: hasattr(a, "more"),
        lambda a, p: vars(pickle.loads(pickle.dumps(a))),
        lambda a, p: (setattr(a, "__class__", type("Own", (p.asf.ASFUnicodeAttribute,), {})), a.stream, a.value),
    )  # fmt: skip

    def program(p):
        return [[way(a, p) for _, a in list(p.asf.ASF(io.BytesIO(blob)).tags)] for way in ways]

    check(program)


# ---- files ----


def test_file_class():
    check(lambda p: (p.asf.Open is p.asf.ASF, p.asf.__all__, p.asf.ASF._mimes, p.asf.ASF.tags, p.asf.ASF.info))
    check(lambda p: [[c.__name__ for c in e.__mro__] for e in (p.asf.error, p.asf.ASFError, p.asf.ASFHeaderError)])
    check(lambda p: (lambda f: (f.tags, f.info, vars(f), tried(f.add_tags)))(p.asf.ASF()))
    check(lambda p: (lambda i: (vars(i), i.pprint()))(p.asf.ASFInfo()))
    check(lambda p: tried(p.asf.ASF().__setitem__, "a", "b"))
    blob = header(make.extended(("A", make.TEXT, "x")))
    check(lambda p: tried(p.asf.ASF(io.BytesIO(blob)).add_tags))
    check(lambda p: (lambda f: (f["A"], f.pop("A"), list(f.tags), f.get("A")))(p.asf.ASF(io.BytesIO(blob))))


def test_scores():
    for name in ("x", "x.wma", "x.mp3"):
        for head in (b"", make.HEADER, make.HEADER + b"x" * 200, make.HEADER[:15], b"x" + make.HEADER):
            check(lambda p: p.asf.ASF.score(name, None, head))


def test_info_is_complete():
    seen = describe_both(header(*make.STREAM_INFO))
    assert seen["info pprint"] == "ASF (Windows Media Audio 9 Standard) 128024 bps, 44100 Hz, 2 channels, 7.00 seconds"
    check(lambda p: vars(p.asf.ASF(io.BytesIO(header(*make.STREAM_INFO))).info))
    check(lambda p: vars(p.asf.ASF(io.BytesIO(header())).info))


def test_names_of_codecs():
    check(lambda p: sorted(p.asf._util.CODECS.items()))
    for tag in (0, 1, 0x161, 0x162, 0xFFFE, 0xFFFF, 0x1234):
        describe_both(header(make.codecs(make.codec(2, "N", "D", tag.to_bytes(2, "little")))))


def test_guids_as_text():
    check(lambda p: p.asf._util.bytes2guid(make.HEADER))
    check(lambda p: p.asf._util.guid2bytes("75B22630-668E-11CF-A6D9-00AA0062CE6C"))
    check(lambda p: p.asf._util.guid2bytes("x"))


def test_header_as_a_tree():
    blob = header(make.obj(b"z" * 16, b"abc"), make.content("T"), make.extension(make.metadata(), make.library()))

    def program(p):
        objects = p.asf._objects
        tree = objects.HeaderObject.parse_full(p.asf.ASF(io.BytesIO(blob)), io.BytesIO(blob))
        return tree, tree.pprint(), tree.get_child(make.CONTENT).data, tree.get_child(b"none"), [
            objects.HeaderObject.parse_size(io.BytesIO(blob)), sorted(objects.BaseObject._TYPES)]

    check(program)


def test_numbers_of_a_language_and_a_stream():
    for number in (0, 1, 256, 257, 65535):
        seen = describe_both(header(make.library((number, number, "A", make.TEXT, "x"))))
        assert ("language=%d" % number in str(seen["tags"]["list"])) == (number > 0)


# ---- what is not made before it is asked for ----

COVER = make.picture(bytes(range(256)) * 300)
WITH_COVER = header(
    *make.STREAM_INFO,
    make.extended(("A", make.TEXT, "x")),
    make.extension(make.library((0, 0, "WM/Picture", make.BYTES, COVER), (0, 0, "B", make.TEXT, "behind"))),
)


@pytest.fixture
def cover_path(tmp_path):
    path = tmp_path / "cover.wma"
    path.write_bytes(WITH_COVER)
    return path


def test_a_picture_is_read_when_it_is_asked_for(cover_path):
    f = simdtag.asf.ASF(cover_path)
    picture = f["WM/Picture"][0]
    assert (f["A"], f["B"]) == (["x"], ["behind"])
    assert len(os.listdir("/proc/self/fd")) > 0
    with open(cover_path, "r+b") as changed:
        changed.seek(-1, os.SEEK_END)
        changed.write(b"!")
    os.utime(cover_path, ns=(1, 1))
    with pytest.raises(simdtag.MutagenError):
        picture.value
    with pytest.raises(simdtag.MutagenError):
        vars(picture)


def test_a_pictures_bytes(cover_path):
    assert simdtag.asf.ASF(cover_path)["WM/Picture"][0].value == COVER
    assert vars(simdtag.asf.ASF(cover_path)["WM/Picture"][0]) == {"language": 0, "stream": 0, "value": COVER}
    for thing in (lambda: str(cover_path), lambda: io.BytesIO(WITH_COVER)):
        check(lambda p: plain([(k, bytes(v)) for k, v in p.asf.ASF(thing()).tags]))
        check(lambda p: p.asf.ASF(thing()).pprint())
        check(lambda p: [pickle.loads(pickle.dumps(v)).value for k, v in p.asf.ASF(thing()).tags])


def test_a_picture_replaced_unread_is_never_read(cover_path):
    f = simdtag.asf.ASF(cover_path)
    os.truncate(cover_path, 10)
    f["WM/Picture"][0].value = b"new"
    assert f["WM/Picture"] == [b"new"]
    assert vars(f["WM/Picture"][0])["value"] == b"new"


def test_attributes_outlive_their_file(cover_path):
    picture = simdtag.asf.ASF(cover_path)["WM/Picture"][0]
    os.unlink(cover_path)
    assert picture == COVER


def test_every_picture_of_a_large_file(tmp_path):
    """A header of many pictures takes no more memory than the pictures asked for."""
    import tracemalloc

    entries = [(0, 0, "WM/Picture", make.BYTES, make.picture(bytes([i]) * 100000)) for i in range(50)]
    path = tmp_path / "many.wma"
    path.write_bytes(header(make.extension(make.library(*entries))))
    simdtag.asf.ASF(path)
    tracemalloc.start()
    tags = simdtag.asf.ASF(path).tags
    assert tracemalloc.get_traced_memory()[1] < 50_000
    assert tags["WM/Picture"][49].value == make.picture(bytes([49]) * 100000)
    tracemalloc.stop()

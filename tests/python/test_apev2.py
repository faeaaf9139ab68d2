# SPDX-License-Identifier: MIT
"""apev2 beside mutagen's: values, the container, loading; and what is simdtag's own about it: payloads that wait."""

import copy
import gc
import io
import os
import pickle
import sys

import pytest

import same
import samples
from same import check

sys.path.insert(0, samples.SAMPLES)
import ape  # noqa: E402

TAG = ape.tag([
    ape.item("Title", "hello"), ape.item("ARTIST", "a\0b\0\0c"), ape.item("Cover Art (Front)", b"c.jpg\0\xff\xd8", 2),
    ape.item("Link", "http://example.org/", 4), ape.item("title", "again"), ape.item("Bb", "2"),
])  # fmt: skip
DATA = bytes(300) + TAG


def opened(p, data=DATA):
    return p.apev2.APEv2(io.BytesIO(data))


def tried(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return same.error(e)


OTHERS = ["a\0b", "b", b"b", 3, None, ["a"]]


@pytest.mark.parametrize("make", [
    lambda a: a.APETextValue("a\0b"), lambda a: a.APETextValue(""), lambda a: a.APEExtValue("b", 2),
    lambda a: a.APEBinaryValue(b"b", 1), lambda a: a.APETextValue._new("é".encode()),
    lambda a: a.APEBinaryValue._new(b"\xff"), lambda a: a.APEv2(io.BytesIO(DATA))["artist"],
])  # fmt: skip
def test_values(make):
    def program(p):
        a = p.apev2
        v = make(a)
        others = OTHERS + [a.APETextValue("b"), a.APEBinaryValue(b"b"), a.APEExtValue("a\0b")]
        seen = [v, str(v), v.value, v.kind, bytes(v), len(v), bool(v), v.pprint(), v._write(), vars(v)]
        for x in others:
            seen += [tried(f) for f in (lambda: v == x, lambda: v != x, lambda: v < x, lambda: v <= x, lambda: v > x,
                                        lambda: v >= x, lambda: x == v, lambda: x < v)]
        seen += [tried(f) for f in (lambda: hash(v), lambda: list(v), lambda: v[0], lambda: v[-1], lambda: v[9],
                                    lambda: v["x"], lambda: "a" in v, lambda: v + v)]
        for twin in [pickle.loads(pickle.dumps(v, n)) for n in range(5)] + [copy.copy(v), copy.deepcopy(v)]:
            seen += [twin, vars(twin), type(twin), twin == v]
        return seen

    check(program)


@pytest.mark.parametrize("change", [
    "v[0] = 'z'", "v[1] = b'x'", "v[9] = 'z'", "v[0:2] = ['1', '2']", "v.append('n')", "v.append(1)",
    "v.insert(0, 'f')", "v.insert(-1, 'f')", "v.extend(['x', 'y'])", "v.pop()", "v.remove('b')", "v.remove('zz')",
    "v.reverse()", "del v[0]", "del v[1:]", "del v[9]",
    "v += ['q']", "v.value = 'new'", "v.value = 5", "del v.value", "v.other = 1",
    "v.kind = 7", "vars(v)['value'] = 'y'", "v.__dict__ = {'value': 'z'}", "v.sort()",
])  # fmt: skip
@pytest.mark.parametrize("key", ["artist", "link", "cover art (front)"])
def test_changed_values(change, key):
    def program(p):
        v = opened(p)[key]
        happened = tried(lambda: exec(change, {"v": v}))
        return happened, tried(repr, v), tried(str, v), tried(list, v), vars(v), tried(lambda: v.value)

    check(program)


@pytest.mark.parametrize("args", [
    ("a", 0), ("a", 1), (b"a", 1), (b"a", 0), ("a", 2), (b"a", 2), ("a", 3), ("a", None), ("a", "x"), (["a"], 0),
    (None, 0), (1, 1), (bytearray(b"a"), 1),
])  # fmt: skip
def test_made_values(args):
    check(lambda p: p.apev2.APEValue(*args))
    check(lambda p: [tried(cls, *args) for cls in (p.apev2.APETextValue, p.apev2.APEBinaryValue, p.apev2.APEExtValue)])


@pytest.mark.parametrize("key", ["a", "ab", "", "a" * 255, "a" * 256, "ID3", "id3", "TAG", "OggS", "MP+", "\x1fa", "a~",
                                 "é1", "a\x7f", b"ab", 3, None, (1, 2), "title", "TITLE", "nope"])  # fmt: skip
def test_keys(key):
    check(lambda p: p.apev2.is_valid_apev2_key(key))

    def program(p):
        t = opened(p)
        seen = [tried(f) for f in (lambda: t[key], lambda: key in t, lambda: t.get(key, 7), lambda: t.pop(key, 8))]
        seen += [tried(t.__setitem__, key, "v"), tried(t.__delitem__, key), tried(t.setdefault, key, "w")]
        return seen, t.keys(), len(t)

    check(program)


@pytest.mark.parametrize("value", [
    "v", ["a", "b"], [], ["a", 3], ["a", b"b"], b"bytes", bytearray(b"x"), 3, None, (), ("a", "b"), {"a": 1}, "a\0b",
])  # fmt: skip
def test_assignment(value):
    def program(p):
        t = opened(p)
        return tried(t.__setitem__, "New", value), tried(t.__setitem__, "TITLE", value), t, t.pprint(), t.keys()

    check(program)


def test_container():
    def program(p):
        t = opened(p)
        seen = [repr(t), t.keys(), t.values(), t.items(), list(t), len(t), dict(t) == t, t == {}, t.pprint()]
        seen.append(t.filename)
        t.update({"Up": "1", "uP": "2"})
        t.update([("k1", "v1")])
        t.update(zz="5")
        seen += [t.popitem(), t.items(), t["Up"] is t["up"], t._CIDictProxy__dict, t._CIDictProxy__casemap]
        t["Link"] = t["Up"]
        for twin in [pickle.loads(pickle.dumps(t, n)) for n in range(5)] + [copy.copy(t), copy.deepcopy(t)]:
            twin["Added"] = "x"
            seen += [twin, type(twin), twin["link"] is t["link"], t.keys(), twin.filename]
        t.clear()
        return seen + [t, t.pprint(), p.apev2.APEv2(), p.apev2.APEv2().keys()]

    check(program)


def test_keys_of_a_list_that_changes():
    """Lookups out of keys() and others, in any order, before and after a change."""
    def program(p):
        t = opened(p)
        keys, seen = t.keys(), []
        for key in keys[::-1] + keys + ["BB", "bb"]:
            seen.append(t[key])
        t["x1"] = "y"
        return seen, [t[key] for key in keys], t.keys(), keys

    check(program)


def test_loading(tmp_path):
    path = tmp_path / "x.ape"
    path.write_bytes(DATA)

    def program(p):
        a = p.apev2
        t = a.APEv2(str(path))
        seen = [t.filename, a.APEv2(os.fsencode(path)).filename, a.APEv2(path).filename]
        seen.append(a.APEv2File(path).tags.filename)
        t.load(io.BytesIO(bytes(300) + ape.tag([ape.item("Other", "x")])))
        seen += [t, t.filename, tried(t.load, io.BytesIO(b"")), t, tried(a.APEv2, "/nope"), tried(a.APEv2, None)]
        return seen + [a.APEv2(fileobj=io.BytesIO(DATA)), type("Sub", (a.APEv2,), {})(str(path))]

    check(program)


def test_files():
    def program(p):
        f = p.apev2.APEv2File(io.BytesIO(DATA))
        none = p.apev2.APEv2File(io.BytesIO(bytes(50)))
        seen = [f.pprint(), f.mime, f.keys(), f["TITLE"], tried(f.add_tags), none.tags, none.pprint(), none.keys()]
        none["x1"] = "y"
        return seen + [none.pprint(), tried(none.add_tags), type(f.info)(None).pprint(), p.apev2.APEv2File.__mro__]

    check(program)


@pytest.mark.parametrize("module, names", [
    ("apev2", ["APEv2", "APEv2File", "APETextValue", "APEBinaryValue", "APEExtValue", "APEBadItemError",
               "APENoHeaderError", "APEUnsupportedVersionError", "error", "_CIDictProxy", "_UnknownInfo", "Open"]),
    ("monkeysaudio", ["MonkeysAudio", "MonkeysAudioInfo", "MonkeysAudioHeaderError", "error", "Open"]),
    ("optimfrog", ["OptimFROG", "OptimFROGInfo", "OptimFROGHeaderError", "error", "Open", "SAMPLE_TYPE_BITS"]),
    ("tak", ["TAK", "TAKInfo", "TAKHeaderError", "error", "Open"]),
])  # fmt: skip
def test_names(module, names):
    def program(p):
        m = getattr(p, module)
        return m.__all__, [getattr(getattr(m, name), "__mro__", getattr(m, name)) for name in names], callable(m.delete)

    check(program)
    check(lambda p: (p.apev2.TEXT, p.apev2.BINARY, p.apev2.EXTERNAL, p.apev2.HAS_HEADER, p.apev2.IS_HEADER))


def test_block_kinds():
    check(lambda p: [(n, str(p.tak.TAKMetadata(n)), p.tak.TAKMetadata(n)) for n in range(9)])


@pytest.mark.parametrize("tail", [0, 1, 8, 127, 128, 129, 300])
@pytest.mark.parametrize("head", [b"", b"ID3", b"OFR "])
def test_scores(tmp_path, head, tail):
    data = head + ape.tag([], header=False) + bytes(tail)
    check(lambda p: p.apev2.APEv2File.score("x", io.BytesIO(data), data[:128]))
    for name in ("x", "x.ape", "x.ofr", "x.tak"):
        path = tmp_path / name
        path.write_bytes(data)

        def program(p):
            try:
                return type(p.File(path)).__name__, type(p.File(path, easy=True)).__name__
            except p.MutagenError as e:
                return type(e)

        check(program)


def test_easy_knows_every_class():
    for name in ("ape-plain.ape", "frog-plain.ofr", "tak-plain.tak", "tag-end.apev2"):
        check(lambda p: (type(p.File(samples.one(name), easy=True)), p.File(samples.one(name), easy=True).pprint()))


def info_names(p):
    return ((p.monkeysaudio.MonkeysAudioInfo, "ape-plain.ape"), (p.optimfrog.OptimFROGInfo, "frog-plain.ofr"),
            (p.tak.TAKInfo, "tak-plain.tak"))  # fmt: skip


def test_info_of_its_own():
    def program(p):
        seen = []
        for cls, name in info_names(p):
            with open(samples.one(name), "rb") as f:
                info = cls(f)
                seen += [info.pprint(), info.length, pickle.loads(pickle.dumps(info, 2)).pprint()]
            seen.append(tried(cls, io.BytesIO(b"short")))
        return seen

    check(program)


# ---- simdtag's own ----


def big_cover(tmp_path):
    import simdtag

    path = tmp_path / "cover.ape"
    payload = b"cover.jpg\0" + ape.noise(100_000)
    path.write_bytes(ape.monkeys_audio() + ape.tag(ape.usual() + [ape.item("Cover Art (Front)", payload, 2)]))
    return path, payload, simdtag.File(path)


def test_a_cover_waits_in_the_file(tmp_path):
    path, payload, f = big_cover(tmp_path)
    value = dict(f.tags)["Cover Art (Front)"]
    os.rename(path, str(path) + ".away")
    assert value.value == payload
    assert f.tags["cover art (front)"] == payload and len(value) == len(payload)


def test_a_cover_of_a_changed_file_is_an_error(tmp_path):
    import simdtag

    path, payload, f = big_cover(tmp_path)
    value = f.tags["Cover Art (Front)"]
    with open(path, "r+b") as changed:
        changed.seek(-20_000, 2)
        changed.write(b"changed")
    for look in (lambda: value.value, lambda: bytes(value), lambda: vars(value), lambda: pickle.dumps(value)):
        with pytest.raises(simdtag.MutagenError):
            look()
    value.value = b"replaced"
    assert bytes(value) == b"replaced"


def test_tiny_file_objects(tmp_path):
    from simdtag.apev2 import APEv2File

    path = tmp_path / "tiny"
    for n in range(8, 32):
        data = (b"APETAGEX" + bytes(range(24)))[:n]
        path.write_bytes(data)
        assert APEv2File(io.BytesIO(data)).tags is None
        check(lambda p: p.apev2.APEv2File(path).tags)


def test_clearing_a_text_value():
    from simdtag.apev2 import APETextValue

    value = APETextValue("a\0b")
    value.clear()
    assert value.value == "" and list(value) == [""]


def test_values_outlive_their_file(tmp_path):
    _, payload, f = big_cover(tmp_path)
    tags = f.tags
    del f
    gc.collect()
    values = tags.values()
    del tags
    gc.collect()
    assert values[-1].value == payload and values[0].value.startswith("Größe")


def test_nothing_to_delete(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(bytes(100))
    check(lambda p: (p.apev2.delete(path), path.read_bytes()))


def test_writing_comes_later():
    from simdtag import MutagenError, apev2

    tags = apev2.APEv2(io.BytesIO(DATA))
    file = apev2.APEv2File(io.BytesIO(DATA))
    for write in (tags.save, tags.delete, lambda: file.save(io.BytesIO(DATA)), lambda: file.delete(io.BytesIO(DATA))):
        with pytest.raises(MutagenError):
            write()

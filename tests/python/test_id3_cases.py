# SPDX-License-Identifier: MIT
"""The ID3 classes side by side with mutagen's: the same expressions give the same values, types and exceptions."""

import copy
import importlib
import io
import pickle
import re
import subprocess
import sys

import pytest

import id3_cases
from build import AUDIO, V1, tag

PACKAGES = ("mutagen", "simdtag")


def names(package):
    """What an expression may use."""
    m = importlib.import_module(package + ".id3")
    found = {name: getattr(m, name) for name in dir(m)}
    for module in ("_util", "_id3v1", "_specs"):
        found.update({n: v for n, v in vars(importlib.import_module(f"{package}.id3.{module}")).items() if n[0] != "_"})
    found.update(m=m, copy=copy, pickle=pickle, io=io, mutagen=importlib.import_module(package))
    found["sp"] = importlib.import_module(package + ".id3._specs")
    found["MP3"] = getattr(importlib.import_module(package + ".mp3"), "MP3", None)
    return found


def look(value):
    """A value and its type as text without addresses and the package's name."""
    text = "%s: %r" % (type(value).__name__, value)
    return re.sub(r"0x[0-9a-f]+", "0x", text).replace("simdtag", "mutagen")


def outcome(space, case):
    try:
        if ";;" in case or re.match(r"(r|t|f|class \w+)\s*[=(]", case):
            exec("\n".join(case.split(" ;; ")), space)
            return look(space.get("r"))
        return look(eval(case, space))
    except Exception as error:
        mutagens = [c.__name__ for c in type(error).__mro__ if c.__module__.split(".")[0] in PACKAGES]
        words = ", ".join(mutagens) or "%s: %s" % (type(error).__name__, error)
        return "raises " + re.sub(r"0x[0-9a-f]+", "0x", words).replace("simdtag", "mutagen")


def compare(cases, prepare=lambda space: None):
    spaces = []
    for package in PACKAGES:
        space = names(package)
        prepare(space)
        spaces.append(space)
    wrong = []
    for case in cases:
        theirs, ours = (outcome(space, case) for space in spaces)
        if ours != theirs:
            wrong.append("%s\n   gives %s\n  should %s" % (case, ours[:700], theirs[:700]))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", ["{}", "({}).HashKey", "({}).FrameID", "({}).pprint()", "({})._pprint()", "str({})",
                                  "bytes({})",
                                  "copy.copy({})", "pickle.loads(pickle.dumps({}))", "copy.deepcopy({})", "hash({})",
                                  "({}) == ({})", "vars({})", "+({})", "len({})", "type({0})(({0}))",
                                  "({})._writeData()", "({})._get_v23_frame()", "sorted(vars({}))"])  # fmt: skip
def test_frames(part):
    skipped = []
    if "_writeData" in part:  # chapters: comes with saving
        skipped = [f for f in id3_cases.FRAMES if f.startswith(("CHAP", "CTOC"))]
    if "==" in part:  # mutagen cannot compare two tags of several frames (docs/differences.md)
        skipped = [f for f in id3_cases.FRAMES if f.startswith("CHAP")]
    compare([part.replace("{0}", "{}").replace("{}", f) for f in id3_cases.FRAMES if f not in skipped])


def test_constructors():
    compare(id3_cases.CONSTRUCTORS)


def test_behaviour():
    def prepare(space):
        space["T"] = space["TIT2"](3, ["a", "b"])
        space["N"] = space["TBPM"](3, ["120", "x"])
        space["P"] = space["TRCK"](3, ["3/7"])
        space["D"] = space["TDRC"](3, ["2004-01-02", "2005"])

    compare(id3_cases.BEHAVIOUR, prepare)


def test_all_classes_default():
    """Each class made without arguments: fields, defaults, bases, key."""
    compare(["sorted(Frames)", "sorted(Frames_2_2)"])
    m = importlib.import_module("mutagen.id3")
    cases = []
    for name in list(m.Frames) + list(m.Frames_2_2):
        cases += [f"{name}()", f"{name}().HashKey", f"{name}().pprint()", f"vars({name}())", f"{name}() == {name}()",
                  f"[s.name for s in {name}._framespec]", f"[type(s).__name__ for s in {name}._framespec]",
                  f"[s.name for s in {name}._optionalspec]", f"{name}.__name__, {name}.__module__",
                  f"[c.__name__ for c in {name}.__mro__ if 'core' not in c.__module__]", f"{name}()._upgrade_frame()",
                  f"{name}({name}())", f"str({name}())", f"bytes({name}())", f"{name}().__dict__.keys()"]  # fmt: skip
    compare(cases)


def test_enums_and_stamps():
    compare(id3_cases.ENUMS + id3_cases.STAMPS)
    parts = ("(lambda s:(s,s.text,s.year,s.month,s.day,s.hour,s.minute,s.second,str(s),repr(s),bytes(s)))"
             "(ID3TimeStamp(%r))")
    compare([parts % text for text in id3_cases.STAMP_TEXTS])


@pytest.mark.parametrize("case", id3_cases.PROGRAMS)
def test_programs(case):
    compare([case])


def test_translation():
    def prepare(space):
        ID3 = space["ID3"]

        def tag_of(frames, method):
            tags = ID3()
            for frame in frames:
                tags.add(frame)
            getattr(tags, method)()
            return tags

        def add(*frames):
            tags = ID3()
            for frame in frames:
                tags._add(frame, False)
            return tags

        def merged(a, b):
            result = a._merge_frame(b)
            return result, result is a, result is b

        space.update(add=add, mg=merged)
        space.update(v24=lambda *f: tag_of(f, "update_to_v24"), v23=lambda *f: tag_of(f, "update_to_v23"))

    compare(id3_cases.TRANSLATION, prepare)


def test_small():
    def prepare(space):
        def raw(*frames):
            tags = space["ID3"]()
            for frame in frames:
                tags.add(frame)
            return tags

        def v24(*frames):
            tags = raw(*frames)
            tags.update_to_v24()
            return tags

        space.update(raw=raw, v24=v24)

    compare(id3_cases.SMALL, prepare)


def test_loading(tmp_path):
    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(3, ("TIT2", b"\0hello")) + AUDIO)

    def prepare(space):
        class X(space["ID3"]):
            pass

        class XABC(space["TextFrame"]):
            pass

        class T2(space["TIT2"]):
            pass

        class Own(space["Frame"]):
            _framespec = [space["EncodingSpec"]("encoding"), space["sp"].EncodedTextSpec("a"), space["ByteSpec"]("b")]

        def info(t):
            return t, t.version, t.size, t.f_unsynch, t.f_extended, t.unknown_frames, t.filename

        space.update(X=X, XABC=XABC, T2=T2, Own=Own, info=info, p=path, tag=tag, v1=V1, audio=AUDIO, B=io.BytesIO)

    compare(id3_cases.LOADING, prepare)


def test_tags_load_the_package_when_needed(tmp_path):
    """Opening an MP3 does not load the ID3 classes; looking at its tags does."""
    path = str(tmp_path / "x.mp3")
    with open(path, "wb") as f:
        f.write(tag(3, ("TIT2", b"\0hello")) + AUDIO)
    program = (
        "import sys, simdtag; f = simdtag.File(sys.argv[1]); f.info.length\n"
        "assert 'simdtag.id3._frames' not in sys.modules\n"
        "assert str(f.tags['TIT2']) == 'hello' and f.ID3.__name__ == 'ID3'"
    )
    subprocess.run([sys.executable, "-c", program, path], check=True)

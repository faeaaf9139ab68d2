# SPDX-License-Identifier: MIT
"""ID3(…, known_frames={…}): frames of a program's own classes, and only those it names, beside mutagen's."""

import io
import struct
import sys
import time

import pytest

import samples
from amount import amount
from same import OURS, check

sys.path.insert(0, samples.SAMPLES)
import tagbytes as t  # noqa: E402


def frames(v):
    chapter = b"c\0" + bytes(16) + t.text("TIT2", "in", v) + t.frame("TXYZ", b"\0in", v)
    contents = b"toc\0\3\2c1\0c2\0" + t.text("TIT2", "in", v) + t.frame("TXYZ", b"\0in", v)
    return [
        t.text("TIT2", "Title", v), t.frame("TXYZ", b"\0own\0two", v), t.frame("XURL", b"http://x", v),
        t.frame("XBIN", b"\1\2", v), t.frame("XNUM", b"\0" + b"12", v), t.frame("XTIM", b"\0" + b"2004-03", v),
        t.apic(t.png(), v, "image/png", 3, "d"), t.comment("COMM", "eng", "d", "x", v),
        t.text("TDRC" if v == 4 else "TYER", "2001", v), t.frame("ZZZZ", b"unknown", v),
        t.described("TXXX", "a", "b", v), t.frame("CHAP", chapter, v), t.frame("CTOC", contents, v),
    ]


V22 = t.id3([t.text("TT2", "Title", 2, 0), t.frame("XYZ", b"\0ab", 2), t.apic(t.png(), 2, "image/png"),
             t.frame("TYE", b"\0" + b"1999", 2)], 2)
V1 = t.id3v1("title", "artist", "album", "1999", "comment", 5, 17)
FILES = {"2.4": t.id3(frames(4)), "2.3": t.id3(frames(3), 3), "2.2": V22, "1": b"x" * 200 + V1,
         "2.4 and 1": t.id3(frames(4)) + V1, "2.3 and 1": t.id3(frames(3), 3) + V1}


def own_classes(p):
    id3 = p.id3

    class TXYZ(id3.TextFrame):
        pass

    class Url(id3.UrlFrame):
        pass

    class Bin(id3.BinaryFrame):
        pass

    class Num(id3.NumericTextFrame):
        pass

    class Time(id3.TimeStampTextFrame):
        pass

    class Title(id3.TIT2):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.mine = 1

    class Chapter(id3.CHAP):
        pass

    return TXYZ, Url, Bin, Num, Time, Title, Chapter


KNOWN = [
    lambda id3, c: {},
    lambda id3, c: {"TIT2": id3.TIT2},
    lambda id3, c: {"TXYZ": c[0]},
    lambda id3, c: dict(id3.Frames, TXYZ=c[0]),
    lambda id3, c: dict(id3.Frames, TIT2=c[5]),
    lambda id3, c: {"XURL": c[1], "XBIN": c[2], "XNUM": c[3], "XTIM": c[4]},
    lambda id3, c: {"COMM": id3.COMM, "TIT2": id3.TextFrame},
    lambda id3, c: {"CHAP": id3.CHAP, "CTOC": id3.CTOC},
    lambda id3, c: {"CHAP": id3.CHAP, "CTOC": id3.CTOC, "TXYZ": c[0]},
    lambda id3, c: {"CHAP": c[6], "TIT2": c[5]},
    lambda id3, c: {"TDRC": id3.TDRC, "TYER": id3.TYER},
    lambda id3, c: {"TIT2": id3.TPE1},
    lambda id3, c: {"TT2": id3.TT2},
    lambda id3, c: {"TT2": id3.TT2, "PIC": id3.PIC, "XYZ": c[0]},
    lambda id3, c: id3.Frames,
    lambda id3, c: id3.Frames_2_2,
]


def shown(tags):
    def one(frame):
        subs = getattr(frame, "sub_frames", None)
        fields = {name: value for name, value in vars(frame).items() if name != "sub_frames"}
        return (type(frame).__name__, frame.HashKey, frame.FrameID, fields,
                subs is not None and (sorted((k, one(f)) for k, f in subs.items()), subs.unknown_frames))

    return sorted((k, one(f)) for k, f in tags.items()), tags.unknown_frames, tags.version, tags.size


@pytest.mark.parametrize("known", KNOWN, ids=range(len(KNOWN)))
@pytest.mark.parametrize("file", FILES)
def test_known_frames(file, known):
    for options in ({}, {"translate": False}, {"load_v1": False}) + (({"v2_version": 3},) if "1" not in file else ()):
        def program(p):
            return shown(p.id3.ID3(io.BytesIO(FILES[file]), known_frames=known(p.id3, own_classes(p)), **options))
        check(program)


def test_as_second_argument_and_again():
    def program(p):
        txyz, *_, title, _ = own_classes(p)
        tags = p.id3.ID3(io.BytesIO(FILES["2.4"]), {"TIT2": title})
        first = shown(tags)
        tags.load(io.BytesIO(FILES["2.3"]), {"TXYZ": txyz})
        return first, shown(tags), sorted(tags)
    check(program)


@pytest.mark.parametrize("depth", [8, 9, 200_000])
def test_chapters_in_chapters_come_to_an_end(depth):
    """Eight in each other are read; below, a chapter has no frames (ST_MAX_ID3_DEPTH of src/base/limits.h)."""
    body, size = [], 0
    for _ in range(depth + 1):  # from the innermost outwards
        size += 18
        body.append(b"CHAP" + t.synchsafe(size) + b"\0\0c\0" + struct.pack(">IIII", 0, 0, 0, 0))
        size += 10
    blob = t.id3([b"".join(reversed(body))])
    for known in (None, {"CHAP": OURS.id3.CHAP}):
        began = time.perf_counter()
        tags, seen = OURS.id3.ID3(io.BytesIO(blob), known_frames=known), 0
        while tags:
            tags, seen = tags["CHAP:c"].sub_frames, seen + 1
        assert 9 <= seen <= 18 and (depth > 8 or seen == 9)
        assert time.perf_counter() - began < amount(1, long=1, emulated=60)
    if depth == 8:
        check(lambda p: p.id3.ID3(io.BytesIO(blob)))

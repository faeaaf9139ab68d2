# SPDX-License-Identifier: MIT
"""ID3 taken apart by programs: headers, frames of a body, bytes of frames, types of fields, beside mutagen's."""

import io
import random

import pytest

import mutagen.id3
import mutagen.id3._specs
import mutagen.id3._tags
import mutagen.id3._util
import simdtag.id3._specs
import simdtag.id3._tags
import simdtag.id3._util
from build import tag

BOTH = [mutagen, simdtag]


def both(do):
    out = []
    for package in BOTH:
        try:
            out.append(do(package.id3))
        except Exception as e:
            out.append(type(e).__name__)
    return out


def header(id3, minor, flags=0):
    made = id3._tags.ID3Header()
    made.version, made._flags = (2, minor, 0), flags
    return made


def bodies(count):
    """Bodies of tags: frames with sizes of either kind, some cut, some with padding."""
    rnd, out = random.Random(5), [b""]
    for _ in range(count):
        body = b""
        for _ in range(rnd.randrange(5)):
            n = rnd.choice([3, 100, 127, 128, 130, 255, 256, 300])
            size = bytes([0, 0, n >> 7, n & 127]) if rnd.random() < 0.5 else n.to_bytes(4, "big")
            body += rnd.choice([b"TIT2", b"TPE1", b"ABCD", b"XY\0Z"]) + size + bytes(2)
            body += bytes(n + (rnd.random() < 0.1))
        body = body[: len(body) - rnd.choice([0, 0, 0, 1, 5, 20])] if len(body) > 20 else body
        out.append(body + bytes(rnd.randrange(30) if rnd.random() < 0.3 else 0))
    return out


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("behind", [b"\0\0\0\6" + bytes(20), b"\0\0\0\x0a" + bytes(20), b"TIT2" + bytes(20), b"\0\0",
                                    b"\0\0\0\2" + bytes(20), b"\0\0\x80\0" + bytes(20), b"\0\0\1\0" + bytes(20)])
def test_headers(minor, behind):
    names = ("version", "size", "f_unsynch", "f_extended", "f_experimental", "f_footer")
    for flags in [0] + [1 << bit for bit in range(8)]:
        for size in (b"\0\0\0\x10", b"\0\0\0\x80"):
            data = b"ID3" + bytes([minor, 0, flags]) + size + behind

            def read(id3):
                source = io.BytesIO(data)
                made = id3._tags.ID3Header(source)
                return [getattr(made, name) for name in names], source.tell(), getattr(made, "_extdata", None)

            theirs, ours = both(read)
            assert theirs == ours, data


@pytest.mark.parametrize("minor, flags", [(2, 0), (2, 0x80), (3, 0), (3, 0x80), (4, 0), (4, 0x80)])
def test_frames_of_a_body(minor, flags):
    for body in bodies(150):
        def read(id3):
            known = id3.Frames if minor > 2 else id3.Frames_2_2
            found, unknown, rest = id3._tags.read_frames(header(id3, minor, flags), body, known)
            return repr(found), unknown, rest

        theirs, ours = both(read)
        assert theirs == ours, body


def test_kinds_of_sizes():
    kinds = set()
    for body in bodies(500):
        theirs, ours = both(lambda id3: id3._tags.determine_bpi(body, id3.Frames).__name__)
        assert theirs == ours, body
        kinds.add(ours)
    assert kinds == {"int", "BitPaddedInt"}


@pytest.mark.parametrize("make", [
    lambda id3: id3.TIT2(encoding=3, text=["abc"]),
    lambda id3: id3.TPE1(encoding=1, text=["abc" * 3000, "d"]),
    lambda id3: id3.TIT2(encoding=3, text=[]),
    lambda id3: id3.APIC(encoding=0, mime="image/png", type=3, desc="x", data=b"data"),
    lambda id3: id3.CHAP(element_id="a", start_time=1, end_time=2, start_offset=3, end_offset=4,
                         sub_frames=[id3.TIT2(encoding=3, text=["in"])]),
    lambda id3: id3.PIC(encoding=0, mime="PNG", data=b"x"),
])  # fmt: skip
def test_bytes_of_a_frame(make):
    for version, separator in ((4, None), (3, None), (3, "/")):
        for name in (None, b"XXXX"):
            theirs, ours = both(lambda id3: id3._tags.save_frame(
                make(id3), name=name, config=id3._util.ID3SaveConfig(version, separator)))
            assert theirs == ours


NUMBERS = [b"", b"\0", b"\4", b"\4\0", b"\x10\x80\0z", b"\x07\x80", b"\x20\x80\1\2\3q", b"\xff" + bytes(range(40)),
           b"\3\x10\1\2\3\4", b"\0\x10\1\2\3\4", b"\x3f\x08" + bytes(range(1, 13)), b"\x3f\x0c" + bytes(range(24)),
           b"\2f\0o\0", b"\1\0\0\1\0\2\0\0\0\1x"]


@pytest.mark.parametrize("name, args", [
    ("VolumeAdjustmentSpec", (0,)), ("VolumePeakSpec", (0,)), ("KeyEventSpec", ([],)), ("RVASpec", (False,)),
    ("VolumeAdjustmentsSpec", ([],)), ("RVASpec", (True,)), ("Latin1TextListSpec", ([],)), ("ByteSpec", (0,)),
    ("IntegerSpec", (0,)), ("StringSpec", (3,)), ("BinaryDataSpec", (b"",)),
])
def test_types_of_fields(name, args):
    for data in NUMBERS:
        theirs, ours = both(lambda id3: getattr(id3._specs, name)("x", *args).read(header(id3, 4), None, data))
        if isinstance(theirs, str) and "Spec" not in theirs:  # IndexError, struct.error ...
            assert ours == theirs or "Spec" in ours
        else:
            assert ours == theirs, data


def test_fields_of_a_programs_own_frame_class():
    for p in BOTH:
        spec = p.id3._specs.VolumeAdjustmentSpec("gain", 0)
        mine = type("XGAI", (p.id3.Frame,), {"_framespec": [spec]})
        tags = p.id3.ID3(io.BytesIO(tag(4, ("XGAI", b"\2\0"))), known_frames={"XGAI": mine})
        assert [frame.gain for frame in tags.values()] == [1.0]


def test_compressed_frames():
    import zlib

    body = zlib.compress(b"\3packed")
    for data in (b"\0\0\0\7" + body, body, b"\0\0\0\7" + body[:-3], b"\0\0\0\7nonsense"):
        for flags in (8, 9, 0x80):
            for minor in (2, 3, 4):
                theirs, ours = both(lambda id3: repr(id3.TIT2._fromData(header(id3, minor), flags, data)))
                assert theirs == ours, (data, flags, minor)

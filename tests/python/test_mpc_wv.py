# SPDX-License-Identifier: MIT
"""Musepack and WavPack beside mutagen's: names, info classes made by hand, the helpers of both modules."""

import io
import sys

import pytest

import samples
from same import OURS, THEIRS, check

sys.path.insert(0, samples.SAMPLES)
import ape  # noqa: E402
import mpc_wv as make  # noqa: E402

AUDIO = make.packet(b"AP", bytes(100))
SV7, SV5 = make.sv7() + bytes(100), make.sv4(5, 400) + bytes(100)
SV8 = b"MPCK" + make.sh() + make.rg(1, 2, 3, 4) + AUDIO
QUIET = b"MPCK" + make.sh() + make.rg(0, 0, 0, 0) + AUDIO
LOUD = b"MPCK" + make.sh() + make.rg(0, 7, 200, 0) + AUDIO
WV, MONO = make.block(bytes(100), 44100), make.block(bytes(100), 44100, flags=4 | 10 << 23)
OPENED = {"musepack.Musepack": (SV7, SV5, SV8, QUIET, LOUD), "wavpack.WavPack": (WV, MONO, make.block() * 3)}


def cls_of(p, name):
    module, _, cls = name.partition(".")
    return getattr(getattr(p, module), cls)


def bases(cls):
    return [c.__name__ for c in cls.__mro__]


def test_names():
    for name in ("musepack", "wavpack"):
        ours, theirs = getattr(OURS, name), getattr(THEIRS, name)
        assert ours.__all__ == theirs.__all__
        assert ours.RATES == theirs.RATES
        cls = theirs.__all__[0]
        for one in ("error", "Open", cls, cls + "Info", cls + "HeaderError"):
            assert bases(getattr(ours, one)) == bases(getattr(theirs, one)), one
        assert ours.delete is OURS.apev2.delete and ours.error is OURS.apev2.error
    check(lambda p: (p.musepack.Musepack._mimes, p.wavpack.WavPack._mimes))


@pytest.mark.parametrize("name", OPENED)
def test_opened(name):
    for data in OPENED[name]:
        for tag in (b"", ape.tag(ape.usual()), ape.tag(ape.odd()) + ape.id3v1()):
            def program(p):
                f = cls_of(p, name)(io.BytesIO(data + tag))
                public = sorted((n, getattr(f.info, n)) for n in dir(f.info) if n[0] != "_" and n != "pprint")
                return public, sorted(vars(f.info)), f.info.pprint(), f.mime, f.keys(), f.pprint(), f.tags is None
            check(program)


@pytest.mark.parametrize("name", OPENED)
def test_adding_tags(name):
    def program(p):
        f = cls_of(p, name)(io.BytesIO(OPENED[name][0]))
        f["Title"] = "x"
        f["ARTIST"] = ["a", "b"]
        seen = f.keys(), f["title"], f["artist"], type(f.tags).__name__, f.pprint()
        try:
            f.add_tags()
        except p.MutagenError as e:
            return seen, type(e).__name__
    check(program)


@pytest.mark.parametrize("name", ["musepack.MusepackInfo", "wavpack.WavPackInfo"])
def test_info_by_hand(name):
    """From where the file object stands."""
    data = SV8 if name[0] == "m" else WV

    def program(p):
        f = io.BytesIO(b"before" + data)
        f.seek(6)
        info = cls_of(p, name)(f)
        return info.length, info.sample_rate, info.channels, info.version

    check(program)
    check(lambda p: bases(cls_of(p, name)))
    for bad in (b"", b"nothing of the kind" * 10):
        for p in (OURS, THEIRS):
            with pytest.raises(p.MutagenError) as e:
                cls_of(p, name)(io.BytesIO(bad))
            assert type(e.value).__name__ == name.partition(".")[2].replace("Info", "HeaderError")


def test_info_by_hand_beside_a_damaged_tag():
    damaged = ape.tag([ape.item("Artist", b"not \xff UTF-8")])
    for name, data in (("musepack.MusepackInfo", SV7), ("wavpack.WavPackInfo", WV)):
        check(lambda p: cls_of(p, name)(io.BytesIO(data + damaged)).length)


def own_info(p):
    class Info(p.StreamInfo):
        length = 7

        def __init__(self, fileobj):
            self.seen = fileobj.tell(), fileobj.read(4)

        def pprint(self):
            return "own"

    return Info


def test_stream_info_of_a_subclass(tmp_path):
    """As programs that know other formats with APEv2 tags do."""
    path = str(tmp_path / "x.wv")
    with open(path, "wb") as f:
        f.write(WV + ape.tag(ape.usual()))

    def program(p, base, info, thing):
        class Own(cls_of(p, base)):
            _Info = info(p)

        f = Own(thing())
        return getattr(f.info, "seen", f.info.length), f.filename, f.keys(), f.pprint(), f.tags is None

    for base in ("apev2.APEv2File", "wavpack.WavPack", "monkeysaudio.MonkeysAudio"):
        for thing in (lambda: path, lambda: io.BytesIO(WV + ape.tag(ape.odd())), lambda: io.BytesIO(WV)):
            check(lambda p: program(p, base, own_info, thing))
            check(lambda p: program(p, base, lambda p: p.wavpack.WavPackInfo, thing))

    def refused(p):
        try:
            program(p, "apev2.APEv2File", lambda p: p.musepack.MusepackInfo, lambda: path)
        except p.MutagenError as e:
            return type(e).__name__

    check(refused)


def test_attributes_that_are_not_there():
    for name in ("title_gain", "title_peak", "album_gain", "album_peak", "samples"):
        for data in (SV7, SV5, SV8, QUIET, LOUD):
            check(lambda p: getattr(p.musepack.Musepack(io.BytesIO(data)).info, name, "no"))


def test_sizes_and_gains():
    for data in (b"\0", b"\x7f", b"\x81\0", b"\xff\x7f", b"\x80" * 8 + b"\1", b"\x80" * 9 + b"\1", b"", b"\x81"):
        def program(p):
            try:
                return p.musepack._parse_sv8_int(io.BytesIO(data))
            except (EOFError, ValueError) as e:
                return type(e)
        check(program)
    check(lambda p: p.musepack._parse_sv8_int(io.BytesIO(b"\x81\x81\1"), 3))
    check(lambda p: [p.musepack._calc_sv8_gain(g) for g in (-32768, -1, 0, 100, 32767)])
    check(lambda p: [p.musepack._calc_sv8_peak(g) for g in (-32768, -1, 0, 100, 32767)])


def test_block_headers():
    def program(p):
        header = p.wavpack._WavPackHeader.from_fileobj(io.BytesIO(WV))
        return sorted(vars(header).items())

    check(program)
    check(lambda p: sorted(vars(p.wavpack._WavPackHeader(*range(9))).items()))
    for p in (OURS, THEIRS):
        with pytest.raises(p.wavpack.WavPackHeaderError):
            p.wavpack._WavPackHeader.from_fileobj(io.BytesIO(WV[:31]))


def test_scores():
    for head in (b"", b"MP+", b"MPCK", b"MPC", b"ID3", b"wvpk", b"wvp"):
        for name in ("", "x", "x.mpc", "x.MPC", "x.mp+", "x.wv", "mpc", ".mpc", b"x.mpc", "x.mpc.wv"):
            check(lambda p: [int(cls_of(p, c).score(name, io.BytesIO(head), head)) for c in OPENED])


def test_writing_is_refused():
    for name in OPENED:
        f = cls_of(OURS, name)(io.BytesIO(OPENED[name][0]))
        if f.tags is None:
            f.add_tags()
        target = io.BytesIO(OPENED[name][0])
        for call in (lambda: f.save(target), lambda: f.delete(target)):
            with pytest.raises(OURS.MutagenError):
                call()

# SPDX-License-Identifier: MIT
"""Ogg Speex, Theora and FLAC, AAC and AC-3: what programs do with their classes, the same with both packages."""

import io

import pytest

import samples
from same import OURS, check

OGGS = [("oggspeex", "OggSpeex", "OggSpeexInfo", "OggSpeexVComment", "budget-speex.spx"),
        ("oggtheora", "OggTheora", "OggTheoraInfo", "OggTheoraCommentDict", "budget-theora.ogv"),
        ("oggflac", "OggFLAC", "OggFLACStreamInfo", "OggFLACVComment", "budget-oggflac.oggflac"),
        ("oggvorbis", "OggVorbis", "OggVorbisInfo", "OggVCommentDict", "budget-plain.ogg"),
        ("oggopus", "OggOpus", "OggOpusInfo", "OggOpusVComment", "budget-plain.opus")]
STREAMS = [("aac", "AAC", "AACInfo", "aac-few.aac"), ("ac3", "AC3", "AC3Info", "ac3-mode-2.ac3")]


def data_of(name):
    with open(samples.one(name), "rb") as f:
        return f.read()


@pytest.mark.parametrize("module, cls, info, tags, name", OGGS)
def test_info_and_comments_from_a_file_object(module, cls, info, tags, name):
    data = data_of(name)

    def program(p):
        m, f = getattr(p, module), io.BytesIO(data)
        stream = getattr(m, info)(f)
        at = f.tell()
        comments = getattr(m, tags)(f, stream)
        return at, stream.serial, list(comments), comments.vendor
    check(program)


@pytest.mark.parametrize("module, cls, info, tags, name", OGGS[:3])
def test_ogg_classes(module, cls, info, tags, name):
    data = data_of(name)
    for program in (
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data)).mime,
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data)).add_tags(),
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data)).pprint(),
            lambda p: getattr(p, module).__all__,
            lambda p: getattr(getattr(p, module), "error").__mro__[1:],
            lambda p: getattr(getattr(p, module), "Open") is getattr(getattr(p, module), cls),
            lambda p: edited(getattr(getattr(p, module), cls)(io.BytesIO(data)))):
        check(program)


def edited(f):
    f["TITLE"] = ["one", "two"]
    f["new"] = "value"
    del f["artist"]
    return sorted(f.items()), f.get("Title"), f.tags.as_dict() == dict(f.tags), "ARTIST" in f


@pytest.mark.parametrize("module, cls, info, name", STREAMS)
def test_streams_without_tags(module, cls, info, name):
    data = data_of(name)
    for program in (
            lambda p: (lambda f: (f.tags, f.mime, f.pprint(), list(f), f.keys()))(
                getattr(getattr(p, module), cls)(io.BytesIO(data))),
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data)).add_tags(),
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data))["x"],
            lambda p: getattr(getattr(p, module), cls)(io.BytesIO(data)).update({"x": "y"}),
            lambda p: getattr(getattr(p, module), info)(io.BytesIO(data)).pprint(),
            lambda p: getattr(p, module).error is getattr(getattr(p, module), cls + "Error"),
            lambda p: getattr(p, module).__all__):
        check(program)


def test_names_beside_the_classes():
    for program in (lambda p: p.aac._FREQS, lambda p: p.ac3.AC3_CHANNELS, lambda p: p.ac3.AC3_BITRATES,
                    lambda p: p.ac3.AC3_SAMPLE_RATES, lambda p: (p.ac3.AC3_HEADER_SIZE, p.ac3.EAC3_BLOCKS),
                    lambda p: [(str(p.ac3.ChannelMode(n)), repr(p.ac3.EAC3FrameType(n))) for n in range(10)],
                    lambda p: p.ac3.AC3Info.codec):
        check(program)


def test_program_config_element():
    def program(p):
        reader = p._util.BitReader(io.BytesIO(bytes.fromhex("0548802100000000000000")))
        element = p.aac.ProgramConfigElement(reader)
        return vars(element), reader.get_position()
    check(program)


def test_score_wants_ac3_in_small_letters():
    check(lambda p: [p.ac3.AC3.score(name, None, b"") for name in ("x.ac3", "x.AC3", "x.eac3", "x.Eac3")])
    assert OURS.ac3.AC3.score("x.ac3", None, b"\x0b\x77") == 3

# SPDX-License-Identifier: MIT
"""Files whose tags hypothesis made up: written by the real mutagen, read by both."""

import os
import shutil

import mutagen.flac
import mutagen.id3
import mutagen.mp4
import mutagen.oggopus
import mutagen.oggvorbis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import samples
from amount import amount
from describe import describe, differences

EXAMPLES = amount(120, long=1500, emulated=12)
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
                    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
LATIN1 = st.text(st.characters(max_codepoint=255, exclude_characters="\x00"), max_size=30)
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
BINARY = st.binary(max_size=80)
LANG = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=3, max_size=3)


def same(path):
    lines = differences(describe("simdtag", path), describe("mutagen", path))
    assert not lines, "\n".join(lines)


@pytest.fixture
def copy_of(tmp_path):
    """A function that copies the first sample with an ending into a file of its own."""
    def copy(ending):
        path = tmp_path / ("generated" + os.path.splitext(ending)[1])
        shutil.copy(samples.one(ending), path)
        return str(path)
    return copy


def text_frame(name):
    cls = getattr(mutagen.id3, name)
    return st.builds(lambda e, t: cls(encoding=e, text=t), st.sampled_from([1, 2, 3]),
                     st.lists(TEXT, min_size=1, max_size=3))


def latin1_frame(name):
    cls = getattr(mutagen.id3, name)
    return st.builds(lambda t: cls(encoding=0, text=t), st.lists(LATIN1, min_size=1, max_size=2))


ENCODING = st.sampled_from([1, 2, 3])
PLAIN = ("TIT2", "TPE1", "TALB", "TCON", "TRCK", "TPOS", "TDRC", "TBPM", "TSRC", "TCOM", "TSOP", "TLEN", "TDOR")
FRAMES = st.one_of(
    st.sampled_from(PLAIN).flatmap(text_frame),
    st.sampled_from(PLAIN).flatmap(latin1_frame),
    st.builds(lambda e, d, t: mutagen.id3.TXXX(encoding=e, desc=d, text=t), ENCODING, TEXT,
              st.lists(TEXT, min_size=1, max_size=3)),
    st.builds(lambda e, lang, d, t: mutagen.id3.COMM(encoding=e, lang=lang, desc=d, text=[t]), ENCODING, LANG, TEXT,
              TEXT),
    st.builds(lambda e, lang, d, t: mutagen.id3.USLT(encoding=e, lang=lang, desc=d, text=t), ENCODING, LANG, TEXT,
              TEXT),
    st.builds(lambda e, d, t, b: mutagen.id3.APIC(encoding=e, mime="image/png", type=t, desc=d, data=b), ENCODING, TEXT,
              st.integers(0, 20), BINARY),
    st.builds(lambda o, b: mutagen.id3.UFID(owner=o, data=b), ASCII, BINARY),
    st.builds(lambda o, b: mutagen.id3.PRIV(owner=o, data=b), ASCII, BINARY),
    st.builds(lambda m, r, c: mutagen.id3.POPM(email=m, rating=r, count=c), ASCII, st.integers(0, 255),
              st.integers(0, 2**40)),
    st.builds(lambda u: mutagen.id3.WOAF(url=u), ASCII),
    st.builds(lambda e, d, u: mutagen.id3.WXXX(encoding=e, desc=d, url=u), ENCODING, TEXT, ASCII),
    st.builds(lambda e, p: mutagen.id3.TIPL(encoding=e, people=p), ENCODING,
              st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=3)),
    st.builds(lambda d, g, p: mutagen.id3.RVA2(desc=d, channel=1, gain=g, peak=p), ASCII, st.floats(-60, 60),
              st.floats(0, 1.9)),
    st.builds(lambda n: mutagen.id3.PCNT(count=n), st.integers(0, 2**40)),
    st.builds(lambda e, f, d, b: mutagen.id3.GEOB(encoding=e, mime="x/y", filename=f, desc=d, data=b), ENCODING, TEXT,
              TEXT, BINARY),
    st.builds(lambda i, a, t: mutagen.id3.CHAP(element_id=i, start_time=a, end_time=a + 5,
                                               sub_frames=[mutagen.id3.TIT2(encoding=3, text=t)]),
              ASCII, st.integers(0, 10**6), TEXT),
)


@SETTINGS
@given(frames=st.lists(FRAMES, max_size=8), v2=st.sampled_from([3, 4]), v1=st.sampled_from([0, 2]))
def test_id3(copy_of, frames, v2, v1):
    path = copy_of(".mp3")
    tags = mutagen.id3.ID3()
    for frame in frames:
        tags.add(frame)
    if v2 == 3:
        tags.update_to_v23()
    tags.save(path, v2_version=v2, v1=v1)
    same(path)


COMMENT_KEY = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7D, exclude_characters="="), min_size=1,
                      max_size=12)
COMMENTS = st.lists(st.tuples(COMMENT_KEY, TEXT), max_size=10)


def write_comments(f, comments):
    if f.tags is None:
        f.add_tags()
    del f.tags[:]
    f.tags.extend(comments)
    f.save()


@SETTINGS
@given(comments=COMMENTS)
@pytest.mark.parametrize("ending, cls", [(".flac", mutagen.flac.FLAC), (".ogg", mutagen.oggvorbis.OggVorbis),
                                         (".opus", mutagen.oggopus.OggOpus)])
def test_vorbis_comment(copy_of, ending, cls, comments):
    path = copy_of(ending)
    write_comments(cls(path), comments)
    same(path)


@SETTINGS
@given(desc=TEXT, mime=ASCII, data=st.binary(max_size=20000), kind=st.integers(0, 20),
       numbers=st.tuples(*[st.integers(0, 2**32 - 1)] * 4))
def test_flac_picture(copy_of, desc, mime, data, kind, numbers):
    path = copy_of(".flac")
    f = mutagen.flac.FLAC(path)
    picture = mutagen.flac.Picture()
    picture.type, picture.mime, picture.desc, picture.data = kind, mime, desc, data
    picture.width, picture.height, picture.depth, picture.colors = numbers
    f.add_picture(picture)
    f.save()
    same(path)


ILST = st.dictionaries(st.sampled_from(["\xa9nam", "\xa9ART", "\xa9alb", "aART", "\xa9day", "\xa9gen", "desc",
                                        "\xa9cmt", "soal", "zzzz"]),
                       st.lists(TEXT, min_size=1, max_size=3), max_size=6)
INTEGERS = st.dictionaries(st.sampled_from(["tmpo", "rtng", "stik", "hdvd"]), st.integers(-128, 127), max_size=3)
PAIRS = st.dictionaries(st.sampled_from(["trkn", "disk"]), st.tuples(st.integers(0, 65535), st.integers(0, 65535)),
                        max_size=2)
BOOLS = st.dictionaries(st.sampled_from(["cpil", "pgap", "pcst"]), st.booleans(), max_size=3)
COVERS = st.lists(st.tuples(BINARY, st.sampled_from([mutagen.mp4.MP4Cover.FORMAT_JPEG,
                                                     mutagen.mp4.MP4Cover.FORMAT_PNG])), max_size=2)
FREEFORM = st.dictionaries(ASCII.filter(lambda s: ":" not in s and s), st.lists(BINARY, min_size=1, max_size=2),
                           max_size=3)


@SETTINGS
@given(texts=ILST, integers=INTEGERS, pairs=PAIRS, bools=BOOLS, covers=COVERS, freeform=FREEFORM)
def test_ilst(copy_of, texts, integers, pairs, bools, covers, freeform):
    path = copy_of(".m4a")
    f = mutagen.mp4.MP4(path)
    if f.tags is None:
        f.add_tags()
    f.tags.clear()
    f.tags.update(texts)
    f.tags.update({key: [value] for key, value in integers.items()})
    f.tags.update({key: [value] for key, value in pairs.items()})
    f.tags.update(bools)
    if covers:
        f.tags["covr"] = [mutagen.mp4.MP4Cover(data, kind) for data, kind in covers]
    for name, values in freeform.items():
        f.tags["----:com.example:" + name] = [mutagen.mp4.MP4FreeForm(value) for value in values]
    f.save()
    same(path)

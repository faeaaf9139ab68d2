# SPDX-License-Identifier: MIT
"""One test a row of docs/differences.md that no other test covers: what mutagen does, and what simdtag does instead."""

import collections.abc
import io
import os
import pathlib
import shutil
import struct

import pytest

import samples
from build import atom, mp4, tag
from same import OURS, THEIRS

BOTH = (THEIRS, OURS)


def read(ending):
    with open(samples.one(ending), "rb") as f:
        return f.read()


def error_of(call):
    with pytest.raises(Exception) as caught:
        call()
    return caught.value


def test_mp4_private_numbers_of_the_writer():
    theirs, ours = (p.mp4.MP4(samples.one("mp4-chapters.m4b")) for p in BOTH)
    assert theirs.tags._padding >= 0 and not hasattr(ours.tags, "_padding")
    assert theirs.chapters._timescale and theirs.chapters._duration
    assert ours.chapters._timescale is None and ours.chapters._duration is None


def test_mp4_length_is_always_a_float():
    blob = bytearray(mp4())
    at = blob.index(b"mdhd") + 16
    blob[at:at + 4] = bytes(4)  # no time scale, so no length
    theirs, ours = (p.mp4.MP4(io.BytesIO(blob)).info.length for p in BOTH)
    assert theirs == ours == 0
    assert (type(theirs), type(ours)) == (int, float)


def test_id3_keys_of_an_untouched_tag():
    theirs, ours = (p.mp3.MP3(samples.one("budget-cover.mp3")).tags.keys() for p in BOTH)
    assert type(theirs) is type({}.keys()) and type(ours) is not type({}.keys())
    assert type(ours).__name__ == "dict_keys" and isinstance(ours, collections.abc.KeysView)
    assert list(theirs) == list(ours) and theirs == ours


@pytest.mark.parametrize("home, name, ending", [
    ("oggvorbis", "OggVorbis", ".flac"), ("oggopus", "OggOpus", ".opus"), ("flac", "FLAC", "budget-plain.flac"),
    ("mp3", "MP3", "budget-plain.mp3"),
])  # fmt: skip
def test_words_of_errors(home, name, ending):
    """Of the same class, in words of our own."""
    cut = read(ending)[:200]
    theirs, ours = (error_of(lambda: getattr(getattr(p, home), name)(io.BytesIO(cut))) for p in BOTH)
    assert type(theirs).__name__ == type(ours).__name__
    assert str(theirs) != str(ours) != ""


@pytest.mark.parametrize("home, name, ending", [
    ("flac", "FLAC", "budget-cover.flac"), ("mp4", "MP4", "moov-first.m4a"),
])  # fmt: skip
def test_where_a_file_object_stands_after_opening(home, name, ending):
    stands = []
    for p in BOTH:
        f = io.BytesIO(read(ending))
        getattr(getattr(p, home), name)(f)
        stands.append(f.tell())
    assert stands[0] != stands[1]


def test_deeply_nested_atoms():
    """Sixteen levels are read, more are an error; the caps are those of src/base/limits.h."""
    for depth, ours_reads in ((16, True), (17, False), (40, False)):
        blob = b""
        for _ in range(depth):
            blob = atom("moov", blob)
        assert THEIRS.mp4.Atoms(io.BytesIO(blob)).atoms[0].name == b"moov"
        if ours_reads:
            assert OURS.mp4.Atoms(io.BytesIO(blob)).atoms[0].name == b"moov"
        else:
            assert isinstance(error_of(lambda: OURS.mp4.Atoms(io.BytesIO(blob))), OURS.mp4.AtomError)


def test_tags_with_chapters_of_several_frames_compare():
    two = b"TIT2\0\0\0\2\0\0\0x" + b"TALB\0\0\0\2\0\0\0x"
    data = tag(3, ("CHAP", b"a\0" + bytes(16) + two))
    assert isinstance(error_of(lambda: THEIRS.id3.ID3(io.BytesIO(data)) == THEIRS.id3.ID3(io.BytesIO(data))), TypeError)
    assert OURS.id3.ID3(io.BytesIO(data)) == OURS.id3.ID3(io.BytesIO(data))


def test_vars_of_an_id3_tag():
    theirs, ours = (p.id3.ID3(io.BytesIO(tag(4, ("TIT2", b"\0x")))) for p in BOTH)
    ours.mine = 5
    assert "_version" in vars(theirs) and sorted(vars(ours)) == ["filename", "mine"]


def test_keys_of_a_comment_in_order_of_first_appearance():
    comment = OURS._vorbis.VCommentDict()
    names = [name + str(i) for i, name in enumerate("qwertyuiop")]
    comment.extend((name, "x") for name in names + names[:3])
    assert comment.keys() == names


def test_ogg_info_of_ones_own_knows_its_length():
    first = []
    for p in BOTH:
        class Info(p.oggvorbis.OggVorbisInfo):
            def __init__(self, fileobj):
                super().__init__(fileobj)
                first.append(self.length)

        f = type("Mine", (p.oggvorbis.OggVorbis,), {"_Info": Info})(samples.one("budget-plain.ogg"))
        first.append(f.info.length)
    assert first == [0, 2.0, 2.0, 2.0]


def test_file_by_a_path_object_as_keyword():
    path = pathlib.Path(samples.one("budget-plain.flac"))
    assert type(error_of(lambda: THEIRS.File(filename=path))) is AttributeError
    assert OURS.File(filename=path).filename == str(path)
    assert all(p.flac.FLAC(filename=path).filename is path for p in BOTH)


def test_arguments_of_a_dict_proxy():
    for p in BOTH:
        proxy = type("Proxy", (p._util.DictProxy,), {})
        if p is OURS:
            assert proxy({"a": 1}) == {"a": 1}
        else:
            assert type(error_of(lambda: proxy({"a": 1}))) is TypeError


def test_infos_that_begin_inside_a_file():
    for name, module, cls in (("budget-ac3.ac3", "ac3", "AC3Info"), ("budget-sv8.mpc", "musepack", "MusepackInfo")):
        infos = []
        for p in (THEIRS, OURS, OURS):
            f = io.BytesIO(bytes(100) * (len(infos) < 2) + read(name))
            f.seek(100 * (len(infos) < 2))
            infos.append(getattr(getattr(p, module), cls)(f))
        theirs, ours, plain = infos
        assert vars(ours) == vars(plain) and vars(theirs) != vars(ours)


def test_ogg_pages_are_not_made_yet():
    for name in ("from_packets", "replace", "renumber"):
        assert hasattr(THEIRS.ogg.OggPage, name) and not hasattr(OURS.ogg.OggPage, name)


def test_very_many_tiny_comments():
    """Six bytes each: what one takes in memory is more than four times its bytes in the file."""
    n = 200000
    comments = struct.pack("<II", 0, n) + (struct.pack("<I", 2) + b"a=") * n
    flac = read("budget-plain.flac")[:42] + b"\x84" + len(comments).to_bytes(3, "big") + comments
    assert len(THEIRS.flac.FLAC(io.BytesIO(flac)).tags) == n
    assert type(error_of(lambda: OURS.flac.FLAC(io.BytesIO(flac)))) is OURS.MutagenError


@pytest.mark.parametrize("home, name, ending, look", [
    ("oggvorbis", "OggVorbis", "vorbis-cover.ogg", lambda f: f.tags),
    ("mp4", "MP4", "moov-last-cover.m4a", lambda f: dict(f.tags)),
])  # fmt: skip
def test_pictures_are_read_at_the_first_look(tmp_path, home, name, ending, look):
    path = tmp_path / os.path.basename(ending)
    for p in BOTH:
        shutil.copy(samples.one(ending), path)
        f = getattr(getattr(p, home), name)(path)
        data = path.read_bytes()
        os.utime(path, ns=(1, 1))
        with open(path, "r+b") as changed:
            changed.write(data)
        if p is THEIRS:
            assert look(f)
        else:
            assert "changed" in str(error_of(lambda: look(f)))


def test_link_to_a_frame_without_a_newer_name():
    tags = [p.id3.ID3(io.BytesIO(tag(2, ("LNK", b"CRMurl\0data")))) for p in BOTH]
    assert [t.getall("LINK")[0].frameid for t in tags] == ["Frame", "CRM "]


def test_two_pictures_of_an_old_mime_type_and_one_description():
    """mutagen stores the second picture, whose key it makes anew, in place of the first."""
    data = tag(2, ("PIC", b"\0JPG\0\0first"), ("PIC", b"\0JPG\0\0second"))
    found = [[(f.mime, f.data) for f in p.id3.ID3(io.BytesIO(data)).values()] for p in BOTH]
    assert found[0] == [("image/jpeg", b"second"), ("JPG", b"second")]
    assert found[1] == [("image/jpeg", b"first"), ("image/jpeg", b"second")]
    same = [[(k, f.mime, f.data) for k, f in p.id3.ID3(io.BytesIO(data), translate=False).items()] for p in BOTH]
    assert same[0] == same[1]


def test_dsdiff_frames_are_not_walked_over():
    with open(samples.one("dsdiff-dst.dff"), "rb") as f:
        data = f.read()
    bad = data.replace(b"DSTF" + bytes(7) + b"\x5b" + bytes(4), b"PROP" + bytes(7) + b"\x5b" + b"\xff" * 4)
    assert bad != data and OURS.dsdiff.DSDIFF(io.BytesIO(bad)).info.length == 0.04
    with pytest.raises(THEIRS._iff.error):
        THEIRS.dsdiff.DSDIFF(io.BytesIO(bad))


def test_infos_of_files_with_a_damaged_tag():
    with open(samples.one("aiff-tag-cut.aif"), "rb") as f:
        assert THEIRS.aiff.AIFFInfo(f).length
        with pytest.raises(OURS.aiff.error):
            OURS.aiff.AIFFInfo(f)


def test_dsf_info():
    info = OURS.dsf.DSF(samples.one("dsf-plain.dsf")).info
    assert vars(info)["sample_rate"] == info.fmt_chunk.sampling_frequency == 2822400
    with open(samples.one("dsf-plain.dsf"), "rb") as f:
        data = bytearray(f.read())
    data[56:60] = bytes(4)
    assert OURS.dsf.DSF(io.BytesIO(data)).info.length == 0.0
    with pytest.raises(ZeroDivisionError):
        THEIRS.dsf.DSF(io.BytesIO(data)).info.length


@pytest.mark.parametrize("frame", [("TPE1", b"\0%04d"), ("COMM", b"\0eng\0%04d"), ("APIC", b"\0\0\3\0%04d")])
def test_very_many_frames_of_one_key(frame):
    for n in (1, 500, 513, 600):
        data = tag(4, *((frame[0], frame[1] % i) for i in range(n)))
        found = []
        for p in BOTH:
            tags = p.id3.ID3(io.BytesIO(data))
            found.append([f.data if frame[0] == "APIC" else f.text for f in tags.values()])
        assert found[1] == ([x[:513] for x in found[0]] if frame[0] != "APIC" else found[0][:513])


def test_vendor_of_a_new_comment():
    theirs, ours = (p.flac.VCFLACDict().vendor for p in BOTH)
    assert theirs.startswith("Mutagen ") and ours.startswith("simdtag ")

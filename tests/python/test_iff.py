# SPDX-License-Identifier: MIT
"""AIFF, WAVE, DSF, DSDIFF, True Audio: their modules, tag classes and chunk classes do what mutagen's do."""

import copy
import io
import pickle
import struct

import pytest

import samples
from same import check

FILES = [("aiff", "AIFF", "_IFFID3", "budget-plain.aif"), ("wave", "WAVE", "_WaveID3", "budget-plain.wav"),
         ("dsf", "DSF", "_DSFID3", "budget-plain.dsf"), ("dsdiff", "DSDIFF", "_DSDIFFID3", "budget-plain.dff")]


def tried(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return [c.__name__ for c in type(e).__mro__]


@pytest.mark.parametrize("module, names", [
    ("aiff", "AIFF AIFFChunk AIFFFile AIFFFormChunk AIFFInfo Open _IFFID3 delete error read_float"),
    ("wave", "WAVE WaveStreamInfo Open _WaveFile _WaveID3 delete error"),
    ("dsf", "DSF DSDChunk DSFChunk DSFFile DSFInfo DataChunk FormatChunk Open _DSFID3 delete error"),
    ("dsdiff", "DSDIFF DSDIFFChunk DSDIFFFile DSDIFFInfo DSDIFFListChunk DSTChunk Open _DSDIFFID3 delete error"),
    ("trueaudio", "TrueAudio EasyTrueAudio TrueAudioHeaderError TrueAudioInfo Open delete error"),
    ("_iff", "EmptyChunk IffChunk IffContainerChunkMixin IffFile IffID3 InvalidChunk assert_valid_chunk_id error "
             "is_valid_chunk_id"),
    ("_riff", "RiffChunk RiffFile RiffListChunk"),
])
def test_names(module, names):
    def program(p):
        m = getattr(p, module)
        own = [getattr(m, name) for name in names.split()]
        bases = [[c.__name__ for c in v.__mro__ if c.__name__ not in ("ID3Base", "AIFFInfo")]
                 for v in own if isinstance(v, type) and "Info" not in v.__name__ and "ID3" not in v.__name__]
        return getattr(m, "__all__", None), [callable(v) for v in own], bases
    check(program)


@pytest.mark.parametrize("module, cls, tag, name", FILES)
def test_files(module, cls, tag, name):
    path = samples.one(name)

    def program(p):
        m = getattr(p, module)
        opener = getattr(m, cls)
        f = opener(path)
        seen = [f.pprint(), f.mime, tried(f.add_tags), type(f.tags).__name__, f.tags.version, list(f.keys())]
        for kwargs in ({"v2_version": 3}, {"translate": False}, {"load_v1": False}, {"known_frames": {}},
                       {"known_frames": {"TIT2": p.id3.TIT2}}, {"v2_version": 5}, {"ID3": None}, {"other": 1}):
            seen.append(tried(lambda kwargs=kwargs: sorted(opener(path, **kwargs).tags)))
        seen += [tried(opener, path, 1), tried(opener(path).load, path, None)]
        f.tags = None
        seen += [list(f.keys()), tried(lambda: f["TIT2"])]
        f.add_tags()
        f["TIT2"] = p.id3.TIT2(encoding=3, text="new")
        seen += [type(f.tags).__name__, f.pprint(), f.tags.filename]
        tags = getattr(m, tag)(path)
        seen += [tags.pprint(), tags.version, tags.size, len(tags), type(tags).__name__, tags.filename == path]
        tags.add(p.id3.TALB(encoding=3, text="Other"))
        again = pickle.loads(pickle.dumps(opener(path).tags))
        seen += [tags["TALB"], again == opener(path).tags, type(again).__name__, copy.copy(tags) == tags]
        class Own(opener):
            pass
        with open(path, "rb") as stream:
            seen.append(opener(io.BytesIO(stream.read())).pprint())
        return seen + [Own(path).tags["TIT2"], type(Own(path)).__name__]
    check(program)


@pytest.mark.parametrize("module, cls, tag, name", FILES)
@pytest.mark.parametrize("data", [b"", b"RIFF\4\0\0\0WAVE", b"FORM\0\0\0\4AIFF", b"FORM\0\0\0\4AI\xffF", b"x" * 200,
                                  b"FRM8\0\0\0\0\0\0\0\4DSD ", b"DSD " + struct.pack("<QQQ", 28, 0, 0)])
def test_tags_alone_of_files_without(module, cls, tag, name, data):
    check(lambda p: tried(getattr(getattr(p, module), tag), io.BytesIO(data)))


def test_easy_true_audio():
    def program(p):
        f = p.trueaudio.EasyTrueAudio(samples.one("budget-plain.tta"))
        g = p.File(samples.one("budget-plain.tta"), easy=True)
        return sorted(f.items()), sorted(g.items()), type(g).__name__, f.pprint(), f.info.pprint()
    check(program)


def test_info_of_a_file_object():
    def program(p):
        tta = b"..TTA1" + struct.pack("<HHHII", 1, 2, 16, 44100, 22050)
        infos = [p.trueaudio.TrueAudioInfo(io.BytesIO(tta), 2)]
        for module, cls in (("aiff", "AIFFInfo"), ("wave", "WaveStreamInfo"), ("dsdiff", "DSDIFFInfo")):
            name = next(row[3] for row in FILES if row[0] == module)
            with open(samples.one(name), "rb") as f:
                infos.append(getattr(getattr(p, module), cls)(f))
        return [(vars(info), info.pprint()) for info in infos]
    check(program)


def test_chunks():
    def program(p):
        seen = []
        for ending, opener, ids in (
                ("aiff-texts.aif", p.aiff.AIFFFile, ("FORM", "COMM", "NAME", "ID3")),
                ("wave-tag-info.wav", p._riff.RiffFile, ("RIFF", "fmt", "LIST", "id3", "ID3")),
                ("wave-tag-upper-case.wav", p.wave._WaveFile, ("fmt", "id3", "ID3")),
                ("dsdiff-dst-tag.dff", p.dsdiff.DSDIFFFile, ("FRM8", "PROP", "DST", "ID3"))):
            with open(samples.one(ending), "rb") as stream:
                f = opener(stream)
                seen += [f.root, f.root.name, f.root.subchunks()]
                for id in ids:
                    seen += [id in f, tried(lambda: f[id]), tried(lambda: f[id].read()[:50]),
                             tried(lambda: f[id].padding()), tried(lambda: f[id].subchunks()),
                             tried(lambda: f[id].parent_chunk)]
                seen += [tried(lambda id=id: f[id]) for id in ("", "abcde", "nope", b"COMM", "\xe9")]
        for data in (b"", b"FORM", b"\xff" * 20, bytes(20), b"FORM\0\0\0\3abcd", b"RIFF\3\0\0\0abcd",
                     b"LIST\0\0\0\4abcd"):
            for opener in (p.aiff.AIFFFile, p._riff.RiffFile, p.dsdiff.DSDIFFFile):
                seen.append(tried(opener, io.BytesIO(data)))
        return seen + [tried(p._iff.is_valid_chunk_id, id) for id in ("", "a", " b", "abcd", "abcde", "a\n", "\x7f")]
    check(program)


def test_dsf_chunks():
    def program(p):
        with open(samples.one("dsf-usual.dsf"), "rb") as stream:
            f = p.dsf.DSFFile(stream)
        seen = [{k: v for k, v in vars(c).items() if k != "fileobj"} for c in (f.dsd_chunk, f.fmt_chunk, f.data_chunk)]
        info, mine = p.dsf.DSF(samples.one("dsf-usual.dsf")).info, p.dsf.DSFInfo(f.fmt_chunk)
        seen += [info.pprint() == mine.pprint(), mine.length, mine.bitrate, mine.fmt_chunk is f.fmt_chunk]
        seen += [info.fmt_chunk.sample_count, info.fmt_chunk.channel_type, f.dsd_chunk.pprint(), f.data_chunk.pprint()]
        for cls in (p.dsf.DSDChunk, p.dsf.FormatChunk, p.dsf.DataChunk):
            made = cls(io.BytesIO(), create=True)
            seen += [made.chunk_header, made.chunk_size, tried(cls, io.BytesIO(bytes(60)))]
        return seen + [tried(p.dsf.DSFChunk, io.BytesIO())]
    check(program)


def test_read_float():
    numbers = [b"\x40\x0e\xac\x44", b"\xc0\x0e\xac\x44", b"\x3f\xfe\x80", b"\0\0", b"\x7f\xff", b"\x7f\xfe",
               b"\x43\xfe\xff"]
    check(lambda p: [tried(p.aiff.read_float, n.ljust(10, b"\0")) for n in numbers] + [tried(p.aiff.read_float, b"")])

# SPDX-License-Identifier: MIT
"""The proof of sameness: simdtag against the real mutagen on samples, on mutagen's own samples and on damaged files."""

import io
import os

import pytest

import oracle
import samples
import sdists
from amount import amount
from damage import damaged
from describe import describe, differences
from mp4_watched import watched
from simdtag import _core

CLASSES = {
    ".mp3": "mp3.MP3", ".flac": "flac.FLAC", ".ogg": "oggvorbis.OggVorbis", ".oga": "oggvorbis.OggVorbis",
    ".opus": "oggopus.OggOpus", ".m4a": "mp4.MP4", ".mp4": "mp4.MP4", ".m4b": "mp4.MP4", ".spx": "oggspeex.OggSpeex",
    ".oggtheora": "oggtheora.OggTheora", ".ogv": "oggtheora.OggTheora", ".oggflac": "oggflac.OggFLAC",
    ".wma": "asf.ASF", ".asf": "asf.ASF", ".wmv": "asf.ASF", ".aif": "aiff.AIFF", ".aiff": "aiff.AIFF",
    ".aifc": "aiff.AIFF", ".wav": "wave.WAVE", ".dsf": "dsf.DSF", ".dff": "dsdiff.DSDIFF",
    ".tta": "trueaudio.TrueAudio", ".apev2": "apev2.APEv2File", ".ape": "monkeysaudio.MonkeysAudio",
    ".mpc": "musepack.Musepack", ".wv": "wavpack.WavPack", ".ofr": "optimfrog.OptimFROG",
    ".ofs": "optimfrog.OptimFROG", ".tak": "tak.TAK", ".aac": "aac.AAC", ".adif": "aac.AAC", ".ac3": "ac3.AC3",
    ".eac3": "ac3.AC3", ".mid": "smf.SMF",
}
MUTANTS = amount(25, long=400, emulated=3)  # of each sample
FEWER = amount(8, long=100, emulated=1)  # of each sample of other packages: there are hundreds
DIFFERENT = {"test-samples-22.itunes.sample.id3": "two pictures of type JPG: docs/differences.md"}
KNOWN_FORMATS = set(_core.FORMATS)
KNOWN_MODULES = {name.lower() for name in KNOWN_FORMATS} | {"ogg", "_vorbis", "_util"}
KNOWN_MODULES |= {module for name, module in (("APEv2File", "apev2"), ("AIFF", "_iff"), ("WAVE", "_riff"))
                  if name in KNOWN_FORMATS}


def pytest_generate_tests(metafunc):
    for name, paths in (("sample", samples.paths), ("oracle_sample", oracle.samples)):
        if name in metafunc.fixturenames:
            found = paths()
            assert found, f"no files for {name}: is the package index reachable?"
            metafunc.parametrize(name, found, ids=[os.path.basename(path) for path in found])
    if "other_sample" in metafunc.fixturenames:
        found, reasons = sdists.paths()
        missing = [pytest.param(None, marks=pytest.mark.skip(reason=why), id=why.partition(" ")[0]) for why in reasons]
        have = [pytest.param(path, id="-".join(path.split(os.sep)[-2:])) for path in found]
        metafunc.parametrize("other_sample", have + missing)


def known(theirs):
    """Whether what mutagen.File gave is of a format that simdtag reads."""
    if isinstance(theirs, dict):
        return theirs["class"] in KNOWN_FORMATS
    return theirs is None or theirs[0] != "raises" or theirs[1].partition(".")[0] in KNOWN_MODULES


def compare(filething, again, cls=None, **kwargs):
    """Lines that tell where simdtag differs; `again` makes a fresh filething for the second reader."""
    theirs = describe("mutagen", filething, cls, **kwargs)
    if cls is None and not known(theirs):
        return []
    ours = describe("simdtag", again(), cls, **kwargs)
    if isinstance(theirs, tuple) and theirs[0] == "bug":
        return []  # any answer or MutagenError of ours is right
    correct_ac3_channels(theirs, again())
    one, other = (ours, theirs) if isinstance(ours, dict) else (theirs, ours)
    if other == ("raises", "mp4.error") and isinstance(one, dict) and one["class"] == "MP4":
        theirs = describe("mutagen", watched(again()), cls, **kwargs)  # damage where simdtag does not look
    return differences(ours, theirs)


def correct_ac3_channels(theirs, filething):
    """mutagen finds the flag of the low frequency channel at a wrong place in four modes (docs/differences.md)."""
    if not isinstance(theirs, dict) or theirs.get("info", {}).get("codec") != "str 'ac-3'":
        return
    with filething if hasattr(filething, "read") else open(filething, "rb") as f:
        bits = f"{int.from_bytes(f.read(10)[6:8], 'big'):016b}"
    mode = int(bits[:3], 2)
    if mode in (0, 1, 5, 7):
        right = (2, 1, None, None, None, 4, None, 5)[mode] + int(bits[3 if mode < 2 else 7])
        wrong, theirs["info"]["channels"] = theirs["info"]["channels"], f"int {right}"
        for text in ("pprint", "info pprint"):
            theirs[text] = theirs[text].replace(f" {wrong[4:]} channel(s)", f" {right} channel(s)", 1)


def all_openers(path):
    """The ways a sample is opened: by detection, by its class, as a bare ID3 tag."""
    yield None
    cls = CLASSES.get(os.path.splitext(path)[1].lower())
    if cls and cls.rpartition(".")[2] in KNOWN_FORMATS:
        yield cls
    if path.endswith((".mp3", ".id3")):
        yield "id3.ID3"


def check_path(path):
    if os.path.basename(path) in DIFFERENT:
        pytest.skip(DIFFERENT[os.path.basename(path)])
    problems = [f"{cls or 'File'} {line}" for cls in all_openers(path) for line in compare(path, lambda: path, cls)]
    assert not problems, "\n".join([path] + problems)


def test_samples(sample):
    check_path(sample)


def test_oracle_samples(oracle_sample):
    check_path(oracle_sample)


def test_samples_of_other_packages(other_sample):
    check_path(other_sample)


def named(data, name):
    f = io.BytesIO(data)
    f.name = name
    return f


def check_damaged(path, mutants=MUTANTS):
    with open(path, "rb") as f:
        data = f.read()
    if os.path.basename(path) in DIFFERENT:
        pytest.skip(DIFFERENT[os.path.basename(path)])
    if len(data) > 300_000:
        pytest.skip("too large to damage many times")
    problems = []
    for seed in range(mutants):
        bad = damaged(data, f"{os.path.basename(path)} {seed}")
        cls = list(all_openers(path))[seed % len(list(all_openers(path)))]
        for line in compare(named(bad, path), lambda: named(bad, path), cls):
            problems.append(f"seed {seed}, {cls or 'File'}{line}")
    assert not problems, "\n".join([path] + problems[:20])


def test_damaged_samples(sample):
    check_damaged(sample)


def test_damaged_oracle_samples(oracle_sample):
    check_damaged(oracle_sample)


def test_damaged_samples_of_other_packages(other_sample):
    check_damaged(other_sample, FEWER)

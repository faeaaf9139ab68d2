# SPDX-License-Identifier: MIT
"""Bad input: the exception that mutagen raises, and nothing left open."""

import os
import random

import pytest

import samples
from describe import describe, differences

CLASSES = (None, "mp3.MP3", "flac.FLAC", "oggvorbis.OggVorbis", "oggopus.OggOpus", "mp4.MP4", "id3.ID3")


def open_fds():
    return sorted(os.listdir("/proc/self/fd"))


def check(path):
    """Both packages say the same of the path, by every class, and keep no descriptor."""
    before = len(open_fds())
    for cls in CLASSES:
        lines = differences(describe("simdtag", path, cls), describe("mutagen", path, cls))
        assert not lines, f"{cls}: " + "\n".join(lines)
    assert len(open_fds()) == before


def test_missing(tmp_path):
    check(str(tmp_path / "missing.mp3"))


def test_directory(tmp_path):
    check(str(tmp_path))


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a", ""])
@pytest.mark.parametrize("content", [b"", b"\0", b"plain text\n" * 400, b"\xff" * 5000, b"ID3", b"fLaC", b"OggS",
                                     b"\0\0\0\x08ftypM4A "])
def test_content(tmp_path, ending, content):
    path = tmp_path / ("file" + ending)
    path.write_bytes(content)
    check(str(path))


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes(tmp_path, seed):
    rng = random.Random(seed)
    path = tmp_path / ("random" + rng.choice([".mp3", ".flac", ".ogg", ".opus", ".m4a"]))
    path.write_bytes(rng.randbytes(rng.randint(1, 9000)))
    check(str(path))


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a"])
def test_truncated(tmp_path, ending):
    with open(samples.one(ending), "rb") as f:
        data = f.read()
    path = tmp_path / ("short" + ending)
    for length in sorted({1, 3, 4, 10, 27, 28, 42, 60, 100, 150, 300, 700, 1500, len(data) // 2, len(data) - 1}):
        path.write_bytes(data[:length])
        check(str(path))

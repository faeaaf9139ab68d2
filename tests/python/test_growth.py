# SPDX-License-Identifier: MIT
"""What is read of a file while something about it grows: counted with strace, not timed. The curves are
bench/growth.py's."""

import os
import re
import struct
import subprocess
import sys

import pytest

import samples
from test_no_cache import strace_works

sys.path.insert(0, samples.SAMPLES)
import tagbytes as t  # noqa: E402

pytestmark = pytest.mark.not_emulated("strace sees the emulator's own system calls")

BODY = """
import os, sys, simdtag
simdtag.File(sys.argv[1])
os.access("/mark/", 0)
f = simdtag.File(sys.argv[1])
"""


def sample(ending):
    with open(samples.one(ending), "rb") as f:
        return f.read()


def reads(tmp_path, name, *parts):
    """The lengths of the reads of one open. Parts are bytes, or the length of a hole."""
    if not strace_works():
        pytest.skip("strace cannot trace here")
    path, log = tmp_path / name, tmp_path / "strace.log"
    with open(path, "wb") as f:
        for part in parts:
            if isinstance(part, int):
                f.seek(part, os.SEEK_CUR)
            else:
                f.write(part)
        f.truncate()
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    command = ["strace", "-e", "trace=pread64,read,access,faccessat,faccessat2,openat,close", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", BODY, str(path)], check=True, env=env)
    text = log.read_text(errors="replace").partition("/mark/")[2]
    text = text[text.index(name):]
    return [int(n) for n in re.findall(r"^p?read(?:64)?\(.*\) += (\d+)$", text.partition("close(")[0], re.M)]


def test_ogg_steps_over_a_picture_page_by_page(tmp_path):
    """A small read for each page, whatever lies between."""
    ogg, pages = sample("budget-plain.ogg"), {}
    for size in (256 << 10, 1 << 20):
        pairs = [("TITLE", "a title"), ("METADATA_BLOCK_PICTURE", t.picture_field(t.jpeg(size)))]
        data = t.ogg_retag(ogg, b"\3vorbis" + t.vorbis_comment(pairs, framing=True))
        found = reads(tmp_path, "picture.ogg", data)
        n = sum(len(body) == 65025 for *_, body in t.ogg_pages(data))
        assert n > size // 65025 and n <= len(found) <= n + 3
        assert sum(found) < 16384 + 300 * n
        pages[size] = len(found)
    assert pages[1 << 20] < 4.2 * pages[256 << 10]


def with_atoms(data, change, begin=0, end=None):
    """The atoms, each given to `change`, which answers with bytes or, to have its children done, None."""
    out = b""
    for name, start, head, stop in t.atoms(data, begin, end):
        new = change(name, data[start + head:stop])
        out += t.atom(name, with_atoms(data, change, start + head, stop)) if new is None else t.atom(name, new)
    return out


def mp4_with_samples(n, first):
    """ftyp, moov with tables of n samples, and an mdat whose content is a hole."""
    tables = {b"stsz": struct.pack(">3I", 0, 0, n) + struct.pack(">I", 371) * n,
              b"stco": struct.pack(">II", 0, n // 10) + bytes(4 * (n // 10))}

    def change(name, body):
        return None if name in (b"trak", b"mdia", b"minf", b"stbl") else tables.get(name, body)

    data = t.mp4_retag(sample("budget-moov-first.m4a"), t.meta([t.ilst_text("©nam", "a title")], 2000), True)
    tops = {name: data[start + head:stop] for name, start, head, stop in t.atoms(data)}
    moov = t.atom("moov", with_atoms(tops[b"moov"], change))
    mdat = struct.pack(">I4sQ", 1, b"mdat", 16 + 371 * n)
    ftyp = t.atom("ftyp", tops[b"ftyp"])
    return (ftyp, moov, mdat, 371 * n) if first else (ftyp, mdat, 371 * n, moov)


@pytest.mark.parametrize("first", [True, False])
def test_mp4_reads_no_more_for_more_samples(tmp_path, first):
    counts = [reads(tmp_path, "samples.m4a", *mp4_with_samples(n, first)) for n in (10**4, 10**6)]
    assert len(counts[0]) == len(counts[1]) <= (2 if first else 4)
    assert sum(counts[1]) <= 32768


def test_mp4_with_thousands_of_items_is_read_in_large_pieces(tmp_path):
    items = [t.freeform("com.apple.iTunes", "FIELD %d" % i, "the value of field %d" % i) for i in range(4000)]
    data = t.mp4_retag(sample("budget-moov-last.m4a"), t.meta(items, 1024), False)
    found = reads(tmp_path, "items.m4a", data)
    assert len(found) <= 16
    assert sum(found) < len(data) + 65536


@pytest.mark.parametrize("name, ending", [("large.mp3", "budget-plain.mp3"), ("large.flac", "budget-plain.flac")])
def test_larger_files_are_read_no_more(tmp_path, name, ending):
    data = sample(ending)
    assert reads(tmp_path, name, data, 10**6) == reads(tmp_path, name, data, 4 * 10**9)

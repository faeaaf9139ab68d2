# SPDX-License-Identifier: MIT
"""No cache of files, minimal reads: the system calls of real opens, and files that change under the same name."""

import os
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

import samples

CALLS = ("openat,open,fstat,newfstatat,stat,lstat,statx,pread64,preadv,read,readv,lseek,mmap,close,access,"
         "faccessat,faccessat2")


def strace_works():
    try:
        return subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode == 0
    except FileNotFoundError:
        return False


def traced(tmp_path, body, *args):
    """Runs Python code under strace; returns the calls between os.access("/mark/N") marks as a list of lists of
    names."""
    if not strace_works():
        pytest.skip("strace cannot trace here")
    log = tmp_path / "strace.log"
    script = "import os, sys\nimport simdtag\n" + textwrap.dedent(body)
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    subprocess.run(["strace", "-f", "-e", "trace=" + CALLS, "-o", str(log), sys.executable, "-c", script, *args],
                   check=True, env=env)
    sections, current = [], None
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if "/mark/" in line:
            current = []
            sections.append(current)
        elif current is not None and name and "+++" not in line:
            current.append(name.group(1))
    return sections


BODY = """
    paths = sys.argv[1:]
    simdtag.File(paths[0])  # imports of modules happen here
    for path in paths:
        os.access("/mark/", 0)
        simdtag.File(path)
    os.access("/mark/", 0)
"""


STRACE = pytest.mark.not_emulated("strace sees the emulator's own system calls")


@STRACE
@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a"])
def test_second_open_makes_the_calls_of_the_first(tmp_path, ending):
    path = samples.one(ending)
    other = tmp_path / ("other" + ending)
    shutil.copy(path, other)
    sections = traced(tmp_path, BODY, path, str(other), str(other))
    assert sections[1] == sections[2]
    assert "openat" in sections[1] and "pread64" in sections[1]


@STRACE
# the budgets of the design: openat, fstat, preads, close
@pytest.mark.parametrize("name, preads", [
    ("budget-plain.flac", 1), ("budget-cover.flac", 2), ("budget-plain.mp3", 2), ("budget-cover.mp3", 3),
    ("budget-plain.ogg", 2), ("budget-plain.opus", 2), ("budget-moov-first.m4a", 2), ("budget-moov-last.m4a", 4),
    ("budget-plain.mid", 1), ("budget-long.mid", 2),
    ("budget-plain.ape", 2), ("budget-cover.ape", 3), ("budget-plain.apev2", 2), ("budget-start.apev2", 2),
    ("budget-plain.ofr", 2), ("budget-plain.tak", 2), ("budget-sv7.mpc", 2), ("budget-sv8.mpc", 2),
    ("budget-plain.wv", 2), ("budget-unknown-length.wv", 6),
    ("budget-plain.aif", 2), ("budget-cover.aif", 3), ("budget-untagged.wav", 1), ("budget-plain.wav", 2),
    ("budget-cover.wav", 3), ("budget-plain.dsf", 2), ("budget-plain.dff", 2), ("budget-plain.tta", 2),
    ("budget-speex.spx", 2), ("budget-theora.ogv", 2), ("budget-oggflac.oggflac", 1),
    ("budget-plain.wma", 1), ("budget-cover.wma", 2),
    ("budget-aac.aac", 3),  # known by its name alone, so an APEv2 tag at its end would say what it is
    ("budget-adif.adif", 2), ("budget-ac3.ac3", 1), ("budget-eac3.eac3", 1),
])
def test_budget(tmp_path, name, preads):
    path = samples.one(name)
    calls = traced(tmp_path, BODY, path, path)[1]
    stats = [c for c in calls if c in ("fstat", "newfstatat")]
    assert calls.count("pread64") <= preads
    assert len(stats) == 1 and calls.count("openat") == 1
    assert len(calls) == calls.count("pread64") + len(stats) + calls.count("openat") + calls.count("close")


@STRACE
def test_lazy_touches_nothing(tmp_path):
    path = samples.one(".mp3")
    body = """
        simdtag.File(sys.argv[1]).info
        os.access("/mark/", 0)
        kept = [simdtag.File(sys.argv[1], lazy=True) for _ in range(3)]
        os.access("/mark/", 0)
    """
    assert traced(tmp_path, body, path)[0] == []


@STRACE
def test_unread_picture_costs_no_read(tmp_path):
    path = samples.one("budget-cover.flac")
    body = """
        simdtag.File(sys.argv[1]).pictures[0].data
        f = simdtag.File(sys.argv[1])
        os.access("/mark/", 0)
        f.info.length, dict(f.tags), f.pictures[0].mime
        os.access("/mark/", 0)
        data = f.pictures[0].data
        os.access("/mark/", 0)
    """
    untouched, read = traced(tmp_path, body, path)[:2]
    assert untouched == []
    assert "pread64" in read


def retag(path, old, new):
    """Changes bytes in place; size and mtime stay as they were."""
    assert len(old) == len(new)
    before = os.stat(path)
    with open(path, "r+b") as f:
        data = f.read()
        at = data.index(old)
        f.seek(at)
        f.write(new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = os.stat(path)
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def test_changed_in_place_with_the_same_size_and_mtime(tmp_path):
    import mutagen.flac
    import simdtag
    path = tmp_path / "song.flac"
    shutil.copy(samples.one(".flac"), path)
    f = mutagen.flac.FLAC(path)
    f["title"] = "before the change"
    f.save()
    assert simdtag.File(path)["title"] == ["before the change"]
    retag(path, b"before the change", b"after  the change")
    assert simdtag.File(path)["title"] == ["after  the change"]


def picture_file(tmp_path, payload):
    import mutagen.flac
    path = tmp_path / "picture.flac"
    shutil.copy(samples.one(".flac"), path)
    f = mutagen.flac.FLAC(path)
    picture = mutagen.flac.Picture()
    picture.type, picture.mime, picture.data = 3, "image/png", payload
    f.add_picture(picture)
    f.save()
    return path


def test_picture_of_a_file_changed_in_place_is_an_error(tmp_path):
    import simdtag
    payload = b"\x89PNG" + bytes(range(256)) * 400
    path = picture_file(tmp_path, payload)
    f = simdtag.File(path)
    retag(path, b"\x89PNG\x00\x01\x02\x03", b"\x89PNG\x00\x01\x02\xff")
    with pytest.raises(simdtag.MutagenError):
        f.pictures[-1].data


@pytest.mark.parametrize("move", [os.unlink, lambda path: os.rename(path, str(path) + ".away")])
def test_picture_of_a_renamed_or_unlinked_file(tmp_path, move):
    import simdtag
    payload = b"\x89PNG" + bytes(range(256)) * 400
    path = picture_file(tmp_path, payload)
    f = simdtag.File(path)
    move(path)
    assert f.pictures[-1].data == payload


def test_unread_picture_takes_no_memory(tmp_path):
    import simdtag
    path = picture_file(tmp_path, bytes(1 << 20))
    simdtag.File(path)
    before = resident()
    kept = [simdtag.File(path) for _ in range(60)]
    assert resident() - before < 60 * (64 << 10), "60 open files with 1 MiB pictures take little memory"
    assert all(len(f.pictures[-1].data) == 1 << 20 for f in kept[:2])


def resident():
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_descriptors_are_closed():
    import simdtag
    path = samples.one("budget-cover.flac")
    before = len(os.listdir("/proc/self/fd"))
    files = [simdtag.File(path) for _ in range(20)]
    del files
    for sample in samples.paths():
        try:
            simdtag.File(sample)
        except simdtag.MutagenError:
            pass
    assert len(os.listdir("/proc/self/fd")) == before


def test_descriptor_budget():
    """Beyond the budget of descriptors payloads are read at open; the answers stay the same."""
    import simdtag
    path = samples.one("budget-cover.flac")
    before = len(os.listdir("/proc/self/fd"))
    files = [simdtag.File(path) for _ in range(400)]
    assert len(os.listdir("/proc/self/fd")) - before <= 256
    assert len({f.pictures[0].data for f in files}) == 1

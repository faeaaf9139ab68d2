# SPDX-License-Identifier: MIT
"""simdtag.walk() against os.walk() on made-up trees; links, errors, bytes, threads, and its system calls."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import pytest
from hypothesis import given, settings, strategies as st

import simdtag
from amount import EMULATED
from test_no_cache import STRACE, strace_works

KNOWN = (b".mp3", b".flac", b".OGG", b".m4a", b".wv", b".aif", b".mpc")
# names of any bytes but '/' and zero, as file systems have them
NAMES = st.binary(min_size=1, max_size=20).map(lambda b: b.replace(b"/", b"_").replace(b"\0", b"_")).filter(
    lambda b: b not in (b".", b".."))
FILES = st.builds(lambda name, ending: name + ending, NAMES, st.sampled_from(KNOWN + (b"", b".txt", b".", b"mp3")))
TREES = st.recursive(st.sets(FILES, max_size=6).map(lambda names: (names, {})),
                     lambda inner: st.tuples(st.sets(FILES, max_size=6), st.dictionaries(NAMES, inner, max_size=4)),
                     max_leaves=12)


def plant(top, tree):
    files, folders = tree
    os.makedirs(top, exist_ok=True)
    for name in files:
        try:
            with open(os.path.join(top, name), "xb"):
                pass
        except OSError as error:  # file systems that take no such names
            assert error.errno in (17, 84, 92), error
    for name, inner in folders.items():
        if not os.path.lexists(os.path.join(top, name)):
            plant(os.path.join(top, name), inner)


def by_os_walk(top, every=False):
    """What walk() is to give: files, then folders, both by their bytes."""
    found = []
    for folder, folders, files in os.walk(top):
        folders.sort(key=os.fsencode)
        found += [os.path.join(folder, name) for name in sorted(files, key=os.fsencode)
                  if every or os.fsencode(name).lower().endswith(tuple(e.lower() for e in KNOWN))]
    return found


@settings(max_examples=20 if EMULATED else 120, deadline=None)
@given(tree=TREES, threads=st.sampled_from([0, 1, 5]))
def test_like_os_walk(tree, threads):
    top = tempfile.mkdtemp()
    try:
        plant(os.fsencode(top), tree)
        assert list(simdtag.walk(top, threads=threads)) == by_os_walk(top)
        assert list(simdtag.walk(os.fsencode(top), threads=threads)) == by_os_walk(os.fsencode(top))
        assert list(simdtag.walk(top, all_files=True, threads=threads)) == by_os_walk(top, every=True)
        assert sorted(simdtag.walk(top, sort=False, threads=threads)) == sorted(by_os_walk(top))
    finally:
        shutil.rmtree(top)


def grow(top, *names):
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_roots(tmp_path):
    grow(tmp_path, "a/1.mp3", "b/2.mp3", "notes.txt")
    a, b, notes = tmp_path / "a", tmp_path / "b", str(tmp_path / "notes.txt")
    assert list(simdtag.walk(b, str(a), notes)) == [str(b / "2.mp3"), str(a / "1.mp3"), notes]
    assert list(simdtag.walk()) == []
    assert list(simdtag.walk(str(a) + "/")) == [str(a / "1.mp3")]
    with pytest.raises(TypeError):
        simdtag.walk(str(a), os.fsencode(b))
    with pytest.raises(TypeError):
        simdtag.walk([str(a)])
    with pytest.raises(ValueError):
        simdtag.walk("a\0b")
    with pytest.raises(ValueError):
        simdtag.walk(a, threads=-1)
    with pytest.raises(TypeError):
        simdtag.walk(a, recursive=True)


def test_relative_roots(tmp_path, monkeypatch):
    grow(tmp_path, "x.mp3", "a/1.mp3")
    monkeypatch.chdir(tmp_path)
    assert list(simdtag.walk(".")) == ["./x.mp3", "./a/1.mp3"]
    assert list(simdtag.walk("a", "x.mp3")) == ["a/1.mp3", "x.mp3"]


def test_every_sample_has_an_extension_that_is_walked():
    """What File() recognises is found, but for endings that only the tests use."""
    import samples
    folder = samples.made()
    given_out = set(simdtag.walk(folder))
    for path in samples.paths():
        if path.startswith(folder) and not path.endswith((".apev2", ".oggflac", ".id3")):
            assert path in given_out


def test_links(tmp_path):
    grow(tmp_path, "a/song.mp3", "z/deep/other.mp3")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "a" / "link.mp3").symlink_to("song.mp3")
    (tmp_path / "a" / "to-z").symlink_to("../z")
    (tmp_path / "a" / "gone.mp3").symlink_to("nowhere")
    errors = []
    there = [str(tmp_path / name) for name in ("a/link.mp3", "a/song.mp3")]
    assert list(simdtag.walk(tmp_path, on_error=errors.append)) == there + [str(tmp_path / "z/deep/other.mp3")]
    assert [type(e) for e in errors] == [FileNotFoundError] and errors[0].filename == str(tmp_path / "a/gone.mp3")
    for threads in (0, 3):
        assert list(simdtag.walk(tmp_path, follow=True, threads=threads)) == \
            there + [str(tmp_path / "a/to-z/deep/other.mp3")]


def test_errors_by_value(tmp_path):
    grow(tmp_path, "ok/1.mp3")
    errors = []
    gone = str(tmp_path / "gone")
    assert list(simdtag.walk(gone, tmp_path, gone, on_error=errors.append)) == [str(tmp_path / "ok/1.mp3")]
    assert [(type(e), e.errno, e.filename) for e in errors] == [(FileNotFoundError, 2, gone)] * 2
    assert list(simdtag.walk(gone)) == []
    errors.clear()
    assert list(simdtag.walk(os.fsencode(gone), on_error=errors.append)) == []
    assert errors[0].filename == os.fsencode(gone)

    def stop(error):
        raise error

    walk = simdtag.walk(gone, tmp_path, on_error=stop)
    with pytest.raises(FileNotFoundError):
        next(walk)
    assert list(walk) == [str(tmp_path / "ok/1.mp3")]  # goes on when asked again
    assert list(walk) == []


REFUSED = """
import os, sys, simdtag
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
errors = []
found = list(simdtag.walk(".", on_error=errors.append))
assert found == ["./a/1.mp3", "./c/3.mp3"], found
assert [(type(e), e.filename) for e in errors] == [(PermissionError, "./b")], errors
"""


def test_a_folder_that_may_not_be_read():
    if EMULATED:
        pytest.skip("users of an emulator are not those of its host")
    top = tempfile.mkdtemp(dir="/tmp")  # others may pass through it
    try:
        os.chmod(top, 0o755)
        for name in "abc":
            os.makedirs(os.path.join(top, name))
            open(os.path.join(top, name, "%d.mp3" % (ord(name) - 96)), "w").close()
        os.chmod(os.path.join(top, "b"), 0)
        env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
        subprocess.run([sys.executable, "-c", REFUSED], cwd=top, env=env, check=True)
    finally:
        os.chmod(os.path.join(top, "b"), 0o755)
        shutil.rmtree(top)


def test_deleted_while_walking(tmp_path):
    grow(tmp_path, *["%d/%d.mp3" % (i, k) for i in range(10) for k in range(3)])
    errors = []
    walk = simdtag.walk(tmp_path, on_error=errors.append)
    first = next(walk)
    shutil.rmtree(tmp_path)
    rest = list(walk)
    assert [first] + rest == [str(tmp_path / "0" / ("%d.mp3" % k)) for k in range(3)]
    assert len(errors) == 9 and {type(e) for e in errors} == {FileNotFoundError}


def test_deeper_than_a_path_may_be(tmp_path):
    """Every file is given, though no system call takes the whole path of most of them."""
    depth = 1000
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("folder", dir_fd=at)
        below = os.open("folder", os.O_RDONLY, dir_fd=at)
        os.close(os.open("x.mp3", os.O_CREAT | os.O_WRONLY, dir_fd=below))
        os.close(at)
        at = below
    os.close(at)
    errors, before = [], len(os.listdir("/proc/self/fd"))
    for threads in (0, 2):
        found = list(simdtag.walk(tmp_path, threads=threads, on_error=errors.append))
        assert [len(path) - len(str(tmp_path)) for path in found] == [7 * (i + 1) + 6 for i in range(depth)]
    assert errors == [] and len(os.listdir("/proc/self/fd")) == before
    subprocess.run(["rm", "-rf", str(tmp_path / "folder")], check=True)


def test_given_up_early(tmp_path):
    grow(tmp_path, *["%02d/%d.mp3" % (i, k) for i in range(40) for k in range(3)])
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    for threads in (0, 8):
        for n in (0, 1, 50):
            walk = simdtag.walk(tmp_path, threads=threads)
            assert len([path for _, path in zip(range(n), walk)]) == n
            del walk
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before


def test_threads_of_the_program(tmp_path):
    """Several Python threads on one walk: each path once, or the error that says so, never a crash."""
    grow(tmp_path, *["%02d/%d.mp3" % (i, k) for i in range(200) for k in range(2)])
    walk, found = simdtag.walk(tmp_path, threads=2), []

    def take():
        while True:
            try:
                found.append(next(walk))
            except StopIteration:
                return
            except ValueError as error:
                assert "another thread" in str(error)

    workers = [threading.Thread(target=take) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(found) == by_os_walk(str(tmp_path))


def test_a_forked_process_does_not_wait_for_threads_it_does_not_have(tmp_path):
    grow(tmp_path, *["%02d/x.mp3" % i for i in range(50)])
    walk = simdtag.walk(tmp_path, threads=3)
    next(walk)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        status = 1
        try:
            list(walk)
        except RuntimeError:
            status = 0
        del walk
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert len(list(walk)) == 49


COUNT = """
import os, sys, simdtag
options = eval(sys.argv[2])
list(simdtag.walk(sys.argv[1] + "/0", **options))
os.access("/mark/", 0)
n = len(list(simdtag.walk(sys.argv[1], **options)))
os.access("/mark/", 0)
assert n == 600, n
"""


@STRACE
@pytest.mark.parametrize("options", ["{}", "{'sort': False}", "{'threads': 3}", "{'all_files': True}"])
def test_no_stat_storm(tmp_path, options):
    """A directory costs openat, getdents64 until it is empty, close; a file nothing."""
    if not strace_works():
        pytest.skip("strace cannot trace here")
    grow(tmp_path, *["%d/%d.mp3" % (i, k) for i in range(20) for k in range(30)])
    log = tmp_path.parent / "strace.log"
    # one arena: shrinking a thread's own, glibc reads /proc/sys/vm/overcommit_memory, at moments of its choice
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), MALLOC_ARENA_MAX="1")
    subprocess.run(["strace", "-f", "-o", str(log), "-e", "trace=%file,%desc", sys.executable, "-c", COUNT,
                    str(tmp_path), options], check=True, env=env)
    lines = log.read_text(errors="replace").splitlines()
    marks = [i for i, line in enumerate(lines) if "/mark/" in line]
    calls = [line for line in lines[marks[0] + 1:marks[1]] if "resumed" not in line and "+++" not in line]
    names = [line.split("(")[0].split()[-1] for line in calls]
    counts = {name: names.count(name) for name in names}
    assert counts.pop("openat") == 21 and counts.pop("close") == 21
    assert 42 <= counts.pop("getdents64") <= 44  # one more that says it is the end
    memory = {"mmap", "munmap"}
    assert set(counts) <= memory, counts

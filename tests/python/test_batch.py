# SPDX-License-Identifier: MIT
"""batch_open() and batch_iter(): what File() gives, for many paths, in their order, by every way of reading."""

import gc
import itertools
import os
import pathlib
import shutil
import signal
import threading
import time
import weakref

import pytest

import samples
import simdtag
from same import plain
from test_file import seen


def ring_is_possible():
    try:
        simdtag.batch_open([], engine="ring")
    except ValueError:
        return False
    return True


WAYS = [dict(threads=1, engine="threads"), dict(threads=5, engine="threads"), {}]
if ring_is_possible():
    WAYS += [dict(threads=1, depth=1, engine="ring"), dict(threads=3, depth=40, engine="ring")]


@pytest.fixture(params=WAYS, ids=str)
def way(request):
    return request.param


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return e


def compared(f):
    """What can be compared of an outcome."""
    if isinstance(f, Exception):
        return type(f), str(f), type(f.__cause__)
    return f if f is None else (type(f), f.filename, plain(vars(f.info)), plain(f.tags))


@pytest.fixture(scope="module")
def alone():
    """Every sample, and what File() says of it."""
    return [(path, compared(outcome(simdtag.File, path))) for path in samples.paths()]


def test_every_sample_as_file_has_it(way, alone):
    opened = simdtag.batch_open([path for path, _ in alone], **way)
    assert type(opened) is list
    assert len(opened) == len(alone)
    for f, (path, right) in zip(opened, alone):
        assert compared(f) == right, path


def test_iterator_gives_pairs_in_order(way, alone):
    paths = [path for path, _ in alone]
    with simdtag.batch_iter(iter(paths), **way) as batch:
        for (path, f), (asked, right) in itertools.zip_longest(batch, alone):
            assert path == asked
            assert compared(f) == right, path


def test_errors_are_values(way, tmp_path):
    empty, text = tmp_path / "empty.mp3", tmp_path / "x.txt"
    empty.touch()
    text.write_text("words")
    os.mkfifo(tmp_path / "fifo.flac")
    good = samples.one(".flac")
    things = [good, tmp_path / "none.mp3", str(tmp_path), empty, text, tmp_path / "fifo.flac", b"/nowhere", good]
    things += [str(tmp_path / name) for name in ("empty.mp3", "x.txt", "", "no", "x.txt", "")]  # by folder
    things += [str(tmp_path) + "/"] * 5 + [str(tmp_path) + "/x.txt/"] * 5
    answers = simdtag.batch_open(things, **way)
    assert [compared(a) for a in answers] == [compared(outcome(simdtag.File, thing)) for thing in things]
    assert isinstance(answers[1].__cause__, FileNotFoundError)


def test_what_is_no_path_is_an_error_too():
    good = samples.one(".flac")
    answers = simdtag.batch_open([5, good, "a\0b", None, open])
    assert [type(a) for a in answers] == [TypeError, simdtag.flac.FLAC, ValueError, TypeError, TypeError]
    assert answers[1].filename == good
    assert [path for path, _ in simdtag.batch_iter([5, good, "a\0b", None])] == [5, good, "a\0b", None]


def test_kinds_of_paths(tmp_path):
    odd = os.fsencode(tmp_path) + "/ä".encode("latin-1") + b".flac"
    shutil.copy(samples.one(".flac"), odd)
    opened = simdtag.batch_open([odd, os.fsdecode(odd), pathlib.Path(samples.one(".mp3"))])
    assert [f.filename for f in opened] == [odd, os.fsdecode(odd), samples.one(".mp3")]


def test_bad_arguments():
    for wrong in (dict(engine="x"), dict(threads=0), dict(threads=-1), dict(depth=0), dict(threads=1 << 20)):
        with pytest.raises(ValueError):
            simdtag.batch_open([], **wrong)
    for wrong in (dict(engine=1), dict(threads="2"), dict(unknown=1)):
        with pytest.raises(TypeError):
            simdtag.batch_open([], **wrong)
    with pytest.raises(TypeError):
        simdtag.batch_open(5)
    with pytest.raises(TypeError):
        simdtag.batch_iter([], progress=print)
    assert simdtag.batch_open([]) == [] and list(simdtag.batch_iter([])) == []


def test_exact(way):
    path = samples.one(".mp3")
    f, = simdtag.batch_open([path], exact=True, **way)
    assert f.info.exact == simdtag.File(path, exact=True).info.exact
    assert f.info.length == simdtag.File(path, exact=True).info.length


def test_progress(way):
    path, told = samples.one(".flac"), []
    simdtag.batch_open([path] * 1000, progress=lambda *now: told.append(now), **way)
    assert told[-1] == (1000, 1000)
    assert [done for done, _ in told] == sorted({done for done, _ in told}) and len(told) > 1
    told.clear()
    simdtag.batch_open((path for _ in range(3)), progress=lambda *now: told.append(now), **way)
    assert told[-1] == (3, None)


def test_cancelled_by_progress(way):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simdtag.batch_open([samples.one(".flac")] * 5000, progress=stop, **way)


def test_errors_of_the_iterable_come_through(way):
    def broken():
        yield samples.one(".flac")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        simdtag.batch_open(broken(), **way)


@pytest.mark.not_emulated("signals under an emulator")
def test_interrupted(way):
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in simdtag.batch_iter(itertools.repeat(samples.one(".flac")), **way):
            pass
    timer.join()


def test_iterable_is_read_only_a_little_ahead(way):
    taken = itertools.count()
    paths = (samples.one(".flac") for _ in iter(lambda: next(taken), -1))
    batch = simdtag.batch_iter(paths, **way)
    for _ in range(10):
        next(batch)
    batch.close()
    assert next(taken) <= 1024 + 128
    assert list(batch) == []  # closed
    batch.close()


@pytest.mark.not_emulated("the emulator has descriptors of its own")
def test_no_descriptor_is_kept_and_pictures_are_read_when_asked_for(way, tmp_path):
    paths = []
    for i, ending in enumerate((".flac", ".mp3", ".wav", ".wma", ".ape", ".aif") * 3):
        paths.append(str(tmp_path / ("%d%s" % (i, ending))))
        shutil.copy(samples.one("budget-cover" + ending), paths[-1])
    before = len(os.listdir("/proc/self/fd"))
    opened = simdtag.batch_open(paths, **way)
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == before
    for f, path in zip(opened, paths):
        assert seen(f) == seen(simdtag.File(path))
    assert opened[0].pictures[0].data == simdtag.File(paths[0]).pictures[0].data


def test_a_picture_of_a_file_that_changed_is_an_error(way, tmp_path):
    def opened():
        shutil.copy(samples.one("budget-cover.flac"), path)
        return simdtag.batch_open([path], **way)[0]

    path = str(tmp_path / "x.flac")
    f = opened()
    os.unlink(path)
    with pytest.raises(simdtag.MutagenError):
        f.pictures[0].data
    f = opened()
    os.utime(path, ns=(0, 0))
    with pytest.raises(simdtag.MutagenError):
        f.pictures[0].data
    f = opened()
    os.rename(path, path + "2")
    shutil.copy(path + "2", path)  # the same bytes are another file
    with pytest.raises(simdtag.MutagenError):
        f.pictures[0].data


def test_results_outlive_the_batch(way):
    batch = simdtag.batch_iter([samples.one(".mp3")] * 300, **way)
    first = [f for _, f in itertools.islice(batch, 150)]
    del batch
    gc.collect()
    assert all(f.info.length > 0 and f.tags is not None for f in first)


@pytest.mark.not_emulated("forks an emulator")
def test_a_forked_process_does_not_wait_for_threads_it_does_not_have(way):
    batch = simdtag.batch_iter(itertools.repeat(samples.one(".mp3")), **way)
    next(batch)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        status = 1
        try:
            for _ in batch:
                pass
        except RuntimeError:
            status = 0
        batch.close()
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert all(isinstance(f, simdtag.mp3.MP3) for _, f in itertools.islice(batch, 3000))


def test_other_threads_run_meanwhile():
    """Waiting is done without the GIL: a thread counts on while a batch works."""
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted[0]
    simdtag.batch_open([samples.one(".mp3")] * 3000)
    after = counted[0]
    done.set()
    thread.join()
    assert after > before


def test_a_walk_feeds_it(tmp_path):
    for i in range(40):
        folder = tmp_path / str(i % 7)
        folder.mkdir(exist_ok=True)
        shutil.copy(samples.one(".flac"), folder / ("%d.flac" % i))
    found = list(simdtag.walk(tmp_path))
    pairs = list(simdtag.batch_iter(simdtag.walk(tmp_path)))
    assert [path for path, _ in pairs] == found and len(found) == 40
    assert all(isinstance(f, simdtag.flac.FLAC) for _, f in pairs)


def test_an_iterable_that_uses_the_batch(way):
    """It may close it, and cannot read it; neither harms."""
    def reads():
        yield good
        with pytest.raises(ValueError):
            next(batch)
        yield good

    def closes():
        yield good
        batch.close()
        yield good

    class Path:
        def __fspath__(self):
            batch.close()
            return good

    good = samples.one(".flac")
    batch = simdtag.batch_iter(reads(), **way)
    assert [path for path, _ in batch] == [good] * 2
    for closing in (closes(), [good, Path(), good]):
        batch = simdtag.batch_iter(closing, **way)
        assert list(batch) == []
        with pytest.raises(StopIteration):
            next(batch)


@pytest.mark.not_emulated("signals under an emulator")
def test_closed_by_a_signal(way, tmp_path):
    """The handler runs wherever the batch happens to be: waiting, in the iterable, between."""
    batch = simdtag.batch_iter(itertools.repeat(samples.one(".flac")), **way)
    before = signal.signal(signal.SIGALRM, lambda *_: batch.close())
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        assert sum(1 for _ in batch) > 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_threads_of_the_program(way):
    """Several on one batch: each result once, or the error that says so; closed by one, it ends for all."""
    def take():
        while True:
            try:
                found.append(next(batch)[1])
            except StopIteration:
                return
            except ValueError as error:
                assert "already" in str(error)

    def run(more):
        workers = [threading.Thread(target=take) for _ in range(3)] + more
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
            assert not worker.is_alive()

    found, path = [], samples.one(".flac")
    batch = simdtag.batch_iter([path] * 2000, **way)
    run([])
    assert len(found) == 2000 and all(isinstance(f, simdtag.flac.FLAC) for f in found)
    for _ in range(20):
        batch = simdtag.batch_iter(itertools.repeat(path), **way)
        found.clear()
        run([threading.Thread(target=lambda: (time.sleep(0.001), batch.close())) for _ in range(2)])


@pytest.mark.not_emulated("the emulator has threads of its own")
def test_signals_are_the_programs(way):
    """Threads of a batch take none, having other descriptors than the program: its wakeup pipe is not among them."""
    def blocked(task):
        with open("/proc/self/task/%s/status" % task) as status:
            return next(int(line.split()[1], 16) for line in status if line.startswith("SigBlk"))

    before = set(os.listdir("/proc/self/task"))
    with simdtag.batch_iter(itertools.repeat(samples.one(".flac")), **way) as batch:
        next(batch)
        tasks = {task for task in set(os.listdir("/proc/self/task")) - before}
        assert len(tasks) >= way.get("threads", len(os.sched_getaffinity(0)))
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1):
            assert all(blocked(task) >> (one - 1) & 1 for task in tasks)


def test_paths_that_hold_the_batch_are_collected():
    class Path(str):
        pass

    path = Path(samples.one(".flac"))
    path.batch = simdtag.batch_iter([path] * 300)
    next(path.batch)
    gone = weakref.ref(path)
    del path
    gc.collect()
    assert gone() is None

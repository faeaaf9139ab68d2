# SPDX-License-Identifier: MIT
"""Reading one key after the other, which the containers make ready for, while a program changes them in every way that
it can: the answers are mutagen's."""

import copy
import gc
import random
import shutil
import sys
import weakref

import pytest

import samples
from same import OURS, THEIRS, check
from test_file import ENDINGS, UNTAGGED, cls_of, path_of

TAGGED = [ending for ending in ENDINGS if ending not in UNTAGGED]

COMMENTS = ("Title", "ARTIST", "artist", "UNKNOWN_a", "date", "unknown_A", "TITLE", "MusicBrainz_AlbumId", "GENRE",
            "x", "Artist", "title", "unknown_a", "musicbrainz_albumid", "ALBUM", "K", "k")
NAMES = ("Title", "Author", "WM/Genre", "Own name", "Author", "WM/Picture", "own name", "Own name", "WM/Genre", "x")
ATOMS = ("\xa9nam", "\xa9ART", "----:com.apple.iTunes:ISRC", "\xa9alb", "----:com.apple.iTunes:own", "soal", "xxxx")
FRAMES = ("TIT2", "TPE1", "TALB", "TXXX", "COMM", "TCON", "TDRC", "TRCK", "WXXX")


@pytest.fixture(scope="module", params=TAGGED)
def path(request, tmp_path_factory):
    """A file whose values are all different, with keys that come more than once where a tag can have them."""
    here = str(tmp_path_factory.mktemp("turns") / ("file" + request.param))
    shutil.copy(path_of(request.param), here)
    f = cls_of(THEIRS, request.param)(here)
    tags, frames = f.tags, THEIRS.id3
    if isinstance(tags, list):
        asf = request.param == ".wma"
        list.clear(tags)
        list.extend(tags, [(key, THEIRS.asf.ASFUnicodeAttribute("v%d" % i) if asf else "v%d" % i)
                           for i, key in enumerate(NAMES if asf else COMMENTS)])
    elif request.param == ".m4a":
        for i, key in enumerate(ATOMS):
            tags[key] = [THEIRS.mp4.MP4FreeForm(b"v%d" % i)] if key[0] == "-" else ["v%d" % i, "w%d" % i]
        tags["covr"] = [THEIRS.mp4.MP4Cover(b"picture %d" % i * 5000) for i in range(2)]
    elif hasattr(tags, "add"):
        for i, name in enumerate(FRAMES):
            kinds = {"TDRC": {"text": ["200%d" % i]}, "WXXX": {"url": "v%d" % i, "desc": "d"}}
            tags.add(getattr(frames, name)(encoding=3, **kinds.get(name, {"text": ["v%d" % i]})))
        tags.add(frames.TXXX(encoding=3, desc="own", text=["w", "x"]))
        tags.add(frames.APIC(data=b"picture" * 9000))
    else:
        for i, key in enumerate(("Title", "Artist", "Own key", "Year", "x y")):
            tags[key] = "v%d" % i
    f.save()
    return request.param, here


def spelled(rng, key):
    """The key, or what is it in capitals, or equal to it but another object."""
    return rng.choice([key, key.upper(), key.lower(), "".join(list(key)), key + "x"])


def value_of(tags, rng):
    """A value that fits: one of the tag's own."""
    keys = sorted(tags.keys())
    return tags[rng.choice(keys)] if keys else []


def read_all(tags, rng):
    return sorted((key, tags[key]) for key in tags.keys())


def read_some(tags, rng):
    keys = sorted(tags.keys())
    rng.shuffle(keys)
    return [(key, tags[key]) for key in keys[:5]]


def read_spelled(tags, rng):
    out = []
    for key in sorted(tags.keys()):
        try:
            out.append(tags[spelled(rng, key)])
        except KeyError:
            out.append(None)
    return out


def read_and_set(tags, rng):
    """Changed in the middle of it."""
    out, keys = [], sorted(tags.keys())
    for i, key in enumerate(keys):
        out.append(tags[key])
        if i == len(keys) // 2:
            tags[keys[0]] = tags[keys[0]]
    return out


def read_and_delete(tags, rng):
    out, keys = [], sorted(tags.keys())
    for key in keys:
        if key in tags:
            out.append(tags[key])
            if rng.random() < 0.2:
                del tags[key]
    return out


def set_one(tags, rng):
    keys = sorted(tags.keys())
    if keys:
        key = rng.choice(keys)
        tags[key] = value_of(tags, rng) if isinstance(tags, list) else tags[key]


def dict_of(tags, rng):
    return sorted(dict(tags).items(), key=lambda item: item[0])


def items(tags, rng):
    return sorted(tags.items(), key=lambda item: item[0])


def pop_one(tags, rng):
    keys = sorted(tags.keys())
    return keys and tags.pop(rng.choice(keys) if not isinstance(tags, list) else rng.randrange(len(tags)))


def list_ops(tags, rng):
    """Those of list itself, which no method of ours sees."""
    if not isinstance(tags, list) or not len(tags):
        return None
    i = rng.randrange(len(tags))
    what = rng.randrange(8)
    if what == 0:
        list.reverse(tags)
    elif what == 1:
        list.insert(tags, i, tuple(list(list.__getitem__(tags, i))))
    elif what == 2:
        list.append(tags, list.pop(tags, i))
    elif what == 3:
        list.__setitem__(tags, i, (list.__getitem__(tags, i)[0], list.__getitem__(tags, 0)[1]))
    elif what == 4:
        list.__delitem__(tags, i)
    elif what == 5:
        list.extend(tags, list(tags)[:2])
    elif what == 6:
        list.sort(tags, key=lambda pair: pair[0])
    else:
        list.__setitem__(tags, slice(0, 2), [])
    return len(tags)


PROGRAMS = (read_all, read_some, read_spelled, read_and_set, read_and_delete, set_one, dict_of, items, pop_one,
            list_ops, list_ops, list_ops)


def shown(value):
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    return repr(value)


@pytest.mark.parametrize("seed", range(16))
def test_any_order_of_reading_and_changing(path, seed):
    def program(package):
        rng, out = random.Random(seed), []
        tags = cls_of(package, path[0])(path[1]).tags
        for _ in range(8):
            step = rng.choice(PROGRAMS)
            try:
                out.append((step.__name__, shown(step(tags, rng))))
            except (KeyError, ValueError, TypeError, IndexError) as e:
                out.append((step.__name__, type(e).__name__))
        return out

    check(program)


def test_a_removed_value_is_let_go(path):
    """What keys() and lookups keep does not hold on to values of a key that is gone."""
    tags = cls_of(OURS, path[0])(path[1]).tags
    dict(tags)
    gone = []
    for key in list(tags.keys()):
        value = tags[key]
        if isinstance(value, list) and value:
            value = value[0]
        try:
            gone.append(weakref.ref(value))
        except TypeError:  # str, int, tuple
            pass
        del tags[key]
    dict(tags)
    value = None
    gc.collect()
    assert [ref() for ref in gone if ref() is not None] == []


@pytest.mark.parametrize("path", [".flac", ".ogg", ".opus"], indirect=True)
def test_a_pair_outlives_its_tags(path):
    """The memory of pairs is used again; not of those that somebody has."""
    tags = cls_of(OURS, path[0])(path[1]).tags
    kept, expected = list(tags)[::2], [(str(key), str(value)) for key, value in list(tags)[::2]]
    hashes = [hash(pair) for pair in tags]
    del tags
    for _ in range(3):
        again = cls_of(OURS, path[0])(path[1]).tags
        assert kept == expected and [hash(pair) for pair in again] == hashes
        assert not any(one is other for one in kept for other in again)
        del again
        gc.collect()
        assert kept == expected


def test_a_finalizer_looks_at_tags_that_are_being_filled(path):
    """Before Python 3.12 any new object may bring the garbage collector, and that whatever a program hangs on it."""
    cls = cls_of(OURS, path[0])
    want = cls(path[1])
    seen, held = [], [(i, None) for i in range(3000)]  # used up, so that tuples are really new ones

    def look(phase, info):
        for o in gc.get_objects(generation=0) if phase == "start" else ():
            if type(o) is type(want.tags) and o is not want.tags:
                seen.append(len(o.keys()))

    threshold = gc.get_threshold()
    gc.callbacks.append(look)
    gc.freeze()  # all others' objects are not looked at again and again
    try:
        for i in range(35):
            held += [(i, None) for i in range(300)]
            gc.set_threshold(1 + i % 7)
            tags = cls(path[1]).tags
            assert list(tags.keys()) == list(want.tags.keys())
            assert [tags[key] for key in tags.keys()] == [want.tags[key] for key in want.tags.keys()]
            held.append(list(tags) if isinstance(tags, list) else tags)
    finally:
        gc.callbacks.remove(look)
        gc.set_threshold(*threshold)
        gc.unfreeze()
    assert seen or sys.version_info >= (3, 12)


def test_a_copy_stands_alone(path):
    def program(package):
        tags = cls_of(package, path[0])(path[1]).tags
        first = sorted(tags.keys())[0]
        other = copy.deepcopy(tags)
        del other[first]
        return sorted(dict(tags)), sorted(dict(other))

    check(program)


def test_tags_loaded_twice():
    """The items of a second file come into what the first one left, be they more than there was room for."""

    def program(package):
        out, tags = [], package.mp4.MP4Tags()
        for name in sound:
            with open(name, "rb") as f:
                tags.load(package.mp4.Atoms(f), f)
            out.append(sorted((key, repr(tags[key])[:200]) for key in tags.keys()))
        return out

    check(program)


@pytest.mark.parametrize(
    "key",
    ["key", "bpm", "date", "work", "album", "artist", "version", "composer", "albumsort", "tracktotal", "acoustid_id",
     "originaldate", "catalognumber", "releasecountry", "albumartistsort", "musicbrainz_albumid",
     "replaygain_album_gain", "musicbrainz_releasegroupid", "metadata_block_picture", "replaygain_reference_loudness"],
)  # fmt: skip
def test_spellings_of_known_comments(key):
    """Known keys are told by their letters, whatever the case, and by nothing else."""
    off = [key[:i] + c + key[i + 1:] for i in range(len(key)) for c in "_-?a\x7f`" if c != key[i]]
    mixed = "".join(c.upper() if i % 2 else c for i, c in enumerate(key))
    spelled = [key, key.upper(), mixed, key[0].upper() + key[1:], key + "s", key[:-1]]

    def program(package):
        tags = package.flac.VCFLACDict()
        for i, name in enumerate(spelled + off):
            list.append(tags, (name, str(i)))
        out = [tags[key], tags[key.upper()], tags[mixed], key in tags, sorted(tags.keys()), sorted(tags.items())]
        for name in off:
            try:
                out.append(tags[name])
            except (KeyError, ValueError) as e:
                out.append(type(e).__name__)
        return out

    check(program)

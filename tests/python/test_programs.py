# SPDX-License-Identifier: MIT
"""What programs do with tags: taggers, libraries, downloaders, as they are known to do it, beside mutagen."""

import base64
import copy
import io
import pickle
import sys
import threading

import pytest

import samples
from same import OURS, THEIRS, check, outcome
from test_file import ENDINGS, path_of

BUGS = ("wv-own-rate", "asf-unknown-kind")  # for which mutagen raises IndexError and KeyError
PATHS = [path for path in samples.paths() if not any(name in path for name in BUGS)]
KINDS = [samples.one(name) for name in (
    "budget-plain.mp3", "budget-cover.mp3", "budget-plain.flac", "budget-cover.flac", "budget-plain.ogg",
    "budget-plain.opus", "budget-moov-first.m4a", "mp4-every-item.m4a")]
KINDS += [path_of(ending) for ending in ENDINGS if path_of(ending) not in KINDS]


def tried(function, *args):
    try:
        return function(*args)
    except Exception as e:  # any: that is what is compared
        return type(e), str(e) if type(e).__module__ == "builtins" else ""


def tagger(p, path):
    """A subclass of ID3 with frames of its own, translation both ways, frames of many kinds added."""
    id3 = p.id3

    class Compat(id3.ID3):
        def __init__(self, *args, **kwargs):
            self.unknown_frames = []
            if args:
                kwargs["known_frames"] = dict(id3.Frames, XDOR=id3.TextFrame)
            super().__init__(*args, **kwargs)

        def update_to_v23(self):
            super().update_to_v23()
            self.called = True

    tags = Compat(path)
    seen = [tags.keys(), tags.version, [(f.FrameID, f.HashKey, repr(f)) for f in tags.values()]]
    tags.update_to_v23()
    seen += [tags.called, repr(tags)]
    tags.delall("TXXX")
    tags.add(id3.TXXX(encoding=1, desc="x", text="y"))
    tags.setall("TCON", [id3.TCON(encoding=3, text=["(4)", "a"])])
    tags.add(id3.TIPL(encoding=0, people=[["a", "b"]]))
    tags.add(id3.UFID(owner="http://musicbrainz.org", data=b"x"))
    seen += [tags["TCON"].genres, repr(tags), tags.pprint()]
    tags.update_to_v24()
    return seen, repr(tags)


def library(p, path):
    """By the class's name; reads and sets fields, pictures, frames."""
    f, id3 = p.File(path), p.id3
    if f is None:
        return None
    kind = type(f).__name__
    seen = [kind, f.mime, f.info.length, f.tags is None]
    if f.tags is None:
        f.add_tags()
    if isinstance(f.tags, id3.ID3):
        for key in ("TIT2", "TRCK", "TDRC", "APIC:", "UFID:http://musicbrainz.org", "TXXX:x", "RVA2:track",
                    "COMM::eng", None, (1, 2), 5):
            seen += [tried(lambda: f.tags[key]), key in f, tried(lambda: f[key].text)]
        for key in ("COMM", "APIC", "TXXX", "UFID", "RVA2", "USLT", "TDRC"):
            seen.append([(frame.HashKey, repr(frame)) for frame in f.tags.getall(key)])
        front = id3.PictureType.COVER_FRONT
        f.tags.setall("APIC", [id3.APIC(encoding=3, mime="image/png", type=front, desc="x", data=b"d")])
        f.tags.add(id3.RVA2(desc="track", channel=1, gain=1.5, peak=0.5))
        f["TIT2"] = id3.TIT2(encoding=3, text="new")
        seen += [str(f["RVA2:track"]), repr(f.tags)]
        del f["TIT2"]
    elif kind == "MP4":
        seen += [[(key, type(value), value) for key, value in f.tags.items()]]
        seen += [tried(lambda: f.tags[None]), tried(lambda: f[(1, 2)])]
        f["covr"] = [p.mp4.MP4Cover(b"x", p.mp4.MP4Cover.FORMAT_PNG)]
        f["----:com.apple.iTunes:X"] = [b"x", p.mp4.MP4FreeForm(b"y")]
        f["trkn"], f["cpil"] = [(1, 2)], True
        seen += [f.tags["covr"][0].imageformat, repr(f.tags)]
    elif type(f.tags).__name__ == "APEv2":
        seen += [[(key, type(value), value.kind, value.value) for key, value in f.tags.items()], repr(f.tags)]
        seen += [tried(lambda: f.tags[key]) for key in ("TITLE", "artist", "x", "é", None, (1, 2), b"Title", "No")]
        seen += [key in f.tags for key in ("TITLE", "cover art (front)", "y")]
        f["New"], f["TITLE"], f["Bytes"] = ["a", "b"], "new", b"\xff"
        f.tags["new"].append("c")
        f.tags["New"][0] = "first"
        del f["bytes"]
        f.tags.update({"artist": "x", "ARTIST": p.apev2.APEValue("http://example.org/", p.apev2.EXTERNAL)})
        seen += [tried(lambda: f.tags.update({"x": 1})), tried(lambda: f.tags.update({"xx": 1})), f.tags.pop("new")]
    else:
        if kind == "FLAC":
            seen.append([(x.mime, x.type, x.desc, x.data) for x in f.pictures])
            f.add_picture(p.flac.Picture())
            seen.append(len(f.pictures))
            f.clear_pictures()
        picture = p.flac.Picture()
        picture.data, picture.mime, picture.type = b"abc", "image/png", 3
        f["metadata_block_picture"] = base64.b64encode(picture.write()).decode("ascii")
        f["title"] = ["x"]
        seen += [f["TITLE"], f["metadata_block_picture"], sorted(f.tags.as_dict().items())]
        seen.append([p.flac.Picture(base64.b64decode(text)) == picture for text in f["metadata_block_picture"]])
    return seen, f.pprint(), sorted(f.keys()), len(f)


def player(p, path):
    """Every frame, in every way it can be looked at."""
    seen = []
    for frame in p.id3.ID3(path).values():
        if frame.FrameID == "CHAP":  # mutagen cannot compare them (docs/differences.md)
            continue
        seen += [frame.FrameID, frame.HashKey, frame == frame, str(frame) if hasattr(frame, "text") else None]
        for look in (len, list, int, float, bytes, str, lambda x: +x, lambda x: x[0], lambda x: x == "x",
                     lambda x: x < "x"):
            seen.append(tried(look, frame))
        seen += [type(frame), sorted(vars(frame)), sorted((k, repr(v)) for k, v in vars(frame).items())]
        seen += [repr(copy.copy(frame)), copy.deepcopy(frame) == frame, pickle.loads(pickle.dumps(frame)) == frame]
    return seen


@pytest.mark.parametrize("program", [tagger, library, player])
@pytest.mark.parametrize("path", PATHS)
def test_program(program, path):
    def run(p):
        try:
            return program(p, path)
        except p.MutagenError as e:
            return [c.__name__ for c in type(e).__mro__]
    check(run)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("path", KINDS)
def test_every_pickle_protocol(path, protocol):
    def program(p):
        f = p.File(path)
        things = [f, f.tags, f.info] + [b for b in getattr(f, "metadata_blocks", []) if type(b).__name__ != "CueSheet"]
        copies = [pickle.loads(pickle.dumps(thing, protocol)) for thing in things]
        return [type(c) for c in copies], copies[0].pprint(), sorted(map(repr, copies[1] or ())), copies[2].pprint(), \
            [c.write() for c in copies[3:] if hasattr(c, "write")]
    theirs_fail = outcome(program, THEIRS).startswith("('raises', ['builtins.TypeError'")
    if (sys.version_info < (3, 11) and protocol < 2 or path.endswith(".dsf")) and theirs_fail:
        # mutagen's enums of int cannot be pickled so there; DSF: docs/differences.md
        assert "raises" not in outcome(program, OURS)
    else:
        check(program)


def test_pickled_proxies():
    """Mappings of a program's own over DictProxy, with what else they hold."""
    def program(p):
        proxy = Proxies[p._name]("x")
        proxy["key"] = [1]
        copies = [pickle.loads(pickle.dumps(proxy, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
        copies += [copy.copy(proxy), copy.deepcopy(proxy)]
        copies[0]["key"].append(2)
        copies[-1]["other"] = 3
        return proxy, [(c, c.given, type(c).__name__) for c in copies]
    check(program)


def proxy_class(p):
    class Proxy(p._util.DictProxy):
        def __init__(self, given):
            super().__init__()
            self.given = given

    return Proxy


Proxies = {p._name: proxy_class(p) for p in (OURS, THEIRS)}
for _name, _cls in Proxies.items():  # where pickle looks for them
    _cls.__qualname__ = f"{_name}Proxy"
    globals()[_cls.__qualname__] = _cls


def test_pickled_blocks():
    def program(p):
        flac = p.flac
        blocks = [flac.Picture(), flac.Padding(b"12"), flac.SeekTable(None), flac.CueSheet(None)]
        copies = [pickle.loads(pickle.dumps(b, protocol)) for protocol in range(6) for b in blocks]
        return [(type(c), c.write()) for c in copies]
    check(program)


@pytest.mark.parametrize("key", [None, (), (1, 2), 5, "", "nope"])
def test_arguments_of_key_errors(key):
    def program(p):
        seen = []
        for tags in (p.id3.ID3(), p.id3.ID3(KINDS[0]), p.mp4.MP4Tags(), p.mp4.MP4(KINDS[6]).tags):
            for wrong in (lambda: tags[key], lambda: tags.pop(key)):
                try:
                    wrong()
                except KeyError as e:
                    seen.append(e.args)
        return seen
    check(program)


@pytest.mark.parametrize("path", KINDS)
def test_file_of_id3_alone(path):
    """ID3FileType keeps the file's name, whatever the file is."""
    check(lambda p: [(f.filename, f.tags and (f.tags.filename, f.tags.keys()), f.pprint()) for f in (
        p.id3.ID3FileType(path), p.id3.ID3FileType(filename=path), p.id3.ID3FileType(open(path, "rb")))])


@pytest.mark.parametrize("data", [b"", b"abc", b"x" * 200, b"ID3\x03\x00"])
def test_words_about_a_missing_tag(data, tmp_path):
    path = tmp_path / "it's.mp3"
    path.write_bytes(data)
    check(lambda p: p.id3.ID3(str(path)))
    check(lambda p: p.id3.ID3(io.BytesIO(data)))


def test_subclass_of_mp4_tags():
    """It is used, with what it overrides of looking up, load() and __setitem__() not called (docs/differences.md)."""
    def program(p, called):
        class Tags(p.mp4.MP4Tags):
            def load(self, *args):
                called.append("load")
                return super().load(*args)

            def __setitem__(self, key, value):
                called.append("set")
                return super().__setitem__(key, value)

            def __getitem__(self, key):
                return "my", super().__getitem__(key)

        class File(p.mp4.MP4):
            MP4Tags = Tags

        f = File(samples.one("budget-moov-first.m4a"))
        return type(f.tags).__name__, f["\xa9alb"], f.tags.get("nope")

    ours, theirs = [], []
    assert program(OURS, ours) == ("Tags", ("my", ["Album"]), None)
    program(THEIRS, theirs)
    assert ours == [] and theirs.count("load") == 1 and "set" in theirs


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("path", KINDS)
def test_threads_that_look_at_one_file(path, lazy):
    """All see the same objects and values, whoever is first."""
    def look(f, number):
        looks = [lambda: repr(f.tags), lambda: sorted(vars(f)), lambda: sorted(vars(f.info)), lambda: id(f.tags),
                 lambda: [(id(x), len(x.data)) for x in getattr(f, "pictures", [])], lambda: f.pprint(),
                 lambda: [id(b) for b in getattr(f, "metadata_blocks", [])], lambda: id(f.info), lambda: len(f.keys())]
        found = {}
        for i in range(len(looks)):
            at = (i + number * 2) % len(looks)
            found[at] = looks[at]()
        seen.append(found)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(30):
            f, seen = OURS.File(path, lazy=lazy), []
            threads = [threading.Thread(target=look, args=(f, number)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(seen) == 4
            assert all(one == seen[0] for one in seen)
    finally:
        sys.setswitchinterval(interval)


def test_abstract_bases_take_no_attributes():
    """They are bases of C classes; subclasses take them (docs/differences.md)."""
    for name in ("StreamInfo", "Tags", "Metadata"):
        setattr(getattr(THEIRS, name)(), "length", 1)
        with pytest.raises(AttributeError):
            setattr(getattr(OURS, name)(), "length", 1)
        check(lambda p: vars(setattr_on(type("Sub", (getattr(p, name),), {})(), "length", 1)))


def setattr_on(thing, name, value):
    setattr(thing, name, value)
    return thing


def test_vars_of_a_picture_before_its_bytes_are_read():
    """`data` is not among them, where the bytes are is (docs/differences.md)."""
    def names(p):
        picture = p.flac.FLAC(samples.one("budget-cover.flac")).pictures[0]
        return set(vars(picture)), picture.data, set(vars(picture))

    ours, theirs = names(OURS), names(THEIRS)
    assert ours[1] == theirs[1]
    assert ours[0] ^ theirs[0] == {"data", "_left"}
    assert ours[2] == theirs[2]


def test_frames_by_name():
    """id3.Frames lists classes by name, mutagen by subject (docs/differences.md)."""
    for name in ("Frames", "Frames_2_2"):
        ours, theirs = list(getattr(OURS.id3, name)), list(getattr(THEIRS.id3, name))
        assert sorted(ours) == sorted(theirs)
        assert ours == sorted(ours)

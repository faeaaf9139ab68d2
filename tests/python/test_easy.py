# SPDX-License-Identifier: MIT
"""EasyID3, EasyMP3, EasyMP4 and File(easy=True), beside mutagen's."""

import copy
import io

import pytest

import samples
from same import OURS, THEIRS, check

MP3, M4A = samples.one("budget-plain.mp3"), samples.one("budget-moov-first.m4a")
VALUES = (["1"], ["a", "b"], "x", ["2001-02-03"], ["0.5"], ["+1.5 dB"], ["3/4"], "3/4/5",
          ["\xe9"], ["\u65e5"], ["70000"], ["-5", "5"], [], "", [5], 5, [b"x"], [b"\xff"], [None])


def tried(function, *args):
    try:
        return function(*args)
    except Exception as e:  # any: that is what is compared
        return type(e), [c.__name__ for c in type(e).__mro__], e.args


def easy_id3(p):
    return p.easyid3.EasyID3()


def frames(easy):
    return repr(easy._EasyID3__id3)


def items(easy):
    return repr(easy._EasyMP4Tags__mp4)


def keys(p, cls):
    return sorted(cls(p).Get)


def test_keys():
    tables = ("valid_keys", "Get", "Set", "Delete", "List")
    check(lambda p: [sorted(getattr(p.easyid3.EasyID3, name)) for name in tables])
    check(lambda p: [list(getattr(p.easyid3.EasyID3, "Get"))])
    for name in ("EasyMP4", "EasyMP4Tags"):
        check(lambda p: [list(getattr(getattr(p.easymp4, name), table)) for table in ("Get", "Set", "Delete", "List")])


def test_bases():
    check(lambda p: [cls.__mro__ for cls in (
        p.easyid3.EasyID3, p.easyid3.EasyID3KeyError, p.easyid3.EasyID3FileType, p.mp3.EasyMP3, p.easymp4.EasyMP4,
        p.easymp4.EasyMP4Tags, p.easymp4.EasyMP4KeyError, p.easyid3.Open, p.easyid3.error, p.easymp4.error)])
    check(lambda p: (sorted(p.easyid3.__all__), sorted(p.easymp4.__all__)))


OTHER_KEYS = ["TITLE", "nope", "NOPE", "Performer:Bass", "replaygain_ALBUM_gain"]


@pytest.mark.parametrize("key", keys(THEIRS, easy_id3) + OTHER_KEYS)
def test_every_id3_key(key):
    key = key.replace("*", "x")

    def program(p):
        seen = []
        for first in ([], ["before"], ["1"], ["1 dB"]):
            for value in VALUES:
                e = easy_id3(p)
                if first:
                    tried(e.__setitem__, key, first)
                seen.append(tried(e.__setitem__, key, value))
                seen += [frames(e), tried(e.__getitem__, key), e.keys(), tried(lambda: key in e), tried(e.pprint)]
                seen += [tried(e.__delitem__, key), frames(e), tried(e.__delitem__, key), tried(e.__getitem__, key)]
        return seen
    check(program)


@pytest.mark.parametrize("key", keys(THEIRS, lambda p: p.easymp4.EasyMP4Tags) + ["TITLE", "nope"])
def test_every_mp4_key(key):
    def program(p):
        seen = []
        for value in VALUES:
            e = p.easymp4.EasyMP4Tags()
            seen.append(tried(e.__setitem__, key, value))
            seen += [items(e), tried(e.__getitem__, key), e.keys(), tried(e.pprint)]
            seen += [tried(e.__delitem__, key), items(e), tried(e.__delitem__, key)]
        return seen
    check(program)


def same_frame(e, key, frameid):
    frame = e._EasyID3__id3[frameid]
    e[key] = "z"
    return e._EasyID3__id3[frameid] is frame


def mixed(p):
    """A tag with something under every special key, and frames that no key stands for."""
    e, i = easy_id3(p), p.id3
    tag = e._EasyID3__id3
    tag.add(i.TXXX(encoding=3, desc="QuodLibet::x", text="v"))
    tag.add(i.TXXX(encoding=1, desc="ASIN", text="q"))
    tag.add(i.TCON(encoding=0, text=["(4)(5)x", "17"]))
    tag.add(i.RVA2(desc="track", channel=1, gain=-1.5, peak=0.25))
    tag.add(i.RVA2(desc="Album", channel=2, gain=0, peak=0))
    tag.add(i.UFID(owner="http://musicbrainz.org", data=b"abc"))
    tag.add(i.UFID(owner="other", data=b"\xff"))
    tag.add(i.TMCL(encoding=0, people=[["bass", "X"], ["bass", "Y"]]))
    tag.add(i.WOAR(url="http://a"))
    tag.add(i.WOAR(url="http://b"))
    tag.add(i.TDRC(encoding=3, text=["2004-05", "2005"]))
    return e


def mixed_programs():
    def gain(e):
        e["replaygain_track_gain"] = "-3 dB"
        del e["replaygain_track_peak"]
        return frames(e), e.keys(), e.__delitem__("replaygain_track_gain"), frames(e)

    def performers(e):
        e["performer:bass"] = "Z"
        e["performer:Drums"] = ["D"]
        del e["performer:bass"]
        return frames(e), e["performer:Drums"]

    def strange_id(e):
        e._EasyID3__id3["UFID:http://musicbrainz.org"].data = b"\xff"
        return e["musicbrainz_trackid"]

    return {
        "all": lambda e: (e.keys(), dict(e), e.pprint(), len(e), repr(e), e == dict(e), list(e), sorted(e.items())),
        "gain": gain, "performers": performers, "id": strange_id,
        "genre": lambda e: (e.__setitem__("genre", ["(1)", "y"]), frames(e), e["genre"]),
        "asin": lambda e: (e.__setitem__("asin", "\xe9"), frames(e), e.__setitem__("asin", "e"), frames(e)),
        "websites": lambda e: (e.__setitem__("website", "c"), frames(e)),
        "TXXX frame is replaced": lambda e: same_frame(e, "asin", "TXXX:ASIN"),
        "text frame stays": lambda e: (e.__setitem__("title", "x"), same_frame(e, "title", "TIT2")),
        "genre frame stays": lambda e: same_frame(e, "genre", "TCON"),
        "date frame is replaced": lambda e: same_frame(e, "date", "TDRC"),
        "frames of others": lambda e: (same_frame(e, "musicbrainz_trackid", "UFID:http://musicbrainz.org"),
                                       same_frame(e, "performer:bass", "TMCL")),
        "mapping": lambda e: (e.pop("asin"), e.get("asin", 5), e.setdefault("bpm", "3"), e.update({"title": "t"}),
                              dict(e), "TITLE" in e),
        "copy": lambda e: (dict(copy.deepcopy(e)), copy.copy(e).keys()),
        "clear": lambda e: (e.clear(), frames(e)),
        "attributes": lambda e: (e.filename, e.size, setattr(e, "filename", "x"), e._EasyID3__id3.filename,
                                 sorted(vars(e))),
        "no frame's attribute": lambda e: e.getall("TIT2"),
        "int key": lambda e: e[5],
        "same list": lambda e: e["asin"] is e["asin"],
    }


@pytest.mark.parametrize("name", mixed_programs())
def test_mixed(name):
    check(lambda p: mixed_programs()[name](mixed(p)))


def test_registering():
    def program(p):
        cls = p.easyid3.EasyID3
        seen, e = [], easy_id3(p)
        cls.RegisterTextKey("TestText", "TOFN")
        cls.RegisterTXXXKey("TestTXXX", "Test")
        cls.RegisterKey("testread", lambda tag, key: ["got", key, type(tag).__name__])
        cls.RegisterKey("testglob*", lambda tag, key: [key], lister=lambda tag, key: ["testglobA", key])
        try:
            e["testtext"] = e["TESTTXXX"] = "v"
            seen += [frames(e), e["testread"], e["TestRead"], e["testglobXyz"], e.keys()]
            seen.append(tried(e.__setitem__, "testread", "x"))
        finally:
            for table in (cls.Get, cls.Set, cls.Delete, cls.List):
                for key in [key for key in table if key.startswith("test")]:
                    del table[key]
        return seen
    check(program)


def test_fallbacks():
    def program(p):
        seen = []

        class Mine(p.easyid3.EasyID3):
            GetFallback = staticmethod(lambda tag, key: ["got", key])
            SetFallback = staticmethod(lambda tag, key, value: seen.append((key, value)))
            DeleteFallback = staticmethod(lambda tag, key: seen.append(key))
            ListFallback = staticmethod(lambda tag, key: ["listed", key])

        e = Mine()
        e["Nope"] = "x"
        del e["Nope"]
        return e["Nope"], e.keys(), seen
    check(program)


def test_registering_mp4():
    def program(p):
        cls = p.easymp4.EasyMP4Tags
        e = cls()
        p.easymp4.EasyMP4.RegisterTextKey("testtext", "\xa9xyz")
        cls.RegisterIntKey("TestInt", "tmpo", 3, 9)
        cls.RegisterIntPairKey("testpair", "disk", 1, 4)
        cls.RegisterFreeformKey("testfree", "NAME", mean="org.example")
        try:
            for key in ("testtext", "TESTINT", "testpair", "testfree"):
                e[key] = "7"
            return items(e), dict(e), e["testtext"] is e["testtext"]
        finally:
            for table in (cls.Get, cls.Set, cls.Delete, cls.List):
                for key in [key for key in table if key.startswith("test")]:
                    del table[key]
    check(program)


def opened(f):
    tags = None if f.tags is None else (type(f.tags), f.tags.keys(), dict(f.tags), f.tags.pprint())
    return type(f), tags, f.pprint(), f.mime, f.filename, f.info.length


SOME = [path for path in samples.paths() if path.endswith((".mp3", ".m4a", ".m4b", ".mp4"))][::3]


@pytest.mark.parametrize("path", SOME + [MP3, M4A])
def test_files(path):
    """EasyMP3, EasyMP4, File(easy=True) over files of ours."""
    for program in (lambda p: opened(p.File(path, easy=True)), lambda p: opened(p.mp3.EasyMP3(path)),
                    lambda p: opened(p.easymp4.EasyMP4(path)),
                    lambda p: opened(p.File(io.BytesIO(open(path, "rb").read()), None, True)),
                    lambda p: dict(p.easyid3.EasyID3(path)), lambda p: opened(p.easyid3.EasyID3FileType(path))):
        check(lambda p: tried(lambda: program(p))[:2] if "error" in str(tried(lambda: program(p))) else program(p))


def test_arguments():
    for program in (
        lambda p: p.easyid3.EasyID3(5),
        lambda p: p.easyid3.EasyID3("/nonexistent"),
        lambda p: p.easyid3.EasyID3(filename=MP3).filename,
        lambda p: p.easyid3.EasyID3(MP3, known_frames={}),
        lambda p: p.easyid3.EasyID3(None).size,
        lambda p: p.easyid3.EasyID3(MP3).size,
        lambda p: p.mp3.EasyMP3(MP3).tags.filename,
        lambda p: p.mp3.EasyMP3(MP3).tags.size,
        lambda p: p.mp3.EasyMP3(MP3).ID3,
        lambda p: p.mp3.MP3(MP3, ID3=p.easyid3.EasyID3).tags.keys(),
        lambda p: type(p.File(MP3, [p.mp3.MP3], easy=True)),
        lambda p: type(p.File(samples.one("budget-plain.flac"), easy=True)),
        lambda p: p.easymp4.EasyMP4("/nonexistent"),
        lambda p: sorted(vars(p.easymp4.EasyMP4(M4A).tags)),
        lambda p: p.easymp4.EasyMP4(M4A).tags.nope,
        lambda p: p.easymp4.EasyMP4Tags(5),
    ):
        check(program)


def test_adding_tags():
    def program(p):
        f = p.File(MP3, easy=True)
        g = p.File(M4A, easy=True)
        seen = [tried(f.add_tags), tried(g.add_tags)]
        f.tags = g.tags = None
        f["title"] = g["title"] = "new"
        return seen, f.tags, g.tags, type(f.tags), type(g.tags), f["title"]
    check(program)


@pytest.mark.parametrize("encoding", [0, 1, 2, 3])
def test_genres_of_bytes(encoding):
    """The setter that EasyID3 uses decodes bytes by the frame's own encoding."""
    for value in ([b"x"], ["a", b"\xe9"], [b"x\0y\0"], b"x"):
        def program(p):
            frame = p.id3.TCON(encoding=encoding, text="before")
            frame.genres = value
            return frame
        check(program)


def test_performers_in_order_of_first_appearance():
    """Where mutagen gives the order of a set: docs/differences.md."""
    def made(p):
        e = easy_id3(p)
        for role in ("drums", "bass", "Alto", "zither", "drums"):
            e["performer:" + role] = ["A", "B"]
        return [key for key in e.keys() if key.startswith("performer")]
    ours, theirs = made(OURS), made(THEIRS)
    assert sorted(ours) == sorted(theirs)
    assert ours == ["performer:bass", "performer:Alto", "performer:zither", "performer:drums"]

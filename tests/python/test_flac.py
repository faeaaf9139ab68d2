# SPDX-License-Identifier: MIT
"""FLAC's metadata blocks as objects, and Vorbis comments, as mutagen's."""

import copy
import io
import itertools
import pickle
import random
import struct

import pytest

import samples
from same import OURS, check, outcome, THEIRS


def path():
    return samples.one("flac-all-blocks.flac")


BLOCKS = {
    "picture": lambda p: vars(p.flac.Picture()),
    "picture write": lambda p: picture(p).write(),
    "picture again": lambda p: (vars(p.flac.Picture(picture(p).write())),
                                p.flac.Picture(picture(p).write()) == picture(p)),
    "picture from file": lambda p: vars(p.flac.Picture(io.BytesIO(picture(p).write()))),
    "picture repr": lambda p: (repr(picture(p)), picture(p).code, hash(picture(p)) != 0, picture(p) == 5),
    "picture from str": lambda p: p.flac.Picture("abc"),
    "padding": lambda p: (vars(p.flac.Padding(b"123")), p.flac.Padding(b"123").write(), repr(p.flac.Padding()),
                          p.flac.Padding.code),
    "padding equal": lambda p: (p.flac.Padding(b"1") == p.flac.Padding(b"2"), p.flac.Padding() == 5,
                                p.flac.Padding() != p.flac.Padding(b"1")),
    "seek table": lambda p: (repr(table(p)), table(p).write(), p.flac.SeekTable(table(p).write()) == table(p),
                             table(p).code),
    "seek table of odd length": lambda p: vars(p.flac.SeekTable(table(p).write() + b"123")),
    "seek point": lambda p: (p.flac.SeekPoint(1, 2, 3).byte_offset, p.flac.SeekPoint(1, 2, 3) == (1, 2, 3),
                             p.flac.SeekPoint.__mro__,
                             pickle.loads(pickle.dumps(p.flac.SeekPoint(1, 2, 3))),
                             copy.copy(p.flac.SeekPoint(1, 2, 3)).num_samples),
    "cue sheet": lambda p: (repr(sheet(p)), sheet(p).write(), repr(p.flac.CueSheet(sheet(p).write())), sheet(p).code),
    "cue sheet defaults": lambda p: (vars(p.flac.CueSheet(None)), p.flac.CueSheet(None).write(),
                                     p.flac.CueSheet.lead_in_samples),
    "cue track": lambda p: (vars(p.flac.CueSheetTrack(1, 2)), p.flac.CueSheetTrack(1, 2) == p.flac.CueSheetTrack(1, 2)),
    "cue index": lambda p: (p.flac.CueSheetTrackIndex(1, 2).index_offset, p.flac.CueSheetTrackIndex(1, 2)),
    "block": lambda p: (vars(p.flac.MetadataBlock(b"123")), p.flac.MetadataBlock(b"1").write(),
                        p.flac.MetadataBlock._MAX_SIZE),
    "block of None": lambda p: vars(p.flac.MetadataBlock(None)),
    "block of int": lambda p: p.flac.MetadataBlock(5),
    "block of nothing": lambda p: p.flac.MetadataBlock(),
    "info": lambda p: vars(p.flac.StreamInfo(p.flac.FLAC(path()).info.write())),
    "info equal": lambda p: (p.flac.FLAC(path()).info == p.flac.FLAC(path()).info, p.flac.FLAC(path()).info == 5),
    "info write": lambda p: p.flac.FLAC(path()).info.write(),
    "info set and written": lambda p: changed_info(p).write(),
    "info short": lambda p: p.flac.StreamInfo(p.flac.FLAC(path()).info.write()[:-1]),
    "info without rate": lambda p: p.flac.StreamInfo(bytes(34)),
    "METADATA_BLOCKS": lambda p: p.flac.FLAC.METADATA_BLOCKS,
    "comment": lambda p: (vars(p.flac.VCFLACDict()), p.flac.VCFLACDict.code),
    "to_int_be": lambda p: p.flac.to_int_be(b"\1\2\3"),
    "bases": lambda p: [c.__mro__ for c in (p.flac.Picture, p.flac.SeekTable, p.flac.StreamInfo, p.flac.VCFLACDict,
                                            p.flac.FLACVorbisError)],
    "all": lambda p: p.flac.__all__,
}


def picture(p):
    pic = p.flac.Picture()
    pic.type, pic.mime, pic.desc, pic.data = 3, "image/jpeg", "d\xe9\u4e16", b"abcde"
    pic.width, pic.height, pic.depth, pic.colors = 1, 2, 3, 4
    return pic


def table(p):
    t = p.flac.SeekTable(None)
    t.seekpoints = [p.flac.SeekPoint(1, 2, 3), p.flac.SeekPoint(2 ** 64 - 1, 0, 0)]
    return t


def sheet(p):
    s = p.flac.CueSheet(None)
    s.media_catalog_number = b"1234567890123"
    track = p.flac.CueSheetTrack(1, 44100, b"ISRC56789012", 1, True)
    track.indexes = [p.flac.CueSheetTrackIndex(1, 588), p.flac.CueSheetTrackIndex(2, 1176)]
    s.tracks = [track, p.flac.CueSheetTrack(170, 88200)]
    s.compact_disc = False
    return s


def changed_info(p):
    info = p.flac.FLAC(path()).info
    info.sample_rate, info.channels, info.total_samples = 96000, 8, 2 ** 36 - 1
    return info


@pytest.mark.parametrize("name", BLOCKS)
def test_block(name):
    check(BLOCKS[name])


@pytest.mark.parametrize("name", ["Picture", "StreamInfo", "CueSheet", "SeekTable", "VCFLACDict"])
def test_blocks_of_damaged_bytes(name):
    rng = random.Random(name)
    whole = {"Picture": picture(THEIRS), "CueSheet": sheet(THEIRS), "SeekTable": table(THEIRS),
             "StreamInfo": THEIRS.flac.FLAC(path()).info, "VCFLACDict": THEIRS.flac.FLAC(path()).tags}[name].write()
    for _ in range(150):
        data = bytearray(whole[: rng.randint(0, len(whole))] if rng.random() < 0.5 else whole)
        for _ in range(rng.randint(0, 3)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)

        def program(p):
            block = getattr(p.flac, name)(bytes(data))
            return [vars(block), list(block) if name == "VCFLACDict" else None]

        ours, theirs = outcome(program, OURS), outcome(program, THEIRS)
        # else mutagen raised what is no MutagenError
        if not ("raises" in theirs[:10] and "flac.error" not in theirs and "_vorbis" not in theirs):
            assert ours.split(", None, ")[0] == theirs.split(", None, ")[0]


def test_blocks_of_a_file():
    def program(p):
        f = p.flac.FLAC(path())
        names = [[name for name in sorted(vars(b)) if name[0] != "_" and name != "data"] for b in f.metadata_blocks]
        blocks = [(type(b).__name__, b.code, getattr(b, "data", None)) for b in f.metadata_blocks]
        return names, blocks, f.pictures, f.seektable, f.cuesheet, f.vc is f.tags
    check(program)


def test_info_and_tags_are_among_the_blocks():
    def program(p):
        f = p.flac.FLAC(path())
        info, tags = f.info, f.tags
        return info is f.metadata_blocks[0], any(b is tags for b in f.metadata_blocks), f.info is info, f.tags is tags
    check(program)
    check(lambda p: (lambda f: (f.metadata_blocks[0] is f.info, f.metadata_blocks is f.metadata_blocks))(
        p.flac.FLAC(path())))


def test_changing_blocks():
    def program(p):
        f = p.flac.FLAC(path())
        f.add_picture(picture(p))
        seen = [len(f.pictures), f.pictures[-1].write()]
        f.clear_pictures()
        seen += [f.pictures, [b.code for b in f.metadata_blocks]]
        f.tags = None
        seen += [f.vc, [b.code for b in f.metadata_blocks]]
        f.add_tags()
        seen += [f.tags, [b.code for b in f.metadata_blocks]]
        for call in (f.add_tags, f.add_vorbiscomment, lambda: setattr(f, "info", 3),
                     lambda: setattr(f, "pictures", [])):
            try:
                call()
            except (p.MutagenError, AttributeError) as e:
                seen.append((type(e).__name__, e.args))
        f.metadata_blocks.pop(0)
        try:
            f.info
        except IndexError as e:
            seen.append(e.args)
        return seen
    check(program)


def test_picture_from_a_file_is_a_picture_like_another():
    def program(p):
        f = p.flac.FLAC(samples.one("flac-cover.flac"))
        a, b = f.pictures[0], copy.copy(f.pictures[0])
        c = pickle.loads(pickle.dumps(p.flac.FLAC(f.filename).pictures[0]))
        text = repr(p.flac.FLAC(f.filename).pictures[0])
        a.desc = "other"
        return text, a == b, b == c, b.write() == c.write(), sorted(vars(b)), len(b.data), hasattr(a, "nothing")
    check(program)
    pic = OURS.flac.FLAC(samples.one("flac-cover.flac")).pictures[0]
    pic.data = b"new"
    assert pic.data == b"new" and pic.write().endswith(b"\0\0\0\3new")


COMMENTS = {
    "write": lambda p: comment(p).write(),
    "no framing": lambda p: comment(p).write(framing=False),
    "list": lambda p: (list(comment(p)), comment(p) == list(comment(p)), len(comment(p)), isinstance(comment(p), list),
                       comment(p)[0:2]),
    "repr": lambda p: (repr(comment(p)), comment(p).pprint(), comment(p).vendor),
    "get": lambda p: (comment(p)["TITLE"], comment(p).get("nope"), "Title" in comment(p), sorted(comment(p).keys())),
    "as_dict": lambda p: sorted(comment(p).as_dict().items()),
    "hash": lambda p: hash(comment(p)),
    "slices": lambda p: sliced(comment(p)),
    "sort": lambda p: [c.sort() or list(c) for c in [comment(p)]],
    "add": lambda p: (comment(p) + [("a", "b")], [("a", "b")] + comment(p), type(comment(p) * 2)),
    "bare": lambda p: (p._vorbis.VComment(), p._vorbis.VComment() == [], vars(p._vorbis.VComment())),
    "bare get": lambda p: p._vorbis.VComment()["a"],
    "delete absent": lambda p: comment(p).__delitem__("nope"),
    "set": lambda p: changed(comment(p)),
    "not bytes": lambda p: p._vorbis.VCommentDict("abc"),
    "keys": lambda p: [p._vorbis.is_valid_key(k) for k in ("a", "", "a=", "a~", "\x1f", "}", " ", "\xe9")],
    "key of bytes": lambda p: p._vorbis.is_valid_key(b"a"),
    "pop": lambda p: comment(p).pop(),
    "pop key": lambda p: comment(p).pop("title"),
    "bases": lambda p: [c.__mro__ for c in (p._vorbis.VCommentDict, p._vorbis.VorbisEncodingError,
                                            p.oggopus.OggOpusVComment)],
}


def comment(p):
    c = p._vorbis.VCommentDict()
    c.vendor = "v"
    c["Title"] = "x"
    c["ARTIST"] = ["y", "\u4e16"]
    c.append(("title", "z"))
    return c


def sliced(c):
    c[0:1] = [("a", "b"), ("c", "d")]
    del c[1:2]
    return list(c)


def changed(c):
    c["title"] = ["1", "2"]
    c["new"] = ("a", "tuple")
    del c["Artist"]
    c.setdefault("k", "v")
    c.clear()
    c["again"] = "x"
    return list(c)


@pytest.mark.parametrize("name", COMMENTS)
def test_comment(name):
    check(COMMENTS[name])


@pytest.mark.parametrize("items", [[("a", 5)], [("a", b"x")], [("\xe9", "x")], [("a~", "x")], [(b"a", "x")], [5],
                                   [("a",)], [["K", "v"]],
                                   [("a", "b", "c")], [("", "x")], [("a=b", "x")]])
def test_comments_that_cannot_be_written(items):
    for program in (lambda c: c.validate(), lambda c: c.write(), lambda c: c.keys(), lambda c: c["k"],
                    lambda c: c.pprint(), lambda c: "k" in c):
        def run(p):
            c = p._vorbis.VCommentDict()
            c.vendor = "v"
            c[:] = items
            return program(c)
        check(run)


def block(vendor, *comments, framing=b"\1"):
    parts = [struct.pack("<I", len(vendor)), vendor, struct.pack("<I", len(comments))]
    return b"".join(parts + [struct.pack("<I", len(c)) + c for c in comments] + [framing])


@pytest.mark.parametrize("errors", ["strict", "replace", "ignore"])
@pytest.mark.parametrize("data", [block(b"v", b"noequals", b"a=b"), block(b"v", b"\xc3\xa4=x", b"a=b"),
                                  block(b"v", b"x=\xff", b"a=b"),
                                  block(b"v\xff", b"x=y"), block(b"v", b"=y", b"a=b"), block(b"v", b"a~=y"),
                                  block(b"v", framing=b"\0"), b""])
def test_comments_of_odd_bytes(data, errors):
    check(lambda p: list(p._vorbis.VCommentDict(data, errors=errors)))
    check(lambda p: p._vorbis.VCommentDict(data, errors=errors, framing=False).vendor)


def test_many_keys():
    """Above 16 different keys another way of finding duplicates is taken."""
    c = OURS._vorbis.VCommentDict()
    for i in range(200):
        c.append(("Key%d" % (i % 50), str(i)))
        c.append(("TITLE" if i % 2 else "title", str(i)))
    assert c.keys() == ["key0", "title"] + ["key%d" % i for i in range(1, 50)]
    assert c["KEY7"] == ["7", "57", "107", "157"] and len(c["title"]) == 200
    assert dict(c) == c.as_dict() and len(dict(c)) == 51


def test_ogg_pages():
    def program(p):
        seen = []
        with open(samples.one("budget-plain.ogg"), "rb") as f:
            data = f.read()
        f = io.BytesIO(data)
        pages = []
        while f.tell() < len(data):
            page = p.ogg.OggPage(f)
            pages.append(page)
            written = page.write()
            seen.append((repr(page), page.size, data[page.offset:page.offset + page.size] == written, page.serial,
                         page.position))
        packets = p.ogg.OggPage.to_packets(pages)
        seen.append([len(packet) for packet in packets])
        last = p.ogg.OggPage.find_last(io.BytesIO(data), pages[0].serial)
        return seen, last == pages[-1], last == 5, p.ogg.OggPage.find_last(io.BytesIO(data), 1)
    check(program)


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"OggS", b"OggS\0" + b"\1" * 22, b"OggS\1" + b"\1" * 40])
def test_bad_pages(data):
    check(lambda p: p.ogg.OggPage(io.BytesIO(data)))


def test_values_of_any_bytes():
    """Well-formed and ill-formed UTF-8 of one to four bytes in all orders, short and long."""
    texts = ["a", "0123456789abcdef", "\x7f", "\x80", "\xe9", "\xff", "\u0100", "\u20ac", "\u591c", "\U0001d11e"]
    broken = [b"\xc3", b"\xc2", b"\x80", b"\xc0\x80", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff"]
    parts = [text.encode() for text in texts] + broken
    values = [b"".join(some) for n in range(4) for some in itertools.product(parts, repeat=n)]
    info = struct.pack(">HH6sQ16s", 4096, 4096, bytes(6), 44100 << 44 | 1 << 41 | 15 << 36 | 44100, bytes(16))

    def sized(data):
        return struct.pack("<I", len(data)) + data

    def block(code, data):
        return struct.pack(">I", code << 24 | len(data)) + data

    for some in (values[:60], values[60:]):  # few are made ready for reading in turn, many are not
        tags = sized(b"vendor " + some[-1]) + struct.pack("<I", len(some))
        tags += b"".join(sized(b"key %d=%s" % (i % 50, value)) for i, value in enumerate(some))
        data = b"fLaC" + block(0, info) + block(0x84, tags)

        def program(package):
            f = package.flac.FLAC(io.BytesIO(data))
            return list(f.tags), sorted(dict(f.tags).items()), f.tags.vendor

        check(program)

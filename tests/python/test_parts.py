# SPDX-License-Identifier: MIT
"""What programs import from modules with an underscore, and parts of files read by themselves, beside mutagen's."""

import io
import random

import pytest

import mutagen
import mutagen._util
import mutagen.id3._id3v1
import mutagen.mp3._util
import mutagen.mp4._as_entry
import mutagen.mp4._atom
import mutagen.mp4._util
import mutagen.oggopus
import mutagen.oggvorbis
import samples
import simdtag
import simdtag._util
import simdtag.id3._id3v1
import simdtag.mp3._util
import simdtag.mp4._as_entry
import simdtag.mp4._atom
import simdtag.mp4._util
import simdtag.oggopus
import simdtag.oggvorbis
from build import atom, full, mp4, tag

BOTH = [mutagen, simdtag]


def both(do):
    out = []
    for package in BOTH:
        try:
            out.append(do(package))
        except Exception as e:
            out.append(type(e).__name__)
    return out


def same(do):
    theirs, ours = both(do)
    assert theirs == ours
    return ours


# ---- bytes of files ----

NAMES = [("insert_bytes", 2), ("delete_bytes", 2), ("move_bytes", 3), ("resize_bytes", 3), ("resize_file", 1)]


@pytest.mark.parametrize("name, count", NAMES)
def test_editing(name, count):
    rnd = random.Random(name)
    for _ in range(300):
        data = bytes(rnd.randrange(256) for _ in range(rnd.randrange(12)))
        args = [rnd.randrange(-1, 14) for _ in range(count)]
        if name == "resize_file":
            args = [rnd.randrange(-14, 14)]
        if name != "resize_bytes" and rnd.random() < 0.5:
            args.append(rnd.randrange(1, 5))  # BUFFER_SIZE

        def edit(package):
            f = io.BytesIO(data)
            try:
                getattr(package._util, name)(f, *args)
            except ValueError:
                return "ValueError", f.getvalue()
            return f.getvalue()

        same(edit)


def test_a_full_disk_leaves_the_file_as_it_was():
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "no space")

    for package in BOTH:
        f = Full(b"abc")
        with pytest.raises(OSError):
            package._util.resize_file(f, 5)
        assert f.getvalue() == b"abc"


def test_numbers_with_names():
    def make(package):
        @package._util.enum
        class Kind:
            A = 1
            B = 2
            AGAIN = 2

        @package._util.flags
        class Bits:
            X = 1
            Y = 2

        return ([repr(k) for k in (Kind.A, Kind(2), Kind(7), Bits.X, Bits(3), Bits(0), Bits(9))],
                [str(k) for k in (Kind.A, Kind(2), Kind(7), Bits.X, Bits(3), Bits(0), Bits(9))],
                isinstance(Kind.A, Kind), Kind.A == 1, type(Bits.X | Bits.Y).__name__)

    same(make)


@pytest.mark.parametrize("value", ["x", b"x", 1, None])
def test_names_of_files(value):
    same(lambda p: p._util.verify_filename(value))


class Odd(io.BytesIO):
    """A file object of which one method does not work."""

    def __init__(self, what):
        super().__init__()
        self.what = what

    def read(self, size=-1):
        if self.what == "read":
            raise OSError
        return "" if self.what == "text" else b""

    def write(self, data):
        if self.what == "write":
            raise OSError


@pytest.mark.parametrize("make", [io.BytesIO, io.StringIO, object, lambda: Odd("read"), lambda: Odd("text"),
                                  lambda: Odd("write")])
def test_file_objects(make):
    for writable in (False, True):
        same(lambda p: p._util.verify_fileobj(make(), writable))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf_32", "latin-1", "utf-8", "ascii"])
def test_encoding_with_a_byte_order(encoding):
    for little in (True, False):
        same(lambda p: p._util.encode_endian("ä", encoding, le=little))
        same(lambda p: p._util.encode_endian("ä", encoding, "ignore", little))


# ---- MP3 ----

LAME = [b"LAME3.80", b"LAME3.88 (beta)", b"LAME3.90 (alpha)", b"LAME3.90.", b"LAME3.96a", b"LAME3.97b", b"LAME3.98 ",
        b"LAME3.99r", b"LAME3.100", b"L3.99r1", b"LAME3.9999", b"LAME3.81 \xff", b"LAME4.1 ", b"LAME3.", b"GOGO3.1",
        b""]


@pytest.mark.parametrize("name", LAME)
def test_names_of_lame(name):
    for data in (name, name.ljust(20, b"\0"), name.ljust(20, b" ")):
        same(lambda p: p.mp3._util.LAMEHeader.parse_version(io.BytesIO(data)))


def fields(o):
    return sorted((k, fields(v) if hasattr(v, "vbr_method") else v) for k, v in vars(o).items())


def test_xing_headers():
    rnd = random.Random(4)
    for _ in range(200):
        flags = rnd.randrange(16)
        data = rnd.choice([b"Xing", b"Info"]) + flags.to_bytes(4, "big")
        data += rnd.randrange(1, 1 << 20).to_bytes(4, "big") * (flags & 1)
        data += rnd.randrange(1 << 24).to_bytes(4, "big") * (flags >> 1 & 1)
        data += bytes(range(100)) * (flags >> 2 & 1) + bytes([0, 0, 0, rnd.randrange(101)]) * (flags >> 3 & 1)
        data += rnd.choice(LAME).ljust(9, b"\0") + bytes(rnd.choice([0, rnd.randrange(256)]) for _ in range(27))
        data = data[: rnd.randrange(len(data))] if rnd.random() < 0.2 else data
        same(lambda p: fields(p.mp3._util.XingHeader(io.BytesIO(data))))
        same(lambda p: p.mp3._util.XingHeader(io.BytesIO(data)).get_encoder_settings())


def test_vbri_headers():
    rnd = random.Random(5)
    for _ in range(100):
        width = rnd.choice([1, 2, 2, 4, 0])
        data = b"VBRI" + rnd.choice([1, 1, 2]).to_bytes(2, "big") + bytes(rnd.randrange(256) for _ in range(12))
        data += rnd.randrange(5).to_bytes(2, "big") + b"\0\2" + width.to_bytes(2, "big") + b"\0\7"
        data += bytes(rnd.randrange(24))
        same(lambda p: fields(p.mp3._util.VBRIHeader(io.BytesIO(data))))


@pytest.mark.parametrize("data", [b"", b"abc", b"a\xff\xe0\xff\xff\xf0b", b"\xff" * 5, b"\xff\xdf\xff\xe0",
                                  bytes(1023) + b"\xff\xfb", bytes(1000) + b"\xff\xfb" + bytes(1023) + b"\xff\xfb"])
def test_synchronisation(data):
    def places(package, most, start):
        f = io.BytesIO(data)
        f.seek(start)
        return [f.tell() for _ in package.mp3.iter_sync(f, most)], f.tell()

    for most in (0, 1, 2, 3, 10, 1024, 1025, 5000):
        for start in (0, 1):
            same(lambda p: places(p, most, start))


def test_passing_over_tags():
    one = tag(4, pad=5)

    def end(package, data):
        f = io.BytesIO(data)
        package.mp3.skip_id3(f)
        return f.tell()

    for data in (b"", b"abc", one, one + b"x", one + one + b"x" * 20, one[:-1], b"ID3" + bytes(7) + one):
        same(lambda p: end(p, data))


# ---- MP4 ----


def test_sample_entries():
    """Every stsd entry of the samples, and damaged ones."""
    names = ("channels", "sample_size", "sample_rate", "bitrate", "codec", "codec_description")
    seen = 0
    for path in samples.paths():
        if not path.endswith((".m4a", ".mp4")):
            continue
        with open(path, "rb") as f:
            data = f.read()
        at = data.find(b"stsd")
        if at < 0 or len(data) > 1 << 20:
            continue
        size = int.from_bytes(data[at + 12 : at + 16], "big")
        entry = data[at + 12 : at + 12 + size]
        for damaged in (entry, entry[: len(entry) // 2], entry[:30] + bytes(len(entry) - 30)):
            whole = (len(damaged)).to_bytes(4, "big") + damaged[4:]
            if len(whole) < 36 and whole is not entry:
                continue

            def read(package):
                f = io.BytesIO(whole)
                made = package.mp4._as_entry.AudioSampleEntry(package.mp4._atom.Atom(f), f)
                return [getattr(made, name) for name in names]

            same(read)
            seen += 1
    assert seen > 20


def test_full_atoms():
    for data in (b"", b"\0\0\0", b"\1\2\3\4\xff", bytes(4)):
        same(lambda p: p.mp4._util.parse_full_atom(data))


def test_order_of_items():
    for key in ("\xa9nam", "gnre", "----:com:x", "covr", "zzzz", "aART", "tmpo"):
        for value in ([b"x"], [1], ["much longer text"]):
            same(lambda p: p.mp4._item_sort_key(key, value))


@pytest.mark.parametrize("handler", [b"vide", b"soun", None])
def test_info_of_a_file_without_a_track(handler):
    data = mp4() if handler == b"soun" else atom("moov")
    if handler == b"vide":
        data = atom("moov", atom("trak", atom("mdia", atom("hdlr", full(), bytes(4), handler, bytes(12)))))

    def read(package):
        f = io.BytesIO(data)
        return package.mp4.MP4Info(package.mp4._atom.Atoms(f), f).length

    same(read)


# ---- Ogg ----


@pytest.mark.parametrize("module, info, ending", [
    ("oggvorbis", "OggVorbisInfo", ".ogg"), ("oggopus", "OggOpusInfo", ".opus"),
])
def test_info_of_a_first_page(module, info, ending):
    """It is enough for the stream info by itself."""
    with open(samples.one(ending), "rb") as f:
        first = simdtag.ogg.OggPage(f)
    for version in (first.packets[0][8:9], b"\x10", b"\x03"):
        packet = first.packets[0]
        first.packets[0] = packet[:8] + version + packet[9:] if module == "oggopus" else packet
        data = first.write()

        def read(package):
            made = getattr(getattr(package, module), info)(io.BytesIO(data))
            return made.channels, getattr(made, "sample_rate", None), getattr(made, "bitrate", None)

        if module == "oggvorbis":
            same(read)
        else:
            theirs, ours = both(lambda p: getattr(read(p), "index", None) and read(p)[:1])
            assert theirs == ours


def test_too_many_lacing_values():
    def write(package):
        page = package.ogg.OggPage()
        page.packets = [b"1" * 255 * 255]
        return page.write()

    assert same(write) == "ValueError"


# ---- ID3 ----


@pytest.mark.parametrize("year", ["2022", "20221", "2022-02-14", "2022-13-99", "2022-02", "2022-02-14x", "2022-2-14xx",
                                  "2022-02-14\x002023", "2023\x002022-02-14", "abcd", "2022-0a-14"])
def test_whole_dates_in_tyer(year):
    for date in (None, "0504", "05", "0504\x000605"):
        for time in (None, "1203"):
            frames = [(name, b"\0" + text.encode()) for name, text in (("TYER", year), ("TDAT", date), ("TIME", time))
                      if text is not None]
            same(lambda p: sorted((k, str(v)) for k, v in p.id3.ID3(io.BytesIO(tag(3, *frames))).items()))


@pytest.mark.parametrize("track", [None, "0", "7", "255", "256", "#7", "3/9"])
def test_bytes_of_id3v1(track):
    def make(package):
        id3 = package.id3
        comment = id3.COMM(encoding=0, text="abcdefghijklmnopqrstuvwxyzABCDEFG")
        frames = {"COMM": comment, "TIT2": id3.TIT2(text="ö" * 40)}
        if track:
            frames["TRCK"] = id3.TRCK(encoding=0, text=track)
        return id3._id3v1.MakeID3v1(frames)

    same(make)

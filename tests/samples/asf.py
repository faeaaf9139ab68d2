# SPDX-License-Identifier: MIT
"""ASF: WMA and WMV as ffmpeg makes them, with headers of every kind put before their data; and headers alone, byte by
byte from the specification (Advanced Systems Format, revision 01.20.06)."""

import struct
import uuid

import tagbytes as t


def guid(text):
    return uuid.UUID(text).bytes_le


HEADER = guid("75B22630-668E-11CF-A6D9-00AA0062CE6C")
DATA = guid("75B22636-668E-11CF-A6D9-00AA0062CE6C")
FILE = guid("8CABDCA1-A947-11CF-8EE4-00C00C205365")
STREAM = guid("B7DC0791-A9B7-11CF-8EE6-00C00C205365")
EXTENSION = guid("5FBF03B5-A92E-11CF-8EE3-00C00C205365")
CODECS = guid("86D15240-311D-11D0-A3A4-00A0C90348F6")
CONTENT = guid("75B22633-668E-11CF-A6D9-00AA0062CE6C")
EXTENDED = guid("D2D0A440-E307-11D2-97F0-00A0C95EA850")
METADATA = guid("C5F8CBEA-5BAF-4877-8467-AA8C44FA4CCA")
LIBRARY = guid("44231C94-9498-49D1-A141-1D134E457054")
PADDING = guid("1806D474-CADF-4509-A4BA-9AABCB96AAE8")
AUDIO = guid("F8699E40-5B4D-11CF-A8FD-00805F5C442B")
VIDEO = guid("BC19EFC0-5B4D-11CF-A8FD-00805F5C442B")
RESERVED = guid("ABD3D211-A9BA-11CF-8EE6-00C00C205365")

TEXT, BYTES, BOOL, DWORD, QWORD, WORD, GUID = range(7)


def wide(text):
    return text.encode("utf-16-le") + b"\0\0"


def obj(kind, body, size=None):
    return kind + struct.pack("<Q", 24 + len(body) if size is None else size) + body


def header(objects, count=None, size=None):
    body = b"".join(objects)
    count = len(objects) if count is None else count
    return HEADER + struct.pack("<QI", 30 + len(body) if size is None else size, count) + b"\1\2" + body


def data(packets=bytes(3200)):
    return obj(DATA, bytes(26) + packets)


def file_properties(play=100000000, preroll=3000):
    return obj(FILE, bytes(40) + struct.pack("<QQQIIII", play, play, preroll, 2, 3200, 3200, 128000))


def stream_properties(channels=2, rate=44100, rate_of_bytes=16003, kind=AUDIO, tag=0x161):
    fmt = struct.pack("<HHIIHHH", tag, channels, rate, rate_of_bytes, 2230, 16, 0)
    return obj(STREAM, kind + bytes(16) + struct.pack("<QIIHI", 0, len(fmt), 0, 1, 0) + fmt)


def codec(kind, name, description, information):
    name, description = (text if isinstance(text, bytes) else wide(text) for text in (name, description))
    return (
        struct.pack("<HH", kind, len(name) // 2)
        + name
        + struct.pack("<H", len(description) // 2)
        + description
        + struct.pack("<H", len(information))
        + information
    )


def codecs(*entries, count=None):
    return obj(CODECS, bytes(16) + struct.pack("<I", len(entries) if count is None else count) + b"".join(entries))


def content(*texts):
    texts = [wide(text) if isinstance(text, str) else text for text in texts] + [b""] * (5 - len(texts))
    return obj(CONTENT, struct.pack("<5H", *map(len, texts)) + b"".join(texts))


def value_of(kind, value, place):
    if kind == TEXT and isinstance(value, str):
        return wide(value)
    if isinstance(value, int):
        width = {BOOL: "<I" if place == EXTENDED else "<H", DWORD: "<I", QWORD: "<Q", WORD: "<H"}[kind]
        return struct.pack(width, value)
    return value


def extended(*entries, count=None):
    """Entries (name, kind, value)."""
    out = struct.pack("<H", len(entries) if count is None else count)
    for name, kind, value in entries:
        name, value = wide(name), value_of(kind, value, EXTENDED)
        out += struct.pack("<H", len(name)) + name + struct.pack("<HH", kind, len(value)) + value
    return obj(EXTENDED, out)


def metadata(*entries, kind=METADATA, count=None):
    """Entries (language, stream, name, kind, value)."""
    out = struct.pack("<H", len(entries) if count is None else count)
    for language, stream, name, type_, value in entries:
        name, value = wide(name), value_of(type_, value, kind)
        out += struct.pack("<HHHHI", language, stream, len(name), type_, len(value)) + name + value
    return obj(kind, out)


def library(*entries, count=None):
    return metadata(*entries, kind=LIBRARY, count=count)


def extension(*objects, size=None):
    body = b"".join(objects)
    return obj(EXTENSION, RESERVED + b"\6\0" + struct.pack("<I", len(body) if size is None else size) + body)


def picture(image, kind=3, mime="image/jpeg", description="cover"):
    return struct.pack("<BI", kind, len(image)) + wide(mime) + wide(description) + image


def split(asf):
    """(objects of the header, the rest) of a file."""
    size, count = struct.unpack("<QI", asf[16:28])
    objects, at = [], 30
    for _ in range(count):
        (length,) = struct.unpack("<Q", asf[at + 16 : at + 24])
        objects.append(asf[at : at + length])
        at += length
    return objects, asf[size:]


def retag(asf, *objects):
    """The same audio with these objects instead of its tags."""
    kept, rest = split(asf)
    kept = [o for o in kept if o[:16] not in (CONTENT, EXTENDED, EXTENSION, PADDING)]
    return header(kept + list(objects)) + rest


USUAL = [
    ("WM/AlbumTitle", TEXT, "An Album"),
    ("WM/AlbumArtist", TEXT, "Several Artists"),
    ("WM/Genre", TEXT, "Genre"),
    ("WM/Year", TEXT, "1999"),
    ("WM/TrackNumber", TEXT, "3"),
    ("WM/PartOfSet", TEXT, "1/2"),
    ("WM/Composer", TEXT, "Ærø Composer"),
    ("WM/Publisher", TEXT, "A Label"),
    ("WM/EncodingSettings", TEXT, "Lavf"),
    ("IsVBR", BOOL, 0),
    ("WM/ISRC", TEXT, "XX0000000000"),
]
STREAM_INFO = [
    file_properties(),
    stream_properties(),
    codecs(codec(2, "Windows Media Audio 9.2", " 64 kbps, 44 kHz, stereo 1-pass CBR", b"\x61\1")),
]
LONG = "日本語のタイトル — ☃ 𝄞 "


def every_kind(place):
    """An attribute of each type, some twice."""
    return [
        ("Text", TEXT, LONG),
        ("Text", TEXT, "again"),
        ("Empty", TEXT, ""),
        ("Nothing", TEXT, b""),
        ("Zeros", TEXT, b"\0\0a\0\0\0b\0\0\0\0\0"),
        ("Bytes", BYTES, b"\0\1\2\xff"),
        ("NoBytes", BYTES, b""),
        ("True", BOOL, 1),
        ("False", BOOL, 0),
        ("Two", BOOL, 2),
        ("DWord", DWORD, 0xFFFFFFFE),
        ("QWord", QWORD, 0xFFFFFFFFFFFFFFFE),
        ("Word", WORD, 0xFFFE),
        ("Guid", GUID, bytes(range(16))),
        ("ShortGuid", GUID, b"abc"),
        ("Ünï ☃", TEXT, "key"),
        ("", TEXT, "no key"),
        ("Title", TEXT, "not from the content description"),
    ]


def in_library(entries):
    return [(0, 0) + entry for entry in entries]


def real(m):
    """Around audio that ffmpeg encoded."""
    wma = m.ffmpeg("wma", "-c:a wmav2 -b:a 64k")
    m.maybe("asf-plain.wma", wma)
    m.maybe("asf-v1-mono.wma", m.ffmpeg("wma", "-c:a wmav1 -b:a 32k", m.wav(rate=22050, channels=1)))
    m.maybe("asf-pcm.asf", m.ffmpeg("asf", "-c:a pcm_s16le"))
    m.maybe("asf-mp3.asf", m.ffmpeg("asf", "-c:a libmp3lame -b:a 64k"))
    for order in ("-map 0 -map 1", "-map 1 -map 0"):
        video = "ffmpeg -v error -y -f lavfi -i testsrc=d=0.4:s=64x48:r=10 -i".split() + [m.wav()]
        m.maybe(
            "asf-%s-first.wmv" % ("video" if order.startswith("-map 0") else "audio"),
            m.run(
                "wmv",
                video + order.split() + "-c:v wmv2 -c:a wmav2 -fflags +bitexact -flags +bitexact OUT".split(),
            ),
        )
    m.maybe(
        "asf-ffmpeg-tags.wma",
        m.run(
            "wma",
            ["ffmpeg", "-v", "error", "-y", "-i", m.wav(), "-c:a", "wmav2", "-metadata", "title=" + LONG]
            + "-metadata artist=Artist -metadata album=Album -metadata track=3 -metadata date=1999".split()
            + "-fflags +bitexact -flags +bitexact OUT".split(),
        ),
    )
    usual = [content("Title " + LONG, "An Artist", "(c) 1999", "described"), extended(*USUAL)]
    m.write("asf-usual.wma", retag(wma, *usual, obj(PADDING, bytes(2000))))
    m.write("asf-every-kind.wma", retag(wma, extended(*every_kind(EXTENDED))))
    m.write("asf-every-place.wma", retag(
        wma,
        extension(
            library((7, 3, "Lang", TEXT, "seven"), *in_library(every_kind(LIBRARY))),
            obj(b"unknown object!!", b"x" * 50),
            metadata((0, 127, "Stream", TEXT, "last"), *in_library(every_kind(METADATA))),
        ),
        *usual,
    ))
    small, large = picture(t.jpeg(3000)), picture(t.png(), 4, "image/png", LONG)
    cover = picture(t.jpeg(90000))
    m.write("asf-small-pictures.wma", retag(wma, extended(("WM/Picture", BYTES, small), ("WM/Picture", BYTES, large))))
    m.write("asf-picture-extended.wma", retag(wma, extended(("WM/Picture", BYTES, picture(t.jpeg(60000))), *USUAL)))
    m.write("asf-picture-library.wma", retag(wma, extension(library(
        (0, 0, "WM/Picture", BYTES, cover), (0, 0, "After", TEXT, "the picture"), (0, 0, "Big", BYTES, bytes(20000)),
        (0, 0, "Text", TEXT, "la " * 20000))), *usual))
    audio = m.ffmpeg("wma", "-c:a wmav2 -b:a 128k", m.wav(2.0))
    m.write("budget-plain.wma", retag(audio, *usual, obj(PADDING, bytes(4000))))
    m.write("budget-cover.wma", retag(audio, *usual, extension(library((0, 0, "WM/Picture", BYTES, cover))),
                                      obj(PADDING, bytes(4000))))


def odd(m):
    """Headers that are unusual, damaged, or neither."""
    good = metadata((0, 0, "A", TEXT, "v"))

    def w(name, *objects, **kwargs):
        m.write("asf-%s.asf" % name, header(list(objects), **kwargs) + data())

    w("nothing")
    w("no-tags", *STREAM_INFO)
    w("large-size", *STREAM_INFO, good, size=1 << 40)
    w("small-size", *STREAM_INFO, good, size=200)
    w("more-told", *STREAM_INFO, count=9)
    w("fewer-told", *STREAM_INFO, good, count=2)
    w("negative-length", file_properties(10000000, 5000))
    w("short-file-properties", obj(FILE, bytes(63)))
    w("short-stream-properties", obj(STREAM, bytes(65)))
    w("two-streams", stream_properties(), stream_properties(6, 48000, 1))
    w("nested", extension(extension(extension(good, content("T")), stream_properties(3))), content("U"))
    w("extension-short", extension(good, size=1))
    w("extension-long", extension(good, size=1000))
    w("extension-cut", extension(good, good[:-2]))
    w("extension-zero", extension(good, obj(PADDING, b"", size=0)))
    w("unknown-kind", extended(("A", 7, b"12")))
    w("short-number", extended(("A", DWORD, b"12")))
    w("odd-text", extended(("A", TEXT, b"123")))
    w("surrogate", extended(("A", TEXT, b"\0\xd8a\0")))
    w("count-too-large", extended(("A", TEXT, "x"), count=2))
    w("cut-last", obj(LIBRARY, metadata((0, 0, "A", TEXT, "value"), kind=LIBRARY)[24:-5]))
    two = codec(1, "Video", "", b"WMV3"), codec(2, "Audio", "", b"\x0a\0")
    w("codec-video-first", *STREAM_INFO[:2], codecs(*two))
    w("codec-long", codecs(codec(2, "N" * 300, LONG * 100, b"\x63\1")))
    w("codec-spaces", codecs(codec(2, wide("\u3000 Name\t\0\0"), wide("\0\0 \0D\x85"), b"\x62\1")))
    w("codec-no-tag", codecs(codec(2, "Name", "Description", b"\1\0\0")))
    w("codec-unregistered", codecs(codec(2, "", "", b"\x34\x12")))
    w("codec-not-text", codecs(codec(2, b"\0\xd8", "D", b"\1\0")))
    w("codec-damaged", codecs(two[0], two[1][:-1]))
    w("codec-damage-behind", codecs(two[1], two[0][:-9]))
    w("codec-two-lists", codecs(two[1]), codecs(codec(2, "Other", "", b"\1\0")), codecs(two[0]))


def make(m):
    real(m)
    odd(m)

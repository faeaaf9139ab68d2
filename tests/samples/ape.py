# SPDX-License-Identifier: MIT
"""Samples of APE tags, Monkey's Audio, OptimFROG and TAK, byte by byte: nobody packages their encoders. The audio is
noise, which no reader of metadata looks at."""

import struct

import tagbytes as t

LONG = "日本語のタイトル — ☃ 𝄞 "


def item(key, value, flags=0):
    """flags: 0 text, 2 binary, 4 external."""
    value = value.encode() if isinstance(value, str) else value
    return struct.pack("<II", len(value), flags) + key.encode() + b"\0" + value


def tag(items, header=True, footer=True, version=2000, count=None):
    body = b"".join(items)
    flags = (header << 31) | ((not footer) << 30)

    def block(more):
        size = len(body) + 32 * footer
        return struct.pack("<8s4I8x", b"APETAGEX", version, size, len(items) if count is None else count, flags | more)

    return (block(1 << 29) if header else b"") + body + (block(0) if footer else b"")


def usual(cover=None):
    items = [
        item("Title", "Größe " + LONG),
        item("Artist", "Ærø & Sønner"),
        item("Album", "Album"),
        item("Album Artist", "Album Artist"),
        item("Track", "3/12"),
        item("Disc", "1/2"),
        item("Year", "1999-12-31"),
        item("Genre", "Rock"),
        item("Composer", "Composer"),
        item("Comment", "a comment"),
        item("MUSICBRAINZ_ALBUMID", "0f2b37c8-3a4f-4b4e-9d5e-5f5d1a0d3c55"),
        item("replaygain_track_gain", "-6.50 dB"),
    ]
    if cover:
        items.insert(5, item("Cover Art (Front)", b"cover.jpg\0" + cover, 2))
    return items


def odd():
    return [
        item("Artist", "one\0two\0\0four"),
        item("File", "http://example.org/", 4),
        item("Cover Art (Back)", b"no name at all", 2),
        item("Dummy", "", 1),
        item("Empty Bytes", b"", 2),
        item("ARTIST", "again, in capitals"),
        item("k~ !", "odd key"),
        item("Flags", "read only and more", 0xFFFFFFF9),
    ]


def noise(n, seed=1):
    out = bytearray()
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed >> 16 & 0xFF)
    return bytes(out)


def lyrics3(body=b"IND00002" + b"10" + b"LYR00008words..."):
    body = b"LYRICSBEGIN" + body
    return body + b"%06d" % len(body) + b"LYRICS200"


def id3v1():
    return b"TAG" + b"title".ljust(30, b"\0") + b"artist".ljust(30, b"\0") + bytes(64) + b"\x11"


def monkeys_audio(version=3990, rate=44100, frames=3, last=1000, bits=16, channels=2, compression=2000):
    if version >= 3980:
        head = struct.pack("<4sHH7I16x", b"MAC ", version, 0, 52, 24, 12, 0, 3000, 0, 0)
        head += struct.pack("<HHIIIHHI", compression, 0, 73728, last, frames, bits, channels, rate)
    else:
        head = struct.pack("<4s4HIIIII", b"MAC ", version, compression, 0, channels, rate, 44, 0, frames, last)
        head += struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36, b"WAVE", b"fmt ", 16, 1, channels, rate, 0, 0, bits,
                            b"data", 0)[: -8 if version == 3930 else None]
    return head + noise(3000)


def wave_further_on(version=3970):
    """"WAVEfmt" where mutagen looks for it, at 48, and bits per sample at 74."""
    head = bytearray(monkeys_audio(version))
    head[48:56], head[74:76] = b"WAVEfmt ", struct.pack("<H", 24)
    return bytes(head)


def optimfrog(size=15, samples=88200, kind=2, channels=2, rate=44100, encoder=0x1140):
    head = struct.pack("<4sIIHBBI", b"OFR ", size, samples & 0xFFFFFFFF, samples >> 32, kind, channels - 1, rate)
    if size >= 15:
        head += struct.pack("<HB", encoder, 2)
    return head + struct.pack("<4sI", b"COMP", 3000) + noise(3000)


def tak_block(kind, body, checksum=b"\1\2\3"):
    body += checksum
    return struct.pack("<I", kind | len(body) << 8) + body


def tak(samples=88200, rate=44100, bits=16, channels=2, encoder=(3, 3, 2), before=b"", extension=b""):
    value = at = 0
    fields = ((2, 6), (2, 4), (3, 4), (samples, 35), (0, 3), (rate - 6000, 18), (bits - 8, 5), (channels - 1, 4),
              (bool(extension), 1))
    for number, width in fields:
        value |= number << at
        at += width
    out = b"tBaK" + before + tak_block(1, value.to_bytes(10, "little") + extension)
    if encoder:
        out += tak_block(4, bytes(encoder) + b"\x24")
    return out + tak_block(6, bytes(16)) + struct.pack("<I", 0) + noise(3000)


def make(m):
    w, cover = m.write, t.jpeg(64 << 10)
    audio = noise(2000)
    ape, full, other = monkeys_audio(), tag(usual()), tag(odd())
    w("ape-plain.ape", ape, full)
    w("ape-none.ape", ape)
    w("ape-odd.ape", ape, other)
    w("ape-cover.ape", ape, tag(usual(cover)))
    w("ape-small-cover.ape", ape, tag(usual(t.jpeg(2000))))
    w("ape-id3v1.ape", ape, full, id3v1())
    w("ape-lyrics.ape", ape, full, lyrics3(), id3v1())
    w("ape-lyrics-alone.ape", ape, full, lyrics3())
    w("ape-first-version.ape", ape, tag([item("Title", "latin or not"), item("Artist", "x")], False, True, 1000))
    w("ape-bad-item.ape", ape, tag([item("Title", "good"), item("Artist", b"not \xff UTF-8")]))
    for version in (3700, 3800, 3899, 3900, 3930, 3950, 3979, 3980, 4110):
        w("ape-%d.ape" % version, monkeys_audio(version), tag(usual()[:3]))
    w("ape-extra-high.ape", monkeys_audio(3850, compression=4000), tag(usual()[:3]))
    w("ape-stored-wave.ape", wave_further_on(), tag(usual()[:3]))
    w("ape-no-frames.ape", monkeys_audio(frames=0), full)
    w("ape-24-mono.ape", monkeys_audio(rate=96000, bits=24, channels=1), full)
    w("tag-end.apev2", audio, full)
    w("tag-no-header.apev2", audio, tag(usual(), header=False))
    w("tag-start.apev2", full, audio)
    w("tag-start-no-footer.apev2", tag(usual(), footer=False), audio)
    w("tag-many.apev2", audio, tag([item("Key %d" % i, "value %d" % i) for i in range(200)]))
    w("tag-too-few.apev2", audio, tag(usual(), count=3))
    w("tag-too-many.apev2", audio, tag(usual(), count=300))
    w("tag-empty.apev2", audio, tag([]))
    w("tag-reserved-key.apev2", audio, tag([item("OggS", "x")]))
    w("tag-two-covers.apev2", audio, tag(usual(cover) + [item("Cover Art (Back)", b"b.png\0" + t.png(), 2)]))
    w("tag-long-text.apev2", audio, tag([item("Lyrics", LONG * 900), *usual(cover)]))
    w("frog-plain.ofr", optimfrog(), full)
    w("frog-no-encoder.ofr", optimfrog(size=12), full)
    w("frog-float.ofs", optimfrog(kind=9), other)
    w("frog-long.ofr", optimfrog(samples=1 << 33, kind=5, channels=1, rate=192000))
    w("frog-bad-size.ofr", optimfrog(size=13))
    w("tak-plain.tak", tak(), full)
    w("tak-24-mono.tak", tak(rate=96000, bits=24, channels=1), other, id3v1())
    w("tak-no-encoder.tak", tak(encoder=None), full)
    w("tak-seektable-first.tak", tak(before=tak_block(2, bytes(5000)), encoder=(1, 0, 1)), full)
    w("tak-extension.tak", tak(extension=bytes(8)))
    w("tak-no-info.tak", b"tBaK" + tak_block(4, b"\1\2\3\4") + bytes(4) + audio)
    long = noise(30000)
    w("budget-plain.ape", ape, long, full)
    w("budget-cover.ape", ape, long, tag(usual(cover)))
    w("budget-plain.apev2", long, full)
    w("budget-start.apev2", full, long)
    w("budget-plain.ofr", optimfrog(), long, full)
    w("budget-plain.tak", tak(), long, full)

# SPDX-License-Identifier: MIT
"""Ogg Speex, Theora and FLAC: real encoders, other comments put into what they made; odd headers byte by byte."""

import struct

import tagbytes as t

PAIRS = [("TITLE", "日本語のタイトル — ☃ 𝄞"), ("ARTIST", "Ærø"), ("artist", "Zwei"), ("ALBUM", "Album"),
         ("TRACKNUMBER", "3/9"), ("DATE", "1999"), ("GENRE", "Speech"), ("COMMENT", "a comment"),
         ("ENCODER", "of samples"), ("DISCNUMBER", "1"), ("COMPOSER", "Composer"), ("LICENSE", "MIT")]
KINDS = {"speex": ("spx", b""), "theora": ("ogv", b"\x81theora"), "oggflac": ("oggflac", b"")}


def block(body):
    """The last metadata block of a FLAC stream, of comments."""
    return b"\x84" + len(body).to_bytes(3, "big") + body


def packet(kind, pairs, **more):
    body = t.vorbis_comment(pairs, **more)
    return block(body) if kind == "oggflac" else KINDS[kind][1] + body


def one_page(data, serial, sequence, granule=0, flags=0):
    return t.ogg_page(data, [255] * (len(data) // 255) + [len(data) % 255], serial, sequence, granule, flags)


def variants(m, kind, data):
    """Other comments in a real stream."""
    ending, theora = KINDS[kind][0], kind == "theora"

    def retag(pairs, more=b"", **kwargs):
        return t.ogg_retag(data, packet(kind, pairs) + more, setup=theora, **kwargs)

    m.write(f"{kind}-plain.{ending}", data)
    m.write(f"budget-{kind}.{ending}", retag(PAIRS))
    m.write(f"{kind}-no-comments.{ending}", retag([]))
    m.write(f"{kind}-long-value.{ending}", retag([("LYRICS", "la " * 30000)] + PAIRS))
    m.write(f"{kind}-cover.{ending}", retag(PAIRS + [("METADATA_BLOCK_PICTURE", t.picture_field(t.jpeg(70000)))]))
    m.write(f"{kind}-padding.{ending}", retag(PAIRS, bytes(3000)))
    m.write(f"{kind}-chained.{ending}", retag(PAIRS), retag([("TITLE", "second link")], serial=4711))
    m.write(f"{kind}-cut.{ending}", retag(PAIRS)[:-300])


def speex_head(rate=16000, channels=2, bitrate=-1):
    return b"Speex   " + b"1.2".ljust(20, b"\0") + struct.pack("<13i", 1, 80, rate, 1, 4, channels, bitrate, 320, 0, 1,
                                                              0, 0, 0)


def theora_head(num=30000, den=1001, bitrate=200000, shift=6, version=(3, 2, 1)):
    sizes = struct.pack(">HH", 20, 15) + (320).to_bytes(3, "big") + (240).to_bytes(3, "big") + b"\0\0"
    return (b"\x80theora" + bytes(version) + sizes + struct.pack(">II", num, den) + b"\0\0\1\0\0\1\0" +
            bitrate.to_bytes(3, "big") + struct.pack(">H", 48 << 10 | shift << 5))


def flac_head(rate=44100, channels=2, bits=16, samples=0, version=(1, 0), packets=1):
    packed = rate << 44 | (channels - 1) << 41 | (bits - 1) << 36 | samples
    info = struct.pack(">HH", 4096, 4608) + b"\0\0\x0e\0\x23\x28" + packed.to_bytes(8, "big") + bytes(range(16))
    return b"\x7fFLAC" + bytes(version) + struct.pack(">H", packets) + b"fLaC" + b"\0\0\0\x22" + info


def stream(kind, head, granule, serial=1, flags=2):
    return [one_page(head, serial, 0, 0, flags), one_page(packet(kind, PAIRS[:3]), serial, 1),
            one_page(b"audio" * 9, serial, 2, granule // 2), one_page(b"audio" * 9, serial, 3, granule, 4)]


def crafted(m):
    streams = {
        "speex-narrow.spx": stream("speex", speex_head(8000, 1, 8000), 80000),
        "speex-negative.spx": stream("speex", speex_head(channels=-1, bitrate=-5), -16000),
        "theora-other-shift.ogv": stream("theora", theora_head(25, 1, 0, 31), 6403),
        "theora-no-shift.ogv": stream("theora", theora_head(24000, 1001, 0xFFFFFF, 0), 6403),
        "theora-negative.ogv": stream("theora", theora_head(25, 1), -100),
        "theora-old.ogv": stream("theora", theora_head(version=(3, 1, 0)), 64),
        "theora-no-rate.ogv": stream("theora", theora_head(num=0), 64),
        "oggflac-samples.oggflac": stream("oggflac", flac_head(samples=132300, packets=0), 7),
        "oggflac-no-samples.oggflac": stream("oggflac", flac_head(96000, 8, 24, packets=9), 48000),
        "oggflac-continues.oggflac": stream("oggflac", flac_head(samples=44100), 7, flags=0),
        "oggflac-version.oggflac": stream("oggflac", flac_head(version=(1, 1)), 7),
        "oggflac-no-rate.oggflac": stream("oggflac", flac_head(rate=0), 7),
    }
    for name, pages in streams.items():
        m.write(name, *pages)
    spx, ogv, fla = (stream("speex", speex_head(), 32000, 5), stream("theora", theora_head(), 100 << 6 | 7, 6),
                     stream("oggflac", flac_head(), 22050, 7))
    for name, (a, b, c) in {"speex-first.spx": (spx, ogv, fla), "theora-first.ogv": (ogv, fla, spx),
                            "oggflac-first.oggflac": (fla, spx, ogv)}.items():
        m.write(name, *(page for turn in zip(a, b, c) for page in turn))
        m.write("last-of-another-" + name, *a[:3], *b, a[3], *c)
    m.write("speex-no-position.spx", *(one_page(data, 1, i, -1, 2 if i == 0 else 0) for i, data in
                                       enumerate((speex_head(), packet("speex", PAIRS), b"audio"))))


def make(m):
    wav = m.wav(4, 16000, 1)
    for kind, command in {
        "speex": ["ffmpeg", "-v", "error", "-y", "-i", wav, "-map_metadata", "-1", "-fflags", "+bitexact", "-flags",
                  "+bitexact", "-c:a", "libspeex", "OUT"],
        "theora": ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=25", "-t", "0.6",
                   "-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-c:v", "libtheora", "-b:v",
                   "100k", "OUT"],
        "oggflac": ["flac", "--silent", "--ogg", "--serial-number=1", "--no-padding", "--no-seektable", wav, "-o",
                    "OUT"],
    }.items():
        data = m.run({"speex": "spx", "theora": "ogv", "oggflac": "oga"}[kind], command)
        if data is not None:
            variants(m, kind, data)
    m.maybe("oggflac-ffmpeg.oggflac", m.ffmpeg("oga", "-c:a flac"))
    wide = m.run("spx", ["speexenc", "--quiet", "--vbr", "-w", "--title", "title", "--author", "Ærø", "--comment",
                         "key=value", m.wav(0.4, 16000, 2), "OUT"])
    if wide is not None:  # its serial number is a random one
        m.write("speex-wide.spx", *(t.ogg_page(p[5], p[4], 1, p[3], p[1], p[0]) for p in t.ogg_pages(wide)))
    crafted(m)

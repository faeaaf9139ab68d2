# SPDX-License-Identifier: MIT
"""Small files built byte by byte: ID3 tags frame by frame, MP4 files atom by atom. (tests/samples/tagbytes.py dresses
files of real encoders.)"""

import struct

# ---- ID3 ----


def syncsafe(n):
    return bytes([n >> 21 & 127, n >> 14 & 127, n >> 7 & 127, n & 127])


def tag(version, *frames, flags=0, pad=0):
    """Bytes of an ID3v2 tag; frames are (id, body) or (id, body, flags)."""
    body = b""
    for name, data, *rest in frames:
        if version == 2:
            body += name.encode() + struct.pack(">I", len(data))[1:] + data
        elif version == 3:
            body += name.encode() + struct.pack(">IH", len(data), *rest or [0]) + data
        else:
            body += name.encode() + syncsafe(len(data)) + struct.pack(">H", *rest or [0]) + data
    body += bytes(pad)
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(len(body)) + body


V1 = (b"TAG" + b"Title".ljust(30, b"\0") + b"Artist".ljust(30, b"\0") + b"Album".ljust(30, b"\0") + b"1999"
      + b"Comment".ljust(28, b"\0") + b"\0\5\x11")  # fmt: skip
AUDIO = (b"\xff\xfb\x90\x00" + bytes(413)) * 20


# ---- MP4 ----


def atom(name, *parts):
    data = b"".join(parts)
    return struct.pack(">I4s", len(data) + 8, name.encode("latin-1")) + data


def full(version=0):
    return bytes([version, 0, 0, 0])


def data(value, kind=1, version=0):
    return atom("data", struct.pack(">II", version << 24 | kind, 0), value)


def freeform(mean, name, *values):
    return atom("----", atom("mean", full(), mean), atom("name", full(), name), *values)


def times(name, scale, duration):
    return atom(name, full(), struct.pack(">4I", 0, 0, scale, duration), bytes(4))


def track():
    config = b"\x12\x10"
    esds = atom("esds", full(), b"\x03\x16\0\0\0\x04\x11\x40\x15\0\0\0", struct.pack(">II", 130000, 128000),
                b"\x05\x02", config)
    entry = atom("mp4a", bytes(16), struct.pack(">HHHHI", 2, 16, 0, 0, 44100 << 16), esds)
    stsd = atom("stsd", full(), struct.pack(">I", 1), entry)
    handler = atom("hdlr", bytes(8), b"soun", bytes(12))
    return atom("trak", atom("mdia", times("mdhd", 44100, 88200), handler, atom("minf", atom("stbl", stsd))))


def chapters(*entries):
    body = b"".join(struct.pack(">QB", start, len(title)) + title for start, title in entries)
    return atom("chpl", full(1), full(), bytes([len(entries)]), body)


def mp4(*items, extra=b"", tagged=True, mdat=0):
    ilst = atom("meta", full(), atom("hdlr", bytes(24)), atom("ilst", *items)) if tagged else b""
    moov = atom("moov", times("mvhd", 1000, 2000), track(), atom("udta", ilst, extra))
    return atom("ftyp", b"M4A \0\0\0\0M4A mp42") + atom("mdat", bytes(mdat)) + moov

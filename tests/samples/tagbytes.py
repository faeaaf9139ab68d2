# SPDX-License-Identifier: MIT
"""Tags as bytes, written from the format descriptions: what encoders cannot make, and distinct tags quickly. No
dependencies."""

import base64
import struct
import zlib

# ---- pictures ------------------------------------------------------------------------------------------------------


def png(width=1, height=1, color=(200, 30, 30)):
    """A PNG of one colour (ISO 15948)."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + bytes(color) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def jpeg(size, seed=1):
    """Bytes that begin and end as a JPEG file and are `size` long; distinct for each seed. Nothing here decodes
    pictures."""
    head = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    block, state = bytearray(), seed * 2654435761 & 0xFFFFFFFF or 1
    while len(block) < 1024:
        state = (state * 1103515245 + 12345) & 0xFFFFFFFF
        block += struct.pack(">I", state)
    body = bytes(b if b != 0xFF else 0xFE for b in block)
    return (head + body * (size // 1024 + 1))[: size - 2] + b"\xff\xd9"


GIF = b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
BMP = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\1\2\3\0"

# ---- ID3 (id3.org: id3v2-00, id3v2.3.0, id3v2.4.0-structure) --------------------------------------------------------


def synchsafe(n):
    return bytes((n >> 21 & 127, n >> 14 & 127, n >> 7 & 127, n & 127))


def unsync(data):
    """The unsynchronisation scheme: a zero after each FF that a sync could be read into, or that ends the data."""
    out = bytearray()
    for i, b in enumerate(data):
        out.append(b)
        if b == 0xFF and (i + 1 == len(data) or data[i + 1] >= 0xE0 or data[i + 1] == 0):
            out.append(0)
    return bytes(out)


def encoded(text, encoding):
    """Text in one of the four encodings of ID3v2."""
    return (
        text.encode({0: "latin-1", 1: "utf-16-le", 2: "utf-16-be", 3: "utf-8"}[encoding])
        if encoding != 1
        else b"\xff\xfe" + text.encode("utf-16-le")
    )


def nul(encoding):
    return b"\0\0" if encoding in (1, 2) else b"\0"


def frame(name, body, version=4, flags=0):
    """A frame with its header; `version` 2, 3 or 4."""
    name = name.encode("ascii")
    if version == 2:
        return name + struct.pack(">I", len(body))[1:] + body
    size = struct.pack(">I", len(body)) if version == 3 else synchsafe(len(body))
    return name + size + struct.pack(">H", flags) + body


def text(name, value, version=4, encoding=None):
    """A text frame; a list of values is separated as its version has it (a NUL in 2.4, a slash before)."""
    if encoding is None:
        encoding = 3 if version == 4 else 1
    values = [value] if isinstance(value, str) else value
    if version == 4:
        body = nul(encoding).join(encoded(v, encoding) for v in values)
    else:
        body = encoded("/".join(values), encoding)
    return frame(name, bytes([encoding]) + body, version)


def comment(name, lang, desc, value, version=4, encoding=None):
    """COMM, USLT and their three-letter ancestors."""
    if encoding is None:
        encoding = 3 if version == 4 else 1
    body = bytes([encoding]) + lang.encode() + encoded(desc, encoding) + nul(encoding) + encoded(value, encoding)
    return frame(name, body, version)


def described(name, desc, value, version=4, encoding=None):
    """TXXX; WXXX has a latin-1 value."""
    if encoding is None:
        encoding = 3 if version == 4 else 1
    tail = value.encode("latin-1") if name.startswith("W") else encoded(value, encoding)
    return frame(name, bytes([encoding]) + encoded(desc, encoding) + nul(encoding) + tail, version)


def apic(data, version=4, mime="image/jpeg", kind=3, desc="", encoding=0):
    if version == 2:
        body = bytes([encoding]) + mime[-3:].upper().encode().replace(b"PEG", b"JPG") + bytes([kind])
        return frame("PIC", body + encoded(desc, encoding) + nul(encoding) + data, 2)
    body = bytes([encoding]) + mime.encode() + b"\0" + bytes([kind]) + encoded(desc, encoding) + nul(encoding) + data
    return frame("APIC", body, version)


def id3(frames, version=4, flags=0, padding=0, extended=b"", footer=False):
    """An ID3v2 tag; `flags` is the header's flag byte. Bit 7 unsynchronises the whole (2.2, 2.3)."""
    body = b"".join(frames) if not isinstance(frames, bytes) else frames
    if flags & 0x80 and version < 4:
        body = unsync(body)
    body = extended + body + b"\0" * padding
    head = bytes((version, 0, flags)) + synchsafe(len(body))
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


def id3v1(title="", artist="", album="", year="", comment_="", track=0, genre=255):
    def field(s, n):
        return s.encode("latin-1")[:n].ljust(n, b"\0")

    tail = field(comment_, 28) + b"\0" + bytes([track]) if track else field(comment_, 30)
    return b"TAG" + field(title, 30) + field(artist, 30) + field(album, 30) + field(year, 4) + tail + bytes([genre])


# ---- Vorbis comments and FLAC (RFC 9639) ---------------------------------------------------------------------------


def vorbis_comment(pairs, vendor="simdtag samples", framing=False):
    out = struct.pack("<I", len(vendor.encode())) + vendor.encode() + struct.pack("<I", len(pairs))
    for key, value in pairs:
        item = (key + "=" + value).encode() if isinstance(value, str) else key.encode() + b"=" + value
        out += struct.pack("<I", len(item)) + item
    return out + (b"\1" if framing else b"")


def flac_picture(data, mime="image/jpeg", kind=3, desc="", size=(300, 300, 24, 0)):
    mime, desc = mime.encode(), desc.encode()
    return (
        struct.pack(">II", kind, len(mime))
        + mime
        + struct.pack(">I", len(desc))
        + desc
        + struct.pack(">IIIII", *size, len(data))
        + data
    )


def picture_field(data, **more):
    """The value of METADATA_BLOCK_PICTURE in a Vorbis comment."""
    return base64.b64encode(flac_picture(data, **more)).decode()


def flac_split(data):
    """(streaminfo, audio frames) of a FLAC file without an ID3 tag."""
    at, info = 4, b""
    while True:
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "big")
        if kind & 127 == 0:
            info = data[at + 4 : at + 4 + size]
        at += 4 + size
        if kind & 128:
            return info, data[at:]


def flac(blocks, audio):
    """A FLAC file of (type, body) blocks."""
    out = b"fLaC"
    for i, (kind, body) in enumerate(blocks):
        out += bytes([kind | (128 if i + 1 == len(blocks) else 0)]) + len(body).to_bytes(3, "big") + body
    return out + audio


def cuesheet():
    """A cue sheet of two tracks and a lead-out (RFC 9639, 8.7)."""

    def index(offset, number):
        return struct.pack(">QB3x", offset, number)

    def track(offset, number, isrc=b"", flags=0, points=()):
        return struct.pack(">QB12sB13xB", offset, number, isrc, flags, len(points)) + b"".join(points)

    return (
        struct.pack(">128sQB258xB", b"1234567890123", 88200, 0x80, 3)
        + track(0, 1, b"GBAAA0000001", 0, (index(0, 1),))
        + track(5880, 2, b"", 0x40, (index(0, 0), index(588, 1)))
        + track(13230, 170)
    )


def seektable():
    return (
        struct.pack(">QQH", 0, 0, 4096) + struct.pack(">QQH", 4096, 5000, 4096) + struct.pack(">QQH", 2**64 - 1, 0, 0)
    )


# ---- Ogg (RFC 3533) ------------------------------------------------------------------------------------------------

_MIRRORED = bytes(int("{:08b}".format(i)[::-1], 2) for i in range(256))


def _crc(data):
    """Ogg's checksum is that of zlib with every byte's bits, and the result's, in the other order, from 0 on, and not
    complemented."""
    crc = zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int("{:032b}".format(crc)[::-1], 2)


def ogg_page(body, lacing, serial, sequence, granule=0, flags=0):
    head = (
        struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, serial, sequence, 0) + bytes([len(lacing)]) + bytes(lacing)
    )
    crc = _crc(head + body)
    return head[:22] + struct.pack("<I", crc) + head[26:] + body


def ogg_pages(data):
    """The pages of an Ogg file: (flags, granule, serial, sequence, lacing, body)."""
    at, out = 0, []
    while data[at : at + 4] == b"OggS":
        _, flags, granule, serial, sequence, _, n = struct.unpack_from("<BBqIIIB", data, at + 4)
        lacing = data[at + 27 : at + 27 + n]
        begin = at + 27 + n
        at = begin + sum(lacing)
        out.append((flags, granule, serial, sequence, lacing, data[begin:at]))
    return out


def ogg_retag(data, comment_packet, serial=None, setup=True):
    """The Ogg stream with another comment packet; the setup packet (Vorbis) follows it, audio starts on a page of
    its own."""
    pages = ogg_pages(data)
    serial = pages[0][2] if serial is None else serial
    packets, current, used = [], b"", 1
    want = 2 if setup else 1
    while len(packets) < want:
        body, at = pages[used][5], 0
        for size in pages[used][4]:
            current += body[at : at + size]
            at += size
            if size < 255:
                packets.append(current)
                current = b""
        used += 1
    out = [ogg_page(pages[0][5], pages[0][4], serial, 0, 0, 2)]
    sequence, lacing, body, continued = 1, [], b"", False
    for packet in [comment_packet] + packets[1:want]:
        sizes = [255] * (len(packet) // 255) + [len(packet) % 255]
        at = 0
        for i, size in enumerate(sizes):
            lacing.append(size)
            body += packet[at : at + size]
            at += size
            if len(lacing) == 255:
                ends = size < 255 or 255 > min(lacing)
                out.append(ogg_page(body, lacing, serial, sequence, 0 if ends else -1, 1 if continued else 0))
                sequence, lacing, body, continued = sequence + 1, [], b"", i + 1 < len(sizes)
    if lacing:
        out.append(ogg_page(body, lacing, serial, sequence, 0, 1 if continued else 0))
        sequence += 1
    for flags, granule, _, _, lace, page in pages[used:]:
        out.append(ogg_page(page, lace, serial, sequence, granule, flags))
        sequence += 1
    return b"".join(out)


# ---- MP4 (ISO 14496-12; ilst as iTunes writes it) --------------------------------------------------------------------


def atom(name, body):
    name = name if isinstance(name, bytes) else name.encode("latin-1")
    return struct.pack(">I", len(body) + 8) + name + body


def ilst_data(kind, body):
    return atom("data", struct.pack(">II", kind, 0) + body)


def ilst_text(name, *values):
    return atom(name, b"".join(ilst_data(1, v.encode()) for v in values))


def freeform(mean, name, *values, kind=1):
    return atom(
        "----",
        atom("mean", bytes(4) + mean.encode())
        + atom("name", bytes(4) + name.encode())
        + b"".join(ilst_data(kind, v if isinstance(v, bytes) else v.encode()) for v in values),
    )


def meta(items, free=0):
    """udta/meta with an ilst of `items`."""
    hdlr = atom("hdlr", bytes(8) + b"mdirappl" + bytes(9))
    return atom("meta", bytes(4) + hdlr + atom("ilst", b"".join(items)) + (atom("free", bytes(free)) if free else b""))


def atoms(data, begin=0, end=None):
    """(name, start, header length, end) of the atoms in data[begin:end]."""
    at, end = begin, len(data) if end is None else end
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        yield name, at, head, at + size
        at += size


def shift_offsets(moov, by):
    """Adds `by` to every chunk offset in a moov atom's bytes."""
    out = bytearray(moov)

    def walk(begin, end):
        for name, start, head, stop in atoms(out, begin, end):
            if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
                walk(start + head, stop)
            elif name in (b"stco", b"co64"):
                count, code = struct.unpack_from(">I", out, start + head + 4)[0], ">I" if name == b"stco" else ">Q"
                for i in range(count):
                    at = start + head + 8 + i * struct.calcsize(code)
                    struct.pack_into(code, out, at, struct.unpack_from(code, out, at)[0] + by)

    walk(0, len(out))
    return bytes(out)


def mp4_retag(data, udta, moov_first=None):
    """The file with `udta` (bytes of atoms, or None) as the body of moov/udta, and moov where it is asked to be."""
    top = list(atoms(data))
    moov_at = next(i for i, t in enumerate(top) if t[0] == b"moov")
    mdat_at = next(i for i, t in enumerate(top) if t[0] == b"mdat")
    _, start, head, stop = top[moov_at]
    kept = b"".join(data[a:b] for name, a, _, b in atoms(data, start + head, stop) if name != b"udta")
    moov = atom("moov", kept + (atom("udta", udta) if udta is not None else b""))
    first = moov_at < mdat_at if moov_first is None else moov_first
    rest = [data[a:b] for name, a, _, b in top if name not in (b"moov", b"mdat", b"free")]
    mdat = data[top[mdat_at][1] : top[mdat_at][3]]
    mdat_now = sum(map(len, rest)) + (len(moov) if first else 0)
    moov = shift_offsets(moov, mdat_now - top[mdat_at][1])
    return b"".join(rest) + (moov + mdat if first else mdat + moov)

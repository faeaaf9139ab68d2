# SPDX-License-Identifier: MIT
"""The Ogg container (RFC 3533): pages, and the base of Ogg file classes."""

import struct
from io import BytesIO

from simdtag import _core
from simdtag._core import FileType
from simdtag._tags import StreamInfo, Tags
from simdtag._util import MutagenError, no_writing, opened


class error(MutagenError):
    pass


_REVERSED = bytes(int("{:08b}".format(i)[::-1], 2) for i in range(256))


def _crc(data):
    """Ogg's checksum: CRC-32 with the bits the other way round, zero at the start and the end."""
    from zlib import crc32

    value = (crc32(data.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF
    return int("{:032b}".format(value)[::-1], 2)


class OggPage:
    """One page: header fields, and its packets or parts of packets in `packets`.

    complete: whether the last packet ends in this page.
    """

    _HEADER = struct.Struct("<4sBBqIIIB")

    version = 0
    position = 0
    serial = 0
    sequence = 0
    offset = None
    complete = True
    _flags = 0

    def __init__(self, fileobj=None):
        self.packets = []
        if fileobj is None:
            return
        self.offset = fileobj.tell()
        header = fileobj.read(27)
        if not header:
            raise EOFError
        if len(header) < 27:
            raise error("unable to read full header; got %r" % header)
        magic, self.version, self._flags, self.position, self.serial, self.sequence, _, segments = \
            self._HEADER.unpack(header)
        if magic != b"OggS":
            raise error("read %r, expected %r, at 0x%x" % (magic, b"OggS", self.offset))
        if self.version != 0:
            raise error("version %r unsupported" % self.version)
        lacing = fileobj.read(segments)
        if len(lacing) != segments:
            raise error("unable to read %d lacing bytes" % segments)
        sizes, open_size, last = [], 0, 0
        for last in lacing:
            open_size += last
            if last < 255:
                sizes.append(open_size)
                open_size = 0
        self.complete = not (lacing and last == 255)
        if not self.complete:
            sizes.append(open_size)
        self.packets = [fileobj.read(size) for size in sizes]
        if [len(packet) for packet in self.packets] != sizes:
            raise error("unable to read full data")

    def _flag(bit):
        def get(self):
            return bool(self._flags & bit)

        def put(self, value):
            self._flags = self._flags | bit if value else self._flags & ~bit

        return property(get, put)

    continued = _flag(1)
    first = _flag(2)
    last = _flag(4)
    del _flag

    def _lacing(self):
        lacing = bytearray()
        for packet in self.packets:
            lacing += b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))
        if not self.complete and lacing and lacing[-1] == 0:
            lacing.pop()
        if len(lacing) > 255:
            raise ValueError("%d lacing values, at most 255" % len(lacing))
        return bytes(lacing)

    @property
    def size(self):
        """Bytes of the whole page."""
        return 27 + len(self._lacing()) + sum(map(len, self.packets))

    def write(self):
        """The page as bytes, with its checksum."""
        lacing = self._lacing()
        head = self._HEADER.pack(b"OggS", self.version, self._flags, self.position, self.serial, self.sequence, 0,
                                 len(lacing))
        page = b"".join([head, lacing] + self.packets)
        return page[:22] + struct.pack("<I", _crc(page)) + page[26:]

    def __eq__(self, other):
        try:
            return self.write() == other.write()
        except AttributeError:
            return False

    __hash__ = object.__hash__

    def __repr__(self):
        attrs = ["version", "position", "serial", "sequence", "offset", "complete", "continued", "first", "last"]
        values = " ".join("%s=%r" % (name, getattr(self, name)) for name in attrs)
        return "<%s %s, %d bytes in %d packets>" % (type(self).__name__, values, sum(map(len, self.packets)),
                                                    len(self.packets))

    @staticmethod
    def to_packets(pages, strict=False):
        """The packets that pages of one stream, in order, hold; parts of packets at the ends are kept as they are.

        strict: the first page must not continue a packet and the last must end one.
        """
        if not pages:
            return []
        serial, sequence = pages[0].serial, pages[0].sequence
        if strict:
            if pages[0].continued:
                raise ValueError("first packet is continued")
            if not pages[-1].complete:
                raise ValueError("last packet does not complete")
        packets = [[]] if pages[0].continued else []
        for page in pages:
            if serial != page.serial:
                raise ValueError("invalid serial number in %r" % page)
            if sequence != page.sequence:
                raise ValueError("bad sequence number in %r" % page)
            sequence += 1
            if not page.packets:
                continue
            if page.continued and packets:
                packets[-1].append(page.packets[0])
            else:
                packets.append([page.packets[0]])
            packets.extend([packet] for packet in page.packets[1:])
        return [b"".join(parts) for parts in packets]

    @staticmethod
    def find_last(fileobj, serial, finishing=False):
        """The last page of a stream; with `finishing` the last one that ends a packet. None when there is none."""
        fileobj.seek(0, 2)
        window = min(fileobj.tell(), 256 * 256)
        fileobj.seek(-window, 2)
        data = fileobj.read()
        at = data.rfind(b"OggS")
        if at < 0:
            raise error("unable to find final Ogg header")

        def wanted(page):
            return page.serial == serial and (not finishing or page.position != -1)

        best = None
        try:
            page = OggPage(BytesIO(data[at:]))
        except error:
            pass
        else:
            if wanted(page):
                if page.last:
                    return page
                best = page
        fileobj.seek(0)
        try:
            while True:
                page = OggPage(fileobj)
                if wanted(page):
                    best = page
                    if page.last:
                        return best
        except (error, EOFError):
            return best


class OggFileType(FileType):
    """Base of the Ogg file classes."""

    __slots__ = ()
    _Info = None
    _Tags = None
    _Error = None
    _mimes = ["application/ogg", "application/x-ogg"]

    load = FileType._load
    save = delete = no_writing

    def add_tags(self):
        """Always an error: an Ogg stream has its tags already."""
        raise self._Error


def _load_apart(self, filething, filename, fileobj, _):
    """load() of a program's own Ogg file class with an _Info or _Tags of its own."""
    with opened(filething, filename, fileobj) as (name, source):
        self.filename = name
        try:
            self.info = self._Info(source)
            self.tags = self._Tags(source, self.info)
            post = getattr(self.info, "_post_tags", None)  # ours know the length from the start
            if post is not None:
                post(source)
        except error as e:
            raise self._Error(e) from e
        except EOFError:
            raise self._Error("no appropriate stream found") from None


# first packet: the shortest comment packet that may follow it
_NO_COMMENTS = {
    b"\x01vorbis": b"\x03vorbis" + bytes(8) + b"\x01",
    b"OpusHead": b"OpusTags" + bytes(8),
    b"Speex   ": bytes(8),
    b"\x80theora": b"\x81theora" + bytes(8),
}


def _first_page(fileobj, magic):
    while True:
        page = OggPage(fileobj)
        if page.packets and page.packets[0].startswith(magic):
            return page


def _read_info(info, name, fileobj, magic):
    """Fills a stream info from a file object, which then stands behind the stream's first page as after mutagen."""
    start = fileobj.tell()
    try:
        info._read(_core.FORMATS[name], fileobj, start)
    except error:
        fileobj.seek(start)
        try:
            page = _first_page(fileobj, magic)
        except EOFError:
            page = None
        if page is None or magic not in _NO_COMMENTS:
            raise
        comments = OggPage()  # the first page is enough for an info by itself
        comments.packets, comments.serial, comments.sequence = [_NO_COMMENTS[magic]], page.serial, 1
        info._read(_core.FORMATS[name], BytesIO(page.write() + comments.write()))
        return
    fileobj.seek(start)
    _first_page(fileobj, magic)


def _comment_packet(fileobj, serial, is_first):
    """The packet after the headers of one stream, of which `is_first` knows the first packet."""
    page = OggPage(fileobj)
    while not (page.packets and page.serial == serial and is_first(page.packets[0])):
        page = OggPage(fileobj)
    pages = [page]
    while not (pages[-1].complete or len(pages[-1].packets) > 1):
        page = OggPage(fileobj)
        if page.serial == serial:
            pages.append(page)
    return OggPage.to_packets(pages)[0]


__all__ = ["OggFileType", "OggPage", "StreamInfo", "Tags", "error"]

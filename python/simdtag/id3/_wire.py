# SPDX-License-Identifier: MIT
"""Tags and frames as bytes, for programs that take them apart themselves: the header, the frames of a tag's body, the
bytes of a frame."""

from io import BytesIO

from simdtag import _core
from simdtag.id3._frames import Frames, Frames_2_2
from simdtag.id3._tags import ID3Tags, frames_of
from simdtag.id3._util import (
    BitPaddedInt, ID3NoHeaderError, ID3SaveConfig, ID3UnsupportedVersionError, error, unsynch,
)  # fmt: skip

__all__ = ["ID3Header", "determine_bpi", "read_frames", "save_frame"]

_KNOWN_FLAGS = {3: 0xE0, 4: 0xF0}
_FLAGS = {"f_unsynch": 0x80, "f_extended": 0x40, "f_experimental": 0x20, "f_footer": 0x10}


class ID3Header:
    """The header of an ID3v2 tag (ID3v2.4.0 structure, section 3.1), read from a file object if one is given."""

    _V24, _V23, _V22, _V11 = (2, 4, 0), (2, 3, 0), (2, 2, 0), (1, 1)
    _known_frames = None

    def __init__(self, fileobj=None):
        self._flags = 0
        if fileobj is not None:
            name = getattr(fileobj, "name", "<unknown>")
            self._read(fileobj.read(10), name)
            if self.f_extended:
                self._read_extended(fileobj, name)

    def _read(self, head, name):
        if len(head) != 10 or head[:3] != b"ID3":
            raise ID3NoHeaderError("%r doesn't start with an ID3 tag" % name)
        major, revision, flags = head[3:6]
        if major not in (2, 3, 4):
            raise ID3UnsupportedVersionError("%r ID3v2.%d not supported" % (name, major))
        if not BitPaddedInt.has_valid_padding(head[6:]):
            raise error("Header size not synchsafe")
        if flags & ~_KNOWN_FLAGS.get(major, 0xFF):
            raise error("%r has invalid flags %#02x" % (name, flags))
        self.version = (2, major, revision)
        self.size = int(BitPaddedInt(head[6:])) + 10
        self._flags = flags

    def _read_extended(self, fileobj, name):
        """Passes over the extended header. Some writers set its flag and write none: then frames come at once."""
        size = fileobj.read(4)
        try:
            is_frame = size.decode("ascii") in Frames
        except UnicodeDecodeError:
            is_frame = False
        self._extdata = b""
        if is_frame:
            self._flags &= ~_FLAGS["f_extended"]
            fileobj.seek(-4, 1)
            return
        if len(size) != 4:
            raise error("%r ends in its extended header" % name)
        if self.version[1] == 4:  # the size counts itself, and is of seven bits a byte
            if not BitPaddedInt.has_valid_padding(size):
                raise error("Extended header size not synchsafe")
            left = int(BitPaddedInt(size)) - 4
        else:
            left = int.from_bytes(size, "big")
        if left < 0:
            raise error("Extended header size is too small")
        self._extdata = fileobj.read(left)
        if len(self._extdata) != left:
            raise error("%r ends in its extended header" % name)

    @property
    def known_frames(self):
        """The frame classes of the tag's version by id, unless the header was given others."""
        if self._known_frames is not None:
            return self._known_frames
        return Frames_2_2 if self.version[1] == 2 else Frames


for _name, _bit in _FLAGS.items():
    setattr(ID3Header, _name, property(lambda self, bit=_bit: bool(self._flags & bit)))


def _known_frames(data, frames, size_of):
    """How many frames of known names an ID3v2.4 body has when sizes are read so, and how far the last one reaches
    beyond its end: a number below 0 is that of bytes too few for a frame."""
    at = known = 0
    while at + 10 < len(data):
        head = data[at : at + 10]
        if not head.strip(b"\0"):
            return known, -((len(data) - at) % 10)
        known += head[:4].decode("latin-1") in frames
        at += 10 + int(size_of(head[4:8]))
    return known, at - len(data)


def _plain(size):
    return int.from_bytes(size, "big")


def determine_bpi(data, frames, EMPTY=b"\0" * 10):
    """How the sizes of frames are written in the body of an ID3v2.4 tag: BitPaddedInt, or int as iTunes did.

    int when that finds more frames, or as many and only the other leads past the end."""
    padded, padded_beyond = _known_frames(data, frames, BitPaddedInt)
    plain, plain_beyond = _known_frames(data, frames, _plain)
    if plain > padded or (plain == padded and padded_beyond >= 1 >= plain_beyond):
        return int
    return BitPaddedInt


def _padding(version, data, frames):
    """What stands behind the last frame."""
    head, letters = (6, 3) if version == 2 else (10, 4)
    size_of = _plain
    if version == 4 and determine_bpi(data, frames) is BitPaddedInt:
        size_of = BitPaddedInt
    while len(data) >= head and data[:letters].strip(b"\0"):
        data = data[head + int(size_of(data[letters : 2 * letters])) :]
    return data


def read_frames(id3, data, frames):
    """The frames in the body of a tag with the header `id3`: (frames, bytes of those not in `frames`, the rest)."""
    minor = id3.version[1]
    flags = id3._flags & _FLAGS["f_unsynch"]
    size = len(data)
    head = b"ID3" + bytes([minor, 0, flags, size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    source, found, unknown = ID3Tags(), [], []
    _core.id3_open(source, _core.FORMATS["ID3"], BytesIO(head + data), None, None, True, True)
    for item in frames_of(source, frames):
        (unknown if isinstance(item, bytes) else found).append(item)
    if flags and minor < 4:
        try:
            data = unsynch.decode(data)
        except ValueError:
            pass
    return found, unknown, _padding(minor, data, frames)


def save_frame(frame, name=None, config=None):
    """A frame's bytes, header and all; none for a frame without fields. name: another id (bytes)."""
    config = config or ID3SaveConfig()
    if isinstance(frame.__dict__.get("text"), list) and not frame.text:
        return b""
    body = frame._writeData(config)
    if name is None:
        name = type(frame).__name__.encode("latin-1")
    size = BitPaddedInt.to_str(len(body), bits=7 if config.v2_version == 4 else 8, width=4)
    return name.ljust(4, b"\0")[:4] + size + b"\0\0" + body


for _one in (ID3Header, determine_bpi, read_frames, save_frame):
    _one.__module__ = "simdtag.id3._tags"

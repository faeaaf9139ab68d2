# SPDX-License-Identifier: MIT
"""FLAC files and their metadata blocks."""

import struct
from io import BytesIO

from simdtag import _core
from simdtag._core import FileType, MetadataBlock, info_class, register
from simdtag._vorbis import VCommentDict
from simdtag._util import MutagenError, delete_with, extends, no_writing


class error(MutagenError):
    pass


class FLACNoHeaderError(error):
    pass


class FLACVorbisError(ValueError, error):
    pass


def to_int_be(data):
    """A big-endian number of any length."""
    return int.from_bytes(data, "big")


class StrictFileObject:
    """A file object whose read() gives all the bytes asked for, or raises."""

    def __init__(self, fileobj):
        self._fileobj = fileobj
        for name in ("close", "tell", "seek", "write", "name", "flush", "truncate"):
            if hasattr(fileobj, name):
                setattr(self, name, getattr(fileobj, name))

    def read(self, size=-1):
        data = self._fileobj.read(size)
        if size >= 0 and len(data) != size:
            raise error("file said %d bytes, read %d bytes" % (size, len(data)))
        return data

    def tryread(self, *args):
        """read() without the check."""
        return self._fileobj.read(*args)


@extends(MetadataBlock)
class MetadataBlock:
    _MAX_SIZE = 2 ** 24 - 1

    def __init__(self, data):
        if data is None:
            return
        if not isinstance(data, StrictFileObject):
            if isinstance(data, bytes):
                data = BytesIO(data)
            elif not hasattr(data, "read"):
                raise TypeError("StreamInfo requires string data or a file-like")
            data = StrictFileObject(data)
        self.load(data)

    def load(self, data):
        """Takes the block's bytes from a file object."""
        self.data = data.read()

    def write(self):
        """The block's bytes, without its header."""
        return self.data

    def __reduce_ex__(self, protocol):
        return super(MetadataBlock, self).__reduce_ex__(max(protocol, 2))  # older ones cannot make C objects


def _same(a, b, names):
    try:
        return all(getattr(a, name) == getattr(b, name) for name in names)
    except AttributeError:
        return False


@extends(info_class("flac.StreamInfo"))
class StreamInfo:
    """STREAMINFO: length, bitrate, channels, sample_rate, bits_per_sample, total_samples, md5_signature, sizes of
    blocks and frames."""
    _STORED = ("min_blocksize", "max_blocksize", "min_framesize", "max_framesize", "sample_rate", "channels",
               "bits_per_sample", "total_samples", "md5_signature")

    def __eq__(self, other):
        return _same(self, other, self._STORED)

    __hash__ = MetadataBlock.__hash__

    def load(self, data):
        self.min_blocksize = to_int_be(data.read(2))
        self.max_blocksize = to_int_be(data.read(2))
        self.min_framesize = to_int_be(data.read(3))
        self.max_framesize = to_int_be(data.read(3))
        rate = data.read(2) + data.read(1)
        bits = to_int_be(rate + data.read(5))  # 20 rate, 3 channels - 1, 5 bits a sample - 1, 36 samples
        self.sample_rate = bits >> 44
        if not self.sample_rate:
            raise error("A sample rate value of 0 is invalid")
        self.channels = (bits >> 41 & 7) + 1
        self.bits_per_sample = (bits >> 36 & 31) + 1
        self.total_samples = bits & (1 << 36) - 1
        self.length = self.total_samples / float(self.sample_rate)
        self.md5_signature = to_int_be(data.read(16))

    def write(self):
        bits = (self.sample_rate << 44 | (self.channels - 1 & 7) << 41 | (self.bits_per_sample - 1 & 31) << 36
                | self.total_samples & (1 << 36) - 1)
        return b"".join((self.min_blocksize.to_bytes(2, "big"), self.max_blocksize.to_bytes(2, "big"),
                         self.min_framesize.to_bytes(3, "big"), self.max_framesize.to_bytes(3, "big"),
                         bits.to_bytes(8, "big"), self.md5_signature.to_bytes(16, "big")))

    def pprint(self):
        return "FLAC, %.2f seconds, %d Hz" % (self.length, self.sample_rate)


register(StreamInfo)


class SeekPoint(tuple):
    """A place to seek to: sample, byte offset of its frame, samples in the frame."""

    def __new__(cls, first_sample, byte_offset, num_samples):
        return super().__new__(cls, (first_sample, byte_offset, num_samples))

    def __getnewargs__(self):
        return tuple(self)

    first_sample = property(lambda self: self[0])
    byte_offset = property(lambda self: self[1])
    num_samples = property(lambda self: self[2])


class SeekTable(MetadataBlock):
    """The seek points, in `seekpoints`."""

    code = 3
    _POINT = struct.Struct(">QQH")

    def __init__(self, data):
        self.seekpoints = []
        super().__init__(data)

    def __eq__(self, other):
        return _same(self, other, ("seekpoints",))

    __hash__ = MetadataBlock.__hash__

    def load(self, data):
        self.seekpoints = []
        whole = data.tryread() if isinstance(data, StrictFileObject) else data.read()
        end = len(whole) - len(whole) % self._POINT.size
        for values in self._POINT.iter_unpack(whole[:end]):
            self.seekpoints.append(SeekPoint(*values))

    def write(self):
        return b"".join(self._POINT.pack(*point) for point in self.seekpoints)

    def __repr__(self):
        return "<%s seekpoints=%r>" % (type(self).__name__, self.seekpoints)


@register
class VCFLACDict(VCommentDict):
    """The Vorbis comment of a FLAC file."""

    __slots__ = ()
    _distrust_size = True
    code = 4

    def load(self, data, errors="replace", framing=False):
        super(VCFLACDict, self).load(data, errors=errors, framing=framing)

    def write(self, framing=False):
        return super(VCFLACDict, self).write(framing=framing)


class CueSheetTrackIndex(tuple):
    """An index of a track: number, and offset in samples from the track's start."""

    def __new__(cls, index_number, index_offset):
        return super().__new__(cls, (index_number, index_offset))

    def __getnewargs__(self):
        return tuple(self)

    index_number = property(lambda self: self[0])
    index_offset = property(lambda self: self[1])


class CueSheetTrack:
    """A track of a cue sheet; its indexes are in `indexes`."""

    def __init__(self, track_number, start_offset, isrc="", type_=0, pre_emphasis=False):
        self.track_number = track_number
        self.start_offset = start_offset
        self.isrc = isrc
        self.type = type_
        self.pre_emphasis = pre_emphasis
        self.indexes = []

    def __eq__(self, other):
        return _same(self, other, ("track_number", "start_offset", "isrc", "type", "pre_emphasis", "indexes"))

    __hash__ = object.__hash__

    def __repr__(self):
        return ("<%s number=%r, offset=%d, isrc=%r, type=%r, pre_emphasis=%r, indexes=%r)>"
                % (type(self).__name__, self.track_number, self.start_offset, self.isrc, self.type,
                   self.pre_emphasis, self.indexes))


class CueSheet(MetadataBlock):
    """A cue sheet; its tracks are in `tracks`."""

    code = 5
    media_catalog_number = b""
    lead_in_samples = 88200
    compact_disc = True
    _SHEET = struct.Struct(">128sQB258xB")
    _TRACK = struct.Struct(">QB12sB13xB")
    _INDEX = struct.Struct(">QB3x")

    def __init__(self, data):
        self.tracks = []
        super().__init__(data)

    def __eq__(self, other):
        return _same(self, other, ("media_catalog_number", "lead_in_samples", "compact_disc", "tracks"))

    __hash__ = MetadataBlock.__hash__

    def load(self, data):
        number, lead_in, flags, count = self._SHEET.unpack(data.read(self._SHEET.size))
        self.media_catalog_number = number.rstrip(b"\0")
        self.lead_in_samples = lead_in
        self.compact_disc = bool(flags & 0x80)
        self.tracks = []
        for _ in range(count):
            start, track_number, isrc, flags, indexes = self._TRACK.unpack(data.read(self._TRACK.size))
            track = CueSheetTrack(track_number, start, isrc.rstrip(b"\0"), flags >> 7, bool(flags & 0x40))
            for _ in range(indexes):
                offset, index = self._INDEX.unpack(data.read(self._INDEX.size))
                track.indexes.append(CueSheetTrackIndex(index, offset))
            self.tracks.append(track)

    def write(self):
        parts = [self._SHEET.pack(self.media_catalog_number, self.lead_in_samples, 0x80 if self.compact_disc else 0,
                                  len(self.tracks))]
        for track in self.tracks:
            isrc = track.isrc.encode("ascii") if isinstance(track.isrc, str) else track.isrc
            flags = (track.type & 1) << 7 | (0x40 if track.pre_emphasis else 0)
            parts.append(self._TRACK.pack(track.start_offset, track.track_number, isrc, flags, len(track.indexes)))
            parts += [self._INDEX.pack(i.index_offset, i.index_number) for i in track.indexes]
        return b"".join(parts)

    def __repr__(self):
        return ("<%s media_catalog_number=%r, lead_in=%r, compact_disc=%r, tracks=%r>"
                % (type(self).__name__, self.media_catalog_number, self.lead_in_samples, self.compact_disc,
                   self.tracks))


class _LeftInFile:
    """Picture.data while it is not among the picture's own attributes: still in the file."""

    def __get__(self, picture, cls=None):
        if picture is None:
            raise AttributeError("type object %r has no attribute 'data'" % cls.__name__)
        state = picture.__dict__
        left = state.get("_left")
        if left is None and "data" in state:  # another thread was here meanwhile
            return state["data"]
        if left is None:
            raise AttributeError("%r object has no attribute 'data'" % type(picture).__name__)
        payload, skip, size = left
        data = state.setdefault("data", payload.read(skip)[:size])
        state.pop("_left", None)
        return data


class Picture(MetadataBlock):
    """A picture. One that comes from a file leaves its bytes there until `data` is asked for."""

    code = 6
    _distrust_size = True

    def __init__(self, data=None):
        self.type = 0
        self.mime = ""
        self.desc = ""
        self.width = 0
        self.height = 0
        self.depth = 0
        self.colors = 0
        self.data = b""
        super().__init__(data)

    data = _LeftInFile()

    def _size_of_data(self):
        left = self.__dict__.get("_left")
        return left[2] if left and "data" not in self.__dict__ else len(self.data)

    def __eq__(self, other):
        return _same(self, other, ("type", "mime", "desc", "width", "height", "depth", "colors", "data"))

    __hash__ = MetadataBlock.__hash__

    def __getstate__(self):
        self.data  # a copy does not depend on the file
        return {name: value for name, value in self.__dict__.items() if name != "_left"}

    def _load_head(self, data):
        """Everything but the picture's bytes, whose number is returned."""
        def text(encoding, errors):
            return data.read(to_int_be(data.read(4))).decode(encoding, errors)

        first = data.read(8)
        self.type = to_int_be(first[:4])
        self.mime = data.read(to_int_be(first[4:])).decode("utf-8", "replace")
        self.desc = text("utf-8", "replace")
        numbers = struct.unpack(">5I", data.read(20))
        self.width, self.height, self.depth, self.colors, length = numbers
        return length

    def load(self, data):
        self.data = data.read(self._load_head(data))

    def write(self):
        mime, desc = self.mime.encode("utf-8"), self.desc.encode("utf-8")
        return b"".join((struct.pack(">2I", self.type, len(mime)), mime, struct.pack(">I", len(desc)), desc,
                         struct.pack(">5I", self.width, self.height, self.depth, self.colors, len(self.data)),
                         self.data))

    def __repr__(self):
        return "<%s '%s' (%d bytes)>" % (type(self).__name__, self.mime, self._size_of_data())


class Padding(MetadataBlock):
    """Room to grow: `length` zero bytes."""

    code = 1

    def __init__(self, data=b""):
        super().__init__(data)

    def __eq__(self, other):
        return isinstance(other, Padding) and self.length == other.length

    __hash__ = MetadataBlock.__hash__

    def load(self, data):
        self.length = len(data.read())

    def write(self):
        try:
            return b"\0" * self.length
        except MemoryError:
            raise error("invalid padding size") from None

    def __repr__(self):
        return "<%s (%d bytes)>" % (type(self).__name__, self.length)


def _block(code, length, payload):
    """A block of an opened file as an object."""
    if code == Picture.code:
        block = Picture()
        head = StrictFileObject(BytesIO(payload.head))
        size = block._load_head(head)
        del block.data
        block._left = (payload, head.tell(), size)
    elif code == Padding.code:
        block = Padding()
        block.length = length
    else:
        classes = FLAC.METADATA_BLOCKS
        cls = (classes[code] if code < len(classes) else None) or MetadataBlock
        block = cls(payload.read())
    block.code = code
    return block


_stored_info = FileType.__dict__["info"].__get__


class _Blocks:
    """metadata_blocks, seektable and cuesheet: made together from an opened file when one of them is asked for."""

    def __init__(self, name):
        self.name = name

    def __get__(self, file, cls=None):
        if file is None:
            return self
        state = _core.own_dict(file)
        if "metadata_blocks" not in state:
            self._fill(file)
            state = _core.own_dict(file)
        try:
            return state[self.name]
        except KeyError:
            raise AttributeError("%r object has no attribute %r" % (type(file).__name__, self.name)) from None

    def __set__(self, file, value):
        state = _core.own_dict(file)
        if "metadata_blocks" not in state:
            self._fill(file)
            state = _core.own_dict(file)
        state[self.name] = value

    def __delete__(self, file):
        self.__get__(file)
        del _core.own_dict(file)[self.name]

    @staticmethod
    def _fill(file):
        stored = _core.flac_blocks(file)
        if not stored:
            return
        blocks, tables, sheets = [], None, None
        for i, (code, length, payload) in enumerate(stored):
            if payload is None:
                block = file.tags if file.tags is not None else _core.file_tags(file)
                block.__dict__.setdefault("code", code)
            elif i == 0:
                block = _stored_info(file)
            else:
                block = _block(code, length, payload)
            if code == SeekTable.code:
                tables = block
            elif code == CueSheet.code:
                sheets = block
            blocks.append(block)
        state = _core.own_dict(file)  # another thread may have filled it, or put another dict in its place, meanwhile
        state.setdefault("cuesheet", sheets)
        state.setdefault("seektable", tables)
        state.setdefault("metadata_blocks", blocks)


@register
class FLAC(FileType):
    """A FLAC file.

    info: a StreamInfo; tags: a VCFLACDict or None; pictures, metadata_blocks, seektable and cuesheet are read from
    the file's blocks when they are asked for.
    """

    __slots__ = ()
    _mimes = ["audio/flac", "audio/x-flac", "application/x-flac"]
    _counts_frames = True
    METADATA_BLOCKS = [StreamInfo, Padding, None, SeekTable, VCFLACDict, CueSheet, Picture]

    load = FileType._load
    save = delete = no_writing
    metadata_blocks = _Blocks("metadata_blocks")
    seektable = _Blocks("seektable")
    cuesheet = _Blocks("cuesheet")
    info = _core.flac_info

    @staticmethod
    def score(filename, fileobj, header_data):
        return _core.score(_core.FORMATS["FLAC"], filename, header_data)

    @property
    def vc(self):
        """The tags under an older name."""
        return self.tags

    def add_tags(self):
        """Adds an empty Vorbis comment block."""
        if self.tags is not None:
            raise FLACVorbisError("a Vorbis comment already exists")
        blocks = self.metadata_blocks
        self.tags = VCFLACDict()
        blocks.append(self.tags)

    add_vorbiscomment = add_tags

    def add_picture(self, picture):
        """Adds a Picture at the end of the blocks."""
        self.metadata_blocks.append(picture)

    def clear_pictures(self):
        """Takes out all pictures."""
        self.metadata_blocks = [b for b in self.metadata_blocks if b.code != Picture.code]

    @property
    def pictures(self):
        """The pictures among the blocks."""
        return [b for b in self.metadata_blocks if b.code == Picture.code]


Open = FLAC
delete = delete_with(FLAC)

__all__ = ["FLAC", "Open", "delete"]

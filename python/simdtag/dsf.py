# SPDX-License-Identifier: MIT
"""DSF (Direct Stream Digital)."""

import struct

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import MutagenError, delete_with, extends, no_writing, on_demand


class error(MutagenError):
    pass


class DSFChunk:
    """One of the three chunks at the start of a file; create=True: an empty one, else it is read from where the file
    object stands."""

    chunk_offset = 0
    chunk_header = "    "
    chunk_size = -1

    def __init__(self, fileobj, create=False):
        self.fileobj = fileobj
        if not create:
            self.chunk_offset = fileobj.tell()
            self.load()

    def load(self):
        raise NotImplementedError

    def write(self):
        raise NotImplementedError

    def _parts(self, size, layout):
        data = self.fileobj.read(size)
        if len(data) != size:
            raise error("DSF chunk truncated")
        return struct.unpack(layout, data)


class DSDChunk(DSFChunk):
    """The first chunk: how long the file is and where its tag begins."""

    CHUNK_SIZE = 28

    total_size = 0
    offset_metdata_chunk = 0

    def __init__(self, fileobj, create=False):
        super().__init__(fileobj, create)
        if create:
            self.chunk_header = b"DSD "
            self.chunk_size = self.CHUNK_SIZE

    def load(self):
        self.chunk_header, self.chunk_size, self.total_size, self.offset_metdata_chunk = self._parts(
            self.CHUNK_SIZE, "<4sQQQ")
        if self.chunk_header != b"DSD ":
            raise error("DSF dsd header not found")
        if self.chunk_size != self.CHUNK_SIZE:
            raise error("DSF dsd header size mismatch")

    write = no_writing

    def pprint(self):
        return "DSD Chunk (Total file size = %d, Pointer to Metadata chunk = %d)" % (
            self.total_size, self.offset_metdata_chunk)


class FormatChunk(DSFChunk):
    """The second chunk: what the samples are."""

    CHUNK_SIZE = 52
    VERSION = 1
    FORMAT_DSD_RAW = 0

    format_version = VERSION
    format_id = FORMAT_DSD_RAW
    channel_type = 1
    channel_num = 1
    sampling_frequency = 2822400
    bits_per_sample = 1
    sample_count = 0
    block_size_per_channel = 4096

    def __init__(self, fileobj, create=False):
        super().__init__(fileobj, create)
        if create:
            self.chunk_header = b"fmt "
            self.chunk_size = self.CHUNK_SIZE

    def load(self):
        (self.chunk_header, self.chunk_size, self.format_version, self.format_id, self.channel_type, self.channel_num,
         self.sampling_frequency, self.bits_per_sample, self.sample_count) = self._parts(
             self.CHUNK_SIZE, "<4sQIIIIIIQ8x")
        if self.chunk_header != b"fmt ":
            raise error("DSF fmt header not found")
        if self.chunk_size != self.CHUNK_SIZE:
            raise error("DSF fmt header size mismatch")
        if self.format_version != self.VERSION:
            raise error("Unsupported format version")
        if self.format_id != self.FORMAT_DSD_RAW:
            raise error("Unsupported format ID")

    def pprint(self):
        return "fmt Chunk (Channel Type = %d, Channel Num = %d, Sampling Frequency = %d, %.2f seconds)" % (
            self.channel_type, self.channel_num, self.sampling_frequency, self.length)


class DataChunk(DSFChunk):
    """The third chunk: the samples."""

    CHUNK_SIZE = 12

    data = ""

    def __init__(self, fileobj, create=False):
        super().__init__(fileobj, create)
        if create:
            self.chunk_header = b"data"
            self.chunk_size = self.CHUNK_SIZE

    def load(self):
        self.chunk_header, self.chunk_size = self._parts(self.CHUNK_SIZE, "<4sQ")
        if self.chunk_header != b"data":
            raise error("DSF data header not found")
        if self.chunk_size < self.CHUNK_SIZE:
            raise error("DSF data header size mismatch")

    def pprint(self):
        return "data Chunk (Chunk Offset = %d, Chunk Size = %d)" % (self.chunk_offset, self.chunk_size)


class DSFFile:
    """The three chunks of a file."""

    dsd_chunk = None
    fmt_chunk = None
    data_chunk = None

    def __init__(self, fileobj):
        self.dsd_chunk = DSDChunk(fileobj)
        self.fmt_chunk = FormatChunk(fileobj)
        self.data_chunk = DataChunk(fileobj)


@extends(info_class("dsf.DSFInfo"))
class DSFInfo:
    """Made from a FormatChunk."""

    def __init__(self, fmt_chunk):
        self._fmt_chunk = fmt_chunk
        self.channels = fmt_chunk.channel_num
        self.sample_rate = fmt_chunk.sampling_frequency
        self.bits_per_sample = fmt_chunk.bits_per_sample
        self.bitrate = self.sample_rate * self.bits_per_sample * self.channels
        self.length = float(fmt_chunk.sample_count) / self.sample_rate

    @property
    def fmt_chunk(self):
        """The chunk that the numbers are from."""
        made = self.__dict__.get("_fmt_chunk")
        if made is None:
            made = FormatChunk(None, create=True)
            made.chunk_offset = DSDChunk.CHUNK_SIZE
            made.channel_type = self._channel_type
            made.channel_num = self.channels
            made.sampling_frequency = self.sample_rate
            made.bits_per_sample = self.bits_per_sample
            made.sample_count = self._sample_count
            self._fmt_chunk = made
        return made

    def pprint(self):
        return "%d channel DSF @ %d bits, %s Hz, %.2f seconds" % (
            self.channels, self.bits_per_sample, self.sample_rate, self.length)


register(DSFInfo)


@register
class DSF(FileType):
    """A DSF file, its tags an ID3 tag or None."""

    __slots__ = ()
    _mimes = ["audio/dsf"]

    load = FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["DSF"], filename, header)

    def add_tags(self):
        """Gives the file an empty tag; an error when it has one."""
        from simdtag._chunk_tags import _DSFID3

        if self.tags is not None:
            raise error("an ID3 tag already exists")
        self.tags = _DSFID3()


__getattr__ = on_demand(globals(), {"simdtag._chunk_tags": ["_DSFID3"]})
Open = DSF
delete = delete_with(DSF)

__all__ = ["DSF", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""DSDIFF (Direct Stream Digital)."""

import struct

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._iff import IffChunk, IffContainerChunkMixin, IffFile, InvalidChunk, error as IffError
from simdtag._util import delete_with, extends, on_demand


class error(IffError):
    pass


class DSDIFFChunk(IffChunk):
    """A chunk whose size has 64 bits."""

    HEADER_SIZE = 12

    @classmethod
    def parse_header(cls, header):
        return struct.unpack(">4sQ", header)

    @classmethod
    def get_class(cls, id):
        if id in DSDIFFListChunk.LIST_CHUNK_IDS:
            return DSDIFFListChunk
        return DSTChunk if id == "DST" else cls


class DSDIFFListChunk(DSDIFFChunk, IffContainerChunkMixin):
    """A chunk that holds others behind its name."""

    LIST_CHUNK_IDS = ["FRM8", "PROP"]

    def __init__(self, fileobj, id, data_size, parent_chunk):
        DSDIFFChunk.__init__(self, fileobj, id, data_size, parent_chunk)
        self.init_container()

    def parse_next_subchunk(self):
        return DSDIFFChunk.parse(self._fileobj, self)


class DSTChunk(DSDIFFChunk, IffContainerChunkMixin):
    """Compressed sound: frame information and frames."""

    def __init__(self, fileobj, id, data_size, parent_chunk):
        DSDIFFChunk.__init__(self, fileobj, id, data_size, parent_chunk)
        self.init_container(name_size=0)

    def parse_next_subchunk(self):
        return DSDIFFChunk.parse(self._fileobj, self)


class DSDIFFFile(IffFile):
    """A file whose root is a FRM8 chunk."""

    def __init__(self, fileobj):
        super().__init__(DSDIFFChunk, fileobj)
        if self.root.id != "FRM8":
            raise InvalidChunk("Root chunk must be a FRM8 chunk, got %r" % self.root)


@extends(info_class("dsdiff.DSDIFFInfo"))
class DSDIFFInfo:
    """DSDIFF: length, bitrate, channels, sample_rate, bits_per_sample, compression."""
    bits_per_sample = 1

    def __init__(self, fileobj):
        self._read(_core.FORMATS["DSDIFF"], fileobj)

    def pprint(self):
        return "%d channel DSDIFF (%s) @ %d bps, %s Hz, %.2f seconds" % (
            self.channels, self.compression, self.bitrate, self.sample_rate, self.length)


register(DSDIFFInfo)


@register
class DSDIFF(FileType):
    """A DSDIFF file, its tags an ID3 tag or None."""

    __slots__ = ()
    _mimes = ["audio/x-dff"]

    load = FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["DSDIFF"], filename, header)

    def add_tags(self):
        """Gives the file an empty tag; an error when it has one."""
        from simdtag._chunk_tags import _DSDIFFID3

        if self.tags is not None:
            raise error("an ID3 tag already exists")
        self.tags = _DSDIFFID3()


__getattr__ = on_demand(globals(), {"simdtag._chunk_tags": ["_DSDIFFID3"]})
Open = DSDIFF
delete = delete_with(DSDIFF)

__all__ = ["DSDIFF", "Open", "delete"]

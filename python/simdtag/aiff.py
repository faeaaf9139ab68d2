# SPDX-License-Identifier: MIT
"""AIFF and AIFF-C."""

import struct

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._iff import IffChunk, IffContainerChunkMixin, IffFile, InvalidChunk, error as IffError
from simdtag._util import delete_with, extends, on_demand


class error(IffError):
    pass


def read_float(data):
    """An 80 bit floating point number (SANE extended precision)."""
    assert len(data) == 10
    sign_exponent, mantissa = struct.unpack(">HQ", data)
    exponent = sign_exponent & 0x7FFF
    if exponent == 0x7FFF:
        raise OverflowError("inf and nan not supported")
    value = float(mantissa) * 2.0 ** (exponent - 16383 - 63)
    return -value if sign_exponent >> 15 else value


class AIFFChunk(IffChunk):
    """A chunk of an AIFF file."""

    @classmethod
    def parse_header(cls, header):
        return struct.unpack(">4sI", header)

    @classmethod
    def get_class(cls, id):
        return AIFFFormChunk if id == "FORM" else cls


class AIFFFormChunk(AIFFChunk, IffContainerChunkMixin):
    """The chunk that holds all others."""

    def __init__(self, fileobj, id, data_size, parent_chunk):
        AIFFChunk.__init__(self, fileobj, id, data_size, parent_chunk)
        self.init_container()

    def parse_next_subchunk(self):
        return AIFFChunk.parse(self._fileobj, self)


class AIFFFile(IffFile):
    """A file whose root is a FORM chunk."""

    def __init__(self, fileobj):
        super().__init__(AIFFChunk, fileobj)
        if self.root.id != "FORM":
            raise InvalidChunk("Root chunk must be a FORM chunk, got %s" % self.root.id)

    def __contains__(self, id):
        return id == "FORM" or super().__contains__(id)

    def __getitem__(self, id):
        return self.root if id == "FORM" else super().__getitem__(id)


@extends(info_class("aiff.AIFFInfo"))
class AIFFInfo:
    """AIFF: length, bitrate, channels, sample_rate, bits_per_sample, sample_size."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["AIFF"], fileobj)

    def pprint(self):
        return "%d channel AIFF @ %d bps, %s Hz, %.2f seconds" % (
            self.channels, self.bitrate, self.sample_rate, self.length)


register(AIFFInfo)


@register
class AIFF(FileType):
    """An AIFF file, its tags an ID3 tag or None."""

    __slots__ = ()
    _mimes = ["audio/aiff", "audio/x-aiff"]

    load = FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["AIFF"], filename, header)

    def add_tags(self):
        """Gives the file an empty tag; an error when it has one."""
        from simdtag._chunk_tags import _IFFID3

        if self.tags is not None:
            raise error("an ID3 tag already exists")
        self.tags = _IFFID3()


__getattr__ = on_demand(globals(), {"simdtag._chunk_tags": ["_IFFID3"]})
Open = AIFF
delete = delete_with(AIFF)

__all__ = ["AIFF", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""Chunks of RIFF files, as _iff has them."""

import struct

from simdtag._iff import IffChunk, IffContainerChunkMixin, IffFile, InvalidChunk


class RiffChunk(IffChunk):
    """A chunk whose size is little endian."""

    @classmethod
    def parse_header(cls, header):
        return struct.unpack("<4sI", header)

    @classmethod
    def get_class(cls, id):
        return RiffListChunk if id in ("LIST", "RIFF") else cls


class RiffListChunk(RiffChunk, IffContainerChunkMixin):
    """A chunk that holds others: the RIFF itself and LIST chunks."""

    def __init__(self, fileobj, id, data_size, parent_chunk):
        RiffChunk.__init__(self, fileobj, id, data_size, parent_chunk)
        self.init_container()

    def parse_next_subchunk(self):
        return RiffChunk.parse(self._fileobj, self)


class RiffFile(IffFile):
    """A file whose root is a RIFF chunk."""

    def __init__(self, fileobj):
        super().__init__(RiffChunk, fileobj)
        if self.root.id != "RIFF":
            raise InvalidChunk("Root chunk must be a RIFF chunk, got %s" % self.root.id)

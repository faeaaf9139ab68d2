# SPDX-License-Identifier: MIT
"""WAVE."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._iff import error as IffError
from simdtag._riff import RiffFile
from simdtag._util import delete_with, extends, on_demand


class error(IffError):
    pass


class _WaveFile(RiffFile):
    """A RIFF file that is a WAVE; its ID3 chunk is found under both of its ids."""

    def __init__(self, fileobj):
        super().__init__(fileobj)
        if self.root.name != "WAVE":
            raise error("Expected RIFF/WAVE.")
        for chunk in self.root.subchunks():
            if chunk.id == "ID3":
                chunk.id = "id3"


@extends(info_class("wave.WaveStreamInfo"))
class WaveStreamInfo:
    """WAVE: length, bitrate, channels, sample_rate, bits_per_sample, audio_format."""
    SIZE = 16  # of the part of a fmt chunk that every one has

    def __init__(self, fileobj):
        self._read(_core.FORMATS["WAVE"], fileobj)

    def pprint(self):
        return "%d channel RIFF @ %d bps, %s Hz, %.2f seconds" % (
            self.channels, self.bitrate, self.sample_rate, self.length)


register(WaveStreamInfo)


@register
class WAVE(FileType):
    """A WAVE file, its tags an ID3 tag or None."""

    __slots__ = ()
    _mimes = ["audio/wav", "audio/wave"]

    load = FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["WAVE"], filename, header)

    def add_tags(self):
        """Gives the file an empty tag; an error when it has one."""
        from simdtag._chunk_tags import _WaveID3

        if self.tags is not None:
            raise error("an ID3 tag already exists")
        self.tags = _WaveID3()


__getattr__ = on_demand(globals(), {"simdtag._chunk_tags": ["_WaveID3"]})
Open = WAVE
delete = delete_with(WAVE)

__all__ = ["WAVE", "Open", "delete"]

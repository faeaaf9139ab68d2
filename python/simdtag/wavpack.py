# SPDX-License-Identifier: MIT
"""WavPack, PCM and DSD, tagged with APEv2."""

import struct

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import extends
from simdtag.apev2 import APEv2File, delete, error

RATES = [6000, 8000, 9600, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000, 192000]


class WavPackHeaderError(error):
    pass


class _WavPackHeader:
    """The header of a block."""

    _FIELDS = ("block_size", "version", "track_no", "index_no", "total_samples", "block_index", "block_samples",
               "flags", "crc")

    def __init__(self, block_size, version, track_no, index_no, total_samples, block_index, block_samples, flags,
                 crc):
        for name, value in zip(self._FIELDS, (block_size, version, track_no, index_no, total_samples, block_index,
                                              block_samples, flags, crc)):
            setattr(self, name, value)

    @classmethod
    def from_fileobj(cls, fileobj):
        """The header at a file object's position."""
        header = fileobj.read(32)
        if len(header) != 32 or not header.startswith(b"wvpk"):
            raise WavPackHeaderError("not a WavPack header: %r" % header)
        return cls(*struct.unpack("<IHBBIIIII", header[4:]))


@extends(info_class("wavpack.WavPackInfo"))
class WavPackInfo:
    """WavPack: length, channels, sample_rate, bits_per_sample, version."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["WavPack"], fileobj, fileobj.tell())

    def pprint(self):
        return "WavPack, %.2f seconds, %d Hz" % (self.length, self.sample_rate)


register(WavPackInfo)


@register
class WavPack(APEv2File):
    """A WavPack file."""

    __slots__ = ()
    _Info = WavPackInfo
    _mimes = ["audio/x-wavpack"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["WavPack"], filename, header)


Open = WavPack

__all__ = ["WavPack", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""TAK, Tom's lossless Audio Kompressor."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag.apev2 import APEv2File, error


class TAKMetadata(int):
    """Kinds of metadata blocks."""

    __slots__ = ()

    def __repr__(self):
        name = _BLOCK_NAMES.get(int(self))
        return "<TAKMetadata.%s: %d>" % (name, self) if name else int.__repr__(self)

    def __str__(self):
        name = _BLOCK_NAMES.get(int(self))
        return "TAKMetadata.%s" % name if name else int.__repr__(self)


_BLOCK_NAMES = {
    0: "END",
    1: "STREAM_INFO",
    2: "SEEK_TABLE",
    3: "SIMPLE_WAVE_DATA",
    4: "ENCODER_INFO",
    5: "UNUSED_SPACE",
    6: "MD5",
    7: "LAST_FRAME_INFO",
}
for _number, _name in _BLOCK_NAMES.items():
    setattr(TAKMetadata, _name, TAKMetadata(_number))
del _number, _name


class TAKHeaderError(error):
    pass


@extends(info_class("tak.TAKInfo"))
class TAKInfo:
    """TAK: length, bitrate, channels, sample_rate, bits_per_sample, number_of_samples, encoder_info."""
    bitrate = 0

    def __init__(self, fileobj):
        self._read(_core.FORMATS["TAK"], fileobj, fileobj.tell())

    def pprint(self):
        return "%s, %d Hz, %d bits, %.2f seconds, %d channel(s)" % (
            self.encoder_info or "TAK", self.sample_rate, self.bits_per_sample, self.length, self.channels)


register(TAKInfo)


@register
class TAK(APEv2File):
    """A TAK file."""

    __slots__ = ()
    _Info = TAKInfo
    _mimes = ["audio/x-tak"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["TAK"], filename, header)


Open = TAK
delete = delete_with(TAK)

__all__ = ["TAK", "Open", "delete"]

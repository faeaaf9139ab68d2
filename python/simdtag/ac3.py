# SPDX-License-Identifier: MIT
"""AC-3 and E-AC-3 streams. They have no tags."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import MutagenError, extends


class AC3Error(MutagenError):
    pass


error = AC3Error


def _names(*names):
    """Makes a subclass of int a list of numbers with names, from 0."""
    def known(self):
        return 0 <= self < len(names)

    def decorate(cls):
        cls.__str__ = lambda self: "%s.%s" % (cls.__name__, names[self]) if known(self) else int.__repr__(self)
        cls.__repr__ = lambda self: "<%s: %d>" % (self, int(self)) if known(self) else int.__repr__(self)
        for number, name in enumerate(names):
            setattr(cls, name, cls(number))
        return cls

    return decorate


@_names("DUALMONO", "MONO", "STEREO", "C3F", "C2F1R", "C3F1R", "C2F2R", "C3F2R")
class ChannelMode(int):
    """acmod: which channels there are, C in front and R behind, beside that of low frequencies."""


@_names("INDEPENDENT", "DEPENDENT", "AC3_CONVERT", "RESERVED")
class EAC3FrameType(int):
    """strmtyp of an E-AC-3 frame."""


AC3_CHANNELS = {ChannelMode(mode): channels for mode, channels in enumerate((2, 1, 2, 3, 3, 4, 4, 5))}
AC3_HEADER_SIZE = 7
AC3_SAMPLE_RATES = [48000, 44100, 32000]
AC3_BITRATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640]
EAC3_BLOCKS = [1, 2, 3, 6]


@extends(info_class("ac3.AC3Info"))
class AC3Info:
    """AC-3 and E-AC-3: length, bitrate, channels, sample_rate, codec ("ac-3" or "ec-3")."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["AC3"], fileobj, fileobj.tell())

    def pprint(self):
        return "%s, %d Hz, %.2f seconds, %d channel(s), %d bps" % (
            self.codec, self.sample_rate, self.length, self.channels, self.bitrate)


AC3Info.codec = _core.info_field(AC3Info, "codec", "ac-3")
register(AC3Info)


@register
class AC3(FileType):
    """A file of AC-3 or E-AC-3 frames."""

    __slots__ = ()
    _mimes = ["audio/ac3"]

    load = FileType._load

    def add_tags(self):
        """Always an error: such streams have no tags."""
        raise AC3Error("doesn't support tags")

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["AC3"], filename, header)


Open = AC3

__all__ = ["AC3", "Open"]

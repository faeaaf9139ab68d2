# SPDX-License-Identifier: MIT
"""MPEG audio, layers I to III."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import MutagenError, extends, on_demand
from simdtag.id3._filetype import ID3FileType


class error(MutagenError):
    pass


class HeaderNotFoundError(error):
    pass


class InvalidMPEGHeader(error):
    pass


# channel modes
STEREO, JOINTSTEREO, DUALCHANNEL, MONO = range(4)


class BitrateMode(int):
    """How the bit rate behaves over a file."""

    __slots__ = ()
    UNKNOWN = 0
    CBR = 1
    VBR = 2
    ABR = 3

    def _name(self):
        return _MODE_NAMES.get(int(self))

    def __str__(self):
        name = self._name()
        return "BitrateMode.%s" % name if name else str(int(self))

    def __repr__(self):
        name = self._name()
        return "<BitrateMode.%s: %d>" % (name, int(self)) if name else repr(int(self))


_MODE_NAMES = {0: "UNKNOWN", 1: "CBR", 2: "VBR", 3: "ABR"}
for _mode, _name in _MODE_NAMES.items():
    setattr(BitrateMode, _name, BitrateMode(_mode))
del _mode, _name


@extends(info_class("mp3.MPEGInfo"))
class MPEGInfo:
    """MPEG audio: length, bitrate, channels, sample_rate, version, layer, mode, bitrate_mode, encoder_info, gains,
    peaks."""
    _bitrate_modes = (BitrateMode.UNKNOWN, BitrateMode.CBR, BitrateMode.VBR, BitrateMode.ABR)

    def __init__(self, fileobj, offset=None):
        self._read(_core.FORMATS["MP3"], fileobj, offset or 0)
        if offset:
            self.frame_offset += offset

    def pprint(self):
        if self.bitrate_mode == BitrateMode.UNKNOWN:
            mode = "CBR?"
        else:
            mode = _MODE_NAMES.get(int(self.bitrate_mode), str(self.bitrate_mode))
        details = ", ".join(filter(None, (mode, self.encoder_info, self.encoder_settings)))
        return "MPEG %s layer %d, %d bps (%s), %s Hz, %d chn, %.2f seconds%s" % (
            self.version, self.layer, self.bitrate, details, self.sample_rate, self.channels, self.length,
            " (sketchy)" if self.sketchy else "")


MPEGInfo.bitrate_mode = _core.info_field(MPEGInfo, "bitrate_mode", BitrateMode.UNKNOWN)
register(MPEGInfo)


@register
class MP3(ID3FileType):
    """An MPEG audio file, its tags an ID3 tag or None."""

    __slots__ = ()
    _Info = MPEGInfo
    _counts_frames = True
    _mimes = ["audio/mpeg", "audio/mpg", "audio/x-mpeg"]

    load = FileType._load

    @property
    def mime(self):
        layer = self.info.layer
        return ["audio/mp%d" % layer, "audio/x-mp%d" % layer] + super().mime

    @staticmethod
    def score(filename, fileobj, header_data):
        return _core.score(_core.FORMATS["MP3"], filename, header_data)


def skip_id3(fileobj):
    """Passes over the ID3v2 tags at the position of a file object."""
    from simdtag.id3._util import BitPaddedInt

    head = fileobj.read(10)
    while head[:3] == b"ID3" and len(head) == 10 and any(head[6:]):
        fileobj.seek(int(BitPaddedInt(head[6:])), 1)
        head = fileobj.read(10)
    fileobj.seek(-len(head), 1)


def iter_sync(fileobj, max_read):
    """Stops at each place, of the next `max_read` bytes of a file object, that looks like the start of a frame."""
    at, left, last = fileobj.tell(), max_read, b""
    while left > 0:
        data = fileobj.read(min(1024, left))
        if not data:
            break
        block, start = last + data, at - len(last)
        at += len(data)
        left -= len(data)
        found = block.find(b"\xff")
        while 0 <= found < len(block) - 1:
            if block[found + 1] & 0xE0 == 0xE0:
                fileobj.seek(start + found)
                yield
                fileobj.seek(at)
            found = block.find(b"\xff", found + 1)
        last = block[-1:]


__getattr__ = on_demand(globals(), {
    "simdtag.id3": ["delete"],
    "simdtag._easyfiles": ["EasyMP3"],
    "simdtag.mp3._util": ["VBRIHeader", "VBRIHeaderError", "XingHeader", "XingHeaderError"],
})
Open = MP3

__all__ = ["MP3", "Open", "delete"]

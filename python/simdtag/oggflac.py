# SPDX-License-Identifier: MIT
"""FLAC in Ogg."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag._vorbis import VCommentDict
from simdtag.ogg import OggFileType, _comment_packet, _read_info, error as OggError


class error(OggError):
    pass


class OggFLACHeaderError(error):
    pass


@extends(info_class("oggflac.OggFLACStreamInfo"))
class OggFLACStreamInfo:
    """Ogg FLAC: length, channels, sample_rate, bits_per_sample, total_samples, block sizes."""

    def __init__(self, fileobj):
        _read_info(self, "OggFLAC", fileobj, b"\x7fFLAC")

    def pprint(self):
        return "Ogg FLAC, %.2f seconds, %d Hz" % (self.length, self.sample_rate)


register(OggFLACStreamInfo)


@register
class OggFLACVComment(VCommentDict):
    """The comments of a FLAC stream in Ogg: OggFLACVComment(fileobj, info)."""

    __slots__ = ()

    def __init__(self, fileobj, info):
        packet = _comment_packet(fileobj, info.serial, lambda data: not data.startswith(b"\x7fFLAC"))
        super(OggFLACVComment, self).__init__(packet[4:], framing=False)  # after the block's header


@register
class OggFLAC(OggFileType):
    """A FLAC stream in an Ogg file."""

    __slots__ = ()
    _Info = OggFLACStreamInfo
    _Tags = OggFLACVComment
    _Error = OggFLACHeaderError
    _mimes = ["audio/x-oggflac"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OggFLAC"], filename, header)


Open = OggFLAC
delete = delete_with(OggFLAC)

__all__ = ["OggFLAC", "Open", "delete"]

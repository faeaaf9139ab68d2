# SPDX-License-Identifier: MIT
"""Ogg Opus."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag._vorbis import VCommentDict
from simdtag.ogg import OggFileType, _comment_packet, _read_info, error as OggError


class error(OggError):
    pass


class OggOpusHeaderError(error):
    pass


@extends(info_class("oggopus.OggOpusInfo"))
class OggOpusInfo:
    """Opus: length, channels, bitrate."""

    def __init__(self, fileobj):
        _read_info(self, "OggOpus", fileobj, b"OpusHead")

    def pprint(self):
        return "Ogg Opus, %.2f seconds, %d bps" % (self.length, self.bitrate)


register(OggOpusInfo)


@register
class OggOpusVComment(VCommentDict):
    """The comments of an Ogg Opus stream: OggOpusVComment(fileobj, info)."""

    __slots__ = ()

    def __init__(self, fileobj, info):
        packet = _comment_packet(fileobj, info.serial, lambda data: data.startswith(b"OpusTags"))
        super(OggOpusVComment, self).__init__(packet[8:], framing=False)


@register
class OggOpus(OggFileType):
    """An Ogg Opus file."""

    __slots__ = ()
    _Info = OggOpusInfo
    _Tags = OggOpusVComment
    _Error = OggOpusHeaderError
    _mimes = ["audio/ogg", "audio/ogg; codecs=opus"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OggOpus"], filename, header)


Open = OggOpus
delete = delete_with(OggOpus)

__all__ = ["OggOpus", "Open", "delete"]

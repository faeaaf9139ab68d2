# SPDX-License-Identifier: MIT
"""Ogg Theora."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag._vorbis import VCommentDict
from simdtag.ogg import OggFileType, _comment_packet, _read_info, error as OggError


class error(OggError):
    pass


class OggTheoraHeaderError(error):
    pass


@extends(info_class("oggtheora.OggTheoraInfo"))
class OggTheoraInfo:
    """Theora: length, bitrate, fps."""

    def __init__(self, fileobj):
        _read_info(self, "OggTheora", fileobj, b"\x80theora")

    def pprint(self):
        return "Ogg Theora, %.2f seconds, %d bps" % (self.length, self.bitrate)


register(OggTheoraInfo)


@register
class OggTheoraCommentDict(VCommentDict):
    """The comments of an Ogg Theora stream: OggTheoraCommentDict(fileobj, info)."""

    __slots__ = ()

    def __init__(self, fileobj, info):
        packet = _comment_packet(fileobj, info.serial, lambda data: not data.startswith(b"\x80theora"))
        super(OggTheoraCommentDict, self).__init__(packet[7:], framing=False)


@register
class OggTheora(OggFileType):
    """An Ogg Theora file."""

    __slots__ = ()
    _Info = OggTheoraInfo
    _Tags = OggTheoraCommentDict
    _Error = OggTheoraHeaderError
    _mimes = ["video/x-theora"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OggTheora"], filename, header)


Open = OggTheora
delete = delete_with(OggTheora)

__all__ = ["OggTheora", "Open", "delete"]

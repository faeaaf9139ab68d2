# SPDX-License-Identifier: MIT
"""Ogg Speex."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag._vorbis import VCommentDict
from simdtag.ogg import OggFileType, _comment_packet, _read_info, error as OggError


class error(OggError):
    pass


class OggSpeexHeaderError(error):
    pass


@extends(info_class("oggspeex.OggSpeexInfo"))
class OggSpeexInfo:
    """Speex: length, bitrate, channels, sample_rate."""

    def __init__(self, fileobj):
        _read_info(self, "OggSpeex", fileobj, b"Speex   ")

    def pprint(self):
        return "Ogg Speex, %.2f seconds" % self.length


register(OggSpeexInfo)


@register
class OggSpeexVComment(VCommentDict):
    """The comments of an Ogg Speex stream: OggSpeexVComment(fileobj, info)."""

    __slots__ = ()

    def __init__(self, fileobj, info):
        packet = _comment_packet(fileobj, info.serial, lambda data: not data.startswith(b"Speex   "))
        super(OggSpeexVComment, self).__init__(packet, framing=False)


@register
class OggSpeex(OggFileType):
    """An Ogg Speex file."""

    __slots__ = ()
    _Info = OggSpeexInfo
    _Tags = OggSpeexVComment
    _Error = OggSpeexHeaderError
    _mimes = ["audio/x-speex"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OggSpeex"], filename, header)


Open = OggSpeex
delete = delete_with(OggSpeex)

__all__ = ["OggSpeex", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""Ogg Vorbis."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag._vorbis import VCommentDict
from simdtag.ogg import OggFileType, _comment_packet, _read_info, error as OggError


class error(OggError):
    pass


class OggVorbisHeaderError(error):
    pass


@extends(info_class("oggvorbis.OggVorbisInfo"))
class OggVorbisInfo:
    """Vorbis: length, bitrate, channels, sample_rate."""

    def __init__(self, fileobj):
        _read_info(self, "OggVorbis", fileobj, b"\x01vorbis")

    def pprint(self):
        return "Ogg Vorbis, %.2f seconds, %d bps" % (self.length, self.bitrate)


register(OggVorbisInfo)


@register
class OggVCommentDict(VCommentDict):
    """The Vorbis comment of an Ogg Vorbis stream: OggVCommentDict(fileobj, info)."""

    __slots__ = ()

    def __init__(self, fileobj, info):
        packet = _comment_packet(fileobj, info.serial, lambda data: data.startswith(b"\x03vorbis"))
        super(OggVCommentDict, self).__init__(packet[7:])


@register
class OggVorbis(OggFileType):
    """An Ogg Vorbis file."""

    __slots__ = ()
    _Info = OggVorbisInfo
    _Tags = OggVCommentDict
    _Error = OggVorbisHeaderError
    _mimes = ["audio/vorbis", "audio/x-vorbis"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OggVorbis"], filename, header)


Open = OggVorbis
delete = delete_with(OggVorbis)

__all__ = ["OggVorbis", "Open", "delete"]

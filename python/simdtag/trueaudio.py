# SPDX-License-Identifier: MIT
"""True Audio (TTA)."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import MutagenError, extends, on_demand
from simdtag.id3._filetype import ID3FileType


class error(MutagenError):
    pass


class TrueAudioHeaderError(error):
    pass


@extends(info_class("trueaudio.TrueAudioInfo"))
class TrueAudioInfo:
    """Made from a file object whose TTA header begins at `offset`."""

    def __init__(self, fileobj, offset):
        self._read(_core.FORMATS["TrueAudio"], fileobj, offset or 0)

    def pprint(self):
        return "True Audio, %.2f seconds, %d Hz." % (self.length, self.sample_rate)


register(TrueAudioInfo)


@register
class TrueAudio(ID3FileType):
    """A True Audio file, its tags an ID3 tag or None."""

    __slots__ = ()
    _Info = TrueAudioInfo
    _mimes = ["audio/x-tta"]

    load = FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["TrueAudio"], filename, header)


__getattr__ = on_demand(globals(), {"simdtag.id3": ["delete"], "simdtag._easyfiles": ["EasyTrueAudio"]})
Open = TrueAudio

__all__ = ["TrueAudio", "Open", "delete", "EasyTrueAudio"]

# SPDX-License-Identifier: MIT
"""Monkey's Audio."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag.apev2 import APEv2File, error


class MonkeysAudioHeaderError(error):
    pass


@extends(info_class("monkeysaudio.MonkeysAudioInfo"))
class MonkeysAudioInfo:
    """Monkey's Audio: length, channels, sample_rate, bits_per_sample, version."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["MonkeysAudio"], fileobj, fileobj.tell())

    def pprint(self):
        return "Monkey's Audio %.2f, %.2f seconds, %d Hz" % (self.version, self.length, self.sample_rate)


register(MonkeysAudioInfo)


@register
class MonkeysAudio(APEv2File):
    """A Monkey's Audio file."""

    __slots__ = ()
    _Info = MonkeysAudioInfo
    _mimes = ["audio/ape", "audio/x-ape"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["MonkeysAudio"], filename, header)


Open = MonkeysAudio
delete = delete_with(MonkeysAudio)

__all__ = ["MonkeysAudio", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""File classes whose tags are an EasyID3: classes of simdtag.mp3 and simdtag.trueaudio, which load them when they are
first asked for."""

from simdtag.easyid3 import EasyID3
from simdtag.mp3 import MP3
from simdtag.trueaudio import TrueAudio


class EasyMP3(MP3):
    """An MPEG audio file whose tags are an EasyID3."""

    __slots__ = ()
    __module__ = "simdtag.mp3"
    ID3 = EasyID3


class EasyTrueAudio(TrueAudio):
    """A True Audio file whose tags are an EasyID3."""

    __slots__ = ()
    __module__ = "simdtag.trueaudio"
    ID3 = EasyID3

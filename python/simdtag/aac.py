# SPDX-License-Identifier: MIT
"""AAC without a container: ADTS and ADIF streams. They have no tags."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import MutagenError, extends

_FREQS = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]


class AACError(MutagenError):
    pass


error = AACError


class ProgramConfigElement:
    """A program_config_element (ISO/IEC 14496-3, 4.5.1.2), read from a BitReader."""

    element_instance_tag = None
    object_type = None
    sampling_frequency_index = None
    channels = None

    def __init__(self, r):
        self.element_instance_tag = r.bits(4)
        self.object_type = r.bits(2)
        self.sampling_frequency_index = r.bits(4)
        elements = r.bits(4) + r.bits(4) + r.bits(4)  # front, side, back
        lfe, data, coupling = r.bits(2), r.bits(3), r.bits(4)
        for mixdown in (4, 4, 3):  # mono, stereo, matrix
            if r.bits(1):
                r.skip(mixdown)
        self.channels = lfe
        for _ in range(elements):
            self.channels += 1 + r.bits(1)  # a pair or one
            r.skip(4)
        r.skip(4 * (lfe + data) + 5 * coupling)
        r.align()
        r.skip(8 * r.bits(8))  # the comment


@extends(info_class("aac.AACInfo"))
class AACInfo:
    """AAC: length, bitrate, channels, sample_rate."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["AAC"], fileobj)

    def pprint(self):
        return "AAC (%s), %d Hz, %.2f seconds, %d channel(s), %d bps" % (
            self._type, self.sample_rate, self.length, self.channels, self.bitrate)


register(AACInfo)


@register
class AAC(FileType):
    """A file of AAC frames, or an ADIF file."""

    __slots__ = ()
    _mimes = ["audio/x-aac"]
    _counts_frames = True

    load = FileType._load

    def add_tags(self):
        """Always an error: such streams have no tags."""
        raise AACError("doesn't support tags")

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["AAC"], filename, header)


Open = AAC

__all__ = ["AAC", "Open"]

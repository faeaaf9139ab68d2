# SPDX-License-Identifier: MIT
"""Musepack: stream versions 4 to 8, tagged with APEv2."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import extends
from simdtag.apev2 import APEv2File, delete, error

RATES = [44100, 48000, 37800, 32000]


class MusepackHeaderError(error):
    pass


def _parse_sv8_int(fileobj, limit=9):
    """A number of SV8 and how many bytes it took: seven bits a byte, the highest first."""
    number = 0
    for used in range(1, limit + 1):
        byte = fileobj.read(1)
        if len(byte) != 1:
            raise EOFError
        number = number << 7 | byte[0] & 0x7F
        if not byte[0] & 0x80:
            return number, used
    if limit > 0:
        raise ValueError("a number of more than %d bytes" % limit)
    return 0, 0


def _calc_sv8_gain(gain):
    return 64.82 - gain / 256.0  # 64.82 dB is what gains of other formats count from


def _calc_sv8_peak(peak):
    return 10 ** (peak / (256.0 * 20.0)) / 65535.0


@extends(info_class("musepack.MusepackInfo"))
class MusepackInfo:
    """Musepack: length, bitrate, channels, sample_rate, version, gains and peaks when the file has them."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["Musepack"], fileobj, fileobj.tell())

    def __dir__(self):  # gains and samples are not there in every stream
        return [name for name in super(MusepackInfo, self).__dir__() if hasattr(self, name)]

    def pprint(self):
        gains = ["%+0.2f (%s)" % (getattr(self, name + "_gain"), name)
                 for name in ("title", "album") if hasattr(self, name + "_gain")]
        return "Musepack SV%d, %.2f seconds, %d Hz, %d bps%s" % (
            self.version, self.length, self.sample_rate, self.bitrate,
            ", Gain: " + ", ".join(gains) if gains else "")


register(MusepackInfo)


@register
class Musepack(APEv2File):
    """A Musepack file."""

    __slots__ = ()
    _Info = MusepackInfo
    _mimes = ["audio/x-musepack", "audio/x-mpc"]

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["Musepack"], filename, header)


Open = Musepack

__all__ = ["Musepack", "Open", "delete"]

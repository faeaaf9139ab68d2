# SPDX-License-Identifier: MIT
"""OptimFROG."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._util import delete_with, extends
from simdtag.apev2 import APEv2File, error

SAMPLE_TYPE_BITS = {0: 8, 1: 8, 2: 16, 3: 16, 4: 24, 5: 24, 6: 32, 7: 32}


class OptimFROGHeaderError(error):
    pass


@extends(info_class("optimfrog.OptimFROGInfo"))
class OptimFROGInfo:
    """OptimFROG: length, channels, sample_rate, bits_per_sample, encoder_info."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["OptimFROG"], fileobj, fileobj.tell())

    def pprint(self):
        return "OptimFROG, %.2f seconds, %d Hz" % (self.length, self.sample_rate)


register(OptimFROGInfo)


@register
class OptimFROG(APEv2File):
    """An OptimFROG file."""

    __slots__ = ()
    _Info = OptimFROGInfo

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["OptimFROG"], filename, header)


Open = OptimFROG
delete = delete_with(OptimFROG)

__all__ = ["OptimFROG", "Open", "delete"]

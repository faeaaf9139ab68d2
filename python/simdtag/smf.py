# SPDX-License-Identifier: MIT
"""Standard MIDI files."""

from simdtag import _core
from simdtag._core import info_class, register
from simdtag._file import FileType
from simdtag._util import MutagenError, extends


class SMFError(MutagenError):
    pass


error = SMFError


@extends(info_class("smf.SMFInfo"))
class SMFInfo:
    """MIDI: length."""

    def __init__(self, fileobj):
        self._read(_core.FORMATS["SMF"], fileobj, fileobj.tell())

    def pprint(self):
        return "SMF, %.2f seconds" % self.length


register(SMFInfo)


@register
class SMF(FileType):
    """A standard MIDI file, which has no tags."""

    __slots__ = ()
    _mimes = ["audio/midi", "audio/x-midi"]

    load = FileType._load

    def add_tags(self):
        raise SMFError("doesn't support tags")

    @staticmethod
    def score(filename, fileobj, header):
        return bool(_core.score(_core.FORMATS["SMF"], filename, header))


Open = SMF

__all__ = ["SMF"]

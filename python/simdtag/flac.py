# SPDX-License-Identifier: MIT
"""FLAC."""

from simdtag import _core
from simdtag._core import FLACStreamInfo as StreamInfo, FileType, register
from simdtag._tags import MetadataBlock
from simdtag._util import MutagenError, extends
from simdtag._vorbis import VCommentDict


class error(MutagenError):
    pass


class FLACNoHeaderError(error):
    pass


class FLACVorbisError(ValueError, error):
    pass


register(StreamInfo)


@register
class VCFLACDict(VCommentDict):
    """The Vorbis comment of a FLAC file."""
    __slots__ = ()
    code = 4


@register
class FLAC(FileType):
    """A FLAC file."""
    __slots__ = ()
    _mimes = ["audio/flac", "audio/x-flac", "application/x-flac"]
    load = _core.FileType._load

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(3, filename, header)


Open = FLAC
__all__ = ["FLAC", "Open", "delete"]

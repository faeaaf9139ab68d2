# SPDX-License-Identifier: MIT
"""Vorbis comments."""

from simdtag._core import VComment, VCommentDict
from simdtag._util import MutagenError, extends


class error(MutagenError):
    pass


class VorbisUnsetFrameError(error):
    pass


class VorbisEncodingError(error):
    pass

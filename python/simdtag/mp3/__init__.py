# SPDX-License-Identifier: MIT
"""MPEG audio layers I to III."""

from simdtag import _core
from simdtag._core import FileType, MPEGInfo, register
from simdtag._util import MutagenError


class error(MutagenError):
    pass


class HeaderNotFoundError(error):
    pass


class InvalidMPEGHeader(error):
    pass

# SPDX-License-Identifier: MIT
"""The old name of MP4 support: its classes are still there, and opening anything with them is an error. Use
simdtag.mp4."""

import warnings

from simdtag._core import DictProxy
from simdtag._file import FileType
from simdtag._tags import StreamInfo, Tags
from simdtag._util import MutagenError, opened

warnings.warn("simdtag.m4a is deprecated; use simdtag.mp4 instead.", DeprecationWarning)


class error(MutagenError):
    pass


class M4AMetadataError(error):
    pass


class M4AStreamInfoError(error):
    pass


class M4AMetadataValueError(error):
    pass


class M4ACover(bytes):
    """A cover picture: bytes with an imageformat."""

    FORMAT_JPEG = 13
    FORMAT_PNG = 14

    def __new__(cls, data, imageformat=None):
        self = super().__new__(cls, data)
        self.imageformat = M4ACover.FORMAT_JPEG if imageformat is None else imageformat
        return self


class M4ATags(DictProxy, Tags):
    """Cannot be read; an empty mapping can be had."""

    def load(self, atoms, fileobj):
        raise error("deprecated")

    def save(self, filename):
        raise error("deprecated")

    def delete(self, filename):
        raise error("deprecated")

    def pprint(self):
        return ""


class M4AInfo(StreamInfo):
    """Cannot be made."""

    bitrate = 0

    def __init__(self, atoms, fileobj):
        raise error("deprecated")

    def pprint(self):
        return ""


class M4A(FileType):
    """Cannot be opened: mp4.MP4 reads such files."""

    _mimes = ["audio/mp4", "audio/x-m4a", "audio/mpeg4", "audio/aac"]

    def load(self, filething=None, *, filename=None, fileobj=None):
        with opened(filething, filename, fileobj):
            raise error("deprecated")

    def add_tags(self):
        self.tags = M4ATags()

    @staticmethod
    def score(filename, fileobj, header):
        return 0


Open = M4A


def delete(filename):
    """Always an error."""
    raise error("deprecated")


__all__ = ["M4A", "Open", "delete", "M4ACover"]

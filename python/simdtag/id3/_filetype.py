# SPDX-License-Identifier: MIT
"""ID3FileType: a file known by its ID3 tag alone, and the base of those that carry one. Loads nothing else of the
package."""

from simdtag._core import FileType
from simdtag._tags import StreamInfo
from simdtag._util import opened


class _OwnID3:
    """Stands for the class ID3 until somebody asks for it."""

    def __get__(self, instance, owner):
        from simdtag.id3._file import ID3  # which puts itself in this place

        return ID3


class ID3FileType(FileType):
    """A file with an ID3 tag and no stream that anybody knows."""

    __slots__ = ()
    __module__ = "simdtag.id3"

    ID3 = _OwnID3()

    class _Info(StreamInfo):
        __module__ = "simdtag.id3._file"
        length = 0

        def __init__(self, fileobj, offset):
            pass

        @staticmethod
        def pprint():
            return "Unknown format with ID3 tag"

    @staticmethod
    def score(filename, fileobj, header_data):
        return header_data.startswith(b"ID3")

    def add_tags(self, ID3=None):
        """Gives the file an empty tag; an error when it has one."""
        from simdtag.id3._util import error

        if ID3 is None:
            ID3 = self.ID3
        if self.tags is not None:
            raise error("an ID3 tag already exists")
        self.ID3 = ID3
        self.tags = ID3()

    def load(self, filething=None, ID3=None, *, filename=None, fileobj=None, **kwargs):
        from simdtag.id3._util import ID3NoHeaderError

        if ID3 is None:
            ID3 = self.ID3
        else:
            self.ID3 = ID3
        with opened(filething, filename, fileobj) as (name, source):
            self.filename = name
            offset = None
            try:
                self.tags = ID3(source, **kwargs)
            except ID3NoHeaderError:
                self.tags = None
            else:
                offset = getattr(self.tags, "size", None)
            if self._Info is not ID3FileType._Info and isinstance(ID3, type) and issubclass(ID3, _own_classes()):
                # a class of the caller's own starts to read where mutagen's reader of tags stops
                source.seek(offset or 0)
                if not offset:
                    source.read(10)
            self.info = self._Info(source, offset)


def _load_apart(self, filething, filename, fileobj, cls, **kwargs):
    """load() of a program's own subclass of MP3 or TrueAudio with an _Info of its own."""
    ID3FileType.load(self, filething, cls, filename=filename, fileobj=fileobj, **kwargs)


def _own_classes():
    from simdtag.easyid3 import EasyID3
    from simdtag.id3._file import ID3

    return ID3, EasyID3

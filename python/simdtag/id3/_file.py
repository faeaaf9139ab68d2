# SPDX-License-Identifier: MIT
"""ID3: the tag of a file; ID3FileType: a file known by its ID3 tag alone."""

from simdtag import _core
from simdtag._enums import enum
from simdtag._tags import Metadata
from simdtag._util import no_writing
from simdtag.id3._filetype import ID3FileType
from simdtag.id3._tags import ID3Tags, fill


@enum
class ID3v1SaveOptions:
    """What save() does about an ID3v1 tag."""

    REMOVE = 0
    UPDATE = 1
    CREATE = 2


@_core.register
class ID3(ID3Tags, Metadata):
    """The ID3 tag of a file: `ID3(filething)` reads it, `ID3()` is an empty one.

    version: a tuple such as (2, 3, 0) of the tag as stored; size: its bytes with the header; unknown_frames: frames
    of no known class, as stored.
    """

    __slots__ = ()

    PEDANTIC = True
    filename = None
    _format = _core.FORMATS["ID3"]  # of the file around the tag
    _plain = True  # a class of the package, which adds nothing to what happens to frames

    def __init__(self, *args, **kwargs):
        super().__init__()
        if args or kwargs:
            self.load(*args, **kwargs)

    @property
    def version(self):
        """The version of the tag as stored."""
        header = self._header_fields
        if header is not None:
            return header[0]
        return self.__dict__.get("_version", (2, 4, 0))

    @version.setter
    def version(self, value):
        self.__dict__["_version"] = value

    @property
    def size(self):
        """Bytes of the tag with its header."""
        header = self._header_fields
        return header[1] if header is not None else 0

    @property
    def f_unsynch(self):
        header = self._header_fields
        return header is not None and bool(header[2] & 0x80)

    @property
    def f_extended(self):
        header = self._header_fields
        return header is not None and bool(header[2] & 0x40)

    def load(self, filething=None, known_frames=None, translate=True, v2_version=4, load_v1=True, *, filename=None,
             fileobj=None):
        """Reads the tag of a file and adds its frames.

        known_frames: classes by frame id instead of all classes. translate: bring frames to ID3v2.4 (or
        v2_version=3: 2.3). load_v1: take what the ID3v2 tag does not have from an ID3v1 tag.
        """
        if v2_version not in (3, 4):
            raise ValueError("Only 3 and 4 possible for v2_version")
        plain = "_plain" in vars(type(self)) and known_frames is None and translate and v2_version == 4 and not self
        self.filename = _core.id3_open(self, self._format, filething, filename, fileobj, not plain, not load_v1)
        if plain:
            _core.id3_fill(self)
            return
        fill(self, known_frames, v1_year=v2_version == 3 and self.version == (1, 1))
        if translate:
            if v2_version == 3:
                self.update_to_v23()
            else:
                self.update_to_v24()

    def save(self, filething=None, v1=1, v2_version=4, v23_sep="/", padding=None, *, filename=None, fileobj=None):
        """Writes the tag: not supported yet."""
        no_writing()

    def delete(self, filething=None, delete_v1=True, delete_v2=True, *, filename=None, fileobj=None):
        """Removes the tag from a file: not supported yet."""
        no_writing()


ID3.__module__ = "simdtag.id3"
ID3FileType.ID3 = ID3


def delete(filething=None, delete_v1=True, delete_v2=True, *, filename=None, fileobj=None):
    """Removes the ID3 tags of a file: not supported yet."""
    no_writing()

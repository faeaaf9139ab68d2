# SPDX-License-Identifier: MIT
"""The objects of an ASF header as a tree, for programs that look at it. ASF itself does not need it."""

import struct

from simdtag.asf._util import ASFHeaderError, bytes2guid, guid2bytes

_HEAD = 24  # GUID and size
_HEADER_HEAD = 30


class BaseObject:
    """An object: `data`, its bytes after GUID and size, and `objects` inside it."""

    _TYPES = {}

    def __init__(self):
        self.objects = []
        self.data = b""

    def parse(self, asf, data):
        """Takes the object's bytes."""
        self.data = data

    def get_child(self, guid):
        """The first object inside with this GUID, or None."""
        for child in self.objects:
            if child.GUID == guid:
                return child
        return None

    @classmethod
    def _register(cls, other):
        cls._TYPES[other.GUID] = other
        return other

    @classmethod
    def _get_object(cls, guid):
        known = cls._TYPES.get(guid)
        return known() if known else UnknownObject(guid)

    def __repr__(self):
        return "<%s GUID=%s objects=%r>" % (type(self).__name__, bytes2guid(self.GUID), self.objects)

    def pprint(self):
        """The tree below as text, one object a line."""
        lines = ["%s(%s)" % (type(self).__name__, bytes2guid(self.GUID))]
        for child in self.objects:
            lines.extend("  " + line for line in child.pprint().split("\n"))
        return "\n".join(lines)


class UnknownObject(BaseObject):
    """An object of any other GUID."""

    def __init__(self, guid):
        super().__init__()
        assert isinstance(guid, bytes)
        self.GUID = guid


@BaseObject._register
class HeaderObject(BaseObject):
    """The header; parse_full reads all of it."""

    GUID = guid2bytes("75B22630-668E-11CF-A6D9-00AA0062CE6C")

    @classmethod
    def parse_size(cls, fileobj):
        """(size of the header, number of its objects)"""
        head = fileobj.read(_HEADER_HEAD)
        if len(head) != _HEADER_HEAD or not head.startswith(cls.GUID):
            raise ASFHeaderError("Not an ASF file.")
        return struct.unpack("<QL", head[16:28])

    @classmethod
    def parse_full(cls, asf, fileobj):
        """The header of a file object, with everything in it."""
        header = cls()
        size, count = cls.parse_size(fileobj)
        left = size - _HEADER_HEAD
        for _ in range(count):
            if left < _HEAD:
                raise ASFHeaderError("invalid header size")
            head = fileobj.read(_HEAD)
            if len(head) != _HEAD:
                raise ASFHeaderError("truncated")
            (length,) = struct.unpack("<Q", head[16:])
            if length > left:
                raise ASFHeaderError("invalid object size")
            data = fileobj.read(length - _HEAD) if length >= _HEAD else b""
            if len(data) != length - _HEAD:
                raise ASFHeaderError("truncated")
            left -= length
            child = cls._get_object(head[:16])
            child.parse(asf, data)
            header.objects.append(child)
        return header

    def parse(self, asf, data):
        raise NotImplementedError


@BaseObject._register
class HeaderExtensionObject(BaseObject):
    """An object with more objects inside."""

    GUID = guid2bytes("5FBF03B5-A92E-11CF-8EE3-00C00C205365")

    def parse(self, asf, data):
        super().parse(asf, data)
        if len(data) < 22:
            raise ASFHeaderError("truncated")
        (size,) = struct.unpack("<I", data[18:22])
        at = 22
        while at < 22 + size:
            head = data[at : at + _HEAD]
            if len(head) != _HEAD:
                raise ASFHeaderError("truncated")
            (length,) = struct.unpack("<Q", head[16:])
            if length < 1:
                raise ASFHeaderError("invalid size in header extension")
            child = self._get_object(head[:16])
            child.parse(asf, data[at + _HEAD : at + length])
            self.objects.append(child)
            at += length


def _plain(name, guid, doc):
    """A class of objects nobody looks into."""
    return BaseObject._register(
        type(name, (BaseObject,), {"GUID": guid2bytes(guid), "__doc__": doc, "__module__": __name__})
    )


ContentDescriptionObject = _plain(
    "ContentDescriptionObject",
    "75B22633-668E-11CF-A6D9-00AA0062CE6C",
    "Title, author, copyright, description and rating.",
)
ContentDescriptionObject.NAMES = ["Title", "Author", "Copyright", "Description", "Rating"]
ExtendedContentDescriptionObject = _plain(
    "ExtendedContentDescriptionObject", "D2D0A440-E307-11D2-97F0-00A0C95EA850", "Attributes of any name."
)
FilePropertiesObject = _plain(
    "FilePropertiesObject", "8CABDCA1-A947-11CF-8EE4-00C00C205365", "Durations, sizes and bitrate of the file."
)
StreamPropertiesObject = _plain(
    "StreamPropertiesObject", "B7DC0791-A9B7-11CF-8EE6-00C00C205365", "The format of a stream."
)
CodecListObject = _plain("CodecListObject", "86D15240-311D-11D0-A3A4-00A0C90348F6", "The codecs, for people.")
PaddingObject = _plain("PaddingObject", "1806D474-CADF-4509-A4BA-9AABCB96AAE8", "Room to grow into.")
StreamBitratePropertiesObject = _plain(
    "StreamBitratePropertiesObject", "7BF875CE-468D-11D1-8D82-006097C9A2B2", "The bitrate of each stream."
)
ContentEncryptionObject = _plain(
    "ContentEncryptionObject", "2211B3FB-BD23-11D2-B4B7-00A0C955FC6E", "Keys of protected content."
)
ExtendedContentEncryptionObject = _plain(
    "ExtendedContentEncryptionObject", "298AE614-2622-4C17-B935-DAE07EE9289C", "The same, of version 7 and later."
)
MetadataObject = _plain(
    "MetadataObject", "C5F8CBEA-5BAF-4877-8467-AA8C44FA4CCA", "Attributes of one stream or of all."
)
MetadataLibraryObject = _plain(
    "MetadataLibraryObject", "44231C94-9498-49D1-A141-1D134E457054", "Attributes with a language, of any length."
)

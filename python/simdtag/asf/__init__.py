# SPDX-License-Identifier: MIT
"""ASF: WMA, WMV."""

from simdtag import _core
from simdtag._core import FileType, info_class, register
from simdtag._util import extends, no_writing
from simdtag.asf._attrs import (
    ASFBaseAttribute,
    ASFBoolAttribute,
    ASFByteArrayAttribute,
    ASFDWordAttribute,
    ASFGUIDAttribute,
    ASFQWordAttribute,
    ASFTags,
    ASFUnicodeAttribute,
    ASFValue,
    ASFWordAttribute,
)
from simdtag.asf._util import ASFError, ASFHeaderError, error

UNICODE, BYTEARRAY, BOOL, DWORD, QWORD, WORD, GUID = range(7)  # kinds of attributes


@extends(info_class("asf.ASFInfo"))
class ASFInfo:
    """ASF: length, bitrate, channels, sample_rate, codec_type, codec_name, codec_description."""

    def __init__(self):
        self.length = 0.0
        self.sample_rate = self.bitrate = self.channels = 0
        self.codec_type = self.codec_name = self.codec_description = ""

    def pprint(self):
        return "ASF (%s) %d bps, %s Hz, %d channels, %.2f seconds" % (
            self.codec_type or self.codec_name or "???",
            self.bitrate,
            self.sample_rate,
            self.channels,
            self.length,
        )


register(ASFInfo)


def _attribute(value):
    """What a plain value is kept as."""
    if isinstance(value, ASFBaseAttribute):
        return value
    if isinstance(value, str):
        return ASFUnicodeAttribute(value)
    if isinstance(value, bytes):
        return ASFByteArrayAttribute(value)
    if isinstance(value, bool):
        return ASFBoolAttribute(value)
    if isinstance(value, int):
        return ASFDWordAttribute(value)
    raise TypeError("Invalid type %r" % type(value))


@extends(ASFTags)
class ASFTags:
    def __setitem__(self, key, values):
        """tags[key] = value or [value, ...]; values may be plain text, bytes, bools and numbers."""
        if isinstance(key, slice):
            list.__setitem__(self, key, values)
            self._forget()
            return
        attributes = [_attribute(value) for value in (values if isinstance(values, list) else [values])]
        self._take_out(key)
        self.extend([(key, attribute) for attribute in attributes])

    def __delitem__(self, key):
        if isinstance(key, slice):
            list.__delitem__(self, key)
            self._forget()
        elif not self._take_out(key):
            raise KeyError(key)

    def _take_out(self, key):
        """Removes every item with this key; whether there was one."""
        others = [item for item in self if item[0] != key]
        found = len(others) != len(self)
        if found:
            list.__setitem__(self, slice(None), others)
            self._forget()
        return found

    # for lists with something other than pairs of a str and a value in them

    def _getitem(self, key):
        values = [value for k, value in self if k == key]
        if not values:
            raise KeyError(key)
        return values

    def _contains(self, key):
        for k, value in self:
            if k == key:
                return True
        return False

    def _keys(self):
        return set(next(zip(*self)))

    def as_dict(self):
        """A dict of lists."""
        result = {}
        for key, value in self:
            result.setdefault(key, []).append(value)
        return result

    def pprint(self):
        """The attributes as text, one a line."""
        return "\n".join("%s=%s" % (key, value) for key, value in self)

    def __reduce_ex__(self, protocol):
        return object.__reduce_ex__(self, max(protocol, 2))  # older ones cannot make C objects

    def __getstate__(self):
        return self.__dict__ or None


register(ASFTags)


@register
class ASF(FileType):
    """An ASF file, such as WMA and WMV. info: an ASFInfo; tags: an ASFTags."""

    __slots__ = ()
    _mimes = ["audio/x-ms-wma", "audio/x-ms-wmv", "video/x-ms-asf", "audio/x-wma", "video/x-wmv"]

    load = FileType._load
    save = delete = no_writing

    def add_tags(self):
        """Always an error: every ASF file has tags, if perhaps empty ones."""
        raise ASFError

    @staticmethod
    def score(filename, fileobj, header):
        return _core.score(_core.FORMATS["ASF"], filename, header)


Open = ASF

_OBJECTS = (
    "ContentDescriptionObject",
    "ExtendedContentDescriptionObject",
    "HeaderExtensionObject",
    "HeaderObject",
    "MetadataLibraryObject",
    "MetadataObject",
)


def __getattr__(name):
    if name in _OBJECTS or name == "_objects":
        from importlib import import_module

        objects = import_module("simdtag.asf._objects")
        return objects if name == "_objects" else getattr(objects, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


__all__ = ["ASF", "Open"]

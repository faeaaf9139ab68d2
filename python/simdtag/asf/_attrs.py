# SPDX-License-Identifier: MIT
"""ASF attributes: a value of one of seven types, with a language and a stream."""

import struct

from simdtag import _core
from simdtag._util import extends
from simdtag.asf._util import ASFError

ASFBaseAttribute, ASFTags = _core.asf_types()  # the latter is for simdtag.asf


@extends(ASFBaseAttribute)
class ASFBaseAttribute:
    """Base of the attributes; `value`, `language` and `stream` may be set."""

    _TYPES = {}

    def __init__(self, value=None, data=None, language=None, stream=None, **kwargs):
        self.language = language
        self.stream = stream
        if data is not None:
            self.value = self.parse(data, **kwargs)
        elif value is None:
            self.value = None
        else:
            self.value = self._validate(value)

    @classmethod
    def _register(cls, other):
        cls._TYPES[other.TYPE] = other
        return other

    @classmethod
    def _get_type(cls, type_):
        return cls._TYPES[type_]

    def _validate(self, value):
        """The value as it is kept; TypeError or ValueError when it cannot be one."""
        return value

    def data_size(self):
        """Bytes of the rendered value."""
        raise NotImplementedError

    def __repr__(self):
        extra = "".join(
            ", %s=%r" % (name, part)
            for name, part in (("language", self.language), ("stream", self.stream))
            if part
        )
        return "%s(%r%s)" % (type(self).__name__, self.value, extra)

    def render(self, name):
        """The attribute as an entry of the extended content description."""
        name = name.encode("utf-16-le") + b"\0\0"
        data = self._render()
        return struct.pack("<H", len(name)) + name + struct.pack("<HH", self.TYPE, len(data)) + data

    def render_m(self, name):
        """The attribute as an entry of the metadata object."""
        return self._render_entry(name, 0)

    def render_ml(self, name):
        """The attribute as an entry of the metadata library."""
        return self._render_entry(name, self.language or 0)

    def _render_entry(self, name, language):
        name = name.encode("utf-16-le") + b"\0\0"
        data = self._render(dword=False) if self.TYPE == 2 else self._render()
        head = struct.pack("<HHHHI", language, self.stream or 0, len(name), self.TYPE, len(data))
        return head + name + data

    def __reduce_ex__(self, protocol):
        return object.__reduce_ex__(self, max(protocol, 2))  # older ones cannot make C objects

    def __getstate__(self):
        return self.__dict__


def _ordered(cls):
    """Decorator: the other comparisons, from __eq__ and __lt__."""
    cls.__ne__ = lambda self, other: not self == other
    cls.__le__ = lambda self, other: self == other or self < other
    cls.__gt__ = lambda self, other: not (self == other or self < other)
    cls.__ge__ = lambda self, other: not self < other
    return cls


@ASFBaseAttribute._register
@_ordered
class ASFUnicodeAttribute(ASFBaseAttribute):
    """Text."""

    __slots__ = ()
    TYPE = 0

    def parse(self, data):
        try:
            return data.decode("utf-16-le").strip("\0")
        except UnicodeDecodeError as e:
            raise ASFError(e) from None

    def _validate(self, value):
        if not isinstance(value, str):
            raise TypeError("%r not str" % (value,))
        return value

    def _render(self):
        return self.value.encode("utf-16-le") + b"\0\0"

    def data_size(self):
        return len(self._render())

    def __bytes__(self):
        return self.value.encode("utf-16-le")

    def __str__(self):
        return self.value

    def __eq__(self, other):
        return str(self) == other

    def __lt__(self, other):
        return str(self) < other

    __hash__ = object.__hash__


def _with(shared):
    """Decorator: the class below, with the methods of another that is not among its bases."""
    def decorate(cls):
        for name, method in vars(shared).items():
            if callable(method):
                setattr(cls, name, method)
        return ASFBaseAttribute._register(_ordered(cls))
    return decorate


class _Bytes:
    """What the two kinds of bytes share."""

    __slots__ = ()

    def parse(self, data):
        assert isinstance(data, bytes)
        return data

    def _validate(self, value):
        if not isinstance(value, bytes):
            raise TypeError("must be bytes/str: %r" % (value,))
        return value

    def _render(self):
        assert isinstance(self.value, bytes)
        return self.value

    def data_size(self):
        return len(self.value)

    def __bytes__(self):
        return self.value

    def __eq__(self, other):
        return self.value == other

    def __lt__(self, other):
        return self.value < other

    __hash__ = object.__hash__


@_with(_Bytes)
class ASFByteArrayAttribute(ASFBaseAttribute):
    """Bytes, such as a picture (WM/Picture)."""

    __slots__ = ()
    TYPE = 1

    def __str__(self):
        return "[binary data (%d bytes)]" % len(self.value)


@ASFBaseAttribute._register
@_ordered
class ASFBoolAttribute(ASFBaseAttribute):
    """True or False."""

    __slots__ = ()
    TYPE = 2

    def parse(self, data, dword=True):
        return struct.unpack("<I" if dword else "<H", data)[0] == 1

    def _validate(self, value):
        return bool(value)

    def _render(self, dword=True):
        return struct.pack("<I" if dword else "<H", bool(self.value))

    def data_size(self):
        return 4

    def __bool__(self):
        return bool(self.value)

    def __bytes__(self):
        return str(self.value).encode("utf-8")

    def __str__(self):
        return str(self.value)

    def __eq__(self, other):
        return bool(self.value) == other

    def __lt__(self, other):
        return bool(self.value) < other

    __hash__ = object.__hash__


class _Number:
    """What the three unsigned numbers share, apart from their widths."""

    __slots__ = ()

    def parse(self, data):
        return struct.unpack(self._FORMAT, data)[0]

    def _validate(self, value):
        value = int(value)
        if not 0 <= value < 1 << 8 * struct.calcsize(self._FORMAT):
            raise ValueError("Out of range")
        return value

    def _render(self):
        return struct.pack(self._FORMAT, self.value)

    def data_size(self):
        return struct.calcsize(self._FORMAT)

    def __int__(self):
        return self.value

    def __bytes__(self):
        return str(self.value).encode("utf-8")

    def __str__(self):
        return str(self.value)

    def __eq__(self, other):
        return int(self.value) == other

    def __lt__(self, other):
        return int(self.value) < other

    __hash__ = object.__hash__


@_with(_Number)
class ASFDWordAttribute(ASFBaseAttribute):
    """A number of 32 bits."""

    __slots__ = ()
    TYPE = 3
    _FORMAT = "<I"


@_with(_Number)
class ASFQWordAttribute(ASFBaseAttribute):
    """A number of 64 bits."""

    __slots__ = ()
    TYPE = 4
    _FORMAT = "<Q"


@_with(_Number)
class ASFWordAttribute(ASFBaseAttribute):
    """A number of 16 bits."""

    __slots__ = ()
    TYPE = 5
    _FORMAT = "<H"


@_with(_Bytes)
class ASFGUIDAttribute(ASFBaseAttribute):
    """A GUID, as bytes."""

    __slots__ = ()
    TYPE = 6

    def __str__(self):
        return repr(self.value)


_core.asf_classes(tuple(ASFBaseAttribute._TYPES[i] for i in range(7)))


def ASFValue(value, kind, **kwargs):
    """An attribute of a kind: UNICODE, BYTEARRAY, BOOL, DWORD, QWORD, WORD or GUID."""
    try:
        cls = ASFBaseAttribute._get_type(kind)
    except KeyError:
        raise ValueError("Unknown value type %r" % (kind,)) from None
    return cls(value=value, **kwargs)

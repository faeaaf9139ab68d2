# SPDX-License-Identifier: MIT
"""APEv2 tags (and APEv1 ones), and files of which nothing is known but that they have one."""

from _collections_abc import MutableSequence  # collections.abc is the same, behind all of collections

from simdtag import _core
from simdtag._core import FileType, info_class, is_valid_apev2_key, register
from simdtag._util import MutagenError, extends, no_writing, opened

TEXT, BINARY, EXTERNAL = range(3)  # kinds of values

HAS_HEADER = 1 << 31  # flags of a header
HAS_NO_FOOTER = 1 << 30
IS_HEADER = 1 << 29

_APEValue, _CIDictProxy, APEv2 = _core.ape_classes()
for _class in (_APEValue, _CIDictProxy, APEv2):
    _class.__name__ = _class.__name__  # without its module, which CPython would put into messages
del _class


class error(MutagenError):
    pass


class APENoHeaderError(error):
    pass


class APEUnsupportedVersionError(error):
    pass


class APEBadItemError(error):
    pass


def APEValue(value, kind):
    """A value of a kind: TEXT, BINARY or EXTERNAL."""
    try:
        cls = _get_value_type(kind)
    except ValueError:
        raise ValueError("kind must be TEXT, BINARY, or EXTERNAL")
    return cls(value)


def _get_value_type(kind):
    if kind == TEXT:
        return APETextValue
    if kind == BINARY:
        return APEBinaryValue
    if kind == EXTERNAL:
        return APEExtValue
    raise ValueError("unknown kind %r" % kind)


@extends(_APEValue)
class _APEValue:
    def __init__(self, value, kind=None):
        if kind is not None and kind != self.kind:
            raise ValueError
        self.value = self._validate(value)

    @classmethod
    def _new(cls, data):
        new = cls.__new__(cls)
        new._parse(data)
        return new

    def _parse(self, data):
        """Takes the value from bytes of a tag."""
        raise NotImplementedError

    def _write(self):
        """The value as bytes of a tag."""
        raise NotImplementedError

    def _validate(self, value):
        """The value, if it can be one; else TypeError."""
        raise NotImplementedError

    def __repr__(self):
        return "%s(%r, %d)" % (type(self).__name__, self.value, self.kind)

    def __reduce_ex__(self, protocol):
        return object.__reduce_ex__(self, max(protocol, 2))  # older ones cannot make C objects

    def __getstate__(self):
        return self.__dict__


def _le(self, other):
    return self < other or self == other


def _gt(self, other):
    return not self < other and self != other


def _ge(self, other):
    return not self < other


class _APEUtf8Value(_APEValue):
    __slots__ = ()

    def _parse(self, data):
        try:
            self.value = data.decode("utf-8")
        except UnicodeDecodeError as e:
            raise APEBadItemError(e) from e

    def _write(self):
        return self.value.encode("utf-8")

    def _validate(self, value):
        if not isinstance(value, str):
            raise TypeError("value not str")
        return value

    def __str__(self):
        return self.value

    def __bytes__(self):
        return self._write()

    def __len__(self):
        return len(self.value)

    def __eq__(self, other):
        return self.value == other

    def __lt__(self, other):
        return self.value < other

    __le__, __gt__, __ge__ = _le, _gt, _ge
    __hash__ = None


class APETextValue(_APEUtf8Value, MutableSequence):
    """Text: one or more values, as a list of str. str() gives them with zero characters between."""

    __slots__ = ()
    kind = TEXT

    def __iter__(self):
        return iter(self.value.split("\0"))

    def __len__(self):
        return self.value.count("\0") + 1

    def __getitem__(self, index):
        return self.value.split("\0")[index]

    def __setitem__(self, index, value):
        self._validate(value)
        self._change("__setitem__", index, value)

    def __delitem__(self, index):
        self._change("__delitem__", index)

    def insert(self, index, value):
        """A value before the one at `index`."""
        self._validate(value)
        self._change("insert", index, value)

    def clear(self):
        """Leaves one empty value, the least there can be."""
        self.value = ""

    def _change(self, how, *args):
        values = self.value.split("\0")
        getattr(values, how)(*args)
        self.value = "\0".join(values)

    def pprint(self):
        return " / ".join(self)


class APEBinaryValue(_APEValue):
    """Bytes."""

    __slots__ = ()
    kind = BINARY

    def _parse(self, data):
        self.value = data

    def _write(self):
        return self.value

    def _validate(self, value):
        if not isinstance(value, bytes):
            raise TypeError("value not bytes")
        return bytes(value)

    def __len__(self):
        return len(self.value)

    def __bytes__(self):
        return self._write()

    def __eq__(self, other):
        return self.value == other

    def __lt__(self, other):
        return self.value < other

    __le__, __gt__, __ge__ = _le, _gt, _ge
    __hash__ = None

    def pprint(self):
        return "[%d bytes]" % len(self)


class APEExtValue(_APEUtf8Value):
    """Where something that does not lie in the tag is to be found, for example a URL."""

    __slots__ = ()
    kind = EXTERNAL

    def pprint(self):
        return "[External] %s" % self.value


_core.ape_values(APETextValue, APEBinaryValue, APEExtValue)


@extends(APEv2)
class APEv2:
    filename = None

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, filething=None, *, filename=None, fileobj=None):
        """Takes the items of the file's tag."""
        name = self._load(filething, filename, fileobj)
        if name is False:
            raise APENoHeaderError("No APE tag found")
        self.filename = name

    def _value(self, value):
        """What a value that is no APEValue becomes: text, a list of texts, or bytes."""
        if isinstance(value, str):
            return APETextValue(value)
        if isinstance(value, list):
            if not all(isinstance(one, str) for one in value):
                raise TypeError("item in list not str")
            return APETextValue("\0".join(value))
        return APEBinaryValue(value)

    save = delete = no_writing

    def pprint(self):
        """The items as text, one a line, sorted by key."""
        return "\n".join("%s=%s" % (key, value.pprint()) for key, value in sorted(self.items()))

    def __reduce_ex__(self, protocol):
        return object.__reduce_ex__(self, max(protocol, 2))

    def __getstate__(self):
        return {
            **self.__dict__,
            "_CIDictProxy__dict": self._CIDictProxy__dict,
            "_CIDictProxy__casemap": self._CIDictProxy__casemap,
        }

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)


register(APEv2)


@extends(info_class("apev2._UnknownInfo"))
class _UnknownInfo:
    """Of a file whose tag alone is known."""

    length = 0
    bitrate = 0

    def __init__(self, fileobj):
        pass

    @staticmethod
    def pprint():
        return "Unknown format with APEv2 tag."


register(_UnknownInfo)


@register
class APEv2File(FileType):
    """A file with an APEv2 tag, whatever else it is. Base of the formats that have one."""

    __slots__ = ()
    _Info = _UnknownInfo

    load = FileType._load

    def add_tags(self):
        """Adds an empty tag."""
        if self.tags is not None:
            raise error("%r already has tags: %r" % (self, self.tags))
        self.tags = APEv2()

    @staticmethod
    def score(filename, fileobj, header):
        size = fileobj.seek(0, 2)
        fileobj.seek(max(0, size - 160))
        return (b"APETAGEX" in fileobj.read()) - header.startswith(b"ID3")


def _load_apart(self, filething, filename, fileobj, _):
    """load() of a program's own APEv2File with an _Info of its own."""
    with opened(filething, filename, fileobj) as (name, source):
        self.filename = name
        self.info = self._Info(source)
        source.seek(0)
        try:
            self.tags = APEv2(source)
        except APENoHeaderError:
            self.tags = None


Open = APEv2


def delete(filething=None, *, filename=None, fileobj=None):
    """Takes the tag out of a file, if it has one."""
    try:
        APEv2(filething, filename=filename, fileobj=fileobj).delete()
    except APENoHeaderError:
        pass


__all__ = ["APEv2", "APEv2File", "Open", "delete"]

# SPDX-License-Identifier: MIT
"""What programs with file classes of their own import from `_util`: file arguments, bits, numbers out of bytes."""

import contextlib
import functools
import os
import struct
from collections import namedtuple
from fnmatch import fnmatchcase

from simdtag._util import MutagenError, opened

FileThing = namedtuple("FileThing", ["fileobj", "filename", "name"])


def is_fileobj(fileobj):
    """Whether it is anything but a path."""
    return not (isinstance(fileobj, (str, bytes)) or hasattr(fileobj, "__fspath__"))


def fileobj_name(fileobj):
    """The name of a file object as text or bytes, empty when it has none."""
    name = getattr(fileobj, "name", "")
    return name if isinstance(name, (str, bytes)) else str(name)


@contextlib.contextmanager
def convert_error(exc_src, exc_dest):
    """Decorator or context: an exception of class exc_src leaves as exc_dest(exception); exc_dest's own as they are."""
    try:
        yield
    except exc_dest:
        raise
    except exc_src as error:
        raise exc_dest(error) from error


class _writable(opened):
    """The same with a file that can be written to, and made when `create` says so."""

    def __init__(self, create, *args):
        super().__init__(*args)
        self.create = create

    def __enter__(self):
        if self.own:
            try:
                self.source = self._open()
            except OSError as error:
                raise MutagenError(error) from error
        return self.name, self.source

    def _open(self):
        try:
            return open(self.name, "rb+")
        except FileNotFoundError:
            if not self.create:
                raise
        return open(self.name, "wb+")


def loadfile(method=True, writable=False, create=False):
    """Decorator of a function (a method if so told) that takes a FileThing: callers give it a path or a file object.

    They do so as its first argument or as filename= or fileobj=. A file opened here is closed afterwards.
    """
    def decorate(function):
        def call(before, filething, filename, fileobj, args, kwargs):
            if writable:
                file = _writable(create, filething, filename, fileobj)
            else:
                file = opened(filething, filename, fileobj)
            with file as (name, source):
                shown = fileobj_name(source) if name is None else name
                return function(*before, FileThing(source, name, shown), *args, **kwargs)

        if method:
            @functools.wraps(function)
            def wrapper(self, *args, filename=None, fileobj=None, **kwargs):
                return call((self,), args[0] if args else None, filename, fileobj, args[1:], kwargs)
        else:
            @functools.wraps(function)
            def wrapper(*args, filename=None, fileobj=None, **kwargs):
                return call((), args[0] if args else None, filename, fileobj, args[1:], kwargs)
        return wrapper
    return decorate


def endswith(text, end):
    """text.endswith(end) for text and bytes, mixed too."""
    if isinstance(text, str):
        return text.endswith(end if isinstance(end, str) else end.decode("ascii"))
    return text.endswith(end if isinstance(end, bytes) else end.encode("ascii"))


def intround(value):
    """The nearest integer; of two the even one."""
    return int(round(value))


def iterbytes(data):
    """The bytes of `data` one by one, as bytes."""
    return (data[i:i + 1] for i in range(len(data)))


def bchr(number):
    """One byte."""
    return bytes([number])


def get_size(fileobj):
    """The size of a file; it stands afterwards where it stood."""
    at = fileobj.tell()
    try:
        fileobj.seek(0, os.SEEK_END)
        return fileobj.tell()
    finally:
        fileobj.seek(at, os.SEEK_SET)


def read_full(fileobj, size):
    """Exactly `size` bytes; an OSError when there are fewer."""
    if size < 0:
        raise ValueError("size must not be negative")
    data = fileobj.read(size)
    if len(data) != size:
        raise OSError
    return data


def seek_end(fileobj, offset):
    """Goes to `offset` bytes before the end, or to the start of a smaller file."""
    if offset < 0:
        raise ValueError
    fileobj.seek(-min(offset, get_size(fileobj)), os.SEEK_END)


def decode_terminated(data, encoding, strict=True):
    """(the text up to the first zero character, the bytes after it); strict: a ValueError when there is none."""
    width = 2 if encoding.lower().replace("_", "-").startswith("utf-16") else 1
    at = data.find(bytes(width))
    while at >= 0 and at % width:
        at = data.find(bytes(width), at + 1)
    if at >= 0:
        return data[:at].decode(encoding), data[at + width:]
    text = data.decode(encoding)  # what cannot be read is told before what is missing
    if strict:
        raise ValueError("not null terminated")
    return text, b""


class BitReaderError(Exception):
    """The file ended before the bits asked for."""


class BitReader:
    """Bits of a file object, the highest of each byte first."""

    def __init__(self, fileobj):
        self._fileobj = fileobj
        self._left = 0  # bits of _value that were not given out yet
        self._value = 0
        self._start = fileobj.tell()

    def bits(self, count):
        """The next `count` bits as a number."""
        if count < 0:
            raise ValueError
        if count > self._left:
            size = (count - self._left + 7) // 8
            data = self._fileobj.read(size)
            if len(data) != size:
                raise BitReaderError("not enough data")
            self._value = self._value << 8 * size | int.from_bytes(data, "big")
            self._left += 8 * size
        self._left -= count
        number = self._value >> self._left
        self._value &= (1 << self._left) - 1
        return number

    def bytes(self, count):
        """The next `count` bytes, wherever in a byte they begin."""
        if count < 0:
            raise ValueError
        return self.bits(8 * count).to_bytes(count, "big")

    def skip(self, count):
        """Passes over `count` bits."""
        if count < 0:
            raise ValueError
        if count <= self._left:
            self.bits(count)
            return
        count -= self.align()
        self._fileobj.seek(count // 8, os.SEEK_CUR)
        self.bits(count % 8)

    def get_position(self):
        """Bits given out or passed over so far."""
        return (self._fileobj.tell() - self._start) * 8 - self._left

    def align(self):
        """Goes on to the next whole byte; the number of bits passed over."""
        passed = self._left
        self._left = self._value = 0
        return passed

    def is_aligned(self):
        """Whether the next bit is the first of a byte."""
        return self._left == 0


class cdata:
    """Numbers out of bytes, and back: uint32_be(b"\\0\\0\\0\\1"), to_uint32_be(1), uint32_be_from(data, offset)."""

    error = struct.error
    bitswap = bytes(int(format(i, "08b")[::-1], 2) for i in range(256))

    @staticmethod
    def test_bit(value, n):
        """Whether bit `n` is set."""
        return bool(value >> n & 1)


def _add_number(name, form):
    packer = struct.Struct(form)

    def read(data):
        return packer.unpack(data)[0]

    def read_from(data, offset=0):
        return packer.unpack_from(data, offset)[0], offset + packer.size

    setattr(cdata, name, staticmethod(read))
    setattr(cdata, name + "_from", staticmethod(read_from))
    setattr(cdata, "to_" + name, staticmethod(packer.pack))


def _add_numbers(name, form, bits, low):
    setattr(cdata, name + "_min", low)
    setattr(cdata, name + "_max", low + (1 << bits) - 1)
    if bits == 8:
        _add_number(name, form)
    else:
        _add_number(name + "_le", "<" + form)
        _add_number(name + "_be", ">" + form)


for _names, _form, _bits in (
        (("int8", "char"), "b", 8), (("int16", "short"), "h", 16), (("int32", "int"), "i", 32),
        (("int64", "longlong"), "q", 64)):
    for _name in _names:
        _add_numbers(_name, _form, _bits, -(1 << _bits - 1))
        _add_numbers("u" + _name, _form.upper(), _bits, 0)

__all__ = [
    "BitReader", "BitReaderError", "FileThing", "bchr", "cdata", "convert_error", "decode_terminated", "endswith",
    "fileobj_name", "fnmatchcase", "get_size", "intround", "is_fileobj", "iterbytes", "loadfile", "read_full",
    "seek_end",
]  # fmt: skip

for _name in ("BitReader", "BitReaderError", "FileThing", "cdata"):
    globals()[_name].__module__ = "simdtag._util"

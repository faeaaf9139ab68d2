# SPDX-License-Identifier: MIT
"""What programs with file classes of their own import from `_util`: file arguments, bits, numbers out of bytes."""

import codecs
import contextlib
import errno
import functools
import io
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
        self.in_memory = False

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
        except OSError as error:
            if error.errno != errno.EOPNOTSUPP:
                raise
        self.in_memory = True  # some network file systems cannot read and write at once
        with open(self.name, "rb") as source:
            return io.BytesIO(source.read())

    def __exit__(self, *raised):
        if self.in_memory and raised[0] is None:
            try:
                with open(self.name, "wb") as target:
                    target.write(self.source.getvalue())
            except OSError as error:
                raise MutagenError(error) from error
        super().__exit__(*raised)


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


def encode_endian(text, encoding, errors="strict", le=True):
    """text.encode(encoding), where UTF-16 and UTF-32 get a byte order mark, of little endian unless told otherwise."""
    name = codecs.lookup(encoding).name
    if name not in ("utf-16", "utf-32"):
        return text.encode(encoding, errors)
    return ("\ufeff" + text).encode(name + ("-le" if le else "-be"), errors)


def verify_filename(filename):
    """A ValueError for what can be no path."""
    if is_fileobj(filename):
        raise ValueError("%r not a filename" % (filename,))


def verify_fileobj(fileobj, writable=False):
    """A ValueError for what cannot be read as a binary file, or written to if so asked."""
    try:
        data = fileobj.read(0)
    except Exception:
        raise ValueError("Can't read from file object %r" % fileobj if hasattr(fileobj, "read")
                         else "%r not a valid file object" % fileobj) from None
    if not isinstance(data, bytes):
        raise ValueError("file object %r not opened in binary mode" % fileobj)
    if writable:
        try:
            fileobj.write(b"")
        except Exception:
            raise ValueError("Can't write to file object %r" % fileobj) from None


def reraise(tp, value, tb):
    """Raises an exception of another class from where one was caught."""
    raise tp(value).with_traceback(tb)


total_ordering = functools.total_ordering


def hashable(cls):
    """Marks a class with __eq__ that can still be hashed; an AssertionError if it cannot."""
    assert cls.__dict__.get("__hash__") is not None
    return cls


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


def _add_number(names, ending, form):
    packer = struct.Struct(form)

    def read(data):
        return packer.unpack(data)[0]

    def read_from(data, offset=0):
        return packer.unpack_from(data, offset)[0], offset + packer.size

    functions = [staticmethod(function) for function in (read, read_from, packer.pack)]
    for name in names:
        for form_of_name, function in zip(("%s", "%s_from", "to_%s"), functions):
            setattr(cdata, form_of_name % (name + ending), function)


def _add_numbers(names, form, bits, low):
    for name in names:
        setattr(cdata, name + "_min", low)
        setattr(cdata, name + "_max", low + (1 << bits) - 1)
    for ending, order in (("", ""),) if bits == 8 else (("_le", "<"), ("_be", ">")):
        _add_number(names, ending, order + form)


for _names, _form, _bits in (
        (("int8", "char"), "b", 8), (("int16", "short"), "h", 16), (("int32", "int"), "i", 32),
        (("int64", "longlong"), "q", 64)):
    _add_numbers(_names, _form, _bits, -(1 << _bits - 1))
    _add_numbers(["u" + name for name in _names], _form.upper(), _bits, 0)

__all__ = [
    "BitReader", "BitReaderError", "FileThing", "bchr", "cdata", "convert_error", "decode_terminated",
    "encode_endian", "endswith", "fileobj_name", "fnmatchcase", "get_size", "hashable", "intround", "is_fileobj",
    "iterbytes", "loadfile", "read_full", "reraise", "seek_end", "total_ordering", "verify_filename",
    "verify_fileobj",
]  # fmt: skip

for _name in ("BitReader", "BitReaderError", "FileThing", "cdata"):
    globals()[_name].__module__ = "simdtag._util"

# SPDX-License-Identifier: MIT
"""The bytes of an ilst item; the check that a value can be stored under its key."""

import struct

from simdtag.mp4 import AtomDataType, MP4MetadataValueError

_SMALLEST = {  # bytes of an integer at least
    "tmpo": 2, "\xa9mvi": 2, "\xa9mvc": 2, "plID": 8, "cnID": 4, "geID": 4, "atID": 4, "sfID": 4, "cmID": 4, "tvsn": 4,
    "tves": 4, "akID": 1, "stik": 1, "rtng": 1, "shwm": 1, "hdvd": 1,
}
_WIDTHS = ((1, ">b"), (2, ">h"), (4, ">i"), (8, ">q"))


def _atom(name, data):
    return struct.pack(">I4s", len(data) + 8, name) + data


def _data(kind, payloads):
    return b"".join(_atom(b"data", struct.pack(">2I", kind, 0) + payload) for payload in payloads)


def _text(value):
    if isinstance(value, str):
        value = [value]
    for one in value:
        if not isinstance(one, str):
            raise TypeError("%r not str" % one)  # odd for tuples, but mutagen's words
        yield one.encode("utf-8")


def _pack_integer(number, smallest, value):
    for width, code in _WIDTHS:
        half = 1 << 8 * width - 1
        if width >= smallest and -half <= number <= half - 1:
            return struct.pack(code, number)
    raise MP4MetadataValueError("value out of range: %r" % (value,))


def _integers(key, value):
    try:
        return _data(AtomDataType.INTEGER, [_pack_integer(number, _SMALLEST[key], value) for number in value])
    except (TypeError, ValueError, struct.error) as problem:
        raise MP4MetadataValueError(problem)


def _pairs(key, value):
    for pair in value:
        try:
            number, total = pair
        except TypeError:
            if key == "trkn":
                raise ValueError() from None
            raise
        if not (0 <= number < 1 << 16 and 0 <= total < 1 << 16):
            raise MP4MetadataValueError("invalid numeric pair %r" % ((number, total),))
        yield struct.pack(">4H", 0, number, total, 0) if key == "trkn" else struct.pack(">3H", 0, number, total)


def _covers(value):
    for cover in value:
        kind = getattr(cover, "imageformat", AtomDataType.JPEG)
        body = struct.pack(">2I", kind, 0) + cover
        yield _atom(b"data", body)


def _freeform(name, value):
    _, mean, label = name.split(b":", 2)
    parts = [_atom(b"mean", b"\0\0\0\0" + mean), _atom(b"name", b"\0\0\0\0" + label)]
    if isinstance(value, bytes):
        value = [value]
    for one in value:
        kind = getattr(one, "version", 0) << 24 | getattr(one, "dataformat", AtomDataType.UTF8)
        head = struct.pack(">I4s2I", len(one) + 16, b"data", kind, 0)
        parts.append(head + one)
    return b"".join(parts)


def render(key, value):
    """The item atom of a key and its value; exceptions as mutagen's for what does not fit."""
    name = key.encode("latin-1")
    if key == "gnre":
        raise TypeError("'NoneType' object is not callable")  # it is only ever read, into "\xa9gen"
    if name[:4] == b"----":
        return _atom(b"----", _freeform(name, value))
    if key in ("trkn", "disk"):
        data = _data(AtomDataType.IMPLICIT, _pairs(key, value))
    elif key in ("cpil", "pgap", "pcst"):
        data = _data(AtomDataType.INTEGER, [b"\1" if value else b"\0"])
    elif key in _SMALLEST:
        data = _integers(key, value)
    elif key == "covr":
        data = b"".join(_covers(value))
    else:
        data = _data(AtomDataType.UTF8, _text(value))
    return _atom(name, data)

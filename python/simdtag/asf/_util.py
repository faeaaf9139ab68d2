# SPDX-License-Identifier: MIT
"""ASF's exceptions, GUIDs as text, and the names of WAVE format tags."""

import struct

from simdtag._util import MutagenError


class error(MutagenError):
    pass


class ASFError(error):
    pass


class ASFHeaderError(error):
    pass


def guid2bytes(text):
    """The bytes of "75B22630-668E-11CF-A6D9-00AA0062CE6C": three little-endian numbers, two groups as they stand."""
    assert len(text) == 36
    first, second, third, fourth, fifth = text.split("-")
    return struct.pack("<IHH", int(first, 16), int(second, 16), int(third, 16)) + bytes.fromhex(fourth + fifth)


def bytes2guid(data):
    """The reverse of guid2bytes."""
    return "%08X-%04X-%04X-%04X-%04X%08X" % (struct.unpack("<IHH", data[:8]) + struct.unpack(">HHI", data[8:]))


def __getattr__(name):
    if name == "CODECS":
        from simdtag import _core

        globals()["CODECS"] = codecs = _core.asf_codecs()
        return codecs
    raise AttributeError("module %r has no attribute %r" % (__name__, name))

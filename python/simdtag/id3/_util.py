# SPDX-License-Identifier: MIT
"""Exceptions and small functions between integers and bytes of the ID3 package."""

from simdtag._util import MutagenError


class error(MutagenError):
    pass


class ID3NoHeaderError(error, ValueError):
    pass


class ID3UnsupportedVersionError(error, NotImplementedError):
    pass


class ID3EncryptionUnsupportedError(error, NotImplementedError):
    pass


class ID3JunkFrameError(error):
    pass


class ID3BadUnsynchData(error, ValueError):
    pass


class ID3BadCompressedData(error, ValueError):
    pass


class ID3TagError(error, ValueError):
    pass


class ID3Warning(error, UserWarning):
    pass


class SpecError(Exception):
    """A frame's field cannot be read or written."""


def is_valid_frame_id(frame_id):
    """Whether it could name a frame: letters and digits, no small letters, at least one letter."""
    return frame_id.isalnum() and frame_id.isupper()


class ID3SaveConfig:
    """Which version of the tag frames are written for."""

    def __init__(self, v2_version=4, v23_separator=None):
        assert v2_version in (3, 4)
        self.v2_version = v2_version
        self.v23_separator = v23_separator


class unsynch:
    """ID3v2 unsynchronisation (ID3v2.4.0 structure, section 6.1)."""

    @staticmethod
    def decode(value):
        pieces = value.split(b"\xff")
        if len(pieces) > 1 and not pieces[-1]:
            raise ValueError("string ended unsafe")
        for i, piece in enumerate(pieces[1:], 1):
            if not piece or piece[0] >= 0xE0:  # an empty piece: another 0xFF follows
                raise ValueError("invalid sync-safe string")
            if piece[0] == 0:
                pieces[i] = piece[1:]
        return b"\xff".join(pieces)

    @staticmethod
    def encode(value):
        pieces = value.split(b"\xff")
        for i, piece in enumerate(pieces[1:], 1):
            if not piece or piece[0] >= 0xE0 or piece[0] == 0:
                pieces[i] = b"\x00" + piece
        return b"\xff".join(pieces)


class _BitPaddedMixin:
    def as_str(self, width=4, minwidth=4):
        return self.to_str(self, self.bits, self.bigendian, width, minwidth)

    @staticmethod
    def to_str(value, bits=7, bigendian=True, width=4, minwidth=4):
        """The number as bytes of `bits` used bits; width -1: as many as needed, at least minwidth."""
        mask = (1 << bits) - 1
        if width != -1:
            if value < 0 or value >> (bits * width):
                raise ValueError("Value too wide (>%d bytes)" % width)
            out = bytearray((value >> (bits * i)) & mask for i in range(width))
        else:
            out = bytearray()
            while value:
                out.append(value & mask)
                value >>= bits
            out.extend(bytes(max(0, minwidth - len(out))))
        if bigendian:
            out.reverse()
        return bytes(out)

    @staticmethod
    def has_valid_padding(value, bits=7):
        """Whether the bits above the used ones are zero in each byte."""
        assert bits <= 8
        mask = ((1 << (8 - bits)) - 1) << bits
        if isinstance(value, int):
            if value < 0:
                return False
            value = value.to_bytes((value.bit_length() + 7) // 8, "big")
        elif not isinstance(value, bytes):
            raise TypeError
        return not any(byte & mask for byte in value)


class BitPaddedInt(int, _BitPaddedMixin):
    """A number stored in `bits` bits of each byte, such as an ID3v2 size."""

    def __new__(cls, value, bits=7, bigendian=True):
        mask = (1 << bits) - 1
        if isinstance(value, int):
            if value < 0:
                raise ValueError
            value = value.to_bytes((value.bit_length() + 7) // 8, "big")
        elif isinstance(value, bytes):
            if not bigendian:
                value = value[::-1]
        else:
            raise TypeError
        number = 0
        for byte in value:
            number = number << bits | (byte & mask)
        self = int.__new__(cls, number)
        self.bits = bits
        self.bigendian = bigendian
        return self

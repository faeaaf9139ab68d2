# SPDX-License-Identifier: MIT
"""Types of frame fields: what may be assigned to a field, how it is written, and the small types fields hold."""

import struct

from simdtag._enums import enum, flags
from simdtag.id3._util import BitPaddedInt, SpecError, is_valid_frame_id


@enum
class PictureType:
    """What a picture shows (ID3v2.4.0 frames, section 4.14)."""

    OTHER = 0
    FILE_ICON = 1
    OTHER_FILE_ICON = 2
    COVER_FRONT = 3
    COVER_BACK = 4
    LEAFLET_PAGE = 5
    MEDIA = 6
    LEAD_ARTIST = 7
    ARTIST = 8
    CONDUCTOR = 9
    BAND = 10
    COMPOSER = 11
    LYRICIST = 12
    RECORDING_LOCATION = 13
    DURING_RECORDING = 14
    DURING_PERFORMANCE = 15
    SCREEN_CAPTURE = 16
    FISH = 17
    ILLUSTRATION = 18
    BAND_LOGOTYPE = 19
    PUBLISHER_LOGOTYPE = 20

    def _pprint(self):
        return str(self).split(".", 1)[-1].lower().replace("_", " ")


@enum
class Encoding:
    """Text encodings of frames (ID3v2.4.0 structure, section 4)."""

    LATIN1 = 0
    UTF16 = 1
    UTF16BE = 2
    UTF8 = 3


@flags
class CTOCFlags:
    """Flags of a table of contents (ID3v2 Chapter Frame Addendum, section 3.2)."""

    TOP_LEVEL = 0x2
    ORDERED = 0x1


class ID3TimeStamp:
    """A point in time of ID3v2.4: YYYY-MM-DD HH:MM:SS, or its beginning. Missing parts are None."""

    _PARTS = ("year", "month", "day", "hour", "minute", "second")
    _FORMATS = ("%04d", "-%02d", "-%02d", " %02d", ":%02d", ":%02d")
    _SEPARATORS = dict.fromkeys(map(ord, "-T/."), ":")

    def __init__(self, text):
        if isinstance(text, ID3TimeStamp):
            text = text.text
        elif not isinstance(text, str):
            raise TypeError("not a str")
        self.set_text(text)

    def get_text(self):
        text = ""
        for part, form in zip(self._PARTS, self._FORMATS):
            value = getattr(self, part)
            if value is None:
                break
            text += form % value
        return text

    def set_text(self, text):
        if len(text) == 4 and text.isdigit() and text.isascii():  # most are years
            self.year = int(text)
            self.month = self.day = self.hour = self.minute = self.second = None
            return
        if (len(text) == 10 and text[4] == text[7] == "-" and text.isascii()
                and (text[:4] + text[5:7] + text[8:]).isdigit()):
            self.year, self.month, self.day = int(text[:4]), int(text[5:7]), int(text[8:])
            self.hour = self.minute = self.second = None
            return
        # pieces stand between separators; a run of spaces is one
        if not text.isalnum() or "T" in text:
            text = text.translate(self._SEPARATORS)
            if any(map(str.isspace, text)):
                words = text.split()
                blank = ("" if text[:1].isspace() else None, "" if text[-1:].isspace() else None)
                text = ":".join([w for w in (blank[0], *words, blank[1]) if w is not None])
        pieces = text.split(":")
        for i, part in enumerate(self._PARTS):
            try:
                value = int(pieces[i])
            except (ValueError, IndexError):
                value = None
            setattr(self, part, value)

    text = property(get_text, set_text, doc="The time stamp as text.")

    def __str__(self):
        return self.text

    def __bytes__(self):
        return self.text.encode("utf-8")

    def __repr__(self):
        return repr(self.text)

    def __eq__(self, other):
        return isinstance(other, ID3TimeStamp) and self.text == other.text

    def __lt__(self, other):
        return self.text < other.text

    def __le__(self, other):
        return self == other or self.text < other.text

    def __gt__(self, other):
        return not (self == other or self.text < other.text)

    def __ge__(self, other):
        return not self.text < other.text

    __hash__ = object.__hash__

    def encode(self, *args):
        return self.text.encode(*args)


class Spec:
    """One field of a frame: its name, its default, what may be assigned to it and how it is written."""

    handle_nodata = False

    def __init__(self, name, default):
        self.name = name
        self.default = default

    def __hash__(self):
        raise TypeError("Spec objects are unhashable")

    def _validate23(self, frame, value, **kwargs):
        """The value an ID3v2.3 tag can hold."""
        return value

    def read(self, header, frame, data):
        """The field's value at the beginning of data, and the rest of data. Only frame classes outside the table of
        frames are read through this (those of the table are decoded in C), so only the common specs have it."""
        raise SpecError("%s cannot be read by a frame class of one's own" % type(self).__name__)

    def write(self, config, frame, value):
        """The value as bytes."""
        raise NotImplementedError

    def validate(self, frame, value):
        """The value as it is kept; raises TypeError or ValueError for one that makes no sense."""
        raise NotImplementedError


class ByteSpec(Spec):
    def __init__(self, name, default=0):
        super().__init__(name, default)

    def read(self, header, frame, data):
        return data[0], data[1:]

    def write(self, config, frame, value):
        return bytes((value,))

    def validate(self, frame, value):
        if value is not None:
            bytes((value,))
        return value


class PictureTypeSpec(ByteSpec):
    def __init__(self, name, default=PictureType.COVER_FRONT):
        super().__init__(name, default)

    def read(self, header, frame, data):
        value, data = super().read(header, frame, data)
        return PictureType(value), data

    def validate(self, frame, value):
        value = super().validate(frame, value)
        return value if value is None else PictureType(value)


class CTOCFlagsSpec(ByteSpec):
    def read(self, header, frame, data):
        value, data = super().read(header, frame, data)
        return CTOCFlags(value), data

    def validate(self, frame, value):
        value = super().validate(frame, value)
        return value if value is None else CTOCFlags(value)


class IntegerSpec(Spec):
    def __init__(self, name, default=0):
        super().__init__(name, default)

    def read(self, header, frame, data):
        return int(BitPaddedInt(data, bits=8)), b""

    def write(self, config, frame, value):
        return BitPaddedInt.to_str(value, bits=8, width=-1)

    def validate(self, frame, value):
        return value


class SizedIntegerSpec(Spec):
    def __init__(self, name, size, default):
        super().__init__(name, default)
        self.size = size

    def read(self, header, frame, data):
        return int(BitPaddedInt(data[: self.size], bits=8)), data[self.size :]

    def write(self, config, frame, value):
        return BitPaddedInt.to_str(value, bits=8, width=self.size)

    def validate(self, frame, value):
        return value


class EncodingSpec(ByteSpec):
    def __init__(self, name, default=Encoding.UTF16):
        super().__init__(name, default)

    def read(self, header, frame, data):
        value, data = super().read(header, frame, data)
        if value > 3:
            raise SpecError("Invalid Encoding: %r" % value)
        return Encoding(value), data

    def validate(self, frame, value):
        if value is None:
            raise TypeError
        if value not in (0, 1, 2, 3):
            raise ValueError("Invalid Encoding: %r" % value)
        return Encoding(value)

    def _validate23(self, frame, value, **kwargs):
        # ID3v2.3 has Latin-1 and UTF-16 with a byte order mark only
        return value if value in (Encoding.LATIN1, Encoding.UTF16) else Encoding.UTF16


class StringSpec(Spec):
    """ASCII of a fixed length."""

    def __init__(self, name, length, default=None):
        super().__init__(name, " " * length if default is None else default)
        self.len = length

    def read(self, header, frame, data):
        piece = data[: self.len]
        try:
            return piece.decode("ascii"), data[self.len :]
        except UnicodeDecodeError:
            raise SpecError("not ascii")

    def write(self, config, frame, value):
        return value.encode("ascii")[: self.len].ljust(self.len, b"\0")

    def validate(self, frame, value):
        if value is None:
            raise TypeError
        if not isinstance(value, str):
            raise TypeError("%s has to be str" % self.name)
        value.encode("ascii")
        if len(value) != self.len:
            raise ValueError("Invalid StringSpec[%d] data: %r" % (self.len, value))
        return value


class FrameIDSpec(StringSpec):
    def __init__(self, name, length):
        super().__init__(name, length, "X" * length)

    def validate(self, frame, value):
        value = super().validate(frame, value)
        if not is_valid_frame_id(value):
            raise ValueError("Invalid frame ID")
        return value


class BinaryDataSpec(Spec):
    handle_nodata = True

    def __init__(self, name, default=b""):
        super().__init__(name, default)

    def read(self, header, frame, data):
        return data, b""

    def write(self, config, frame, value):
        return value if isinstance(value, bytes) else str(value).encode("ascii")

    def validate(self, frame, value):
        if value is None:
            raise TypeError
        if not isinstance(value, bytes):
            raise TypeError("%s has to be bytes" % self.name)
        return value


def _until_zero(data, width):
    """Splits data after its first zero of `width` bytes at a multiple of width; without one, all of it is text."""
    at = data.find(bytes(width))
    while at % width and at >= 0:
        at = data.find(bytes(width), at + 1)
    return (data, b"") if at < 0 else (data[:at], data[at + width :])


class EncodedTextSpec(Spec):
    _encodings = {
        Encoding.LATIN1: ("latin1", b"\x00"),
        Encoding.UTF16: ("utf16", b"\x00\x00"),
        Encoding.UTF16BE: ("utf_16_be", b"\x00\x00"),
        Encoding.UTF8: ("utf8", b"\x00"),
    }

    def __init__(self, name, default=""):
        super().__init__(name, default)

    def read(self, header, frame, data):
        codec, zero = self._encodings[frame.encoding]
        piece, rest = _until_zero(data, len(zero))
        if codec == "utf16" and piece == b"":
            return "", rest
        try:
            return piece.decode(codec), rest
        except UnicodeDecodeError as e:
            raise SpecError(e)

    def write(self, config, frame, value):
        codec, zero = self._encodings[frame.encoding]
        if codec == "utf16":
            return b"\xff\xfe" + value.encode("utf_16_le") + zero
        return value.encode(codec) + zero

    def validate(self, frame, value):
        return str(value)


class EncodedNumericTextSpec(EncodedTextSpec):
    pass


class EncodedNumericPartTextSpec(EncodedTextSpec):
    pass


class TimeStampSpec(EncodedTextSpec):
    def read(self, header, frame, data):
        value, data = super().read(header, frame, data)
        return self.validate(frame, value), data

    def write(self, config, frame, value):
        return super().write(config, frame, value.text.replace(" ", "T"))

    def validate(self, frame, value):
        try:
            return ID3TimeStamp(value)
        except TypeError:
            raise ValueError("Invalid ID3TimeStamp: %r" % value)


class MultiSpec(Spec):
    """A list of what the given specs hold; with several specs, a list of lists."""

    def __init__(self, name, *specs, sep=None, default=()):
        super().__init__(name, list(default))
        self.specs = specs
        self.sep = sep

    def read(self, header, frame, data):
        values = []
        while data:
            record = []
            for spec in self.specs:
                value, data = spec.read(header, frame, data)
                record.append(value)
            if len(self.specs) > 1:
                values.append(record)
            else:
                values.append(record[0])
        return values, data

    def write(self, config, frame, value):
        if len(self.specs) == 1:
            return b"".join(self.specs[0].write(config, frame, v) for v in value)
        return b"".join(s.write(config, frame, v) for record in value for v, s in zip(record, self.specs))

    def validate(self, frame, value):
        if self.sep and isinstance(value, str):
            value = value.split(self.sep)
        if not isinstance(value, list):
            raise ValueError("Invalid MultiSpec data: %r" % value)
        if len(self.specs) == 1:
            return [self.specs[0].validate(frame, v) for v in value]
        return [[s.validate(frame, v) for v, s in zip(record, self.specs)] for record in value]

    def _validate23(self, frame, value, **kwargs):
        if len(self.specs) != 1:
            return [[s._validate23(frame, v, **kwargs) for v, s in zip(record, self.specs)] for record in value]
        spec = self.specs[0]
        # numbers and times must not be joined: "5/2" would be read as 5 of 2
        if isinstance(spec, EncodedTextSpec) and not isinstance(spec, TimeStampSpec):
            separator = kwargs.get("sep")
            if separator is not None:
                value = [spec.validate(frame, separator.join(value))]
        return [spec._validate23(frame, v, **kwargs) for v in value]


class Latin1TextSpec(Spec):
    def __init__(self, name, default=""):
        super().__init__(name, default)

    def read(self, header, frame, data):
        piece, rest = _until_zero(data, 1)
        return piece.decode("latin1"), rest

    def write(self, config, frame, value):
        return value.encode("latin1") + b"\x00"

    def validate(self, frame, value):
        return str(value)


class Latin1TextListSpec(Spec):
    def __init__(self, name, default=()):
        super().__init__(name, list(default))

    def read(self, header, frame, data):
        texts, rest = [], data[1:]
        for _ in range(data[0]):
            piece, rest = _until_zero(rest, 1)
            texts.append(piece.decode("latin1"))
        return texts, rest

    def write(self, config, frame, value):
        return bytes((len(value),)) + b"".join(v.encode("latin1") + b"\x00" for v in value)

    def validate(self, frame, value):
        return [str(v) for v in value]


class ID3FramesSpec(Spec):
    """The frames inside a chapter or a table of contents."""

    handle_nodata = True

    def __init__(self, name, default=()):
        super().__init__(name, list(default))

    def read(self, header, frame, data):
        from simdtag.id3._tags import ID3Tags
        from simdtag.id3._wire import read_frames

        tags = ID3Tags()
        found, tags.unknown_frames, _ = read_frames(header, data, header.known_frames)
        for inner in found:
            tags._add(inner, False)
        return tags, b""

    def write(self, config, frame, value):
        from simdtag.id3._wire import save_frame

        frames = [save_frame(inner, config=config) for inner in value.values()]
        return b"".join(frames + [bytes(unknown) for unknown in getattr(value, "unknown_frames", ())])

    def validate(self, frame, value):
        from simdtag.id3._tags import ID3Tags

        if isinstance(value, ID3Tags):
            return value
        tags = ID3Tags()
        for v in value:
            tags.add(v)
        return tags

    def _validate23(self, frame, value, **kwargs):
        from simdtag.id3._tags import ID3Tags

        tags = ID3Tags()
        for v in value.values():
            tags.add(v._get_v23_frame(**kwargs))
        return tags


class ChannelSpec(ByteSpec):
    OTHER, MASTER, FRONTRIGHT, FRONTLEFT, BACKRIGHT, BACKLEFT, FRONTCENTRE, BACKCENTRE, SUBWOOFER = range(9)


def _fixed(form, value, scale):
    """value * scale packed as a whole number; ValueError when it does not fit."""
    if not isinstance(value, (int, float)):
        raise TypeError("argument must be int or float")
    try:
        return struct.pack(form, int(round(value * scale)))
    except (struct.error, OverflowError):
        raise SpecError("out of range")


class VolumeAdjustmentSpec(Spec):
    def __init__(self, name, default=1):
        super().__init__(name, default)

    def read(self, header, frame, data):
        if len(data) < 2:
            raise SpecError("a volume is two bytes")
        return int.from_bytes(data[:2], "big", signed=True) / 512, data[2:]

    def write(self, config, frame, value):
        return _fixed(">h", value, 512)

    def validate(self, frame, value):
        if value is not None:
            try:
                self.write(None, frame, value)
            except SpecError:
                raise ValueError("out of range")
        return value


class VolumePeakSpec(Spec):
    def __init__(self, name, default=1):
        super().__init__(name, default)

    def read(self, header, frame, data):
        """The peak as the part of the largest number of its bits (ID3v2.4.0 frames, section 4.11)."""
        bits = data[0] if data else 0
        size = min(4, (bits + 7) // 8)
        if not data or len(data) < 1 + size:
            raise SpecError("not enough data")
        shift = (8 - bits) % 8 + (4 - size) * 8
        return (int.from_bytes(data[1 : 1 + size], "big") << shift) / (2.0**31 - 1), data[1 + size :]

    def write(self, config, frame, value):
        return b"\x10" + _fixed(">H", value, 32768)

    def validate(self, frame, value):
        if value is not None:
            try:
                self.write(None, frame, value)
            except SpecError:
                raise ValueError("out of range")
        return value


class SynchronizedTextSpec(EncodedTextSpec):
    def read(self, header, frame, data):
        texts = []
        while data:
            text, data = super().read(header, frame, data)
            if len(data) < 4:
                raise SpecError("not enough data")
            texts.append((text, int.from_bytes(data[:4], "big")))
            data = data[4:]
        return texts, b""

    def write(self, config, frame, value):
        codec, zero = self._encodings[frame.encoding]
        pieces = []
        for text, time in value:
            text = text.encode("utf_16_le" if codec == "utf16" else codec)
            mark = b"\xff\xfe" if codec == "utf16" else b""
            pieces.append(mark + text + zero + struct.pack(">I", time))
        return b"".join(pieces)

    def validate(self, frame, value):
        return value


class KeyEventSpec(Spec):
    def __init__(self, name, default=()):
        super().__init__(name, list(default))

    def read(self, header, frame, data):
        whole = len(data) - len(data) % 5
        return list(struct.iter_unpack(">bI", data[:whole])), data[whole:]

    def write(self, config, frame, value):
        return b"".join(struct.pack(">bI", *event) for event in value)

    def validate(self, frame, value):
        return list(value)


class VolumeAdjustmentsSpec(Spec):
    def __init__(self, name, default=()):
        super().__init__(name, list(default))

    def read(self, header, frame, data):
        whole = len(data) - len(data) % 4
        found = {frequency / 2: gain / 512 for frequency, gain in struct.iter_unpack(">Hh", data[:whole])}
        return sorted(found.items()), data[whole:]

    def write(self, config, frame, value):
        return b"".join(
            struct.pack(">Hh", int(frequency * 2), int(adjustment * 512)) for frequency, adjustment in sorted(value)
        )

    def validate(self, frame, value):
        return list(value)


class ASPIIndexSpec(Spec):
    def __init__(self, name, default=()):
        super().__init__(name, list(default))

    @staticmethod
    def _form(frame):
        form = {8: "B", 16: "H"}.get(frame.b)
        if form is None:
            raise SpecError("frame.b must be 8 or 16")
        return ">%d%s" % (frame.N, form)

    def read(self, header, frame, data):
        form = self._form(frame)
        size = struct.calcsize(form)
        if len(data) < size:
            raise SpecError("not enough data")
        return list(struct.unpack(form, data[:size])), data[size:]

    def write(self, config, frame, value):
        form = self._form(frame)
        try:
            return struct.pack(form, *value)
        except struct.error as e:
            raise SpecError(e)

    def validate(self, frame, value):
        return list(value)


class RVASpec(Spec):
    """Changes of volume and their peaks, for two channels or up to six (ID3v2.3.0, section 4.12). Signs are in the
    first byte, the width of all in the second."""

    _SIGNED = (0, 1, 4, 5, 8, 10)  # the changes; the others are peaks, without sign

    def __init__(self, name, stereo_only, default=(0, 0)):
        super().__init__(name, list(default))
        self._max_values = 4 if stereo_only else 12

    def validate(self, frame, value):
        if not 2 <= len(value) <= self._max_values:
            raise ValueError("needs list of length 2..%d" % self._max_values)
        return value

    def read(self, header, frame, data):
        if not data:
            raise SpecError("no data")
        signs, width = data[0], (data[1] + 7) // 8 if len(data) > 1 else 0
        data = data[2:]
        if not width or len(data) < 2 * width:
            raise SpecError("not enough data")
        values = []
        while len(values) < self._max_values and len(data) >= width:
            values.append(int.from_bytes(data[:width], "big"))
            data = data[width:]
        for bit, i in enumerate(self._SIGNED):
            if i < len(values) and not signs >> bit & 1:
                values[i] = -values[i]
        return values, data

    def write(self, config, frame, value):
        if not 2 <= len(value) <= self._max_values:
            raise SpecError("needs list of length 2..%d" % self._max_values)
        value = list(value)
        signs = 0
        for bit, i in enumerate(self._SIGNED):
            if i < len(value):
                signs |= (value[i] >= 0) << bit
                value[i] = abs(value[i])
        if any(v < 0 for v in value):
            raise SpecError("negative peak")
        width = max(2, max((v.bit_length() + 7) // 8 for v in value))
        if width > 31:
            raise SpecError("value too wide")
        return bytes((signs, width * 8)) + b"".join(v.to_bytes(width, "big") for v in value)

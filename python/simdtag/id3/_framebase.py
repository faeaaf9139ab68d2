# SPDX-License-Identifier: MIT
"""What all frame classes share: the base classes, and making a class from its row of the table of frames, which lives
in C (src/tags/id3/frames.def), when it is first needed."""

from simdtag import _core
from simdtag.id3 import _specs
from simdtag.id3._util import (
    ID3BadCompressedData, ID3EncryptionUnsupportedError, ID3JunkFrameError, ID3SaveConfig, SpecError, error, unsynch,
)  # fmt: skip


def _unhashable(self):
    raise TypeError("Frame objects are unhashable")


def _compares(*names):
    """__eq__ that compares one field with anything: frame == other means frame.field == other."""

    def __eq__(self, other):
        return any([getattr(self, name) == other for name in names])

    return __eq__


class Frame(_core.Frame):
    """The base of all frames. A frame read from a file decodes itself when a field is first looked at."""

    __slots__ = ()

    FLAG23_ALTERTAG = 0x8000
    FLAG23_ALTERFILE = 0x4000
    FLAG23_READONLY = 0x2000
    FLAG23_COMPRESS = 0x0080
    FLAG23_ENCRYPT = 0x0040
    FLAG23_GROUP = 0x0020

    FLAG24_ALTERTAG = 0x4000
    FLAG24_ALTERFILE = 0x2000
    FLAG24_READONLY = 0x1000
    FLAG24_GROUPID = 0x0040
    FLAG24_COMPRESS = 0x0008
    FLAG24_ENCRYPT = 0x0004
    FLAG24_UNSYNCH = 0x0002
    FLAG24_DATALEN = 0x0001

    _framespec = []
    _optionalspec = []

    def __init__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs and isinstance(args[0], type(self)):
            args[0]._to_other(self)
            return
        specs = self._framespec
        for spec, value in zip(specs, args):
            setattr(self, spec.name, value)
        for spec in specs[len(args) :]:
            setattr(self, spec.name, kwargs.get(spec.name, spec.default))
        for spec in self._optionalspec:
            if spec.name not in kwargs:
                break
            setattr(self, spec.name, kwargs[spec.name])

    def __setattr__(self, name, value):
        for specs in (self._framespec, self._optionalspec):
            for spec in specs:
                if spec.name == name:
                    self._setattr(name, spec.validate(self, value))
                    return
        _core.Frame.__setattr__(self, name, value)

    def _setattr(self, name, value):
        _core.Frame.__setattr__(self, name, value)

    def _to_other(self, other):
        """Copies the fields to a frame of a class this one derives from."""
        for spec in other._framespec:
            if not hasattr(self, spec.name):
                raise ValueError("'%s' object has no field '%s'" % (type(self).__name__, spec.name))
            setattr(other, spec.name, getattr(self, spec.name))
        for spec in other._optionalspec:
            if hasattr(self, spec.name):
                setattr(other, spec.name, getattr(self, spec.name))

    def _merge_frame(self, other):
        """What becomes of this frame and `other` of the same key in one tag: a single frame, or `other` under a key
        of its own."""
        return other

    def _upgrade_frame(self):
        """The same as a frame of ID3v2.3/2.4; None when there is none."""
        if len(type(self).__name__) != 3:
            return self
        base = type(self).__base__
        return None if base is Frame else base(self)

    def _get_v23_frame(self, **kwargs):
        """A copy that an ID3v2.3 tag can hold. sep: joins several texts to one."""
        fields = {}
        for spec in self._framespec:
            value = getattr(self, spec.name)
            fields[spec.name] = spec.validate(self, spec._validate23(self, value, **kwargs))
        for spec in self._optionalspec:
            if not hasattr(self, spec.name):
                break
            value = getattr(self, spec.name)
            fields[spec.name] = spec.validate(self, spec._validate23(self, value, **kwargs))
        return type(self)(**fields)

    @property
    def HashKey(self):
        """The frame's key in a tag."""
        return self.FrameID

    @property
    def FrameID(self):
        """The four (ID3v2.2: three) letters of the frame."""
        return type(self).__name__

    __hash__ = _unhashable

    def __repr__(self):
        fields = []
        for specs in (self._framespec, self._optionalspec):
            for spec in specs:
                if hasattr(self, spec.name):
                    fields.append("%s=%r" % (spec.name, getattr(self, spec.name)))
        return "%s(%s)" % (type(self).__name__, ", ".join(fields))

    def __reduce_ex__(self, protocol):
        import copyreg

        return copyreg.__newobj__, (type(self),), self.__dict__

    def _readData(self, header, data):
        """Fills the fields from a frame's body. For classes outside the table of frames."""
        for spec in self._framespec:
            if not data and not spec.handle_nodata:
                raise ID3JunkFrameError("no data left")
            try:
                value, data = spec.read(header, self, data)
            except (SpecError, IndexError) as e:
                raise ID3JunkFrameError(e)
            self._setattr(spec.name, value)
        for spec in self._optionalspec:
            if not data and not spec.handle_nodata:
                break
            try:
                value, data = spec.read(header, self, data)
            except (SpecError, IndexError) as e:
                raise ID3JunkFrameError(e)
            self._setattr(spec.name, value)
        return data

    def _writeData(self, config=None):
        """The frame's body."""
        if config is None:
            config = ID3SaveConfig()
        frame = self if config.v2_version != 3 else self._get_v23_frame(sep=config.v23_separator)
        pieces = []
        for spec in self._framespec:
            try:
                pieces.append(spec.write(config, frame, getattr(frame, spec.name)))
            except SpecError as e:
                raise error(e)
        for spec in self._optionalspec:
            if not hasattr(frame, spec.name):
                break
            try:
                pieces.append(spec.write(config, frame, getattr(frame, spec.name)))
            except SpecError as e:
                raise error(e)
        return b"".join(pieces)

    def pprint(self):
        """The frame on one line, for people."""
        return "%s=%s" % (type(self).__name__, self._pprint())

    def _pprint(self):
        return "[unrepresentable data]"

    @classmethod
    def _fromData(cls, header, flags, data):
        """A frame from its body as stored in a tag of header.version."""
        minor = header.version[1]
        if minor == 4 and getattr(header, "f_unsynch", False):
            flags |= Frame.FLAG24_UNSYNCH
        try:
            body = unwrap(minor, flags, bytes(data))
        except ID3BadCompressedData as e:
            raise ID3JunkFrameError(str(e))
        frame = own_frame(cls, minor, body)
        if frame is None:
            raise ID3JunkFrameError("not a %s" % cls.__name__)
        return frame


Frame.__module__ = "simdtag.id3"


_MOST_INFLATED = 1 << 25  # as in src/base/limits.h


def unwrap(minor, flags, data):
    """The body proper of a frame with these flags (ID3v2.4.0 structure, section 4.1.2; ID3v2.3.0, section 3.3.1)."""
    if minor == 4:
        if flags & Frame.FLAG24_ENCRYPT:
            raise ID3EncryptionUnsupportedError
        length = data[:4] if flags & (Frame.FLAG24_COMPRESS | Frame.FLAG24_DATALEN) else b""
        data = data[len(length) :]
        if flags & Frame.FLAG24_UNSYNCH:
            try:
                data = unsynch.decode(data)
            except ValueError:
                pass  # some writers only set the flag
        compressed = flags & Frame.FLAG24_COMPRESS
    elif minor == 3:
        if flags & Frame.FLAG23_ENCRYPT:
            raise ID3EncryptionUnsupportedError
        compressed = flags & Frame.FLAG23_COMPRESS
        data = data[4:] if compressed else data
    else:
        compressed = False
    if compressed:
        try:
            data = _inflated(data)
        except ID3BadCompressedData:
            if minor != 4:
                raise
            data = _inflated(length + data)  # some writers leave the length out
    return data


def _inflated(data):
    import zlib

    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(data, _MOST_INFLATED)
    except zlib.error as e:
        raise ID3BadCompressedData("zlib: %s" % e)
    if not inflating.eof:
        raise ID3BadCompressedData("zlib: cut, or too long")
    return data


def own_frame(cls, minor, data):
    """A frame of any class from its body; None for a body the class cannot hold."""
    if "_framespec" not in cls.__dict__ and not hasattr(cls, "_row"):
        return cls()
    for base in cls.__mro__:
        if "_framespec" in base.__dict__:
            break
    if "_row" in base.__dict__:  # the fields are those of a row: C reads them
        frame = _core.frame_decode(cls, base._row, data, minor)
        if frame is None or cls.__init__ is base.__init__:
            return frame
        made = cls()  # it may want to do more
        made.__dict__.update(frame.__dict__)
        return made
    frame = cls.__new__(cls) if cls.__init__ is Frame.__init__ else cls()
    try:
        frame._readData(_Header(minor), data)
    except ID3JunkFrameError:
        return None
    return frame


class _Header:
    """What a reading method of a frame class may ask of a tag's header."""

    _V24, _V23, _V22, _V11 = (2, 4, 0), (2, 3, 0), (2, 2, 0), (1, 1)

    _flags = 0
    f_unsynch = False

    def __init__(self, minor):
        self.version = (2, minor, 0)

    @property
    def known_frames(self):
        from simdtag.id3 import _frames

        return _frames.Frames_2_2 if self.version[1] == 2 else _frames.Frames


# ---- from rows to classes ----

_ROWS = {row[0]: row for row in _core.frame_rows()}  # id: (id, base, doc, row number, fields)

_PLAIN_SPECS = {
    "ENCODING": _specs.EncodingSpec,
    "PICTURE_TYPE": _specs.PictureTypeSpec,
    "CTOC_FLAGS": _specs.CTOCFlagsSpec,
    "INT": _specs.IntegerSpec,
    "LATIN1": _specs.Latin1TextSpec,
    "LATIN1_LIST": _specs.Latin1TextListSpec,
    "TEXT": _specs.EncodedTextSpec,
    "BINARY": _specs.BinaryDataSpec,
    "FRAMES": _specs.ID3FramesSpec,
    "KEY_EVENTS": _specs.KeyEventSpec,
    "VOLUME_ADJ": _specs.VolumeAdjustmentSpec,
    "VOLUME_PEAK": _specs.VolumePeakSpec,
    "VOLUME_ADJS": _specs.VolumeAdjustmentsSpec,
    "ASPI": _specs.ASPIIndexSpec,
}

_LIST_SPECS = {
    "TEXTS": _specs.EncodedTextSpec,
    "NUMERICS": _specs.EncodedNumericTextSpec,
    "NUMERIC_PARTS": _specs.EncodedNumericPartTextSpec,
}

# defaults that are not 0, by class and field
_DEFAULTS = {
    ("CHAP", "start_offset"): 0xFFFFFFFF,
    ("CHAP", "end_offset"): 0xFFFFFFFF,
    ("ENCR", "method"): 0x80,
    ("ETCO", "format"): 1,
    ("GRID", "group"): 0x80,
    ("POSS", "format"): 1,
    ("RVA2", "channel"): 1,
    ("SIGN", "group"): 0x80,
    ("SLT", "format"): 1,
    ("STC", "format"): 1,
    ("SYLT", "format"): 1,
    ("SYTC", "format"): 1,
    ("ETC", "format"): 1,
}


def _spec(frame, name, kind, size):
    """The Spec of one field of the table."""
    if kind in _PLAIN_SPECS:
        return _PLAIN_SPECS[kind](name)
    if kind in _LIST_SPECS:
        return _specs.MultiSpec(name, _LIST_SPECS[kind](name), sep="\0")
    if kind == "TIMESTAMPS":
        return _specs.MultiSpec(name, _specs.TimeStampSpec("stamp"), sep=",")
    if kind == "PAIRS":
        return _specs.MultiSpec(name, _specs.EncodedTextSpec("involvement"), _specs.EncodedTextSpec("person"))
    if kind == "SYNC_TEXTS":
        return _specs.SynchronizedTextSpec(name)
    if kind == "STRING":
        return _specs.StringSpec(name, size, {8: "19700101"}.get(size, "JPG" if name == "mime" else "XXX"))
    if kind == "FRAME_ID":
        return _specs.FrameIDSpec(name, size)
    if kind == "RVA":
        return _specs.RVASpec(name, size == 4)
    default = _DEFAULTS.get((frame, name), 0)
    if kind == "SIZED_INT":
        return _specs.SizedIntegerSpec(name, size, default)
    return {"BYTE": _specs.ByteSpec, "CHANNEL": _specs.ChannelSpec}[kind](name, default)


def _adopt(cls, like=None):
    """Gives a class its fields and makes C know it. like: the id of a row of the same layout, for base classes."""
    name, base, doc, number, fields = _ROWS[like or cls.__name__]
    specs = [(_spec(name, field, kind, size), optional) for field, kind, size, optional in fields]
    cls._framespec = [spec for spec, optional in specs if not optional]
    cls._optionalspec = [spec for spec, optional in specs if optional]
    cls._row = number
    cls.__module__ = "simdtag.id3"
    if not like:
        cls.__doc__ = doc
        Frames_by_id[name] = cls
    if cls.__eq__ is not object.__eq__:
        cls.__hash__ = _unhashable
    _core.frame_adopt(cls, number, not like)
    return cls


def _like(row):
    return lambda cls: _adopt(cls, row)


Frames_by_id = {}  # those that were made


def frame_class(name):
    """The class of a frame id of the table; KeyError for others."""
    cls = Frames_by_id.get(name)
    if cls is None:
        base = _ROWS[name][1]
        base = frame_class(base) if base in _ROWS else globals()[base]
        cls = _adopt(type(name, (base,), {"__slots__": ()}))
    return cls


# ---- base classes ----


@_like("TIT2")
class TextFrame(Frame):
    """A frame of texts."""

    __slots__ = ()

    def __bytes__(self):
        return str(self).encode("utf-8")

    def __str__(self):
        return "\x00".join(self.text)

    def __eq__(self, other):
        if isinstance(other, bytes):
            return bytes(self) == other
        if isinstance(other, str):
            return str(self) == other
        return self.text == other

    def __getitem__(self, item):
        return self.text[item]

    def __iter__(self):
        return iter(self.text)

    def append(self, value):
        """Adds a text."""
        return self.text.append(value)

    def extend(self, value):
        """Adds texts."""
        return self.text.extend(value)

    def _merge_frame(self, other):
        for text in other[:]:
            if text not in self:
                self.append(text)
                self.encoding = max(self.encoding, other.encoding)
        return self

    def _pprint(self):
        return " / ".join(self.text)


@_like("TBPM")
class NumericTextFrame(TextFrame):
    """Text frames of numbers; +frame is the first."""

    __slots__ = ()

    def __pos__(self):
        return int(self.text[0])


@_like("TRCK")
class NumericPartTextFrame(TextFrame):
    """Text frames like "3/12"; +frame is the 3."""

    __slots__ = ()

    def __pos__(self):
        return int(self.text[0].split("/")[0])


@_like("TDRC")
class TimeStampTextFrame(TextFrame):
    """Text frames of points in time; their texts are ID3TimeStamp objects."""

    __slots__ = ()

    def __bytes__(self):
        return str(self).encode("utf-8")

    def __str__(self):
        return ",".join([stamp.text for stamp in self.text])

    def _pprint(self):
        return " / ".join([stamp.text for stamp in self.text])


@_like("WOAF")
class UrlFrame(Frame):
    """A frame of one address."""

    __slots__ = ()

    def __bytes__(self):
        return self.url.encode("utf-8")

    def __str__(self):
        return self.url

    __eq__ = _compares("url")

    def _pprint(self):
        return self.url


@_like("WOAF")
class UrlFrameU(UrlFrame):
    """An address frame of which a tag may hold several."""

    __slots__ = ()

    @property
    def HashKey(self):
        return "%s:%s" % (self.FrameID, self.url)


@_like("TIPL")
class PairedTextFrame(Frame):
    """Pairs of texts, such as a role and a name."""

    __slots__ = ()
    __eq__ = _compares("people")


@_like("MCDI")
class BinaryFrame(Frame):
    """Bytes without further structure."""

    __slots__ = ()
    __eq__ = _compares("data")

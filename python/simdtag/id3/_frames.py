# SPDX-License-Identifier: MIT
"""Frame classes: what single ones do beyond holding their fields, and all the others on demand (_framebase.py)."""

from simdtag import _core
from simdtag._constants import GENRES
from simdtag.id3 import _specs
from simdtag.id3._framebase import (  # noqa: F401 some only for programs that look for them here, as in mutagen
    _ROWS, BinaryFrame, Frame, NumericPartTextFrame, NumericTextFrame, PairedTextFrame, TextFrame, TimeStampTextFrame,
    UrlFrame, UrlFrameU, _adopt, _compares, frame_class,
)  # fmt: skip
from simdtag.id3._specs import Encoding
from simdtag.id3._util import (  # noqa: F401 likewise
    ID3BadCompressedData, ID3EncryptionUnsupportedError, ID3JunkFrameError, ID3SaveConfig, SpecError, error, unsynch,
)  # fmt: skip


def _key(*names):
    """A HashKey made of the id and these fields."""

    def HashKey(self):
        return ":".join([self.FrameID] + [str(getattr(self, name)) for name in names])

    return property(HashKey, doc="The frame's key in a tag.")


def _field_number(name):
    def __pos__(self):
        return getattr(self, name)

    return __pos__


def _field_text(name):
    return lambda self: getattr(self, name)


def _field_text_bytes(name):
    return lambda self: getattr(self, name).encode("utf-8")


def _field_bytes(name):
    return lambda self: getattr(self, name)


def _same_text(self, other):
    return str(self) == other


def _latin1(data):
    return data.decode("latin-1")


def _indented(tags):
    """The lines of a chapter's own frames."""
    lines = []
    for frame in tags.values():
        for line in frame.pprint().splitlines():
            lines.append("\n" + " " * 4 + line)
    return "".join(lines)


_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")  # by Encoding


@_adopt
class TCON(TextFrame):
    __slots__ = ()

    GENRES = GENRES

    def _genre(self, number):
        try:
            return self.GENRES[int(number)]
        except (IndexError, ValueError):  # ValueError: more digits than int() takes
            return "Unknown"

    def _code(self, inside):
        """What stands between parentheses."""
        return {"CR": "Cover", "RX": "Remix"}.get(inside) or self._genre(inside)

    def _one(self, text):
        """The genres of one text: a number, or "(number)" and such one after another, then words (ID3v2.3.0, section
        4.2.1). A number of more than a byte, such as a year, is no genre's."""
        if text.isdecimal() and len(text) < 1000 and int(text) < 256:
            return [self._genre(text)]
        if text in ("CR", "RX"):
            return [self._code(text)]
        genres = []
        while text.startswith("("):
            inside, close, rest = text[1:].partition(")")
            if not close or not (inside.isdecimal() or inside in ("CR", "RX")):
                break
            genres.append(self._code(inside))
            text = rest
        if text:
            if text.startswith("(("):
                text = text[1:]
            if text not in genres:
                genres.append(text)
        return genres

    @property
    def genres(self):
        """The genres in words."""
        return [genre for text in self.text for genre in self._one(text)]

    @genres.setter
    def genres(self, genres):
        if isinstance(genres, str):
            genres = [genres]
        self.text = [genre.decode(_CODECS[self.encoding]) if isinstance(genre, bytes) else genre for genre in genres]

    def _pprint(self):
        return " / ".join(self.genres)


@_adopt
class CHAP(Frame):
    __slots__ = ()

    HashKey = _key("element_id")

    def __eq__(self, other):
        if not isinstance(other, CHAP):
            return False
        return all(getattr(self, s.name) == getattr(other, s.name) for s in self._framespec)

    def _pprint(self):
        return "%s time=%d..%d offset=%d..%d%s" % (
            self.element_id, self.start_time, self.end_time, self.start_offset, self.end_offset,
            _indented(self.sub_frames)
        )  # fmt: skip


@_adopt
class CTOC(Frame):
    __slots__ = ()

    HashKey = _key("element_id")

    def __eq__(self, other):
        if not isinstance(other, CTOC):
            return False
        return all(getattr(self, s.name) == getattr(other, s.name) for s in self._framespec)

    def _pprint(self):
        return "%s flags=%d child_element_ids=%s%s" % (
            self.element_id, int(self.flags), ",".join(self.child_element_ids), _indented(self.sub_frames)
        )  # fmt: skip


@_adopt
class TXXX(TextFrame):
    __slots__ = ()

    HashKey = _key("desc")

    def _pprint(self):
        return "%s=%s" % (self.desc, " / ".join(self.text))


@_adopt
class WXXX(UrlFrame):
    __slots__ = ()

    HashKey = _key("desc")


@_adopt
class COMM(TextFrame):
    __slots__ = ()

    HashKey = _key("desc", "lang")

    def _pprint(self):
        return "%s=%s=%s" % (self.desc, self.lang, " / ".join(self.text))


@_adopt
class USLT(Frame):
    __slots__ = ()

    HashKey = _key("desc", "lang")
    __bytes__ = _field_text_bytes("text")
    __str__ = _field_text("text")
    __eq__ = _compares("text")

    def _pprint(self):
        return "%s=%s=%s" % (self.desc, self.lang, self.text)


@_adopt
class SYLT(Frame):
    __slots__ = ()

    HashKey = _key("desc", "lang")
    __eq__ = _same_text

    def __str__(self):
        unit = "fr" if self.format == 1 else "ms"
        return "\n".join(["[%s%s]: %s" % (time, unit, text) for text, time in self.text])

    def __bytes__(self):
        return str(self).encode("utf-8")

    def _pprint(self):
        return str(self)


@_adopt
class USER(Frame):
    __slots__ = ()

    HashKey = _key("lang")
    __bytes__ = _field_text_bytes("text")
    __str__ = _field_text("text")
    __eq__ = _compares("text")

    def _pprint(self):
        return "%r=%s" % (self.lang, self.text)


@_adopt
class RVA2(Frame):
    __slots__ = ()

    _channels = [
        "Other", "Master volume", "Front right", "Front left", "Back right", "Back left", "Front centre", "Back centre",
        "Subwoofer",
    ]  # fmt: skip

    HashKey = _key("desc")

    def __eq__(self, other):
        try:
            same = (self.channel, self.gain, self.peak) == (other.channel, other.gain, other.peak)
            return str(self) == other or same
        except AttributeError:
            return str(self) == other

    def __str__(self):
        return "%s: %+0.4f dB/%0.4f" % (self._channels[self.channel], self.gain, self.peak)


@_adopt
class EQU2(Frame):
    __slots__ = ()
    HashKey = _key("desc")
    __eq__ = _compares("adjustments")


@_adopt
class RVAD(Frame):
    __slots__ = ()

    def __eq__(self, other):
        return isinstance(other, RVAD) and self.adjustments == other.adjustments


@_adopt
class RVRB(Frame):
    __slots__ = ()

    def __eq__(self, other):
        return (self.left, self.right) == other


@_adopt
class APIC(Frame):
    __slots__ = ()

    salt = ""  # what tells pictures of the same description in one tag apart

    __eq__ = _compares("data")

    @property
    def HashKey(self):
        return "%s:%s%s" % (self.FrameID, self.desc, self.salt)

    def _merge_frame(self, other):
        other.salt += " "
        return other

    def _pprint(self):
        type_ = str(self.type) if not isinstance(self.type, _specs.PictureType) else self.type._pprint()
        return "%s, %s (%s, %d bytes)" % (type_, self.desc, self.mime, len(self.data))


@_adopt
class PCNT(Frame):
    __slots__ = ()
    __eq__ = _compares("count")
    __pos__ = _field_number("count")

    def _pprint(self):
        return str(self.count)


@_adopt
class PCST(Frame):
    __slots__ = ()
    __eq__ = _compares("value")
    __pos__ = _field_number("value")

    def _pprint(self):
        return str(self.value)


@_adopt
class POPM(Frame):
    __slots__ = ()
    HashKey = _key("email")
    __eq__ = _compares("rating")
    __pos__ = _field_number("rating")

    def _pprint(self):
        return "%s=%r %r/255" % (self.email, getattr(self, "count", None), self.rating)


@_adopt
class GEOB(Frame):
    __slots__ = ()
    HashKey = _key("desc")
    __eq__ = _compares("data")


@_adopt
class RBUF(Frame):
    __slots__ = ()
    __eq__ = _compares("size")
    __pos__ = _field_number("size")


@_adopt
class AENC(Frame):
    __slots__ = ()
    HashKey = _key("owner")
    __bytes__ = _field_text_bytes("owner")
    __str__ = _field_text("owner")
    __eq__ = _same_text


@_adopt
class LINK(Frame):
    __slots__ = ()

    @property
    def HashKey(self):
        return "%s:%s:%s:%s" % (self.FrameID, self.frameid, self.url, _latin1(self.data))

    def __eq__(self, other):
        return (self.frameid, self.url, self.data) == other


@_adopt
class POSS(Frame):
    __slots__ = ()
    __eq__ = _compares("position")
    __pos__ = _field_number("position")


@_adopt
class UFID(Frame):
    __slots__ = ()
    HashKey = _key("owner")
    __eq__ = _compares("data")

    def _pprint(self):
        return "%s=%r" % (self.owner, self.data)


@_adopt
class OWNE(Frame):
    __slots__ = ()
    __bytes__ = _field_text_bytes("seller")
    __str__ = _field_text("seller")
    __eq__ = _same_text


@_adopt
class COMR(Frame):
    __slots__ = ()

    @property
    def HashKey(self):
        return "%s:%s" % (self.FrameID, _latin1(self._writeData()))

    def __eq__(self, other):
        return self._writeData() == other._writeData()


@_adopt
class ENCR(Frame):
    __slots__ = ()
    HashKey = _key("owner")
    __bytes__ = _field_bytes("data")
    __eq__ = _compares("data")


@_adopt
class GRID(Frame):
    __slots__ = ()
    HashKey = _key("group")
    __pos__ = _field_number("group")
    __bytes__ = _field_text_bytes("owner")
    __str__ = _field_text("owner")
    __eq__ = _compares("owner", "group")


@_adopt
class PRIV(Frame):
    __slots__ = ()
    __bytes__ = _field_bytes("data")
    __eq__ = _compares("data")

    @property
    def HashKey(self):
        return "%s:%s:%s" % (self.FrameID, self.owner, _latin1(self.data))

    def _pprint(self):
        return "%s=%r" % (self.owner, self.data)


@_adopt
class SIGN(Frame):
    __slots__ = ()
    __bytes__ = _field_bytes("sig")
    __eq__ = _compares("sig")

    @property
    def HashKey(self):
        return "%s:%s:%s" % (self.FrameID, self.group, _latin1(self.sig))


@_adopt
class SEEK(Frame):
    __slots__ = ()
    __eq__ = _compares("offset")
    __pos__ = _field_number("offset")


@_adopt
class ASPI(Frame):
    __slots__ = ()
    __eq__ = _compares("Fi")


@_adopt
class ETCO(Frame):
    __slots__ = ()
    __eq__ = _compares("events")


@_adopt
class MLLT(Frame):
    __slots__ = ()
    __eq__ = _compares("data")


@_adopt
class SYTC(Frame):
    __slots__ = ()
    __eq__ = _compares("data")


@_adopt
class CRM(Frame):
    __slots__ = ()
    __eq__ = _compares("data")


# ---- ID3v2.2 frames that are stored otherwise ----


@_adopt
class PIC(APIC):
    __slots__ = ()

    def _to_other(self, other):
        if not isinstance(other, APIC):
            raise TypeError
        for name in ("encoding", "mime", "type", "desc", "data"):
            setattr(other, name, getattr(self, name))


@_adopt
class LNK(LINK):
    __slots__ = ()

    def _to_other(self, other):
        if not isinstance(other, LINK):
            raise TypeError
        if isinstance(other, LNK):
            other.frameid = self.frameid
        else:  # the frame it points at has a longer name by now
            row = _ROWS.get(self.frameid)
            newer = row[1] if row and row[1] in _ROWS else "%-4s" % self.frameid
            other._setattr("frameid", newer)
        other.url = self.url
        other.data = self.data


@_adopt
class RVA(RVAD):
    __slots__ = ()

    def _to_other(self, other):
        if not isinstance(other, RVAD):
            raise TypeError
        other.adjustments = list(self.adjustments)


_core.frame_maker(
    frame_class, tuple(Encoding(i) for i in range(4)), _specs.PictureType, _specs.CTOCFlags, _specs.ID3TimeStamp
)


def __getattr__(name):
    if name in _ROWS:
        return frame_class(name)
    if name in ("Frames", "Frames_2_2"):
        length = 4 if name == "Frames" else 3
        frames = {id: frame_class(id) for id in _ROWS if len(id) == length}
        globals()[name] = frames
        return frames
    if name.endswith("Spec") and hasattr(_specs, name):
        return getattr(_specs, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))

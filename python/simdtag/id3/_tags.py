# SPDX-License-Identifier: MIT
"""ID3Tags: frames by key, and their translation between versions of ID3v2."""

from _collections_abc import KeysView

from simdtag import _core
from simdtag._tags import Tags
from simdtag.id3._framebase import own_frame, unwrap
from simdtag.id3._frames import Frame, frame_class
from simdtag.id3._util import ID3EncryptionUnsupportedError, error

_LEGACY_MIMES = {"JPG": "image/jpeg", "PNG": "image/png"}

# frames that the other version has no place for, dropped in translation
_NOT_IN_V24 = ("RVAD", "EQUA", "TRDA", "TSIZ", "TDAT", "TIME")
_NOT_IN_V23 = ("ASPI", "EQU2", "RVA2", "SEEK", "SIGN", "TDEN", "TDOR", "TDRC", "TDRL", "TDTG", "TIPL", "TMCL", "TMOO",
               "TPRO", "TSOA", "TSOP", "TSOT", "TSST")  # fmt: skip


KeysView.register(_core.ID3Keys)


def _is_four_digits(text):
    return len(text) == 4 and text.isascii() and text.isdigit()


class ID3Tags(_core.ID3Base, Tags):
    """The frames of a tag, or of a chapter inside one, by their HashKey."""

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            raise TypeError("ID3Tags() takes no arguments")
        super().__init__()

    def __reduce_ex__(self, protocol):
        import copyreg

        state = dict(self.__dict__, _DictProxy__dict=self._DictProxy__dict, unknown_frames=self.unknown_frames)
        return copyreg.__newobj__, (type(self),), state

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    def getall(self, key):
        """The frames of a key or, for "COMM", of all keys that begin with "COMM:"."""
        if key in self:
            return [self[key]]
        prefix = key + ":"
        return [frame for name, frame in self.items() if name.startswith(prefix)]

    def setall(self, key, values):
        """Puts frames in the place of all that getall finds."""
        self.delall(key)
        for frame in values:
            self[frame.HashKey] = frame

    def delall(self, key):
        """Removes what getall finds."""
        if key in self:
            del self[key]
            return
        prefix = key + ":"
        for name in [name for name in self.keys() if name.startswith(prefix)]:
            del self[name]

    def _read(self, header, data):
        """Adds the frames in the body of a tag with this header; the bytes after them."""
        from simdtag.id3._wire import read_frames

        found, self.unknown_frames, rest = read_frames(header, data, header.known_frames)
        for frame in found:
            self._add(frame, False)
        return rest

    def pprint(self):
        """One line a frame, sorted."""
        return "\n".join(sorted(frame.pprint() for frame in self.values()))

    def _add(self, frame, strict):
        """strict: a frame replaces the one of its key; else the two are merged, or both are kept."""
        if not isinstance(frame, Frame):
            raise TypeError("%r not a Frame instance" % frame)
        upgraded = frame._upgrade_frame()
        if upgraded is None:
            if strict:
                raise TypeError("Can't upgrade %r frame" % frame.FrameID)
            return
        frame = upgraded
        if not strict:
            key = frame.HashKey
            if key in self and self._one_too_many():
                return
            while key in self:
                frame = self[key]._merge_frame(frame)
                if frame.HashKey == key:
                    break
                key = frame.HashKey
        self[frame.HashKey] = frame

    def loaded_frame(self, tag):
        """Adds a frame; kept for programs that call it."""
        self._add(tag, True)

    def add(self, frame):
        """Adds a frame in the place of the one of the same key."""
        self.loaded_frame(frame)

    def __setitem__(self, key, tag):
        if not isinstance(tag, Frame):
            raise TypeError("%r not a Frame instance" % tag)
        super().__setitem__(key, tag)

    def _update_common(self):
        """What both translations begin with: genres in words, proper MIME types."""
        if "TCON" in self:
            self["TCON"].genres = self["TCON"].genres
        for picture in self.getall("APIC"):
            picture.mime = _LEGACY_MIMES.get(picture.mime, picture.mime)

    def update_to_v24(self):
        """Brings ID3v2.2/2.3 frames to their ID3v2.4 forms."""
        self._update_common()
        if "TYER" in self:
            self._join_date()
        if "TORY" in self:
            year = self.pop("TORY")
            if "TDOR" not in self:
                self.add(frame_class("TDOR")(encoding=0, text=str(year)))
        if "IPLS" in self:
            people = self.pop("IPLS")
            if "TIPL" not in self:
                self.add(frame_class("TIPL")(encoding=people.encoding, people=people.people))
        for key in _NOT_IN_V24:
            if key in self:
                del self[key]
        for frame in self.getall("CHAP") + self.getall("CTOC"):
            frame.sub_frames.update_to_v24()

    def _join_date(self):
        """TYER, TDAT (DDMM) and TIME (HHMM) become TDRC (ID3v2.4.0 frames, section 4.2.5)."""
        years = str(self.pop("TYER")).split("\0")
        days = str(self.get("TDAT", "")).split("\0") if "TDAT" in self else []
        times = str(self.get("TIME", "")).split("\0") if "TIME" in self else []
        stamps = []
        for i, year in enumerate(years):
            day = None
            if len(year) == 10 and year[4] == year[7] == "-" and _is_four_digits(year[5:7] + year[8:]):
                year, day = year[:4], year[5:]  # some programs put the whole date there
            if not _is_four_digits(year):
                continue
            if i < len(days) and _is_four_digits(days[i]):
                day = "%s-%s" % (days[i][2:], days[i][:2])
            stamp = year
            if day is not None:
                stamp += "-" + day
                if i < len(times) and _is_four_digits(times[i]):
                    stamp += "T%s:%s:00" % (times[i][:2], times[i][2:])
            stamps.append(stamp)
        if stamps and "TDRC" not in self:
            self.add(frame_class("TDRC")(encoding=0, text=stamps))

    def update_to_v23(self):
        """Brings ID3v2.4 frames to forms an ID3v2.3 tag can hold."""
        self._update_common()
        if "TDOR" in self:
            original = self.pop("TDOR")
            if original.text:
                year = original.text[0].year
                if year and "TORY" not in self:
                    self.add(frame_class("TORY")(encoding=original.encoding, text="%04d" % year))
        if "TDRC" in self:
            self._split_date(self.pop("TDRC"))
        people, encoding = [], None
        if "TIPL" in self:
            frame = self.pop("TIPL")
            encoding = frame.encoding
            people.extend(frame.people)
        if "TMCL" in self:
            frame = self.pop("TMCL")
            encoding = frame.encoding
            people.extend(frame.people)
        if encoding is not None and "IPLS" not in self:
            self.add(frame_class("IPLS")(encoding=encoding, people=people))
        for name in _NOT_IN_V23:
            if name in self:
                del self[name]
        for frame in self.getall("CHAP") + self.getall("CTOC"):
            frame.sub_frames.update_to_v23()

    def _split_date(self, recorded):
        """The first time of a TDRC becomes TYER, TDAT and TIME."""
        if not recorded.text:
            return
        stamp = recorded.text[0]
        parts = {}
        if stamp.year:
            parts["TYER"] = "%04d" % stamp.year
        if stamp.month and stamp.day:
            parts["TDAT"] = "%02d%02d" % (stamp.day, stamp.month)
        if stamp.hour and stamp.minute:
            parts["TIME"] = "%02d%02d" % (stamp.hour, stamp.minute)
        for name, text in parts.items():
            if name not in self:
                self.add(frame_class(name)(encoding=recorded.encoding, text=text))

    def _copy(self):
        """What _restore brings back: frames and the fields of their sub-frames."""
        items = list(self.items())
        subs = {}
        for frame in self.getall("CHAP") + self.getall("CTOC"):
            subs[frame.HashKey] = frame.sub_frames._copy()
        return items, subs

    def _restore(self, value):
        items, subs = value
        self.clear()
        for key, frame in items:
            self[key] = frame
            if key in subs:
                frame.sub_frames._restore(subs[key])


ID3Tags.__module__ = "simdtag.id3"


_MOST_NESTED = 8  # chapters in chapters, as in C (src/base/limits.h)


def frames_of(tags, known_frames=None, depth=0):
    """What the C reader found, in order: frames, and bytes of those of no known class."""
    for item in _core.id3_frames(tags, known_frames):
        if isinstance(item, tuple):  # of a class of the program's own, or a chapter
            cls, minor, stored, body = item
            item = _own_frame(cls, minor, stored, body)
            if hasattr(item, "sub_frames") and stored is None and depth < _MOST_NESTED:
                item.sub_frames = _sub_frames(cls, minor, body, known_frames, depth + 1)
        if item is not None:
            yield item


def fill(tags, known_frames=None, v1_year=False, depth=0):
    """Adds what the C reader found to a tag through the tag's own _add, so that subclasses see each frame.
    v1_year: TYER instead of the TDRC that an ID3v1 tag's year otherwise is."""
    unknown = []
    for item in frames_of(tags, known_frames, depth):
        if isinstance(item, bytes):
            unknown.append(item)
            continue
        if v1_year and item.FrameID == "TDRC":
            item = frame_class("TYER")(encoding=0, text=str(item))
        tags._add(item, False)
    tags.unknown_frames = unknown


def _sub_frames(cls, minor, body, known_frames, depth):
    """The frames at the end of a CHAP or CTOC body that decodes."""
    from io import BytesIO
    from simdtag.id3._file import ID3

    at = body.index(b"\0") + 1
    if issubclass(cls, frame_class("CTOC")):
        count = body[at + 1]
        at += 2
        for _ in range(count):
            at = body.index(b"\0", at) + 1
    else:
        at += 16
    size = len(body) - at
    head = b"ID3" + bytes((minor, 0, 0, size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    found, sub_frames = ID3(), ID3Tags()
    _core.id3_open(found, found._format, BytesIO(head + body[at:]), None, None, True, True)
    fill(found, known_frames, depth=depth)
    sub_frames.update(found)
    sub_frames.unknown_frames = found.unknown_frames
    return sub_frames


def _own_frame(cls, minor, stored, body):
    """stored: the frame with its header, to be unwrapped; None when `body` is what was inside. Encrypted frames stay
    as stored."""
    if stored is None:
        return own_frame(cls, minor, body)
    head = 6 if minor == 2 else 10
    flags = 0 if minor == 2 else int.from_bytes(stored[8:10], "big")
    try:
        return own_frame(cls, minor, unwrap(minor, flags, stored[head:]))
    except ID3EncryptionUnsupportedError:
        return stored
    except error:
        return None


def __getattr__(name):
    if not name.startswith("__"):
        from simdtag.id3 import _wire

        if name in _wire.__all__ or name in ("Frames", "Frames_2_2"):
            return getattr(_wire, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))

# SPDX-License-Identifier: MIT
"""MP4 files: iTunes tags, stream info of AAC, ALAC, AC-3 …, chapters."""

from _collections_abc import KeysView, Sequence  # collections.abc is the same, behind all of collections

from simdtag import _core
from simdtag._core import FileType, MP4Base, info_class, register
from simdtag._tags import Tags
from simdtag._util import MutagenError, delete_with, extends, no_writing, on_demand


class error(MutagenError):
    pass


class MP4MetadataError(error):
    pass


class MP4StreamInfoError(error):
    pass


class MP4NoTrackError(MP4StreamInfoError):
    pass


class MP4MetadataValueError(ValueError, MP4MetadataError):
    pass


class AtomDataType(int):
    """What the payload of a data atom is."""

    def __repr__(self):
        name = _TYPE_NAMES.get(int(self))
        return "<%s.%s: %d>" % (type(self).__name__, name, self) if name else "%d" % self

    def __str__(self):
        name = _TYPE_NAMES.get(int(self))
        return "%s.%s" % (type(self).__name__, name) if name else "%d" % self


_TYPE_NAMES = {
    0: "IMPLICIT", 1: "UTF8", 2: "UTF16", 3: "SJIS", 6: "HTML", 7: "XML", 8: "UUID", 9: "ISRC", 10: "MI3P", 12: "GIF",
    13: "JPEG", 14: "PNG", 15: "URL", 16: "DURATION", 17: "DATETIME", 18: "GENRES", 21: "INTEGER", 24: "RIAA_PA",
    25: "UPC", 27: "BMP",
}
for _number, _name in _TYPE_NAMES.items():
    setattr(AtomDataType, _name, AtomDataType(_number))
del _number, _name


class MP4Cover(bytes):
    """A picture; `imageformat` is FORMAT_JPEG or FORMAT_PNG."""

    FORMAT_JPEG = AtomDataType.JPEG
    FORMAT_PNG = AtomDataType.PNG

    def __new__(cls, data, *args, **kwargs):
        return bytes.__new__(cls, data)

    def __init__(self, data, imageformat=FORMAT_JPEG):
        self.imageformat = imageformat

    __hash__ = bytes.__hash__

    def __eq__(self, other):
        same = bytes.__eq__(self, other)
        if same is True and isinstance(other, MP4Cover):
            return self.imageformat == other.imageformat
        return same

    def __ne__(self, other):
        return not self == other

    def __repr__(self):
        return "%s(%r, %r)" % (type(self).__name__, bytes(self), AtomDataType(self.imageformat))


class MP4FreeForm(bytes):
    """A value of a free-form item; `dataformat` is an AtomDataType."""

    FORMAT_DATA = AtomDataType.IMPLICIT
    FORMAT_TEXT = AtomDataType.UTF8

    def __new__(cls, data, *args, **kwargs):
        return bytes.__new__(cls, data)

    def __init__(self, data, dataformat=AtomDataType.UTF8, version=0):
        self.dataformat = dataformat
        self.version = version

    __hash__ = bytes.__hash__

    def __eq__(self, other):
        same = bytes.__eq__(self, other)
        if same is True and isinstance(other, MP4FreeForm):
            return self.dataformat == other.dataformat and self.version == other.version
        return same

    def __ne__(self, other):
        return not self == other

    def __repr__(self):
        return "%s(%r, %r)" % (type(self).__name__, bytes(self), AtomDataType(self.dataformat))


_core.mp4_values(MP4Cover, MP4FreeForm)
KeysView.register(_core.ID3Keys)  # what MP4Tags.keys() returns, too


def _key2name(key):
    return key.encode("latin-1")


def _name2key(name):
    return name.decode("latin-1")


@register
class MP4Tags(MP4Base, Tags):
    """The tags of an MP4 file, by atom name: "\\xa9nam" -> ["a title"], "trkn" -> [(1, 12)], "cpil" -> True,
    "covr" -> [MP4Cover], "----:com.apple.iTunes:NAME" -> [MP4FreeForm]."""

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        super().__init__()
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, atoms, fileobj):
        """Reads the tags of an MP4 file."""
        if not _core.mp4_load(self, fileobj):
            raise KeyError("the file has no tags")

    @classmethod
    def _can_load(cls, atoms):
        return b"moov.udta.meta.ilst" in atoms

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise TypeError("key has to be str")
        self._render(key, value)  # raises if the value cannot be stored under this key
        super().__setitem__(key, value)

    def _render(self, key, value):
        from simdtag.mp4._render import render

        return render(key, value)

    save = delete = no_writing

    def pprint(self):
        lines = []
        for key, value in sorted(self.items(), key=lambda item: item[0]):
            if key == "covr":
                lines.append("covr=" + ", ".join("[%d bytes of data]" % len(cover) for cover in value))
            elif isinstance(value, list):
                lines.extend("%s=%s" % (key, repr(one) if isinstance(one, bytes) else one) for one in value)
            else:
                lines.append("%s=%s" % (key, value))
        return "\n".join(lines)

    def __getstate__(self):
        return {**self.__dict__, "_DictProxy__dict": self._DictProxy__dict, "_failed_atoms": self._failed_atoms}

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)


class Chapter:
    """`title` from `start` (in seconds) on."""

    def __init__(self, start, title):
        self.start = start
        self.title = title


class MP4Chapters(Sequence):
    """The chapters of a Nero chapter list."""

    def __init__(self, *args, **kwargs):
        self._timescale = None
        self._duration = None
        self._chapters = []
        super().__init__()
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, atoms, fileobj):
        """Reads the chapters of an MP4 file."""
        fileobj.seek(0)
        self._chapters = list(MP4(fileobj).chapters or [])

    @classmethod
    def _can_load(cls, atoms):
        return b"moov.udta.chpl" in atoms and b"moov.mvhd" in atoms

    def __len__(self):
        return len(self._chapters)

    def __getitem__(self, index):
        return self._chapters[index]

    def pprint(self):
        """The chapters as text, one a line."""
        from datetime import timedelta

        return "chapters=" + "\n  ".join("%s %s" % (timedelta(seconds=c.start), c.title) for c in self._chapters)


@extends(info_class("mp4.MP4Info"))
class MP4Info:
    """MP4: length, bitrate, channels, sample_rate, bits_per_sample, codec, codec_description."""

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, atoms, fileobj):
        """Reads the stream info of an MP4 file, which must have a track (MP4 itself takes files without)."""
        try:
            tracks = list(atoms[b"moov"].findall(b"trak"))
        except KeyError:
            raise MP4StreamInfoError("no moov atom") from None
        for track in tracks:
            try:
                ok, handler = track[b"mdia", b"hdlr"].read(fileobj)
            except KeyError:
                continue
            if ok and handler[8:12] == b"soun":
                break
        else:
            raise MP4NoTrackError("track has no audio data")
        fileobj.seek(0)
        self._read(_core.FORMATS["MP4"], fileobj)

    def pprint(self):
        return "MPEG-4 audio (%s), %.2f seconds, %d bps" % (self.codec_description, self.length, self.bitrate)


register(MP4Info)


class _Chapters:
    """The attribute `chapters`: made from an opened file when it is asked for."""

    def __get__(self, file, cls=None):
        if file is None:
            return self
        state = _core.own_dict(file)
        if "chapters" not in state:
            stored = _core.mp4_chapters(file)
            if stored is False:
                raise AttributeError("%r object has no attribute 'chapters'" % type(file).__name__)
            chapters = None
            if stored is not None:
                chapters = file.MP4Chapters()
                chapters._chapters = [Chapter(start / 10000000, title) for start, title in stored]
            state["chapters"] = chapters
        return state["chapters"]

    def __set__(self, file, value):
        _core.own_dict(file)["chapters"] = value

    def __delete__(self, file):
        self.__get__(file)
        del _core.own_dict(file)["chapters"]


@register
class MP4(FileType):
    """An MP4 file.

    info: an MP4Info; tags: an MP4Tags or None; chapters: an MP4Chapters or None.
    """

    __slots__ = ()
    MP4Tags = MP4Tags
    MP4Chapters = MP4Chapters
    _mimes = ["audio/mp4", "audio/x-m4a", "audio/mpeg4", "audio/aac"]

    load = FileType._load
    save = delete = no_writing
    chapters = _Chapters()

    def add_tags(self):
        """Adds empty tags."""
        if self.tags is not None:
            raise error("an MP4 tag already exists")
        self.tags = self.MP4Tags()

    def pprint(self):
        """Stream info, tags and chapters as text."""
        parts = ["%s (%s)" % (self.info.pprint(), self.mime[0])]
        if self.tags is not None:
            parts.append(self.tags.pprint())
        if self.chapters is not None:
            parts.append(self.chapters.pprint())
        return "\n".join(part for part in parts if part)

    @staticmethod
    def score(filename, fileobj, header_data):
        return _core.score(_core.FORMATS["MP4"], filename, header_data)


Open = MP4
delete = delete_with(MP4)

# iTunes writes its items in this order
_ITEM_ORDER = ("\xa9nam", "\xa9ART", "\xa9wrt", "\xa9alb", "\xa9gen", "gnre", "trkn", "disk", "\xa9day", "cpil", "pgap",
               "pcst", "tmpo", "\xa9too", "----", "covr", "\xa9lyr")  # fmt: skip


def _item_sort_key(key, value):
    """Where an item stands in a written tag: known ones first, of others the small ones."""
    place = {name: i for i, name in enumerate(_ITEM_ORDER)}.get(key[:4], len(_ITEM_ORDER))
    text = repr(value)
    return place, len(text), text


__getattr__ = on_demand(globals(), {
    "simdtag._constants": ["GENRES"],
    "simdtag.mp4._as_entry": ["ASEntryError", "AudioSampleEntry"],
    "simdtag.mp4._atom": ["Atom", "AtomError", "Atoms"],
    "simdtag.mp4._util": ["parse_full_atom"],
})

__all__ = ["MP4", "Open", "delete", "MP4Cover", "MP4FreeForm", "AtomDataType"]

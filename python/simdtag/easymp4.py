# SPDX-License-Identifier: MIT
"""EasyMP4: the tags of an MP4 file under the keys that Vorbis comments use, their values lists of text."""

from simdtag._tags import Tags
from simdtag._util import DictMixin, dict_match
from simdtag.mp4 import MP4, MP4Tags, delete, error

__all__ = ["EasyMP4Tags", "EasyMP4", "delete", "error"]


class EasyMP4KeyError(error, KeyError, ValueError):
    """A key that EasyMP4Tags does not know."""


class EasyMP4Tags(DictMixin, Tags):
    """MP4 tags under friendlier keys: "title" -> ["a title"], "tracknumber" -> ["1/12"]."""

    Get = {}
    Set = {}
    Delete = {}
    List = {}

    def __init__(self, *args, **kwargs):
        self._wrap(MP4Tags(*args, **kwargs))

    def _wrap(self, tags):
        self.__mp4 = tags
        self.load = tags.load
        self.save = tags.save
        self.delete = tags.delete

    @classmethod
    def _over(cls, tags):
        """An object over tags that were read already."""
        made = cls()
        made._wrap(tags)
        return made

    filename = property(lambda self: self.__mp4.filename, lambda self, name: setattr(self.__mp4, "filename", name))

    @classmethod
    def RegisterKey(cls, key, getter=None, setter=None, deleter=None, lister=None):
        """Adds a key, or a pattern with "*"; the functions are given the MP4Tags and the key asked for."""
        key = key.lower()
        for table, function in ((cls.Get, getter), (cls.Set, setter), (cls.Delete, deleter), (cls.List, lister)):
            if function is not None:
                table[key] = function

    @classmethod
    def _register(cls, key, atomid, getter, setter):
        def deleter(tags, _):
            del tags[atomid]

        cls.RegisterKey(key, getter, setter, deleter)

    @classmethod
    def RegisterTextKey(cls, key, atomid):
        """Adds a key for an item of text."""
        def getter(tags, _):
            return tags[atomid]

        def setter(tags, _, value):
            tags[atomid] = value

        cls._register(key, atomid, getter, setter)

    @classmethod
    def RegisterIntKey(cls, key, atomid, min_value=0, max_value=(2 ** 16) - 1):
        """Adds a key for an item of one number."""
        def getter(tags, _):
            return list(map(str, tags[atomid]))

        def setter(tags, _, value):
            tags[atomid] = [min(max(min_value, int(text)), max_value) for text in value]

        cls._register(key, atomid, getter, setter)

    @classmethod
    def RegisterIntPairKey(cls, key, atomid, min_value=0, max_value=(2 ** 16) - 1):
        """Adds a key for an item of a number out of a total: "3/12"."""
        def clamp(text):
            return min(max(min_value, int(text)), max_value)

        def pair(text):
            try:
                number, total = map(clamp, text.split("/"))
            except (ValueError, TypeError):
                return clamp(text), min_value
            return number, total

        def getter(tags, _):
            return ["%d/%d" % (number, total) if total else "%d" % number for number, total in tags[atomid]]

        def setter(tags, _, value):
            tags[atomid] = list(map(pair, value))

        cls._register(key, atomid, getter, setter)

    @classmethod
    def RegisterFreeformKey(cls, key, name, mean="com.apple.iTunes"):
        """Adds a key for a freeform item."""
        atomid = "----:%s:%s" % (mean, name)

        def getter(tags, _):
            return [data.decode("utf-8", "replace") for data in tags[atomid]]

        def setter(tags, _, value):
            encoded = []
            for text in value:
                if not isinstance(text, str):
                    raise TypeError("%r not str" % text)
                encoded.append(text.encode("utf-8"))
            tags[atomid] = encoded

        cls._register(key, atomid, getter, setter)

    def __function(self, table, key):
        function = dict_match(table, key.lower())
        if function is None:
            raise EasyMP4KeyError("%r is not a valid key" % key)
        return function

    def __getitem__(self, key):
        return self.__function(self.Get, key)(self.__mp4, key)

    def __setitem__(self, key, value):
        if isinstance(value, str):
            value = [value]
        self.__function(self.Set, key)(self.__mp4, key, value)

    def __delitem__(self, key):
        self.__function(self.Delete, key)(self.__mp4, key)

    def keys(self):
        """The keys of what the tags hold; items that no key stands for are not among them."""
        keys = []
        for key in self.Get:
            if key in self.List:
                keys.extend(self.List[key](self.__mp4, key))
            elif key in self:
                keys.append(key)
        return keys

    def pprint(self):
        """One `key=value` a line, by key."""
        return "\n".join("%s=%s" % (key, value) for key in sorted(self.keys()) for value in self[key])


for _atomid, _key in {
    "\xa9nam": "title", "\xa9alb": "album", "\xa9ART": "artist", "aART": "albumartist", "\xa9day": "date",
    "\xa9cmt": "comment", "desc": "description", "\xa9grp": "grouping", "\xa9gen": "genre", "cprt": "copyright",
    "soal": "albumsort", "soaa": "albumartistsort", "soar": "artistsort", "sonm": "titlesort", "soco": "composersort",
}.items():  # fmt: skip
    EasyMP4Tags.RegisterTextKey(_key, _atomid)

for _name, _key in {
    "MusicBrainz Artist Id": "musicbrainz_artistid",
    "MusicBrainz Track Id": "musicbrainz_trackid",
    "MusicBrainz Album Id": "musicbrainz_albumid",
    "MusicBrainz Album Artist Id": "musicbrainz_albumartistid",
    "MusicIP PUID": "musicip_puid",
    "MusicBrainz Album Status": "musicbrainz_albumstatus",
    "MusicBrainz Album Type": "musicbrainz_albumtype",
    "MusicBrainz Release Country": "releasecountry",
}.items():
    EasyMP4Tags.RegisterFreeformKey(_key, _name)

EasyMP4Tags.RegisterIntKey("bpm", "tmpo")
EasyMP4Tags.RegisterIntPairKey("tracknumber", "trkn")
EasyMP4Tags.RegisterIntPairKey("discnumber", "disk")
del _key, _atomid, _name


class EasyMP4(MP4):
    """An MP4 file whose tags are EasyMP4Tags."""

    __slots__ = ()
    MP4Tags = EasyMP4Tags

    Get = EasyMP4Tags.Get
    Set = EasyMP4Tags.Set
    Delete = EasyMP4Tags.Delete
    List = EasyMP4Tags.List
    RegisterTextKey = EasyMP4Tags.RegisterTextKey
    RegisterKey = EasyMP4Tags.RegisterKey

# SPDX-License-Identifier: MIT
"""EasyID3: an ID3 tag under the keys that Vorbis comments use, its values lists of text."""

from simdtag._tags import Metadata
from simdtag._util import DictMixin, dict_match
from simdtag.id3 import Encoding, Frames, ID3, ID3FileType, delete, error
from simdtag.id3 import RVA2, TCON, TDOR, TDRC, TMCL, TXXX, UFID, WOAR

__all__ = ["EasyID3", "Open", "delete"]


class EasyID3KeyError(KeyError, ValueError, error):
    """A key that EasyID3 does not know."""


class EasyID3(DictMixin, Metadata):
    """The ID3 tag of a file under friendlier keys: EasyID3(filething)["title"] -> ["a title"].

    valid_keys: the known keys; RegisterKey and its sisters add to them, for all objects.
    """

    Get = {}
    Set = {}
    Delete = {}
    List = {}
    valid_keys = Get

    # what happens with keys that are not registered: functions of (tag, key), of (tag, key, value) for setting
    GetFallback = None
    SetFallback = None
    DeleteFallback = None
    ListFallback = None

    def __init__(self, filename=None):
        self.__id3 = ID3()
        if filename is not None:
            self.load(filename)

    @classmethod
    def RegisterKey(cls, key, getter=None, setter=None, deleter=None, lister=None):
        """Adds a key, or a pattern such as "performer:*"; the functions are given the ID3 tag and the key asked for.

        lister: the keys that are there; needed for patterns.
        """
        key = key.lower()
        for table, function in ((cls.Get, getter), (cls.Set, setter), (cls.Delete, deleter), (cls.List, lister)):
            if function is not None:
                table[key] = function

    @classmethod
    def RegisterTextKey(cls, key, frameid):
        """Adds a key for a text frame."""
        def getter(tag, _):
            return list(tag[frameid])

        def setter(tag, _, value):
            frame = tag.get(frameid)
            if frame is None:
                tag.add(Frames[frameid](encoding=3, text=value))
            else:
                frame.encoding = 3
                frame.text = value

        def deleter(tag, _):
            del tag[frameid]

        cls.RegisterKey(key, getter, setter, deleter)

    @classmethod
    def RegisterTXXXKey(cls, key, desc):
        """Adds a key for the TXXX frame of that description."""
        frameid = "TXXX:" + desc

        def getter(tag, _):
            return list(tag[frameid])

        def setter(tag, _, value):
            encoding = Encoding.UTF8 if any(c > "\x7f" for text in value if text for c in text) else Encoding.LATIN1
            tag.add(TXXX(encoding=encoding, text=value, desc=desc))

        def deleter(tag, _):
            del tag[frameid]

        cls.RegisterKey(key, getter, setter, deleter)

    load = property(lambda self: self.__id3.load, doc="Reads the tag of a file.")
    delete = property(lambda self: self.__id3.delete, doc="Removes the tag from a file.")
    size = property(lambda self: self.__id3.size, doc="Bytes of the stored tag.")

    @property
    def filename(self):
        """The file the tag was read from."""
        return self.__id3.filename

    @filename.setter
    def filename(self, value):
        self.__id3.filename = value

    def save(self, filething=None, v1=1, v2_version=4, v23_sep="/", padding=None):
        """Writes the tag: see ID3.save()."""
        self.__id3.save(filething, v1=v1, v2_version=v2_version, v23_sep=v23_sep, padding=padding)

    def __function(self, table, fallback, key):
        function = dict_match(table, key.lower(), fallback)
        if function is None:
            raise EasyID3KeyError("%r is not a valid key" % key)
        return function

    def __getitem__(self, key):
        return self.__function(self.Get, self.GetFallback, key)(self.__id3, key)

    def __setitem__(self, key, value):
        if isinstance(value, str):
            value = [value]
        self.__function(self.Set, self.SetFallback, key)(self.__id3, key, value)

    def __delitem__(self, key):
        self.__function(self.Delete, self.DeleteFallback, key)(self.__id3, key)

    def keys(self):
        """The keys of what the tag holds; frames that no key stands for are not among them."""
        keys = []
        for key in self.Get:
            if key in self.List:
                keys.extend(self.List[key](self.__id3, key))
            elif key in self:
                keys.append(key)
        if self.ListFallback is not None:
            keys.extend(self.ListFallback(self.__id3, ""))
        return keys

    def pprint(self):
        """One `key=value` a line, by key."""
        return "\n".join("%s=%s" % (key, value) for key in sorted(self.keys()) for value in self[key])


Open = EasyID3


# ---- keys of more than a text frame; each function takes the ID3 tag and the key ----

def _genre_get(tag, key):
    return tag["TCON"].genres


def _genre_set(tag, key, value):
    frame = tag.get("TCON")
    if frame is None:
        tag.add(TCON(encoding=3, text=value))
    else:
        frame.encoding = 3
        frame.genres = value


def _genre_delete(tag, key):
    del tag["TCON"]


def _register_date(key, cls):
    frameid = cls.__name__

    def getter(tag, _):
        return [stamp.text for stamp in tag[frameid].text]

    def setter(tag, _, value):
        tag.add(cls(encoding=3, text=value))

    def deleter(tag, _):
        del tag[frameid]

    EasyID3.RegisterKey(key, getter, setter, deleter)


def _role(key):
    return key.partition(":")[2]


def _performer_get(tag, key):
    people = tag["TMCL"].people if "TMCL" in tag else []
    names = [name for role, name in people if role == _role(key)]
    if not names:
        raise KeyError(key)
    return names


def _performer_set(tag, key, value):
    role = _role(key)
    frame = tag.get("TMCL")
    if frame is None:
        frame = TMCL(encoding=3, people=[])
        tag.add(frame)
    frame.encoding = 3
    frame.people = [pair for pair in frame.people if pair[0] != role] + [[role, name] for name in value]


def _performer_delete(tag, key):
    people = tag["TMCL"].people if "TMCL" in tag else []
    left = [pair for pair in people if pair[0] != _role(key)]
    if len(left) == len(people):
        raise KeyError(key)
    if left:
        tag["TMCL"].people = left
    else:
        del tag["TMCL"]


def _performer_list(tag, key):
    people = tag["TMCL"].people if "TMCL" in tag else []
    return list(dict.fromkeys("performer:" + role for role, _ in people))


_TRACK_ID = "UFID:http://musicbrainz.org"


def _trackid_get(tag, key):
    return [tag[_TRACK_ID].data.decode("ascii")]


def _trackid_set(tag, key, value):
    if len(value) != 1:
        raise ValueError("only one track ID may be set per song")
    data = value[0].encode("ascii")
    frame = tag.get(_TRACK_ID)
    if frame is None:
        tag.add(UFID(owner="http://musicbrainz.org", data=data))
    else:
        frame.data = data


def _trackid_delete(tag, key):
    del tag[_TRACK_ID]


def _website_get(tag, key):
    urls = [frame.url for frame in tag.getall("WOAR")]
    if not urls:
        raise EasyID3KeyError(key)
    return urls


def _website_set(tag, key, value):
    tag.delall("WOAR")
    for url in value:
        tag.add(WOAR(url=url))


def _website_delete(tag, key):
    tag.delall("WOAR")


def _gain_key(key):
    """The RVA2 frame of "replaygain_NAME_gain" or "replaygain_NAME_peak"."""
    return "RVA2:" + key[11:-5]


def _gain_frame(tag, key):
    try:
        return tag[_gain_key(key)]
    except KeyError:
        raise EasyID3KeyError(key)


def _gain_get(tag, key):
    return ["%+f dB" % _gain_frame(tag, key).gain]


def _peak_get(tag, key):
    return ["%f" % _gain_frame(tag, key).peak]


def _gain_change(tag, key, name, value):
    frame = tag.get(_gain_key(key))
    if frame is None:
        frame = RVA2(desc=key[11:-5], channel=1, gain=0, peak=0)
        tag.add(frame)  # it stays should the value be refused
    setattr(frame, name, value)


def _gain_set(tag, key, value):
    if len(value) != 1:
        raise ValueError("there must be exactly one gain value, not %r.", value)
    _gain_change(tag, key, "gain", float(value[0].split()[0]))


def _peak_set(tag, key, value):
    if len(value) != 1:
        raise ValueError("there must be exactly one peak value, not %r.", value)
    peak = float(value[0])
    if peak >= 2 or peak < 0:
        raise ValueError("peak must be => 0 and < 2.")
    _gain_change(tag, key, "peak", peak)


def _gain_deleter(gone, other):
    """One of the two numbers of a frame goes; the frame with it when the other is 0."""
    def deleter(tag, key):
        frame = tag.get(_gain_key(key))
        if frame is None:
            return
        if getattr(frame, other):
            setattr(frame, gone, 0.0)
        else:
            del tag[_gain_key(key)]
    return deleter


def _gain_list(tag, key):
    return ["replaygain_%s_%s" % (frame.desc, which) for frame in tag.getall("RVA2") for which in ("gain", "peak")]


for _frameid, _key in {
    "TALB": "album", "TBPM": "bpm", "TCMP": "compilation", "TCOM": "composer", "TCOP": "copyright", "TENC": "encodedby",
    "TEXT": "lyricist", "TLEN": "length", "TMED": "media", "TMOO": "mood", "TIT1": "grouping", "TIT2": "title",
    "TIT3": "version", "TPE1": "artist", "TPE2": "albumartist", "TPE3": "conductor", "TPE4": "arranger",
    "TPOS": "discnumber", "TPUB": "organization", "TRCK": "tracknumber", "TOLY": "author", "TSO2": "albumartistsort",
    "TSOA": "albumsort", "TSOC": "composersort", "TSOP": "artistsort", "TSOT": "titlesort", "TSRC": "isrc",
    "TSST": "discsubtitle", "TLAN": "language",
}.items():  # fmt: skip
    EasyID3.RegisterTextKey(_key, _frameid)

EasyID3.RegisterKey("genre", _genre_get, _genre_set, _genre_delete)
_register_date("date", TDRC)
_register_date("originaldate", TDOR)
EasyID3.RegisterKey("performer:*", _performer_get, _performer_set, _performer_delete, _performer_list)
EasyID3.RegisterKey("musicbrainz_trackid", _trackid_get, _trackid_set, _trackid_delete)
EasyID3.RegisterKey("website", _website_get, _website_set, _website_delete)
EasyID3.RegisterKey("replaygain_*_gain", _gain_get, _gain_set, _gain_deleter("gain", "peak"), _gain_list)
EasyID3.RegisterKey("replaygain_*_peak", _peak_get, _peak_set, _gain_deleter("peak", "gain"))

for _desc, _key in {  # the first ones as MusicBrainz Picard names them
    "MusicBrainz Artist Id": "musicbrainz_artistid",
    "MusicBrainz Album Id": "musicbrainz_albumid",
    "MusicBrainz Album Artist Id": "musicbrainz_albumartistid",
    "MusicBrainz TRM Id": "musicbrainz_trmid",
    "MusicIP PUID": "musicip_puid",
    "MusicMagic Fingerprint": "musicip_fingerprint",
    "MusicBrainz Album Status": "musicbrainz_albumstatus",
    "MusicBrainz Album Type": "musicbrainz_albumtype",
    "MusicBrainz Album Release Country": "releasecountry",
    "MusicBrainz Disc Id": "musicbrainz_discid",
    "ASIN": "asin",
    "PERFORMER": "performer",
    "BARCODE": "barcode",
    "CATALOGNUMBER": "catalognumber",
    "MusicBrainz Release Track Id": "musicbrainz_releasetrackid",
    "MusicBrainz Release Group Id": "musicbrainz_releasegroupid",
    "MusicBrainz Work Id": "musicbrainz_workid",
    "Acoustid Fingerprint": "acoustid_fingerprint",
    "Acoustid Id": "acoustid_id",
}.items():
    EasyID3.RegisterTXXXKey(_key, _desc)
del _key, _frameid, _desc


class EasyID3FileType(ID3FileType):
    """A file with nothing but an ID3 tag, which is an EasyID3."""

    __slots__ = ()
    ID3 = EasyID3

# SPDX-License-Identifier: MIT
"""Vorbis comments: the Python half of VComment and VCommentDict, which are C lists with mapping methods."""

from simdtag._core import VComment, VCommentDict
from simdtag._util import MutagenError, extends


class error(MutagenError):
    pass


class VorbisUnsetFrameError(error):
    pass


class VorbisEncodingError(error):
    pass


def is_valid_key(key):
    """Whether a str may be a key: printable ASCII without '=' and '~'."""
    if isinstance(key, bytes):
        raise TypeError("needs to be str not bytes")
    for c in key:
        if c < " " or c > "}" or c == "=":
            return False
    return bool(key)


istag = is_valid_key


def _take(fileobj, size):
    data = fileobj.read(size)
    if len(data) != size:
        raise error("file is not a valid Vorbis comment")
    return data


def _take_int(fileobj):
    return int.from_bytes(_take(fileobj, 4), "little")


def _entry(data, number, errors):
    """One comment as (key, value); None when it is dropped."""
    text = data.decode("utf-8", errors)
    key, equals, value = text.partition("=")
    if not equals:
        if errors == "ignore":
            return None
        if errors != "replace":
            raise VorbisEncodingError(ValueError("not enough values to unpack (expected 2, got 1)"))
        key, value = "unknown%d" % number, text
    if not key.isascii():
        if errors == "ignore":
            return None
        if errors != "replace":
            raise VorbisEncodingError("invalid tag name %r" % key)
        key = key.encode("ascii", "replace").decode("ascii")
    return (key, value) if is_valid_key(key) else None


@extends(VComment)
class VComment:
    def __init__(self, data=None, *args, **kwargs):
        self._size = 0
        if data is None:
            return
        if isinstance(data, bytes):
            from io import BytesIO
            data = BytesIO(data)
        elif not hasattr(data, "read"):
            raise TypeError("VComment requires bytes or a file-like")
        start = data.tell()
        self.load(data, *args, **kwargs)
        self._size = data.tell() - start

    def load(self, fileobj, errors="replace", framing=True):
        """Adds the comments of a block that begins where `fileobj` stands.

        errors: "strict", "replace" or "ignore", for text that is not UTF-8 and keys that are not ASCII.
        framing: whether a framing bit follows, as in Ogg Vorbis.
        """
        self.vendor = fileobj.read(_take_int(fileobj)).decode("utf-8", errors)
        for number in range(_take_int(fileobj)):
            entry = _entry(fileobj.read(_take_int(fileobj)), number, errors)  # a last one may be cut short
            if entry is not None:
                self.append(entry)
        if framing and not _take(fileobj, 1)[0] & 1:
            raise VorbisUnsetFrameError("framing bit was unset")

    def validate(self):
        """True when everything can be written; else ValueError."""
        if not isinstance(self.vendor, str):
            raise ValueError("vendor needs to be str")
        for key, value in self:
            try:
                valid = is_valid_key(key)
            except TypeError:
                valid = False
            if not valid:
                raise ValueError("%r is not a valid key" % (key,))
            if not isinstance(value, str):
                raise ValueError("%r needs to be str for key %r" % (value, key))
        return True

    def clear(self):
        """Takes out every comment."""
        del self[:]

    def write(self, framing=True):
        """The block as bytes."""
        self.validate()

        def sized(text):
            data = text.encode("utf-8")
            return len(data).to_bytes(4, "little") + data

        parts = [sized(self.vendor), len(self).to_bytes(4, "little")]
        parts += [sized(key + "=" + value) for key, value in self]
        if framing:
            parts.append(b"\x01")
        return b"".join(parts)

    def pprint(self):
        """The comments as text, one a line."""
        def text(value):
            return value if isinstance(value, str) else value.decode("utf-8", "replace")

        return "\n".join("%s=%s" % (text(key), text(value)) for key, value in self)

    def __reduce_ex__(self, protocol):
        return (_rebuilt, (type(self), list(self), dict(self.__dict__)))


def _rebuilt(cls, items, state):
    new = cls.__new__(cls)
    list.extend(new, items)
    new.__dict__.update(state)
    return new


@extends(VCommentDict)
class VCommentDict:
    def as_dict(self):
        """A dict of lists."""
        return {key: self[key] for key in self.keys()}

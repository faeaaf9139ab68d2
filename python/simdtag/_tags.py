# SPDX-License-Identifier: MIT
"""Base classes of tags and stream info."""


class Tags:
    """Base of every tag container."""

    __slots__ = ()
    __module__ = "simdtag"

    def pprint(self):
        """The tags as text, one `key=value` a line."""
        raise NotImplementedError


class Metadata(Tags):
    """Base of tag containers that can be loaded and saved on their own."""

    __slots__ = ()
    __module__ = "simdtag"

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            self.load(*args, **kwargs)

    def load(self, filething, **kwargs):
        raise NotImplementedError

    def save(self, filething=None, **kwargs):
        raise NotImplementedError

    def delete(self, filething=None):
        raise NotImplementedError


class StreamInfo:
    """Base of every stream info: length, bitrate and so on."""

    __slots__ = ()
    __module__ = "simdtag"

    def pprint(self):
        """One line of text about the stream."""
        raise NotImplementedError

    def __reduce_ex__(self, protocol):
        return super().__reduce_ex__(max(protocol, 2))  # older ones cannot make C objects

    def __getstate__(self):
        return self.__dict__


class PaddingInfo:
    """What a padding callback is told: `padding` bytes are left (or missing), `size` bytes follow."""

    def __init__(self, padding, size):
        self.padding = padding
        self.size = size

    def get_default_padding(self):
        """The padding that would be written without a callback."""
        high = 1024 * 10 + self.size // 100
        low = 1024 + self.size // 1000
        if self.padding >= 0:
            return low if self.padding > high else self.padding
        return low

    def __repr__(self):
        return "<%s size=%d padding=%d>" % (type(self).__name__, self.size, self.padding)


__all__ = ["Tags", "Metadata", "StreamInfo", "PaddingInfo"]

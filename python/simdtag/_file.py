# SPDX-License-Identifier: MIT
"""FileType's Python half, and File() with a choice of classes."""

from simdtag._core import File, FileType, LazyFile
from simdtag._tags import StreamInfo
from simdtag._util import extends


@extends(FileType)
class FileType:
    _mimes = ["application/octet-stream"]

    def __getitem__(self, key):
        if self.tags is None:
            raise KeyError(key)
        return self.tags[key]

    def __setitem__(self, key, value):
        if self.tags is None:
            self.add_tags()
        self.tags[key] = value

    def __delitem__(self, key):
        if self.tags is None:
            raise KeyError(key)
        del self.tags[key]

    def keys(self):
        """The tags' keys; none when there are no tags."""
        if self.tags is None:
            return []
        return self.tags.keys()

    def save(self, filething=None, *, filename=None, fileobj=None, **kwargs):
        """Writes the tags, if there are any: those of the package cannot be written yet."""
        return _pass_on(self, "save", filething, filename, fileobj, kwargs)

    def delete(self, filething=None, *, filename=None, fileobj=None):
        """Takes the tags out of the file, if there are any: those of the package cannot be yet."""
        return _pass_on(self, "delete", filething, filename, fileobj, {})

    def pprint(self):
        """Stream info and tags as text."""
        assert self.info is not None
        stream = "%s (%s)" % (self.info.pprint(), self.mime[0])
        try:
            tags = self.tags.pprint()
        except AttributeError:
            return stream
        return stream + ((tags and "\n" + tags) or "")

    def add_tags(self):
        """Adds an empty tag; an error when there is one already."""
        raise NotImplementedError

    @property
    def mime(self):
        """MIME types of the file, the likeliest first."""
        mimes = []
        for cls in type(self).__mro__:
            for mime in getattr(cls, "_mimes", []):
                if mime not in mimes:
                    mimes.append(mime)
        return mimes

    @staticmethod
    def score(filename, fileobj, header):
        """How likely a file of this name that begins with `header` is of this class; 0 or less: it is not."""
        raise NotImplementedError

    def __reduce_ex__(self, protocol):
        return super(FileType, self).__reduce_ex__(max(protocol, 2))  # older ones cannot make C objects

    def __getstate__(self):
        return self.__dict__

    def __setstate__(self, state):
        self.__dict__ = dict(state)


def _pass_on(self, method, filething, filename, fileobj, kwargs):
    """Calls a method of the tags with the file, which has to be there and to be writable even if there are none."""
    from simdtag._helpers import loadfile

    @loadfile(method=False, writable=True)
    def call(thing):
        if self.tags is not None:
            return getattr(self.tags, method)(thing, **kwargs)

    if filething is None and filename is None and fileobj is None:
        filething = self.filename
    return call(filething, filename=filename, fileobj=fileobj)


__all__ = ["File", "FileType", "LazyFile", "StreamInfo"]

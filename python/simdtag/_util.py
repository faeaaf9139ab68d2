# SPDX-License-Identifier: MIT
"""Small things the other modules share: the mapping mixin, the base exception, argument handling."""


class MutagenError(Exception):
    """Base class of every exception of this package."""

    __module__ = "simdtag"


class DictMixin:
    """The rest of the mapping methods, given __getitem__, __setitem__, __delitem__ and keys."""

    __slots__ = ()

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __len__(self):
        return len(self.keys())

    def values(self):
        return [self[k] for k in self.keys()]

    def items(self):
        return [(k, self[k]) for k in self.keys()]

    def clear(self):
        for key in list(self.keys()):
            del self[key]

    def pop(self, key, *default):
        if len(default) > 1:
            raise TypeError("pop takes at most two arguments")
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return value

    def popitem(self):
        for key in self.keys():
            return key, self.pop(key)
        raise KeyError("dictionary is empty")

    def update(self, other=None, **kwargs):
        if other is None:
            other = kwargs  # which are not looked at beside another mapping; so it is in mutagen
        if hasattr(other, "keys"):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __repr__(self):
        return repr(dict(self.items()))

    def __eq__(self, other):
        return dict(self.items()) == other

    def __lt__(self, other):
        return dict(self.items()) < other

    def __le__(self, other):
        return self == other or self < other

    def __gt__(self, other):
        return not (self == other or self < other)

    def __ge__(self, other):
        return self == other or self > other

    __hash__ = object.__hash__


def extends(cls):
    """Decorator: what the class body below holds becomes part of the C class `cls`, which takes the body's place."""
    def move(body):
        for name, value in vars(body).items():
            if name not in ("__module__", "__dict__", "__weakref__", "__qualname__", "__firstlineno__",
                            "__static_attributes__") and (name != "__doc__" or value):
                setattr(cls, name, value)
        cls.__name__ = cls.__name__  # so that errors say it without the module, as of Python's own classes
        return cls
    return move


def on_demand(names, homes):
    """A module's __getattr__, which adds to its globals (`names`) what other modules define, once it is asked for.

    homes: lists of names by the module that has them.
    """
    home_of = {name: home for home, its in homes.items() for name in its}

    def __getattr__(name):
        if name not in home_of:
            raise AttributeError("module %r has no attribute %r" % (names["__name__"], name))
        value = names[name] = getattr(__import__(home_of[name], None, None, (name,)), name)
        return value
    return __getattr__


NOT_YET = "writing is not supported yet"


def no_writing(*args, **kwargs):
    """What save() and delete() do until writing comes."""
    raise MutagenError(NOT_YET)


def delete_with(cls):
    """A module's delete(filething): the class's own, on an opened file."""
    def delete(filething=None, *, filename=None, fileobj=None):
        """Takes the tags out of a file."""
        opened_file = cls(filething, filename=filename, fileobj=fileobj)
        opened_file.delete(filething, filename=filename, fileobj=fileobj)
    return delete


class opened:
    """`with opened(filething, filename, fileobj) as (name, source)`: a file object, closed at the end if it was
    opened here."""

    def __init__(self, filething, filename=None, fileobj=None):
        from simdtag._core import file_thing
        self.name, self.source = file_thing(filething, filename, fileobj)
        self.own = self.source is None

    def __enter__(self):
        if self.own:
            try:
                self.source = open(self.name, "rb")
            except OSError as e:
                raise MutagenError(e) from e
        return self.name, self.source

    def __exit__(self, *error):
        if self.own:
            self.source.close()


def dict_match(d, key, default=None):
    """The value of a key, or of the first key that is a pattern (fnmatch) and matches it."""
    if key in d and "[" not in key:
        return d[key]
    from fnmatch import fnmatchcase

    return next((value for pattern, value in d.items() if fnmatchcase(key, pattern)), default)


def __getattr__(name):
    if name == "DictProxy":
        from simdtag._core import DictProxy

        return DictProxy
    if not name.startswith("_"):
        from simdtag import _editing, _enums, _helpers

        for home in (_helpers, _editing, _enums):
            if name in home.__all__:
                return getattr(home, name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))

# SPDX-License-Identifier: MIT
"""Class decorators: classes of constants become int types whose constants know their names."""


__all__ = ["enum", "flags"]


def _int_class(cls):
    """The int class of the same name and contents, and {number: name} of its constants."""
    contents = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    made = type(cls.__name__, (int,), contents)
    made.__qualname__ = cls.__qualname__
    constants = {name: value for name, value in contents.items() if type(value) is int and name[:2] != "__"}
    for name, value in constants.items():
        setattr(made, name, made(value))
    names = {value: name for name, value in constants.items()}
    return made, names


def enum(cls):
    """Numbers with names; other numbers of the class stay plain."""
    made, names = _int_class(cls)

    def __str__(self):
        name = names.get(int(self))
        return int.__repr__(self) if name is None else "%s.%s" % (type(self).__name__, name)

    def __repr__(self):
        return "<%s: %d>" % (self, int(self)) if int(self) in names else int.__repr__(self)

    made.__str__, made.__repr__ = __str__, __repr__
    return made


def flags(cls):
    """The same for numbers whose bits have names."""
    made, names = _int_class(cls)

    def __str__(self):
        left, parts = int(self), []
        for value, name in names.items():
            if left & value:
                parts.append("%s.%s" % (type(self).__name__, name))
                left &= ~value
        if left or not parts:
            parts.append(int.__repr__(left))
        return " | ".join(parts)

    def __repr__(self):
        return "<%s: %d>" % (self, int(self))

    made.__str__, made.__repr__ = __str__, __repr__
    return made

# SPDX-License-Identifier: MIT
"""The tree of atoms, for programs that look at it themselves; reading files does not need it."""

import struct

_CONTAINERS = frozenset(
    (b"moov", b"udta", b"trak", b"mdia", b"meta", b"ilst", b"stbl", b"minf", b"moof", b"traf"))
_DEEPEST = 16


class AtomError(Exception):
    pass


def _read(fileobj, size):
    data = fileobj.read(size)
    if len(data) != size:
        raise AtomError("truncated data")
    return data


class Atom:
    """An atom: name, offset, length with its header, and children if it is a container (else None)."""

    children = None

    def __init__(self, fileobj, level=0):
        self.offset = fileobj.tell()
        self.length, self.name = struct.unpack(">I4s", _read(fileobj, 8))
        self._dataoffset = self.offset + 8
        if self.length == 1:
            self.length, = struct.unpack(">Q", _read(fileobj, 8))
            self._dataoffset += 8
            if self.length < 16:
                raise AtomError("64 bit atom length can only be 16 and higher")
        elif self.length == 0:
            if level:
                raise AtomError("only a top-level atom can have zero length")
            fileobj.seek(0, 2)
            self.length = fileobj.tell() - self.offset
            fileobj.seek(self._dataoffset)
        elif self.length < 8:
            raise AtomError("atom length can only be 0, 1 or 8 and higher")
        if self.name in _CONTAINERS:
            if level == _DEEPEST:
                raise AtomError("atoms are nested too deep")
            self.children = []
            fileobj.seek(4 if self.name == b"meta" else 0, 1)
            while fileobj.tell() < self.offset + self.length:
                self.children.append(Atom(fileobj, level + 1))
        else:
            fileobj.seek(self.offset + self.length)

    @property
    def datalength(self):
        """Bytes after the header."""
        return self.length - (self._dataoffset - self.offset)

    def read(self, fileobj):
        """(whether all is there, the bytes after the header)."""
        fileobj.seek(self._dataoffset)
        data = fileobj.read(self.datalength)
        return len(data) == self.datalength, data

    @staticmethod
    def render(name, data):
        """An atom's bytes."""
        size = len(data) + 8
        if size < 1 << 32:
            return struct.pack(">I4s", size, name) + data
        return struct.pack(">I4sQ", 1, name, size + 8) + data

    def findall(self, name, recursive=False):
        """The children of a name; with recursive=True their descendants too."""
        for child in self.children or ():
            if child.name == name:
                yield child
            if recursive:
                yield from child.findall(name, True)

    def __getitem__(self, remaining):
        if not remaining:
            return self
        if self.children is None:
            raise KeyError("%r is not a container" % self.name)
        for child in self.children:
            if child.name == remaining[0]:
                return child[remaining[1:]]
        raise KeyError("%r not found" % remaining[0])

    def __repr__(self):
        head = "<Atom name=%r length=%r offset=%r" % (self.name, self.length, self.offset)
        if self.children is None:
            return head + ">"
        inner = "".join("\n" + "\n".join(" " + line for line in repr(child).split("\n")) for child in self.children)
        return head + inner + ">"


class Atoms:
    """All atoms of a file."""

    def __init__(self, fileobj):
        self.atoms = []
        fileobj.seek(0, 2)
        end = fileobj.tell()
        fileobj.seek(0)
        while fileobj.tell() + 8 <= end:
            self.atoms.append(Atom(fileobj))

    def path(self, *names):
        """The atoms on the way down."""
        found, here = [], self
        for name in names:
            here = here[name,]
            found.append(here)
        return found

    def __contains__(self, names):
        try:
            self[names]
        except KeyError:
            return False
        return True

    def __getitem__(self, names):
        if isinstance(names, bytes):
            names = names.split(b".")
        for child in self.atoms:
            if child.name == names[0]:
                return child[names[1:]]
        raise KeyError("%r not found" % names[0])

    def __repr__(self):
        return "\n".join(repr(child) for child in self.atoms)

# SPDX-License-Identifier: MIT
"""An MP4 file with everything mended that simdtag does not look at (docs/differences.md): what mutagen says of it then,
simdtag has to say of the file as it is."""

import io

LARGE = 4096   # sample tables and ilst
WINDOW = 4096  # ST_HEAD_WINDOW, ST_TAIL_WINDOW


def children(data, at, end):
    """(name, begin, end of header, end) of the atoms one after the other, as far as they lie inside."""
    while at + 8 <= end:
        size, head = int.from_bytes(data[at:at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8:at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield bytes(data[at + 4:at + 8]), at, at + head, at + size
        at += size


def inside(data, at, end, *names):
    """The first atom on the way down the names: (end of header, end), or None."""
    for name in names:
        found = next((c for c in children(data, at, end) if c[0] == name and c[3] <= end), None)
        if found is None:
            return None
        at, end = found[2] + (4 if name == b"meta" else 0), found[3]
    return at, end


def pad(data, at, end):
    """One sound atom in place of whatever there is."""
    if end - at >= 8:
        data[at:at + 8] = (end - at).to_bytes(4, "big") + b"free"


def mend(data):
    box = next((c for c in children(data, 0, len(data)) if c[0] == b"moov"), None)
    if box is None:
        return bytes(data)
    moov = box[2], min(box[3], len(data))  # a moov that reaches beyond the file is read as far as it goes
    if moov[1] >= WINDOW and len(data) - moov[1] > WINDOW:
        del data[moov[1]:]
    meta = inside(data, *moov, b"udta", b"meta")
    ilst = meta and next((c for c in children(data, *meta) if c[0] == b"ilst" and c[3] <= meta[1]), None)
    if ilst and ilst[3] - ilst[1] > LARGE:
        pad(data, ilst[3], meta[1])
    for name, _, begin, end in list(children(data, *moov)):
        stbl = inside(data, begin, end, b"mdia", b"minf", b"stbl") if name == b"trak" and end <= moov[1] else None
        stsd = stbl and next((c for c in children(data, *stbl) if c[0] == b"stsd"), None)
        if stsd and stbl[1] - stsd[3] > LARGE:
            pad(data, stsd[3], stbl[1])
    return bytes(data)


def watched(filething):
    """A file object of the mended file."""
    if hasattr(filething, "read"):
        data, name = filething.read(), filething.name
    else:
        with open(filething, "rb") as f:
            data, name = f.read(), filething
    found = io.BytesIO(mend(bytearray(data)))
    found.name = name
    return found

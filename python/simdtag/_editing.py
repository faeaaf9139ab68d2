# SPDX-License-Identifier: MIT
"""Changes of a file object's bytes in place: for programs with file classes of their own."""

import os

from simdtag._helpers import get_size

__all__ = ["delete_bytes", "insert_bytes", "move_bytes", "resize_bytes", "resize_file"]

BUFFER = 1 << 20  # bytes held in memory at a time


def resize_file(fobj, diff, BUFFER_SIZE=BUFFER):
    """Makes a file `diff` bytes longer (by zeros) or shorter. A file that could not be made longer is as it was."""
    size = get_size(fobj)
    if size + diff < 0:
        raise ValueError("a file of %d bytes cannot lose %d" % (size, -diff))
    fobj.seek(0, os.SEEK_END)
    if diff <= 0:
        if diff:
            fobj.truncate(size + diff)
        return
    try:
        left = diff
        while left:
            n = min(left, BUFFER_SIZE)
            fobj.write(bytes(n))
            left -= n
        fobj.flush()
    except OSError:
        fobj.truncate(size)
        raise


def move_bytes(fobj, dest, src, count, BUFFER_SIZE=BUFFER):
    """Copies `count` bytes from `src` to `dest`; the two places may overlap."""
    if dest < 0 or src < 0 or count < 0:
        raise ValueError("a place in a file cannot be negative")
    if max(dest, src) + count > get_size(fobj):
        raise ValueError("area outside of file")
    done = 0
    while done < count:
        n = min(BUFFER_SIZE, count - done)
        at = done if dest < src else count - done - n  # never over what is yet to be read
        fobj.seek(src + at)
        data = fobj.read(n)
        if len(data) != n:
            raise OSError("the file got shorter")
        fobj.seek(dest + at)
        fobj.write(data)
        done += n
    fobj.flush()


def insert_bytes(fobj, size, offset, BUFFER_SIZE=BUFFER):
    """Makes room for `size` bytes at `offset`, whatever they hold then."""
    if size < 0 or offset < 0:
        raise ValueError("a place in a file cannot be negative")
    behind = get_size(fobj) - offset
    if behind < 0:
        raise ValueError("the file ends before byte %d" % offset)
    resize_file(fobj, size, BUFFER_SIZE)
    move_bytes(fobj, offset + size, offset, behind, BUFFER_SIZE)


def delete_bytes(fobj, size, offset, BUFFER_SIZE=BUFFER):
    """Takes `size` bytes at `offset` out of a file."""
    if size < 0 or offset < 0:
        raise ValueError("a place in a file cannot be negative")
    behind = get_size(fobj) - offset - size
    if behind < 0:
        raise ValueError("the file ends before byte %d" % (offset + size))
    move_bytes(fobj, offset, offset + size, behind, BUFFER_SIZE)
    resize_file(fobj, -size, BUFFER_SIZE)


def resize_bytes(fobj, old_size, new_size, offset):
    """Gives the `old_size` bytes at `offset` room for `new_size`; what both sizes have is kept."""
    if new_size > old_size:
        insert_bytes(fobj, new_size - old_size, offset + old_size)
    elif new_size < old_size:
        delete_bytes(fobj, old_size - new_size, offset + new_size)

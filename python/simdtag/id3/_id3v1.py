# SPDX-License-Identifier: MIT
"""ID3v1: the 128 bytes at the end of a file, and a text frame for each of their fields."""

import struct

from simdtag.id3._frames import frame_class


def find_id3v1(fileobj, v2_version=4, known_frames=None):
    """(frames by key, offset of the tag from the end) of a file object; (None, 0) without a tag."""
    fileobj.seek(0, 2)
    size = fileobj.tell()
    fileobj.seek(-min(size, 128 + 3), 2)  # APEv2 readers and writers differ by up to 3 bytes
    data = fileobj.read(128 + 3)
    at = data.find(b"TAG")
    # the end of an APEv2 tag, "APETAGEX", looks like one too
    if at < 0 or data[at - 3 if at > 3 else 0 :].startswith(b"APETAGEX"):
        return None, 0
    frames = ParseID3v1(data[at:], v2_version, known_frames)
    return (None, 0) if frames is None else (frames, at - len(data))


def ParseID3v1(data, v2_version=4, known_frames=None):
    """The frames of an ID3v1 tag by key; None when data is none. Tags of programs that write the year with fewer
    bytes are taken too."""
    if v2_version not in (3, 4):
        raise ValueError("Only 3 and 4 possible for v2_version")
    at = data.find(b"TAG")
    data = data[at:] if at >= 0 else b""
    if not 124 <= len(data) <= 128:
        return None
    title, artist, album, year, comment, genre = struct.unpack("3x30s30s30s%ds30sB" % (len(data) - 124), data)

    def text(field):
        return field.split(b"\x00")[0].strip().decode("latin1")

    names = {"TIT2": text(title), "TPE1": text(artist), "TALB": text(album)}
    names["TYER" if v2_version == 3 else "TDRC"] = text(year)
    track = 0
    if comment[28] == 0:  # ID3v1.1: a zero before the last byte of the comment makes that byte the track
        comment, track = comment[:28], comment[29]
    frames = {}

    def add(name, **fields):
        if known_frames is None or name in known_frames:
            cls = frame_class(name) if known_frames is None else known_frames[name]
            frames[name] = cls(encoding=0, **fields)

    for name, value in names.items():
        if value:
            add(name, text=value)
    if text(comment):
        add("COMM", lang="eng", desc="ID3v1 Comment", text=text(comment))
    if track:
        add("TRCK", text=str(track))
    if genre != 255:
        add("TCON", text=str(genre))
    return frames


def MakeID3v1(id3):
    """The 128 bytes that hold what they can of the frames in a mapping by key."""
    fields = []
    for name in ("TIT2", "TPE1", "TALB"):
        text = id3[name].text[0].encode("latin1", "replace") if name in id3 else b""
        fields.append(text[:30].ljust(30, b"\x00"))
    year = b""
    for name in ("TDRC", "TYER"):
        if name in id3:
            year = str(id3[name]).encode("ascii")
            break
    fields.append(year[:4].ljust(4, b"\x00"))
    comment = id3["COMM"].text[0].encode("latin1", "replace") if "COMM" in id3 else b""
    track = None
    if "TRCK" in id3:
        try:
            track = +id3["TRCK"]
        except ValueError:
            pass
    if track is not None and 0 <= track <= 255:  # ID3v1.1: the comment gives its last two bytes to the track
        fields.append(comment[:28].ljust(29, b"\x00") + bytes((track,)))
    else:
        fields.append(comment[:30].ljust(30, b"\x00"))
    genre = 255
    if "TCON" in id3:
        frame = id3["TCON"]
        names = frame.genres
        if names and names[0] in frame.GENRES:
            genre = frame.GENRES.index(names[0])
    fields.append(bytes((genre,)))
    return b"TAG" + b"".join(fields)

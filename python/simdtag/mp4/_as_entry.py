# SPDX-License-Identifier: MIT
"""Sample entries: what an stsd atom says of an audio track, for programs that have one apart from its file."""

from io import BytesIO


class ASEntryError(Exception):
    pass


def _atom(name, *parts):
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + name + body


class AudioSampleEntry:
    """An entry of an stsd atom, given as an Atom and the file object it is in.

    It is read in C as part of the smallest file that it may stand in."""

    channels = sample_size = sample_rate = bitrate = 0
    codec = codec_description = None

    def __init__(self, atom, fileobj):
        from simdtag.mp4 import MP4, MP4StreamInfoError

        ok, data = atom.read(fileobj)
        if not ok:
            raise ASEntryError("too short %r atom" % atom.name)
        entry = _atom(atom.name, data)
        stsd = _atom(b"stsd", bytes(4), b"\0\0\0\1", entry)
        times = _atom(b"mdhd", bytes(12), b"\0\0\0\1", bytes(8))
        handler = _atom(b"hdlr", bytes(8), b"soun", bytes(12))
        track = _atom(b"trak", _atom(b"mdia", times, handler, _atom(b"minf", _atom(b"stbl", stsd))))
        try:
            info = MP4(BytesIO(_atom(b"ftyp", b"M4A \0\0\0\0") + _atom(b"moov", track))).info
        except MP4StreamInfoError as e:
            raise ASEntryError(e) from e
        self.channels, self.sample_rate, self.bitrate = info.channels, info.sample_rate, info.bitrate
        self.sample_size = info.bits_per_sample
        self.codec, self.codec_description = info.codec, info.codec_description

# SPDX-License-Identifier: MIT
"""Standard MIDI files, byte by byte from the specification (RP-001)."""

import struct

TICKS = 480  # a quarter note


def quantity(value):
    out = [value & 127]
    while value := value >> 7:
        out.insert(0, value & 127 | 128)
    return bytes(out)


def meta(delta, kind, data=b""):
    return quantity(delta) + bytes([255, kind]) + quantity(len(data)) + data


def tempo(delta, microseconds):
    return meta(delta, 0x51, microseconds.to_bytes(3, "big"))


def sysex(delta, data):
    return quantity(delta) + b"\xf0" + quantity(len(data)) + data


def note(delta, key, channel=0, velocity=64):
    return quantity(delta) + bytes([0x90 | channel, key, velocity])


def running(delta, *data):
    return quantity(delta) + bytes(data)


END = meta(0, 0x2F)


def chunk(name, data):
    return name + struct.pack(">I", len(data)) + data


def piece(kind, *tracks, division=TICKS):
    return chunk(b"MThd", struct.pack(">HHH", kind, len(tracks), division)) + b"".join(
        chunk(b"MTrk", track) for track in tracks)


def conductor():
    """A first track as sequencers write it: names, time signature, changes of tempo."""
    names = meta(0, 3, b"A piece") + meta(0, 2, b"(c) nobody") + meta(0, 0x58, b"\4\2\x18\x08") + meta(0, 0x59, b"\0\0")
    tempos = tempo(0, 500000) + tempo(4 * TICKS, 428571) + tempo(1, 333333) + tempo(2 * TICKS, 1000000)
    return names + tempos + END



def scale(channel, times, with_running=True):
    """Notes up and down; every second one ends by velocity 0 under running status."""
    out = [meta(0, 3, b"Track %d" % channel), quantity(0) + bytes([0xC0 | channel, 19 + channel])]
    out.append(quantity(0) + bytes([0xB0 | channel, 7, 100]))
    for i in range(times):
        key = 60 + i % 12
        out.append(note(0 if i % 3 else 37, key, channel))
        out.append(running(240 + i % 7, key, 0) if with_running else quantity(240) + bytes([0x80 | channel, key, 0]))
    out.append(quantity(0) + bytes([0xE0 | channel, 0, 64]))
    return b"".join(out) + END


def make(m):
    m.write("midi-one-track.mid", piece(0, tempo(0, 600000) + scale(0, 40)))
    m.write("midi-four-tracks.mid", piece(1, conductor(), *(scale(c, 30 + 10 * c, c % 2) for c in range(3))))
    m.write("midi-own-tempos.mid",
            piece(0, tempo(0, 400000) + scale(0, 9), scale(1, 8), tempo(99, 700000) + scale(2, 8)))
    m.write("midi-sysex.midi", piece(1, sysex(0, b"\x7e\x7f\x09\x01\xf7") + note(96, 60) + sysex(5, bytes(200))
                                     + b"\x20\xf7\x03abc" + running(96, 60, 0) + END, division=96))  # fmt: skip
    m.write("midi-alien-chunk.mid", piece(1, scale(0, 5)).replace(b"\0\1\0\1", b"\0\1\0\2", 1)[:14],
            chunk(b"XFIH", b"karaoke"), chunk(b"MTrk", tempo(0, 250000) + scale(0, 5)))  # fmt: skip
    m.write("midi-smpte.mid", piece(1, scale(0, 5), division=0xE728))
    m.write("midi-format-2.mid", piece(2, scale(0, 5), scale(1, 5)))
    m.write("midi-empty-tracks.mid", piece(1, END, b"", END))
    m.write("midi-large.mid", piece(1, conductor(), *(scale(c, 20000) for c in range(8))))
    m.write("budget-plain.mid", piece(1, conductor(), scale(0, 100)))
    m.write("budget-long.mid", piece(1, conductor(), *(scale(c, 2000) for c in range(15))))

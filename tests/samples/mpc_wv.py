# SPDX-License-Identifier: MIT
"""Samples of Musepack and WavPack: by their encoders where these are installed, and byte by byte (the headers of both
are documented) for versions nobody writes any more and for what no encoder does."""

import struct

import ape
import tagbytes as t


def size8(n, width=0):
    """A size of Musepack SV8: seven bits a byte."""
    out = [n & 127]
    n >>= 7
    while n or len(out) < width:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes(reversed(out))


def packet(key, body=b"", told=None):
    n = next(w for w in range(1, 10) if len(size8(len(body) + 2 + w)) <= w)
    return key + size8(len(body) + 2 + n if told is None else told, n) + body


def sh(samples=441000, silence=0, rate=0, channels=2, version=8, more=b""):
    head = b"\1\2\3\4" + bytes([version]) + size8(samples) + size8(silence)
    return packet(b"SH", head + bytes([rate << 5 | 31, channels - 1 << 4]) + more)


def rg(*gains, version=1):
    """Title gain and peak, album gain and peak."""
    return packet(b"RG", bytes([version]) + struct.pack(">4h", *gains))


def sv7(version=7, frames=400, flags=0, gains=(0x7FFF, -250, 0x8000, 120)):
    return b"MP+" + bytes([version]) + struct.pack("<IIHhHh", frames, flags, *gains) + bytes(12)


def sv4(version, frames, bitrate=0):
    return struct.pack("<II", bitrate << 23 | version << 11 | 32, frames) + bytes(24)


def block(body=b"", total=0xFFFFFFFF, index=0, samples=22050, flags=1 | 9 << 23, version=0x410, size=None):
    """A block of WavPack."""
    size = len(body) + 24 if size is None else size
    return b"wvpk" + struct.pack("<IHBBIIIII", size, version, 0, 0, total, index, samples, flags, 0) + body


def musepack(m):
    w, audio, full = m.write, ape.noise(3000), ape.tag(ape.usual())
    ap = packet(b"AP", audio)
    w("mpc-sv7.mpc", sv7(), audio, full)
    w("mpc-sv7-odd-tag.mpc", sv7(0x17, flags=1 << 16), audio, ape.tag(ape.odd()))
    w("mpc-sv7-no-frames.mpc", sv7(frames=0), audio)
    w("mpc-sv7-id3-in-front.mpc", t.id3([t.text("TIT2", "in front")], padding=100), sv7(flags=3 << 16), audio, full)
    w("mpc-sv7-id3v1.mp+", sv7(flags=2 << 16), audio, full, ape.id3v1())
    for version, frames in ((4, 400 << 16), (5, 400), (6, 400)):
        w("mpc-sv%d.mpc" % version, sv4(version, frames), audio, full)
        w("mpc-sv%d-bitrate.mpc" % version, sv4(version, frames, 150), audio, full)
    w("mpc-sv8.mpc", b"MPCK", sh(), rg(4000, 20000, 4100, 21000), packet(b"EI", b"\1\2\3\4"), ap, packet(b"SE"), full)
    w("mpc-sv8-no-gains.mpc", b"MPCK", sh(channels=1, rate=1), rg(0, 0, 0, 0), ap)
    w("mpc-sv8-one-gain.mpc", b"MPCK", packet(b"EI", bytes(300)), rg(0, -5, 0, 0), sh(rate=3), ap)
    w("mpc-sv8-silence.mpc", b"MPCK", sh(1000, 1000, 2), rg(1, 2, 3, 4), ap, full)
    w("mpc-sv8-below-zero.mpc", b"MPCK", sh(1000, 1001), rg(1, 2, 3, 4), ap, full)
    w("mpc-sv8-long.mpc", b"MPCK", sh(2**62, 7, more=b"more"), rg(-1, -2, -3, -4), ap, full)
    w("mpc-sv8-no-rg.mpc", b"MPCK", sh(), ap, full)
    w("mpc-sv8-no-sh.mpc", b"MPCK", rg(0, 0, 0, 0), ap, full)
    w("mpc-sv8-two-sh.mpc", b"MPCK", sh(), sh(), rg(0, 0, 0, 0), ap, full)
    w("mpc-sv8-bad-rate.mpc", b"MPCK", sh(rate=5), rg(0, 0, 0, 0), ap, full)
    w("mpc-none.mpc", audio, full)
    encoder = ["mpcenc", "--silent", "--overwrite"]
    for name, options, wav in (("standard", (), m.wav()), ("thumb-mono", ("--thumb",), m.wav(0.4, 32000, 1)),
                               ("48k", ("--radio",), m.wav(0.4, 48000, 2))):
        data = m.run("mpc", [*encoder, *options, wav, "OUT"])
        m.maybe("mpc-%s.mpc" % name, data and data + full)


def wavpack(m):
    w, audio, full = m.write, ape.noise(3000), ape.tag(ape.usual())
    w("wv-by-hand.wv", block(audio, 44100), full)
    w("wv-mono-24.wv", block(audio, 96000, flags=2 | 4 | 13 << 23), ape.tag(ape.odd()))
    w("wv-dsd.wv", block(audio, 352800, flags=0 | 12 << 23 | 1 << 31), full, ape.id3v1())
    w("wv-own-rate.wv", block(b"\x67\2\x39\x30\0\0" + audio, 12345, flags=1 | 15 << 23), full)
    w("wv-own-rate-missing.wv", block(audio, 12345, flags=1 | 15 << 23), full)
    w("wv-unknown-length.wv", *[block(audio) for _ in range(7)], full)
    w("wv-cut-out.wv", *[block(audio, 999, 22050 * i) for i in range(3, 9)], full)
    w("wv-last-block-cut.wv", *[block(audio) for _ in range(3)], block(audio)[:40])
    w("wv-small-blocks.wv", *[block(b"xy", samples=16) for _ in range(2000)], full)
    w("wv-blocks-in-blocks.wv", block(block(), size=1), block(), full)
    w("wv-no-samples.wv", block(audio, 0), full)
    for name, options, wav in (
        ("plain", (), m.wav()), ("fast-mono", ("-f",), m.wav(0.4, 8000, 1)), ("hybrid", ("-b4", "-h"), m.wav()),
        ("own-rate", (), m.wav(0.4, 12345, 1)), ("tags", ("-w", "Title=Größe", "-w", "Artist=Wv"), m.wav()),
        ("many-channels", ("--blocksize=4096",), m.wav(0.4, 48000, 6)),
    ):
        command = ["wavpack", "-q", "-y", "--no-utf8-convert", *options, wav, "-o", "OUT"]
        m.maybe("wv-%s.wv" % name, m.run("wv", command))
    piped = m.run("wv", ["sh", "-c", 'wavpack -q -y -i --blocksize=2048 - -o - < "$0" > "$1"', m.wav(1), "OUT"])
    m.maybe("wv-piped.wv", piped)


def make(m):
    musepack(m)
    wavpack(m)
    audio, full = ape.noise(30000), ape.tag(ape.usual())
    w = m.write
    w("budget-sv7.mpc", sv7(), audio, full)
    w("budget-sv8.mpc", b"MPCK", sh(), rg(1, 2, 3, 4), packet(b"AP", audio), full)
    w("budget-plain.wv", block(audio, 44100), full)
    w("budget-unknown-length.wv", *[block(audio) for _ in range(5)], full)

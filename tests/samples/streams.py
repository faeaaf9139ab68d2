# SPDX-License-Identifier: MIT
"""AAC (ADTS, ADIF), AC-3 and E-AC-3 streams without tags: ffmpeg's encoders, and headers bit by bit."""

import tagbytes as t


def bits(*fields):
    """(value, width) pairs as bytes, zeros to the end of the last one."""
    value = width = 0
    for number, size in fields:
        value, width = value << size | number & ((1 << size) - 1), width + size
    pad = -width % 8
    return (value << pad).to_bytes((width + pad) // 8, "big")


def adts(size=200, rate=4, channels=2, absent=1, blocks=1, profile=1):
    """A frame of `size` bytes (ISO/IEC 14496-3, 1.A.3.2)."""
    head = bits((0xFFF, 12), (0, 3), (absent, 1), (profile, 2), (rate, 4), (0, 1), (channels, 3), (0, 4), (size, 13),
                (0x7FF, 11), (blocks - 1, 2))
    return (head + (b"" if absent else b"\0\0") + b"\x21").ljust(size, b"\x11")[:size]


def program(rate=4, front=(1,), side=(), back=(), lfe=0, data=0, coupling=0, mixdowns=(0, 0, 0), comment=b""):
    """A program_config_element as fields, and the comment behind it."""
    fields = [(0, 4), (1, 2), (rate, 4), (len(front), 4), (len(side), 4), (len(back), 4), (lfe, 2), (data, 3),
              (coupling, 4)]
    for present, width in zip(mixdowns, (4, 4, 3)):
        fields += [(present, 1)] + ([(5, width)] if present else [])
    for pair in (*front, *side, *back):
        fields += [(pair, 1), (0, 4)]
    return fields + [(0, 4)] * (lfe + data) + [(0, 5)] * coupling, comment


def adif(programs, bitrate=64000, copyright_id=False, variable=False, sound=4000):
    fields = [(0x41444946, 32), (copyright_id, 1)] + ([(7, 72)] if copyright_id else [])
    fields += [(0, 2), (variable, 1), (bitrate, 23), (len(programs) - 1, 4)]
    for element, comment in programs:
        fields += ([] if variable else [(99, 20)]) + element
        fields += [(0, -sum(size for _, size in fields) % 8), (len(comment), 8)] + [(c, 8) for c in comment]
    return bits(*fields) + bytes(range(250)) * (sound // 250)


def ac3(rate=0, size=20, ident=8, mode=2, after=(), total=2000):
    """A header (ETSI TS 102 366, 4.3) up to its channel mode and what is given, then zeros."""
    return bits((0x0B77, 16), (0, 16), (rate, 2), (size, 6), (ident, 5), (0, 3), (mode, 3), *after).ljust(total, b"\0")


def eac3(kind=0, size=100, rate=0, blocks=3, mode=2, lfe=0, after=(), total=2000):
    return bits((0x0B77, 16), (kind, 2), (0, 3), (size, 11), (rate, 2), (blocks, 2), (mode, 3), (lfe, 1), (16, 5),
                *after).ljust(total, b"\0")


def aac_files(m, real):
    w, frame = m.write, adts()
    crafted = {
        "few": frame * 3, "too-few": frame * 2, "long": frame * 150, "checksums": adts(absent=0) * 20,
        "blocks": adts(300, blocks=4, absent=0) * 20, "rate-13": adts(rate=13) * 20, "channels-7": adts(channels=7) * 9,
        "junk-before": bytes(100) + frame * 20, "junk-of-ff": b"\xff" * 20 + frame * 20,
        "junk-511": bytes(511) + frame * 20, "junk-512": bytes(512) + frame * 20,
        "junk-between": frame * 5 + bytes(9) + adts(300) * 20, "much-junk-between": frame * 5 + bytes(10) + frame * 20,
        "other-stream": frame * 2 + adts(300, channels=1) * 20, "short-frames": adts(7) * 40,
        "huge-frames": adts(8191) * 30, "no-frame": frame[:7] * 20, "empty": b"",
        "tries": (b"\xff\xf1" + bytes(5)) * 9 + frame * 9,
        "too-many-tries": (b"\xff\xf1" + bytes(5)) * 10 + frame * 9,
    }
    for name, data in crafted.items():
        w(f"aac-{name}.aac", data)
    if real is not None:
        w("aac-id3.aac", t.id3([t.text("TIT2", "title", 4)]), real)
        w("aac-id3-large.aac", t.id3([t.text("TIT2", "title", 4)], padding=40000), real)
        w("aac-cut.aac", real[:-100])
        w("budget-aac.aac", real * 4)
    full = program(3, (0, 1), (1,), (0, 0), 1, 2, 3, (1, 1, 1), b"a comment")
    for name, data in {
        "plain": adif([program()]), "variable": adif([program(comment=b"x" * 255)], variable=True),
        "copyright": adif([program()], copyright_id=True), "full": adif([full]), "two": adif([full, program()]),
        "sixteen": adif([full] * 16, variable=True), "no-bitrate": adif([program()], 0), "rate-15": adif([program(15)]),
        "cut": adif([full])[:20], "cut-comment": adif([full], sound=0)[:-3],
    }.items():
        w(f"adif-{name}.adif", data)
    w("adif-id3.aac", t.id3([t.text("TIT2", "title", 4)]), adif([full]))
    w("budget-adif.adif", adif([full], sound=30000))


def ac3_files(m):
    # fields behind the mode: mix level, lfe, dialogue, flags of optional fields …
    plain = ((0, 2), (1, 1), (27, 5), (0, 3), (3, 2))
    for name, data in {
        "dual-mono": ac3(mode=0, after=((0, 2), (0, 1), (27, 5), (1, 1), (9, 8), (0, 2), (27, 5), (0, 3), (3, 2))),
        "optional": ac3(mode=7, after=((0, 2), (1, 1), (27, 5), (1, 1), (9, 8), (1, 1), (9, 8), (1, 1), (9, 7),
                                       (3, 2))),
        "times": ac3(after=plain + ((1, 1), (1, 1), (0, 28), (0, 1))),
        "additional": ac3(after=plain + ((0, 2), (1, 1), (20, 6))),
        "half-rate": ac3(ident=9), "quarter-rate": ac3(rate=1, ident=10, size=37), "rate-3": ac3(rate=3),
        "size-38": ac3(size=38), "ident-17": ac3(ident=17), "not": b"\x77\x0b" + ac3()[2:], "cut": ac3()[:8],
    }.items():
        m.write(f"ac3-{name}.ac3", data)
    for mode in range(8):
        m.write(f"ac3-mode-{mode}.ac3", ac3(mode=mode, after=((2, 2), (1, 2), (1, 1))))
        m.write(f"eac3-mode-{mode}.eac3", eac3(mode=mode, lfe=mode & 1, blocks=mode & 3, kind=mode % 3))
    for name, data in {
        "low-rates": eac3(rate=3, blocks=1), "rate-3-3": eac3(rate=3, blocks=3), "kind-3": eac3(kind=3),
        "tiny": eac3(size=2),
        "mixing": eac3(after=((27, 5), (0, 1), (1, 1), (0xFFFFFFFF, 32))),
        "information": eac3(mode=7, after=((27, 5), (0, 2), (1, 1), (0, 7), (1, 1), (3, 8), (0, 2), (1, 1), (5, 6))),
        "conversion": eac3(2, blocks=1, after=((27, 5), (0, 3), (1, 1), (3, 6), (1, 1), (5, 6))), "cut": eac3()[:6],
        "map": eac3(1, after=((27, 5), (0, 1), (1, 1), (3, 16), (0, 2), (1, 1), (63, 6))), "shortest": eac3()[:7],
    }.items():
        m.write(f"eac3-{name}.eac3", data)


def make(m):
    real = None
    for layout in ("mono", "stereo", "5.1"):
        for codec, ending, kind in (("aac", "aac", "adts"), ("ac3", "ac3", "ac3"), ("eac3", "eac3", "eac3")):
            data = m.ffmpeg(ending, f"-af aformat=channel_layouts={layout} -c:a {codec} -f {kind}", m.wav(1.5, 48000))
            if data is not None:
                m.write(f"{codec}-{layout}.{ending}", data)
            if codec == "aac" and layout == "stereo":
                real = data
            elif layout == "stereo" and data is not None:
                m.write(f"budget-{codec}.{ending}", data)
    aac_files(m, real)
    ac3_files(m)

# SPDX-License-Identifier: MIT
"""Samples of the formats whose tags are ID3 in a container: AIFF, WAVE, DSF, DSDIFF, True Audio. Sound by ffmpeg where
it writes the format, else byte by byte."""

import math
import struct

import tagbytes as t

BIG = t.jpeg(64 << 10)
FAMILY = {"aif": (">", 4), "wav": ("<", 4), "dff": (">", 8)}  # byte order and width of a chunk's size


def chunk(kind, name, data, size=None, pad=True):
    order, width = FAMILY[kind]
    told = struct.pack(order + ("Q" if width == 8 else "I"), len(data) if size is None else size)
    return name + told + data + (b"\0" if pad and len(data) % 2 else b"")


def usual(version=4, picture=None):
    frames = [
        t.text("TIT2", "Eine Überschrift", version),
        t.text("TPE1", "Künstler", version),
        t.text("TALB", "Album", version),
        t.text("TPE2", "Album artist", version),
        t.text("TRCK", "3/12", version),
        t.text("TPOS", "1/2", version),
        t.text("TDRC" if version == 4 else "TYER", "2003", version),
        t.text("TCON", "(17)", version),
        t.text("TCOM", "Composer", version),
        t.text("TSRC", "DEXXX0300001", version),
        t.text("TBPM", "120", version),
        t.comment("COMM", "eng", "", "a comment", version),
        t.described("TXXX", "MusicBrainz Album Id", "0b0e4bff-14f0-4a4b-b8ae-ebe7fd2e1b7b", version),
    ]
    return frames + ([t.apic(picture, version)] if picture else [])


def tag(version=4, picture=None, padding=0):
    return t.id3(usual(version, picture), version, padding=padding)


def extended(rate):
    """An 80 bit floating point number."""
    if not rate:
        return bytes(10)
    fraction, exponent = math.frexp(rate)
    return struct.pack(">HQ", 16382 + exponent, int(fraction * (1 << 64)))


def comm(channels=2, frames=1000, bits=16, rate=44100, more=b""):
    return chunk("aif", b"COMM", struct.pack(">HIH", channels, frames, bits) + extended(rate) + more)


def form(*chunks, kind=b"AIFF", size=None):
    return chunk("aif", b"FORM", kind + b"".join(chunks), size)


def aiff_files(m):
    sound = chunk("aif", b"SSND", bytes(8) + bytes(4000))
    for name, options in {
        "pcm16": "",
        "pcm24-mono": "-c:a pcm_s24be -ac 1 -ar 48000",
        "pcm8": "-c:a pcm_s8 -ar 11025",
    }.items():
        m.maybe("aiff-ffmpeg-%s.aiff" % name, m.ffmpeg("aiff", options))
    m.maybe("aiff-ffmpeg-ulaw.aifc", m.ffmpeg("aiff", "-c:a pcm_mulaw -ar 8000 -ac 1"))
    m.maybe("aiff-ffmpeg-float.aifc", m.ffmpeg("aiff", "-c:a pcm_f32be"))
    m.maybe("aiff-ffmpeg-tagged.aiff", m.run("aiff", [
        "ffmpeg", "-v", "error", "-y", "-i", m.wav(), "-metadata", "title=Title", "-metadata", "artist=Artist",
        "-fflags", "+bitexact", "-write_id3v2", "1", "OUT"]))  # fmt: skip
    write = m.write
    for version in (2, 3, 4):
        body = t.id3([t.text("TT2" if version == 2 else "TIT2", "Title", version)], version, padding=20)
        write("aiff-id3v2%d.aif" % version, form(comm(), sound, chunk("aif", b"ID3 ", body)))
    write("aiff-tag-first.aif", form(chunk("aif", b"ID3 ", tag()), comm(), sound))
    write("aiff-tag-cover.aif", form(comm(), sound, chunk("aif", b"ID3 ", tag(3, BIG, 500))))
    write("aiff-tag-odd.aif", form(comm(), sound, chunk("aif", b"ID3 ", tag(padding=len(tag()) % 2 + 1))))
    write("aiff-tag-lower-case.aif", form(comm(), sound, chunk("aif", b"id3 ", tag())))
    write("aiff-tag-empty.aif", form(comm(), sound, chunk("aif", b"ID3 ", b"")))
    write("aiff-tag-no-id3.aif", form(comm(), sound, chunk("aif", b"ID3 ", b"something else")))
    write("aiff-tag-cut.aif", form(comm(), sound, chunk("aif", b"ID3 ", tag()[:-9])))
    write("aiff-tag-small-chunk.aif", form(comm(), sound, chunk("aif", b"ID3 ", tag(), size=11)))
    write("aiff-two-tags.aif", form(comm(), chunk("aif", b"ID3 ", tag()), chunk("aif", b"ID3 ", tag(3))))
    write("aiff-id3v1.aif", form(comm(), sound, chunk("aif", b"ID3 ", tag())), t.id3v1("Old", "Older", genre=3))
    write("aiff-id3v1-alone.aif", form(comm(), sound), t.id3v1("Old", "Older", genre=3))
    write("aiff-texts.aif", form(comm(), chunk("aif", b"NAME", b"odd"), chunk("aif", b"AUTH", b"me"),
                                 chunk("aif", b"ANNO", b"a note"), sound))  # fmt: skip
    write("aiff-no-comm.aif", form(sound, chunk("aif", b"ID3 ", tag())))
    write("aiff-short-comm.aif", form(chunk("aif", b"COMM", bytes(17)), sound))
    write("aiff-nested.aif", form(comm(), form(comm(1)), sound))
    write("aiff-nested-bad-name.aif", form(comm(), form(comm(1), kind=b"\xff\xfe\xfd\xfc"), sound))
    write("aiff-sound-beyond.aif", form(comm(), chunk("aif", b"SSND", bytes(50), size=1 << 31)))
    write("aiff-odd-unpadded.aif", form(chunk("aif", b"NAME", b"odd", pad=False), comm(), sound))
    for name, rate in {"zero": 0, "half": 0.5, "minus": -44100.0, "huge": 2.0**80, "fraction": 44100.75}.items():
        field = extended(abs(rate))
        if rate < 0:
            field = bytes([field[0] | 0x80]) + field[1:]
        body = struct.pack(">HIH", 2, 1000, 16) + field
        write("aiff-rate-%s.aif" % name, form(chunk("aif", b"COMM", body), sound))
    write("aiff-signed.aif", form(comm(0xFFFF, 0xFFFFFFFF, 0xFFF0), sound))


def fmt(kind=1, channels=2, rate=44100, block=4, bits=16, more=b""):
    body = struct.pack("<HHIIHH", kind, channels, rate, rate * block & 0xFFFFFFFF, block, bits) + more
    return chunk("wav", b"fmt ", body)


def riff(*chunks, kind=b"WAVE", size=None, name=b"RIFF"):
    return chunk("wav", name, kind + b"".join(chunks), size)


def info_list():
    texts = chunk("wav", b"INAM", b"Title\0") + chunk("wav", b"IART", b"Artist\0")
    return chunk("wav", b"LIST", b"INFO" + texts)


def wave_files(m):
    data = chunk("wav", b"data", bytes(4000))
    for name, options in {
        "pcm16": "",
        "pcm24": "-c:a pcm_s24le",
        "float": "-c:a pcm_f32le -ar 96000",
        "alaw": "-c:a pcm_alaw -ar 8000 -ac 1",
        "adpcm": "-c:a adpcm_ms",
        "surround": "-ac 6",
        "u8": "-c:a pcm_u8 -ac 1",
    }.items():
        m.maybe("wave-ffmpeg-%s.wav" % name, m.ffmpeg("wav", options))
    m.maybe("wave-ffmpeg-rf64.wav", m.ffmpeg("wav", "-rf64 always"))
    m.maybe("wave-ffmpeg-bext.wav", m.ffmpeg("wav", "-write_bext 1 -metadata description=x"))
    write = m.write
    for version in (3, 4):
        write("wave-id3v2%d.wav" % version, riff(fmt(), data, chunk("wav", b"id3 ", tag(version, padding=30))))
    write("wave-tag-upper-case.wav", riff(fmt(), data, chunk("wav", b"ID3 ", tag())))
    write("wave-tag-mixed-case.wav", riff(fmt(), data, chunk("wav", b"Id3 ", tag())))
    write("wave-tag-first.wav", riff(chunk("wav", b"id3 ", tag()), fmt(), data))
    write("wave-tag-cover.wav", riff(fmt(), data, chunk("wav", b"id3 ", tag(4, BIG, 700))))
    write("wave-tag-both-cases.wav", riff(fmt(), data, chunk("wav", b"id3 ", tag()), chunk("wav", b"ID3 ", tag(3))))
    write("wave-tag-no-id3.wav", riff(fmt(), data, chunk("wav", b"id3 ", b"something else")))
    write("wave-tag-cut.wav", riff(fmt(), data, chunk("wav", b"id3 ", tag()[:-9])))
    write("wave-tag-info.wav", riff(fmt(), info_list(), data, chunk("wav", b"id3 ", tag())))
    write("wave-id3v1.wav", riff(fmt(), data, chunk("wav", b"id3 ", tag())), t.id3v1("Old", "Older", genre=3))
    write("wave-no-fmt.wav", riff(data))
    write("wave-short-fmt.wav", riff(chunk("wav", b"fmt ", bytes(15)), data))
    write("wave-no-data.wav", riff(fmt()))
    write("wave-data-first.wav", riff(data, fmt()))
    write("wave-endless.wav", riff(fmt(), chunk("wav", b"data", bytes(500), size=0xFFFFFFFF), size=0xFFFFFFFF))
    write("wave-odd.wav", riff(fmt(1, 1, 8000, 1, 8), chunk("wav", b"data", bytes(401)), info_list()))
    write("wave-no-block.wav", riff(fmt(block=0), data))
    write("wave-no-rate.wav", riff(fmt(rate=0), data))
    write("wave-large-numbers.wav", riff(fmt(0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFF, 0xFFFF), data))
    write("wave-list-bad-name.wav", riff(fmt(), chunk("wav", b"LIST", b"\xff\xff\xff\xff"), data))
    write("wave-list-too-small.wav", riff(fmt(), chunk("wav", b"LIST", b"ab"), data))
    write("wave-avi.wav", riff(fmt(), data, kind=b"AVI "))
    write("wave-rifx.wav", riff(fmt(), data, name=b"RIFX"))


def dsf(tag=b"", audio=bytes(4096), channels=2, rate=2822400, bits=1, samples=28224, version=1, pointer=None, kind=0):
    at = 28 + 52 + 12 + len(audio)
    if pointer is None:
        pointer = at if tag else 0
    return (
        struct.pack("<4sQQQ", b"DSD ", 28, at + len(tag), pointer)
        + struct.pack("<4sQIIIIIIQII", b"fmt ", 52, version, kind, 2, channels, rate, bits, samples, 4096, 0)
        + struct.pack("<4sQ", b"data", 12 + len(audio))
        + audio
        + tag
    )


def dsf_files(m):
    write = m.write
    write("dsf-plain.dsf", dsf())
    for version in (2, 3, 4):
        body = t.id3([t.text("TT2" if version == 2 else "TIT2", "Title", version)], version, padding=20)
        write("dsf-id3v2%d.dsf" % version, dsf(body))
    write("dsf-usual.dsf", dsf(tag(padding=100), rate=5644800, channels=6))
    write("dsf-cover.dsf", dsf(tag(4, BIG, 300)))
    write("dsf-cut-tag.dsf", dsf(tag()[:-5]))
    write("dsf-no-tag-there.dsf", dsf(b"something else"))
    write("dsf-pointer-beyond.dsf", dsf(pointer=1 << 40))
    write("dsf-id3v1.dsf", dsf(tag()), t.id3v1("Old", "Older", genre=3))
    write("dsf-id3v1-alone.dsf", dsf(), t.id3v1("Old", "Older", genre=3))
    write("dsf-version.dsf", dsf(version=2))
    write("dsf-kind.dsf", dsf(kind=1))
    write("dsf-large-numbers.dsf", dsf(channels=0xFFFFFFFF, rate=0xFFFFFFFF, bits=0xFFFFFFFF, samples=(1 << 64) - 1))


def dsdiff(*chunks, kind=b"DSD "):
    return chunk("dff", b"FRM8", kind + chunk("dff", b"FVER", b"\1\5\0\0") + b"".join(chunks))


def prop(compression=b"DSD ", rate=2822400, channels=2, kind=b"SND "):
    ids = b"SLFTSRGTMLFTMRGT"[: 4 * channels]
    return chunk("dff", b"PROP", kind + chunk("dff", b"FS  ", struct.pack(">I", rate))
                 + chunk("dff", b"CHNL", struct.pack(">H", channels) + ids)
                 + chunk("dff", b"CMPR", compression + b"\x0enot compressed\0"))  # fmt: skip


def dsdiff_files(m):
    write = m.write
    sound = chunk("dff", b"DSD ", b"\x69" * 7056)
    frames = b"".join(chunk("dff", b"DSTF", bytes(n)) for n in (90, 91, 200))
    dst = chunk("dff", b"DST ", chunk("dff", b"FRTE", struct.pack(">IH", 3, 75)) + frames)
    write("dsdiff-plain.dff", dsdiff(prop(), sound))
    write("dsdiff-dst.dff", dsdiff(prop(b"DST "), dst))
    write("dsdiff-dst-tag.dff", dsdiff(prop(b"DST "), dst, chunk("dff", b"ID3 ", tag())))
    write("dsdiff-frames-first.dff", dsdiff(prop(b"DST "), chunk("dff", b"DST ", frames + dst[12:30])))
    for version in (3, 4):
        write("dsdiff-id3v2%d.dff" % version, dsdiff(prop(), sound, chunk("dff", b"ID3 ", tag(version, padding=9))))
    write("dsdiff-cover.dff", dsdiff(prop(), sound, chunk("dff", b"ID3 ", tag(4, BIG, 700))))
    write("dsdiff-tag-cut.dff", dsdiff(prop(), sound, chunk("dff", b"ID3 ", tag()[:-9])))
    write("dsdiff-id3v1.dff", dsdiff(prop(), sound, chunk("dff", b"ID3 ", tag())), t.id3v1("Old", "Older", genre=3))
    write("dsdiff-texts.dff", dsdiff(prop(), chunk("dff", b"DIIN", chunk("dff", b"DIAR", b"\0\0\0\2me")), sound))
    write("dsdiff-no-prop.dff", dsdiff(sound))
    write("dsdiff-no-sound.dff", dsdiff(prop()))
    write("dsdiff-no-frte.dff", dsdiff(prop(b"DST "), chunk("dff", b"DST ", frames)))
    write("dsdiff-other-prop.dff", dsdiff(prop(kind=b"VID "), sound))
    write("dsdiff-unknown-compression.dff", dsdiff(prop(b"A\0B "), sound))
    write("dsdiff-no-rate.dff", dsdiff(prop(rate=0), sound))
    write("dsdiff-no-channels.dff", dsdiff(prop(channels=0), sound))
    write("dsdiff-no-frames.dff", dsdiff(prop(b"DST "), chunk("dff", b"DST ", chunk("dff", b"FRTE", bytes(6)))))
    write("dsdiff-endless.dff", dsdiff(prop(), chunk("dff", b"DSD ", bytes(50), size=(1 << 64) - 2)))


def trueaudio_files(m):
    made = m.ffmpeg("tta")
    head = b"TTA1" + struct.pack("<HHHII", 1, 2, 16, 44100, 4410) + b"\0\0\0\0"
    sound = made or head + bytes(3000)
    m.write("trueaudio-plain.tta", sound)
    m.maybe("trueaudio-24bit-mono.tta", m.ffmpeg("tta", "-c:a tta -sample_fmt s32 -ac 1 -ar 96000"))
    for version in (3, 4):
        m.write("trueaudio-id3v2%d.tta" % version, tag(version, padding=100), sound)
    m.write("trueaudio-cover.tta", tag(4, BIG, 100), sound)
    m.write("trueaudio-id3v1.tta", sound, t.id3v1("Old", "Older", genre=3))
    m.write("trueaudio-both.tta", t.id3([t.text("TIT2", "New")], 4), sound, t.id3v1("Old", "Older", genre=3))
    m.write("trueaudio-two-tags.tta", tag(), tag(), sound)
    m.write("trueaudio-tta2.tta", b"TTA2" + head[4:] + bytes(100))
    m.write("trueaudio-short.tta", tag(), head[:17])
    m.write("trueaudio-no-rate.tta", b"TTA1" + struct.pack("<HHHII", 1, 2, 16, 0, 4410) + bytes(100))


def budgets(m):
    """Files as people have them: much sound, a tag behind it."""
    sound = bytes(200_000)
    body = tag(padding=1000)
    data = chunk("wav", b"data", sound)
    m.write("budget-plain.aif", form(comm(), chunk("aif", b"SSND", sound), chunk("aif", b"ID3 ", body)))
    m.write("budget-cover.aif", form(comm(), chunk("aif", b"SSND", sound), chunk("aif", b"ID3 ", tag(4, BIG, 1000))))
    m.write("budget-untagged.wav", riff(fmt(), data))
    m.write("budget-plain.wav", riff(fmt(), info_list(), data, chunk("wav", b"id3 ", body)))
    m.write("budget-cover.wav", riff(fmt(), data, chunk("wav", b"id3 ", tag(4, BIG, 1000))))
    m.write("budget-plain.dsf", dsf(body, sound))
    m.write("budget-plain.dff", dsdiff(prop(), chunk("dff", b"DSD ", sound), chunk("dff", b"ID3 ", body)))
    m.write("budget-plain.tta", body, b"TTA1" + struct.pack("<HHHII", 1, 2, 16, 44100, 50000) + sound)


def make(m):
    for part in (aiff_files, wave_files, dsf_files, dsdiff_files, trueaudio_files, budgets):
        part(m)

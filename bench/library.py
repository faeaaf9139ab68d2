# SPDX-License-Identifier: MIT
"""The race's library: distinct files of five formats. Audio is encoded once a variant by ffmpeg; tags are
written byte by byte."""

import os
import re
import shutil
import struct
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "samples"))
import tagbytes as t  # noqa: E402

FORMATS = ("mp3", "mp4", "flac", "oggvorbis", "oggopus")
ENDINGS = {"mp3": ".mp3", "mp4": ".m4a", "flac": ".flac", "oggvorbis": ".ogg", "oggopus": ".opus"}
COVER = 64 << 10

# Seconds are chosen so that every file is bigger than all windows together, and that the sample tables of MP4 files, as
# those of whole songs, are bigger than a window. Ogg pages are as oggenc (about 4 KiB) and opusenc (a second) make
# them.
ENCODERS = {
    "mp3": [("mp3", 3, "-b:a 128k"), ("mp3", 3, "-q:a 4"), ("mp3", 3, "-b:a 256k")],
    "mp4": [("m4a", 60, "-c:a aac -b:a 12k -ac 1"), ("m4a", 60, "-c:a aac -b:a 20k -ac 1")],
    "flac": [("flac", 2, ""), ("flac", 2, "-sample_fmt s32 -ar 48000 -ac 1")],
    "oggvorbis": [
        ("ogg", 3.1, "-c:a libvorbis -q:a 4 -page_duration 250000"),
        ("ogg", 3.7, "-c:a libvorbis -q:a 6 -page_duration 180000"),
    ],
    "oggopus": [("opus", 4.3, "-c:a libopus -b:a 96k"), ("opus", 4.5, "-c:a libopus -b:a 128k")],
}


def encode(folder, ending, seconds, options):
    if shutil.which("ffmpeg") is None:
        sys.exit("race: ffmpeg is not installed (apt-get install ffmpeg)")
    path = os.path.join(folder, "encoded." + ending)
    sound = [
        "-f",
        "lavfi",
        "-i",
        "sine=330:d=%g:r=44100" % seconds,
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=d=%g:a=0.1:seed=5:r=44100" % seconds,
        "-filter_complex",
        "amix=inputs=2,aformat=channel_layouts=stereo",
    ]
    bare = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"] + (
        ["-id3v2_version", "0"] if ending == "mp3" else []
    )
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y"] + sound + bare + options.split() + [path], check=True, stdin=subprocess.DEVNULL
    )
    with open(path, "rb") as f:
        data = f.read()
    os.remove(path)
    return data


def fields(i):
    """The usual text fields of file i; a third of the files has letters beyond ASCII."""
    word = ("Motion", "Größe", "Silence", "Été indien", "River", "夜の散歩")[i % 6]
    return {
        "title": "%s number %d" % (word, i),
        "artist": "Artist %d and the %ss" % (i // 12, word),
        "album": "Album %d: %s" % (i // 12, word * 2),
        "albumartist": "Album Artist %d" % (i // 12),
        "date": str(1960 + i % 60),
        "genre": ("Rock", "Jazz", "Electronic")[i % 3],
        "track": "%d/12" % (i % 12 + 1),
        "disc": "1/2",
        "composer": "Composer %d %s" % (i % 50, word),
        "comment": "comment %d" % (i * 7919),
        "bpm": str(80 + i % 90),
        "isrc": "GBAAA%07d" % i,
        "mbid": "%08x-3a4f-4b4e-9d5e-%012x" % (i * 2654435761 & 0xFFFFFFFF, i),
    }


ID3_NAMES = {
    "title": "TIT2",
    "artist": "TPE1",
    "album": "TALB",
    "albumartist": "TPE2",
    "genre": "TCON",
    "track": "TRCK",
    "disc": "TPOS",
    "composer": "TCOM",
    "bpm": "TBPM",
    "isrc": "TSRC",
}
VORBIS_NAMES = {
    "title": "TITLE",
    "artist": "ARTIST",
    "album": "ALBUM",
    "albumartist": "ALBUMARTIST",
    "date": "DATE",
    "genre": "GENRE",
    "track": "TRACKNUMBER",
    "disc": "DISCNUMBER",
    "composer": "COMPOSER",
    "comment": "COMMENT",
    "bpm": "BPM",
    "isrc": "ISRC",
    "mbid": "MUSICBRAINZ_ALBUMID",
}
ILST_NAMES = {
    "title": "©nam",
    "artist": "©ART",
    "album": "©alb",
    "albumartist": "aART",
    "date": "©day",
    "genre": "©gen",
    "composer": "©wrt",
    "comment": "©cmt",
}


def make_mp3(i, audio, cover):
    v, f = (3 if i % 4 < 2 else 4), fields(i)
    frames = [t.text(name, f[key], v) for key, name in ID3_NAMES.items()]
    frames += [
        t.text("TYER" if v == 3 else "TDRC", f["date"], v),
        t.comment("COMM", "eng", "", f["comment"], v),
        t.described("TXXX", "MusicBrainz Album Id", f["mbid"], v),
    ]
    if cover:
        frames.append(t.apic(cover, v))
    return (
        t.id3(frames, v, padding=1024)
        + audio
        + (t.id3v1(f["title"].encode("ascii", "replace").decode(), "Artist") if i % 8 == 0 else b"")
    )


def make_mp4(i, audio, cover):
    f, d = fields(i), t.ilst_data
    items = [t.ilst_text(name, f[key]) for key, name in ILST_NAMES.items()]
    track, disc = (tuple(map(int, f[k].split("/"))) for k in ("track", "disc"))
    items += [
        t.atom("trkn", d(0, struct.pack(">HHHH", 0, *track, 0))),
        t.atom("disk", d(0, struct.pack(">HHH", 0, *disc))),
        t.atom("tmpo", d(21, struct.pack(">H", int(f["bpm"])))),
        t.freeform("com.apple.iTunes", "ISRC", f["isrc"]),
        t.freeform("com.apple.iTunes", "MusicBrainz Album Id", f["mbid"]),
    ]
    if cover:
        items.append(t.atom("covr", d(13, cover)))
    return t.mp4_retag(audio, t.meta(items, 1024), i % 4 < 2)


def comments(i):
    f = fields(i)
    return [(name, f[key]) for key, name in VORBIS_NAMES.items()]


def make_flac(i, audio, cover):
    info, frames = t.flac_split(audio)
    blocks = [(0, info), (3, t.seektable()), (4, t.vorbis_comment(comments(i)))]
    if cover:
        blocks.append((6, t.flac_picture(cover)))
    return t.flac(blocks + [(1, bytes(4096))], frames)


def ogg_maker(magic, vorbis):
    def make(i, audio, cover):
        pairs = comments(i) + ([("METADATA_BLOCK_PICTURE", t.picture_field(cover))] if cover else [])
        return t.ogg_retag(audio, magic + t.vorbis_comment(pairs, framing=vorbis), setup=vorbis)

    return make


MAKERS = {
    "mp3": make_mp3,
    "mp4": make_mp4,
    "flac": make_flac,
    "oggvorbis": ogg_maker(b"\3vorbis", True),
    "oggopus": ogg_maker(b"OpusTags", False),
}


def make(folder, formats, n, covers, say=print):
    """n files a format in `folder`; `covers`: "none", "half", "all". Returns {format: [paths]}. Nothing is made anew
    that is there."""
    out = {}
    for name in formats:
        here = os.path.join(folder, "%s-%d-%s" % (name, n, covers))
        stamp = os.path.join(here, ".made")
        if not os.path.exists(stamp):
            say("making %d %s files" % (n, name))
            shutil.rmtree(here, ignore_errors=True)
            os.makedirs(here)
            audio = [encode(here, *how) for how in ENCODERS[name]]
            for i in range(n):
                with_cover = covers == "all" or covers == "half" and i % 2
                data = MAKERS[name](i, audio[i % len(audio)], t.jpeg(COVER - i % 512, i + 1) if with_cover else None)
                # a folder an album, as libraries have
                path = os.path.join(here, "album %04d" % (i // 12), "%05d%s" % (i, ENDINGS[name]))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as f:
                    f.write(data)
            with open(stamp, "wb"):
                pass
        out[name] = sorted(
            os.path.join(top, f) for top, _, files in os.walk(here) for f in files if f.endswith(ENDINGS[name])
        )
    return out


# ---- the floor's list: which reads a file makes unavoidable ---------------------------------------------------------


def windows():
    """The window sizes that simdtag itself uses."""
    with open(os.path.join(ROOT, "src", "base", "limits.h"), encoding="utf-8") as f:
        found = dict(re.findall(r"#define ST_(HEAD|TAIL|MIN)_WINDOW \((\d+)u << 10\)", f.read()))
    return tuple(int(found[k]) << 10 for k in ("HEAD", "TAIL", "MIN"))


def floor_reads(name, path, sizes, values=False):
    """[(offset, length)] by the table of system calls in docs/design.md, section 6; with `values`, for a program
    that looks at every tag: pictures in Ogg comments and in MP4's covr are values, which are then read."""
    head, tail, least = sizes
    with open(path, "rb") as f:
        data = f.read()
    reads = [(0, min(head, len(data)))]

    def covered(at, n):
        return any(off <= at and at + n <= off + size for off, size in reads)

    def need(at, n, size=least):
        if not covered(at, min(n, len(data) - at)):
            reads.append((at, min(size, len(data) - at)))

    if name == "mp3":
        end = 0
        if data[:3] == b"ID3":
            end = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
        need(len(data) - 128, 128, 128)
        need(end, 200)
    elif name == "flac":
        at = 4
        while True:
            need(at, 4)
            last, kind, size = data[at] & 128, data[at] & 127, int.from_bytes(data[at + 1 : at + 4], "big")
            if kind in (0, 3, 4, 5):
                need(at, 4 + size)
            at += 4 + size
            if last:
                break
    elif name in ("oggvorbis", "oggopus"):
        at, packets = 0, 0
        while packets < 2:
            need(at, 27)
            lacing = data[at + 27 : at + 27 + data[at + 26]]
            need(at, 27 + len(lacing))
            if values and packets == 1:
                need(at, 27 + len(lacing) + sum(lacing), 27 + len(lacing) + sum(lacing))
            packets += sum(s < 255 for s in lacing)
            at += 27 + len(lacing) + sum(lacing)
        need(len(data) - tail, tail, tail)
        need(data.rindex(b"OggS"), 27)  # the last page may begin before the tail
    elif name == "mp4":
        for kind, start, _, stop in t.atoms(data):
            need(start, 8)
            if kind == b"moov":
                for inner, begin, size, end in t.atoms(data, start + 8, stop):
                    need(begin, 8)
                    if inner == b"udta":
                        need(begin, min(end - begin, least))
                        covers = data.find(b"covr", begin, end)
                        if values and covers > 0:
                            need(covers - 4, *2 * (int.from_bytes(data[covers - 4 : covers], "big"),))
    return reads

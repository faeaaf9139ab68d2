# SPDX-License-Identifier: MIT
"""The race's library: distinct files of eleven formats. Audio is encoded once a variant by ffmpeg (Musepack by mpcenc,
Monkey's Audio by nobody: its frames are noise); tags are written byte by byte."""

import os
import re
import shutil
import struct
import subprocess
import sys

import containers as c

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def linked_with(build):
    """The libraries that a program needs beside the static one of a build folder: -lz and so on."""
    with open(os.path.join(build, "Makefile"), encoding="utf-8") as f:
        return next(line for line in f if line.startswith("LIBS =")).split()[2:]
sys.path.insert(0, os.path.join(ROOT, "tests", "samples"))
import tagbytes as t  # noqa: E402

ENDINGS = {
    "mp3": ".mp3",
    "mp4": ".m4a",
    "flac": ".flac",
    "oggvorbis": ".ogg",
    "oggopus": ".opus",
    "asf": ".wma",
    "wave": ".wav",
    "aiff": ".aiff",
    "wavpack": ".wv",
    "monkeysaudio": ".ape",
    "musepack": ".mpc",
}
FORMATS = tuple(ENDINGS)
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
    "asf": [("wma", 4, "-c:a wmav2 -b:a 128k"), ("wma", 5, "-c:a wmav2 -b:a 96k -ar 32000")],
    "wave": [("wav", 1, "-c:a pcm_s16le"), ("wav", 1.5, "-c:a pcm_s24le -ac 1 -ar 48000")],
    "aiff": [("aiff", 1, "-c:a pcm_s16be"), ("aiff", 1.5, "-c:a pcm_s24be -ac 1 -ar 48000")],
    "wavpack": [("wv", 1, "-c:a wavpack"), ("wv", 2, "-c:a wavpack -ac 1 -ar 48000")],
    "musepack": [("mpc", 4, "--standard"), ("mpc", 5, "--radio")],
}


def encode(folder, ending, seconds, options):
    if shutil.which("ffmpeg") is None:
        sys.exit("race: ffmpeg is not installed (apt-get install ffmpeg)")
    path = os.path.join(folder, "encoded." + ending)
    if ending == "mpc":
        with open(path + ".wav", "wb") as f:
            f.write(encode(folder, "wav", seconds, "-c:a pcm_s16le"))
        subprocess.run(["mpcenc", "--silent", "--overwrite", options, path + ".wav", path], check=True)
        os.remove(path + ".wav")
        return taken(path)
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
    return taken(path)


def taken(path):
    """The bytes of a file, which is then gone."""
    with open(path, "rb") as f:
        data = f.read()
    os.remove(path)
    return data


def audio_of(name, folder):
    """The format's encoded variants; None, said why, when their encoder is missing."""
    if name == "monkeysaudio":
        return [c.monkeys_audio(30 + 10 * i, i) for i in range(2)]
    if name == "musepack" and shutil.which("mpcenc") is None:
        return None
    return [encode(folder, *how) for how in ENCODERS[name]]


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
ASF_NAMES = {
    "album": "WM/AlbumTitle",
    "albumartist": "WM/AlbumArtist",
    "date": "WM/Year",
    "genre": "WM/Genre",
    "track": "WM/TrackNumber",
    "disc": "WM/PartOfSet",
    "composer": "WM/Composer",
    "bpm": "WM/BeatsPerMinute",
    "isrc": "WM/ISRC",
    "mbid": "MusicBrainz/Album Id",
}
APE_NAMES = {
    "title": "Title",
    "artist": "Artist",
    "album": "Album",
    "albumartist": "Album Artist",
    "date": "Year",
    "genre": "Genre",
    "track": "Track",
    "disc": "Disc",
    "composer": "Composer",
    "comment": "Comment",
    "bpm": "BPM",
    "isrc": "ISRC",
    "mbid": "MUSICBRAINZ_ALBUMID",
}


def id3_tag(i, cover):
    """Half of the tags is ID3v2.3, in UTF-16, half ID3v2.4, in UTF-8."""
    v, f = (3 if i % 4 < 2 else 4), fields(i)
    frames = [t.text(name, f[key], v) for key, name in ID3_NAMES.items()]
    frames += [
        t.text("TYER" if v == 3 else "TDRC", f["date"], v),
        t.comment("COMM", "eng", "", f["comment"], v),
        t.described("TXXX", "MusicBrainz Album Id", f["mbid"], v),
    ]
    if cover:
        frames.append(t.apic(cover, v))
    return t.id3(frames, v, padding=1024)


def make_mp3(i, audio, cover):
    title = fields(i)["title"].encode("ascii", "replace").decode()
    return id3_tag(i, cover) + audio + (t.id3v1(title, "Artist") if i % 8 == 0 else b"")


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


def make_asf(i, audio, cover):
    f = fields(i)
    tags = [
        c.content_description(f["title"], f["artist"], description=f["comment"]),
        c.extended_content([(name, f[key]) for key, name in ASF_NAMES.items()]),
    ]
    return c.asf_retag(audio, tags, c.library_picture(cover) if cover else b"")


def make_wave(i, audio, cover):
    return c.iff_with_tag(audio, b"id3 ", id3_tag(i, cover))


def make_aiff(i, audio, cover):
    return c.iff_with_tag(audio, b"ID3 ", id3_tag(i, cover))


def make_ape(i, audio, cover):
    f = fields(i)
    return audio + c.apev2([(name, f[key]) for key, name in APE_NAMES.items()], cover)


MAKERS = {
    "mp3": make_mp3,
    "mp4": make_mp4,
    "flac": make_flac,
    "oggvorbis": ogg_maker(b"\3vorbis", True),
    "oggopus": ogg_maker(b"OpusTags", False),
    "asf": make_asf,
    "wave": make_wave,
    "aiff": make_aiff,
    "wavpack": make_ape,
    "monkeysaudio": make_ape,
    "musepack": make_ape,
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
            audio = audio_of(name, here)
            if audio is None:
                say("(no encoder for %s: the race goes without)" % name)
                continue
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


class Reads:
    """The preads of one file, as [(offset, length)] in `list`: each is made only for bytes not read yet."""

    def __init__(self, data, head, least):
        self.data, self.least = data, least
        self.list = [(0, min(head, len(data)))]

    def covered(self, at, n):
        return any(off <= at and at + n <= off + size for off, size in self.list)

    def need(self, at, n, size=None):
        if not self.covered(at, min(n, len(self.data) - at)):
            self.list.append((at, min(size or self.least, len(self.data) - at)))

    def rest(self, at, end):
        """The bytes of [at, end) behind those that are there already, and no more."""
        at = max([at] + [off + size for off, size in self.list if off <= at < off + size])
        if at < end:
            self.need(at, end - at, end - at)


def past_id3_picture(reads, start):
    """The tag at `start`, frame by frame up to its padding: a large frame is a picture, which is stepped over."""
    data, v = reads.data, reads.data[start + 3]
    at, end = start + 10, start + 10 + synchsafe(data[start + 6 : start + 10])
    while at + 10 <= end:
        reads.need(at, 10)
        if data[at] == 0:
            return
        size = synchsafe(data[at + 4 : at + 8]) if v == 4 else int.from_bytes(data[at + 4 : at + 8], "big")
        if size < 4096:
            reads.need(at, 10 + size)
        at += 10 + size


def synchsafe(four):
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]


def reads_of_mp3(reads, tail, values):
    data = reads.data
    end = 10 + synchsafe(data[6:10]) if data[:3] == b"ID3" else 0
    reads.need(len(data) - 128, 128, 128)
    reads.need(end, 200)


def reads_of_flac(reads, tail, values):
    data, at, last = reads.data, 4, 0
    while not last:
        reads.need(at, 4)
        last, kind, size = data[at] & 128, data[at] & 127, int.from_bytes(data[at + 1 : at + 4], "big")
        if kind in (0, 3, 4, 5):
            reads.need(at, 4 + size)
        at += 4 + size


def reads_of_ogg(reads, tail, values):
    """Pictures are texts among the comments: a program that looks at every tag reads them. Behind those of Vorbis is
    the framing bit, without which a file is none."""
    data, at, packets, most = reads.data, 0, 0, 27 + 255
    framed = data[28:35] == b"\x01vorbis"
    while packets < 2:
        reads.need(at, 27, most)
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        reads.need(at, 27 + len(lacing), most)
        ends = [i for i, size in enumerate(lacing) if size < 255]
        at += 27 + len(lacing)
        if packets == 1:
            stop = at + sum(lacing[: ends[0] + 1] if ends else lacing)
            if values:
                reads.rest(at, stop)
            if framed and ends:
                reads.need(stop - 1, 1, 1)
        packets += len(ends)
        at += sum(lacing)
    if not framed:
        tail *= 2  # Opus, whose pages hold a second of sound
    reads.need(len(data) - tail, tail, tail)
    reads.need(data.rindex(b"OggS"), 27)  # the last page may begin before the tail


def reads_of_mp4(reads, tail, values):
    """Up to the end of moov. Covers are values, too."""
    data = reads.data
    for kind, start, _, stop in t.atoms(data):
        reads.need(start, 8)
        if kind != b"moov":
            continue
        for inner, begin, _, end in t.atoms(data, start + 8, stop):
            reads.need(begin, 8)
            if inner == b"udta":
                reads.need(begin, min(end - begin, reads.least))
                covers = data.find(b"covr", begin, end)
                if values and covers > 0:
                    reads.rest(covers - 4, covers - 4 + int.from_bytes(data[covers - 4 : covers], "big"))
        return


def reads_of_asf(reads, tail, values):
    """Every object of the header, inside its extension too, but for the picture's bytes: it is an object that reads
    them when asked."""
    data = reads.data
    size = int.from_bytes(data[16:24], "little")
    for kind, start, end in c.asf_objects(data, 30, size):
        reads.need(start, 24)
        if kind == c.EXTENSION:
            for _, begin, stop in c.asf_objects(data, start + 46, end):
                reads.need(begin, min(stop - begin, 256))
        elif kind != c.PADDING:
            reads.need(start, end - start)


def reads_of_iff(reads, tail, values):
    """The header of each chunk; fmt and COMM lie in the head, the tag behind the sound."""
    for name, start, _ in c.iff_chunks(reads.data):
        reads.need(start, 8)
        if name.upper() == b"ID3 ":
            past_id3_picture(reads, start + 8)


def reads_of_apev2(reads, tail, values):
    """The stream's header in the head, the tag's footer in the tail, and the items that the tail does not show. The
    picture comes last, so one window at the tag's start holds all texts; it is an object that reads its bytes when
    asked."""
    data = reads.data
    reads.need(len(data) - tail, tail, tail)
    start, end = c.apev2_span(data)
    picture = data.find(b"Cover Art (Front)", start, end)
    reads.need(start, (picture if picture > 0 else end) - start)


FLOORS = {
    "mp3": reads_of_mp3,
    "mp4": reads_of_mp4,
    "flac": reads_of_flac,
    "oggvorbis": reads_of_ogg,
    "oggopus": reads_of_ogg,
    "asf": reads_of_asf,
    "wave": reads_of_iff,
    "aiff": reads_of_iff,
    "wavpack": reads_of_apev2,
    "monkeysaudio": reads_of_apev2,
    "musepack": reads_of_apev2,
}


def floor_reads(name, path, sizes, values=False):
    """[(offset, length)] by the table of system calls in docs/design.md, section 6; with `values`, for a program
    that looks at every tag and so, in some formats, at every picture."""
    head, tail, least = sizes
    with open(path, "rb") as f:
        reads = Reads(f.read(), head, least)
    FLOORS[name](reads, tail, values)
    return reads.list

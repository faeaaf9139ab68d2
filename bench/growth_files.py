# SPDX-License-Identifier: MIT
"""The files of the growth curves (growth.py): the same file again and again but for one thing that grows. Sound is
encoded once by ffmpeg (library.py) and followed by a hole where only the size matters; tags are written byte by byte.

Each file comes with its floor: the reads that no reader can avoid, in the windows that simdtag itself uses."""

import os
import struct

import containers as c
import library

import iff  # library.py made tests/samples known
import mpc_wv
import tagbytes as t

TAG_COUNTS = (1, 10, 100, 1000, 10000)
PICTURES = (64 << 10, 256 << 10, 1 << 20, 4 << 20, (16 << 20) - 1024)  # the sizes in FLAC's headers have 24 bits
SIZES = (10**6, 16 * 10**6, 250 * 10**6, 4 * 10**9)
SAMPLES = (10**3, 10**4, 10**5, 10**6, 10**7)
DEPTHS = (1, 4, 16, 64)
OGG_HEADER = 27 + 255


class Point:
    """One file of a curve: x, path as the readers get it, the folder they run in, and the floor's reads for opening
    and for looking at every tag."""

    def __init__(self, x, path, reads, more=(), cwd=None):
        self.x, self.path, self.cwd, self.reads = x, path, cwd, reads
        self.all_reads = reads + list(more)


class Line:
    """A curve: `grows` names what its x makes grow that has to be read: "" (flat), "open", or "all" (only when every
    tag is looked at)."""

    def __init__(self, subject, name, reader_class, grows, points):
        self.subject, self.name, self.cls, self.grows, self.points = subject, name, reader_class, grows, points


class Maker:
    def __init__(self, folder):
        self.folder, self.sounds = folder, {}
        self.head, self.tail, self.least = library.windows()

    def sound(self, name, options=None):
        """A short file of a format, without tags."""
        if (name, options) not in self.sounds:
            if name == "monkeysaudio":
                data = c.monkeys_audio(30, 1)
            else:
                ending, seconds, usual = library.ENCODERS[name][0]
                data = library.encode(self.folder, ending, seconds, options or usual)
            self.sounds[name, options] = data
        return self.sounds[name, options]

    def write(self, name, *parts):
        """A file of bytes and of holes (their lengths); its path and size."""
        path = os.path.join(self.folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            for part in parts:
                if isinstance(part, int):
                    f.seek(part, os.SEEK_CUR)
                else:
                    f.write(part)
            f.truncate()
            return path, f.tell()

    def reads(self, size, *wanted):
        """The floor: the head, and one read for each (offset, length) that no earlier read brought."""
        reads = library.Reads(range(size), self.head, self.least)
        for at, n in wanted:
            reads.need(at, n, n)
        return reads.list

    def rest(self, end):
        """What a first read leaves of a tag that ends there."""
        return (self.head, max(end - self.head, 1)) if end > self.head else (0, 1)


def usual(i=0):
    return library.fields(i)


# ---- number of tags --------------------------------------------------------------------------------------------------


def pairs(n):
    return [("FIELD %05d" % i, "the value of field %d" % i) for i in range(n)]


def id3_of(n, version):
    return t.id3([t.described("TXXX", key, value, version) for key, value in pairs(n)], version, padding=1024)


def tagged_mp3(m, version):
    def make(n):
        tag = id3_of(n, version)
        path, size = m.write("tags-%d-%d.mp3" % (version, n), tag, m.sound("mp3"))
        return path, m.reads(size, m.rest(len(tag) + 200), (size - 128, 128))

    return make


def tagged_flac(m):
    info, frames = t.flac_split(m.sound("flac"))

    def make(n):
        blocks = [(0, info), (4, t.vorbis_comment(pairs(n))), (1, bytes(4096))]
        path, size = m.write("tags-%d.flac" % n, t.flac(blocks, frames))
        return path, m.reads(size, m.rest(4 + 38 + 4 + len(blocks[1][1]) + 4))

    return make


def pages_end(data, packets):
    """Where the page ends that holds the end of the n-th packet of an Ogg file."""
    at = 0
    while packets > 0:
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        packets -= sum(size < 255 for size in lacing)
        at += 27 + len(lacing) + sum(lacing)
    return at


def tagged_ogg(m):
    sound = m.sound("oggvorbis")

    def make(n):
        packet = b"\3vorbis" + t.vorbis_comment(pairs(n), framing=True)
        data = t.ogg_retag(sound, packet)
        path, size = m.write("tags-%d.ogg" % n, data)
        return path, m.reads(size, m.rest(pages_end(data, 2)), (size - m.tail, m.tail))

    return make


def moov_reads(m, data, values=False):
    """moov's start and its udta; the covers with `values`."""
    reads = library.Reads(data, m.head, m.least)
    for kind, start, head, stop in t.atoms(data):
        if kind == b"moov":
            reads.need(start, 8)
            udta = next((a, b) for name, a, _, b in t.atoms(data, start + head, stop) if name == b"udta")
            cover = data.find(b"covr", *udta)
            end = udta[1] if values or cover < 0 else cover + 64
            if not reads.covered(udta[0], end - udta[0]):
                begin = max(udta[0], m.head) if udta[0] < m.head else udta[0]
                reads.need(begin, end - begin, end - begin)
    return reads.list


def tagged_mp4(m):
    def make(n):
        items = [t.freeform("com.apple.iTunes", *pair) for pair in pairs(n)]
        data = t.mp4_retag(m.sound("mp4"), t.meta(items, 1024), False)
        path, _ = m.write("tags-%d.m4a" % n, data)
        return path, moov_reads(m, data)

    return make


def tagged_ape(m):
    def make(n):
        tag = c.apev2(pairs(n))
        path, size = m.write("tags-%d.ape" % n, m.sound("monkeysaudio"), tag)
        rest = max(len(tag) - m.tail, 0)
        return path, m.reads(size, (size - m.tail, m.tail), *[(size - len(tag), rest)] * (rest > 0))

    return make


def tagged_asf(m):
    def make(n):
        data = c.asf_retag(m.sound("asf"), [c.extended_content(pairs(n))], b"")
        path, size = m.write("tags-%d.wma" % n, data)
        return path, m.reads(size, m.rest(struct.unpack_from("<Q", data, 16)[0] - 1000))

    return make


def tag_lines(m, xs):
    made = (
        ("ID3v2.3, UTF-16", "mp3", tagged_mp3(m, 3)),
        ("ID3v2.4, UTF-8", "mp3", tagged_mp3(m, 4)),
        ("Vorbis comment in FLAC", "flac", tagged_flac(m)),
        ("Vorbis comment in Ogg", "oggvorbis", tagged_ogg(m)),
        ("ilst in MP4", "mp4", tagged_mp4(m)),
        ("APEv2", "monkeysaudio", tagged_ape(m)),
        ("ASF", "asf", tagged_asf(m)),
    )
    for name, cls, make in made:
        yield Line("tags", name, cls, "open", [Point(x, *make(x)) for x in xs])


# ---- size of a picture -----------------------------------------------------------------------------------------------


def ogg_picture_reads(m, data, size):
    """The headers of the pages that the comments span, and the tail; beside the whole of these pages."""
    reads, at, packets = library.Reads(data, m.head, m.least), 0, 0
    end = pages_end(data, 2)
    while at < end:
        reads.need(at, OGG_HEADER, OGG_HEADER)
        lacing = data[at + 27 : at + 27 + data[at + 26]]
        packets += sum(n < 255 for n in lacing)
        at += 27 + len(lacing) + sum(lacing)
    reads.need(size - m.tail, m.tail, m.tail)
    return reads.list, m.reads(size, m.rest(end), (size - m.tail, m.tail))


def with_picture(m, name, cls):
    """A file of the race's library with a cover of so many bytes."""

    def make(n):
        data = library.MAKERS[cls](2, m.sound(cls), t.jpeg(n, 1))
        path, size = m.write("picture-%d%s" % (n, library.ENDINGS[cls]), data)
        if cls == "oggvorbis":
            return (path, *ogg_picture_reads(m, data, size))
        if cls == "mp4":
            return path, moov_reads(m, data), moov_reads(m, data, True)
        reads = library.Reads(data, m.head, m.least)
        library.FLOORS[cls](reads, m.tail, False)
        return path, reads.list, reads.list

    return make


def picture_lines(m, xs):
    made = (
        ("ID3 APIC", "mp3", ""),
        ("FLAC PICTURE", "flac", ""),
        ("Ogg METADATA_BLOCK_PICTURE", "oggvorbis", "all"),
        ("MP4 covr", "mp4", "all"),
        ("APEv2 cover", "monkeysaudio", ""),
        ("ASF WM/Picture", "asf", ""),
    )
    for name, cls, grows in made:
        make, points = with_picture(m, name, cls), []
        for x in xs:
            path, reads, all_reads = make(x)
            point = Point(x, path, reads)
            point.all_reads = all_reads
            points.append(point)
        yield Line("picture", name, cls, grows, points)


# ---- size of the file ------------------------------------------------------------------------------------------------


def sized_mp3(m, options):
    sound, tag = m.sound("mp3", options), library.id3_tag(2, None)
    kind = "vbr" if "-q" in options else "cbr"

    def make(n):
        path, size = m.write("size-%s-%d.mp3" % (kind, n), tag, sound, n - 2 * len(sound), sound)
        return path, m.reads(size, (len(tag), 200), (size - 128, 128))

    return make


def sized_flac(m):
    data = library.make_flac(2, m.sound("flac"), None)

    def make(n):
        path, size = m.write("size-%d.flac" % n, data, n - len(data))
        return path, m.reads(size)

    return make


def sized_ogg(m):
    data = library.MAKERS["oggvorbis"](2, m.sound("oggvorbis"), None)
    last = data.rindex(b"OggS")

    def make(n):
        path, size = m.write("size-%d.ogg" % n, data[:last], n - len(data), data[last:])
        return path, m.reads(size, (size - m.tail, m.tail))

    return make


def sized_mp4(m):
    """ftyp, an mdat of 64-bit size, moov."""
    data = library.make_mp4(2, m.sound("mp4"), None)  # moov last
    tops = {kind: data[a:b] for kind, a, _, b in t.atoms(data)}
    before = data[: data.index(tops[b"mdat"])]

    def make(n):
        hole = n - len(data) - 8
        body = tops[b"mdat"][8:]
        mdat = struct.pack(">I4sQ", 1, b"mdat", 16 + len(body) + hole) + body
        moov = t.shift_offsets(tops[b"moov"], 8)
        path, size = m.write("size-%d.m4a" % n, before, mdat, hole, moov)
        inside = t.atoms(moov, 8)
        udta = next(a for name, a, _, _ in inside if name == b"udta")
        at = size - len(moov)
        return path, library_need(m, size, (at, 8), (at + udta, len(moov) - udta - 1024))

    return make


def library_need(m, size, *wanted):
    """As Maker.reads, but each read is a window at least."""
    reads = library.Reads(range(size), m.head, m.least)
    for at, n in wanted:
        reads.need(at, n, max(n, m.least))
    return reads.list


def sized_iff(m, kind):
    """A tag behind the sound."""
    tag = iff.chunk(kind, b"id3 " if kind == "wav" else b"ID3 ", library.id3_tag(2, None))

    def make(n):
        sound = n // 4 * 4
        if kind == "wav":
            first, form, data = b"WAVE" + iff.fmt(), b"RIFF", iff.chunk(kind, b"data", b"", sound)
        else:
            first, form, data = b"AIFF" + iff.comm(2, sound // 4), b"FORM", iff.chunk(kind, b"SSND", b"", sound)
        start = iff.chunk(kind, form, b"", len(first) + len(data) + sound + len(tag)) + first + data
        path, size = m.write("size-%d.%s" % (n, kind), start, sound, tag)
        return path, library_need(m, size, (len(start) + sound, len(tag)))

    return make


def sized_asf(m):
    data = bytearray(library.make_asf(2, m.sound("asf"), None))
    header = struct.unpack_from("<Q", data, 16)[0]

    def make(n):
        told = struct.unpack_from("<Q", data, header + 16)[0] + n - len(data)
        grown = data[: header + 16] + struct.pack("<Q", told) + data[header + 24 :]
        path, size = m.write("size-%d.wma" % n, bytes(grown), n - len(data))
        return path, m.reads(size)

    return make


def sized_ape(m, kind):
    head = m.sound("monkeysaudio") if kind == "ape" else mpc_wv.block(bytes(8000), 44100 * 60)
    tag = library.make_ape(2, b"", None)

    def make(n):
        path, size = m.write("size-%d.%s" % (n, kind), head, n - len(head) - len(tag), tag)
        return path, m.reads(size, (size - m.tail, m.tail))

    return make


def size_lines(m, xs):
    made = (
        ("MP3, constant bit rate", "mp3", sized_mp3(m, "-b:a 128k -write_xing 0")),
        ("MP3, Xing header", "mp3", sized_mp3(m, "-q:a 4")),
        ("FLAC", "flac", sized_flac(m)),
        ("Ogg Vorbis", "oggvorbis", sized_ogg(m)),
        ("MP4, moov last", "mp4", sized_mp4(m)),
        ("WAV", "wave", sized_iff(m, "wav")),
        ("AIFF", "aiff", sized_iff(m, "aif")),
        ("WMA", "asf", sized_asf(m)),
        ("WavPack", "wavpack", sized_ape(m, "wv")),
        ("Monkey's Audio", "monkeysaudio", sized_ape(m, "ape")),
    )
    for name, cls, make in made:
        yield Line("size", name, cls, "", [Point(x, *make(x)) for x in xs])


# ---- number of MP4 samples -------------------------------------------------------------------------------------------


def tables(n, wide):
    """The sample tables of n samples of 371 bytes, ten a chunk, of two durations in turn (ISO/IEC 14496-12, 8.6.1,
    8.7)."""
    chunks = n // 10
    offsets = [48 + 3710 * (i % 1000) for i in range(min(chunks, 1000))]
    block = b"".join(struct.pack(">Q" if wide else ">I", o) for o in offsets) * (chunks // len(offsets))
    return [
        t.atom("stts", struct.pack(">II", 0, n // 10) + struct.pack(">4I", 5, 1024, 5, 1023) * (n // 20)),
        t.atom("stsc", struct.pack(">5I", 0, 1, 1, 10, 1)),
        t.atom("stsz", struct.pack(">3I", 0, 0, n) + struct.pack(">I", 371) * n),
        t.atom("co64" if wide else "stco", struct.pack(">II", 0, chunks) + block),
    ]


def with_tables(data, new, begin, end):
    """The atoms of a moov's bytes, the sample tables of its track replaced."""
    out = b""
    for name, start, head, stop in t.atoms(data, begin, end):
        if name in (b"trak", b"mdia", b"minf"):
            out += t.atom(name, with_tables(data, new, start + head, stop))
        elif name == b"stbl":
            stsd = next(data[a:b] for inner, a, _, b in t.atoms(data, start + head, stop) if inner == b"stsd")
            out += t.atom(name, b"".join([stsd, *new]))
        else:
            out += data[start:stop]
    return out


def with_samples(m, first):
    sound = library.make_mp4(2, m.sound("mp4"), None)
    tops = {kind: sound[a:b] for kind, a, _, b in t.atoms(sound)}

    def make(n):
        moov = t.atom("moov", with_tables(tops[b"moov"], tables(n, not first), 8, None))
        hole = 371 * n
        mdat = struct.pack(">I4sQ", 1, b"mdat", 16 + hole)
        order = (tops[b"ftyp"], moov, mdat, hole) if first else (tops[b"ftyp"], mdat, hole, moov)
        path, size = m.write("samples-%s-%d.m4a" % ("first" if first else "last", n), *order)
        at = len(tops[b"ftyp"]) + (0 if first else 16 + hole)
        udta = next(a for name, a, _, _ in t.atoms(moov, 8) if name == b"udta")
        return path, library_need(m, size, (at, 8), (at + udta, len(moov) - udta - 1024))

    return make


def sample_lines(m, xs):
    for name, first in (("moov first", True), ("moov last", False)):
        make = with_samples(m, first)
        yield Line("samples", name, "mp4", "", [Point(x, *make(x)) for x in xs])


# ---- depth of the path -----------------------------------------------------------------------------------------------


def depth_lines(m, xs):
    data, points = library.make_flac(2, m.sound("flac"), None), {"absolute": [], "relative": []}
    tree = os.path.join(m.folder, "tree")
    for x in xs:
        inside = "/".join("folder %02d" % i for i in range(1, x + 1)) + "/song.flac"
        path, size = m.write("tree/" + inside, data)
        points["absolute"].append(Point(x, path, m.reads(size)))
        points["relative"].append(Point(x, inside, m.reads(size), cwd=tree))
    for name, found in points.items():
        yield Line("depth", name + " path", "flac", "kernel", found)


SUBJECTS = {
    "tags": ("number of tags", tag_lines, TAG_COUNTS),
    "picture": ("bytes of the picture", picture_lines, PICTURES),
    "size": ("bytes of the file", size_lines, SIZES),
    "samples": ("number of samples", sample_lines, SAMPLES),
    "depth": ("folders in the path", depth_lines, DEPTHS),
}


def make(folder, only, quick):
    """All lines; the ends and the middle of each curve when quick."""
    os.makedirs(folder, exist_ok=True)
    m = Maker(folder)
    for subject in only:
        _, lines, xs = SUBJECTS[subject]
        yield from lines(m, (xs[0], xs[len(xs) // 2], xs[-1]) if quick else xs)

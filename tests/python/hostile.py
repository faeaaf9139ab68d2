# SPDX-License-Identifier: MIT
"""Files made to cost a reader much: `CASES` maps names to (class, maker), where maker(n) gives about n bytes.

hostile.py CLASS SMALL LARGE opens two files of one kind, LARGE four times SMALL, and prints what that took as JSON.
Without arguments, or with words in names of cases, it makes a table, for those who want to see figures."""

import json
import os
import struct
import sys
import time
import uuid
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "samples"))
import tagbytes as t  # noqa: E402

FRAMES = (b"\xff\xfb\x90\x00" + bytes(413)) * 20  # of MPEG audio
CASES = {}


def case(cls, *values):
    """Registers maker(n, *value) for each value, under the function's name."""

    def register(make):
        for value in values or ((),):
            value = value if isinstance(value, tuple) else (value,)
            shown = "".join("-" + (v.decode("latin-1") if isinstance(v, bytes) else str(v)) for v in value)
            CASES[make.__name__ + shown.strip()] = (cls, lambda n, value=value: bytes(make(n, *value)))
        return make

    return register


def times(piece, n):
    return piece * max(1, n // len(piece))


# ---- ID3 -------------------------------------------------------------------------------------------------------------


def tag_of(body, v=4):
    return t.id3(body, v) + FRAMES


def bomb(name, filling):
    """A frame that inflates to a megabyte."""
    packed = zlib.compress(b"\0" + filling * (1 << 20), 9)
    return t.frame(name, t.synchsafe((1 << 20) + 1) + packed, 4, 0x0009)


@case("id3.ID3", (b"a", "TIT2"), (b"\0", "TIT2"), (b"\0", "TIPL"), (b"a", "APIC"))
def id3_zlib_bombs(n, filling, name):
    return tag_of(times(bomb(name, filling), n))


@case("id3.ID3")
def id3_zlib_bombs_in_chapters(n):
    return tag_of(times(t.frame("CHAP", b"c\0" + bytes(16) + bomb("TIT2", b"a")), n))


@case("id3.ID3", 3, 4)
def id3_chapters_in_chapters(n, v):
    """Every chapter holds the rest of the tag."""
    head = 10 + 2 + 16
    return tag_of(b"".join(
        b"CHAP" + (t.synchsafe(left - 10) if v == 4 else struct.pack(">I", left - 10)) + b"\0\0c\0" + bytes(16)
        for left in range(n // head * head, 0, -head)), v)


@case("id3.ID3")
def id3_cyclic_contents(n):
    """Tables of contents that name each other."""
    toc = [t.frame("CTOC", b"%07d\0\3\2%07d\0%07d\0" % (i, (i + 1) % 5000, i)) for i in range(n // 40)]
    return tag_of(b"".join(toc))


@case("id3.ID3", b"TIT2", b"ZZZZ", b"TXXX")
def id3_tiny_frames(n, name):
    return tag_of(times(t.frame(name.decode(), b"\0x"), n))


@case("id3.ID3", "TPE1", "TRCK", "TDRC", "TCON", "TIPL")
def id3_distinct_texts(n, name):
    """Frames of one key are merged."""
    form = b"\0a\0%06d" if name == "TIPL" else b"\0%06d"
    return tag_of(b"".join(t.frame(name, form % i) for i in range(n // 60)))


ONE_KEY = {
    "UFID": b"o\0%04d", "PRIV": b"o\0%04d", "POPM": b"a\0\1%04d", "WCOM": b"http%04d", "MCDI": b"%04d",
    "RVA2": b"a\0\1\0%04d", "CHAP": b"c\0%04d" + b" " * 12, "COMM": b"\0eng\0%04d", "USLT": b"\0eng\0%04d",
    "APIC": b"\0\0\3\0%04d", "GEOB": b"\0a\0a\0a\0%04d", "SYLT": b"\0eng\2\1\0%04d\0\0\0\0\1",
    "LINK": b"TIT2a\0%04d", "TXXX": b"\0a\0%04d", "WXXX": b"\0a\0%04d",
}


@case("id3.ID3", *ONE_KEY)
def id3_frames_of_one_key(n, name):
    """All kept beside each other, under keys of their own, or the last kept."""
    return tag_of(b"".join(t.frame(name, ONE_KEY[name] % (i % 10000)) for i in range(n // 60)))


@case("id3.ID3")
def id3_text_of_empty_strings(n):
    return tag_of(t.frame("TPE1", b"\0" + bytes(n - 100)))


@case("id3.ID3")
def id3_people_of_empty_strings(n):
    return tag_of(t.frame("TIPL", b"\0" + bytes(n - 100)))


@case("id3.ID3")
def id3_timed_texts(n):
    return tag_of(t.frame("SYLT", b"\0eng\2\1\0" + times(b"a\0\0\0\0\1", n)))


# ---- MPEG, ADTS, AC-3: synchronisation words everywhere --------------------------------------------------------------


@case("mp3.MP3", b"\xff", b"\xff\xfb", b"\xff\xfb\x90", b"\xff\xfb\x90\x00", b"\xff\xe3\x18\xc4" + bytes(10))
def mp3_sync_storm(n, word):
    return times(word, n)


@case("mp3.MP3")
def mp3_after_tags(n):
    return times(t.id3(b""), n) + FRAMES


@case("aac.AAC", b"\xff\xf1", b"\xff\xf1\x50\x80\x00\xff\xfc", b"\xff\xf1\x50\x80\x00\x1f\xfc", b"\xff", b"ADIF")
def aac_sync_storm(n, word):
    return times(word, n)


@case("ac3.AC3", b"\x0b\x77", b"\x0b\x77\x00\x00\x00\x40", b"\x0b\x77\x00\x00\x54\x80")
def ac3_sync_storm(n, word):
    return times(word, n)


# ---- FLAC, Vorbis comments, Ogg --------------------------------------------------------------------------------------

STREAMINFO = struct.pack(">HH", 4096, 4096) + bytes(6) + b"\x0a\xc4\x42\xf0" + struct.pack(">I", 44100) + bytes(16)


def comments(n, item):
    return struct.pack("<II", 0, n // (4 + len(item))) + times(struct.pack("<I", len(item)) + item, n)


@case("flac.FLAC", 1, 2, 4, 5, 6, 100)
def flac_empty_blocks(n, kind):
    return b"fLaC\0\0\0\x22" + STREAMINFO + times(bytes((kind, 0, 0, 0)), n) + b"\x81\0\0\0" + b"\xff\xf8"


@case("flac.FLAC", b"", b"=", b"a=")
def flac_tiny_comments(n, item):
    return t.flac([(0, STREAMINFO), (4, comments(n - 100, item))], b"\xff\xf8")


def page(body, sequence, flags=0, granule=0, serial=1, lacing=None):
    lacing = [len(body)] if lacing is None else lacing
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, serial, sequence, 0, len(lacing))
    return head + bytes(lacing) + body


OPUS = page(b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 312, 48000, 0, 0), 0, 2)
TAGS = page(b"OpusTags" + t.vorbis_comment([("TITLE", "x")]), 1)


@case("oggopus.OggOpus", 1, 2)
def ogg_million_pages(n, serial):
    """Of its stream, and of another."""
    return OPUS + TAGS + b"".join(page(b"", i + 2, 0, i * 960, serial) for i in range(n // 28))


@case("oggopus.OggOpus")
def ogg_pages_before_the_comments(n):
    return OPUS + times(page(b"", 0, 2, 0, 2), n) + TAGS


@case("oggopus.OggOpus", 1, 255)
def ogg_comment_over_many_pages(n, segment):
    """Pages of one segment, each the continuation of the packet before."""
    body = b"OpusTags" + t.vorbis_comment([("TITLE", "x" * (n * segment // (28 + segment)))])
    pages = [page(body[:255], 1, 0, -1)]
    for i, at in enumerate(range(255, len(body), 255)):
        pages.append(page(body[at : at + 255], i + 2, 1, -1))
    if segment == 255:
        return OPUS + b"".join(pages) + page(b"", len(pages) + 1, 4, 960)
    short = [page(b"OpusTags\0", 1, 0, -1, lacing=[9])]
    return OPUS + b"".join(short) + b"".join(page(b"x", i + 2, 1, -1) for i in range(n // 29))


@case("oggvorbis.OggVorbis")
def ogg_magic_everywhere(n):
    head = page(b"\1vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44100, 0, 128000, 0, 0xB8, 1), 0, 2)
    body = page(b"\3vorbis" + t.vorbis_comment([], framing=True), 1)
    return head + body + times(b"OggS", n)


@case("oggflac.OggFLAC")
def oggflac_tiny_pages(n):
    first = b"\x7fFLAC\1\0\0\1fLaC\0\0\0\x22" + STREAMINFO
    return page(first, 0, 2) + times(page(b"\4\0\0\0", 1), n)


@case("oggspeex.OggSpeex", b"Speex   " + bytes(28) + struct.pack("<III", 16000, 4, 1) + bytes(32))
@case("oggtheora.OggTheora", b"\x80theora\3\2\1" + bytes(40))
def ogg_other_tiny_pages(n, head):
    return page(head, 0, 2) + times(page(b"", 1), n)


# ---- MP4 -------------------------------------------------------------------------------------------------------------

FTYP = t.atom("ftyp", b"M4A \0\0\0\0M4A mp42")


@case("mp4.MP4", b"free", b"moov", b"mdat", b"udta")
def mp4_atoms_at_the_top(n, name):
    return FTYP + times(t.atom(name, b""), n)


@case("mp4.MP4", b"trak", b"free", b"udta", b"meta")
def mp4_atoms_in_moov(n, name):
    return FTYP + t.atom("moov", times(t.atom(name, bytes(4) if name == b"meta" else b""), n))


@case("mp4.MP4", b"moov", b"udta", b"trak")
def mp4_nesting(n, name):
    """Atoms in atoms, which all end at the end."""
    return FTYP + b"".join(struct.pack(">I4s", (n - 8 * i), name) for i in range(n // 8))


@case("mp4.MP4", b"\xa9nam", b"----", b"trkn", b"covr", b"zzzz")
def mp4_items(n, name):
    item = t.atom(name, t.ilst_data(1, b"x") if name != b"----" else b"")
    return FTYP + t.atom("moov", t.atom("udta", t.meta([times(item, n - 300)])))


@case("mp4.MP4")
def mp4_values_of_one_item(n):
    item = t.atom(b"\xa9nam", times(t.ilst_data(1, b""), n - 300))
    return FTYP + t.atom("moov", t.atom("udta", t.meta([item])))


@case("mp4.MP4")
def mp4_sizes_of_zero(n):
    return FTYP + bytes(n)


@case("mp4.MP4")
def mp4_chapters(n):
    """A count of 255 at most, whatever follows."""
    chpl = t.atom("chpl", bytes(8) + b"\xff" + times(bytes(8) + b"\1x", n))
    return FTYP + t.atom("moov", t.atom("mvhd", bytes(100)) + t.atom("udta", chpl))


# ---- IFF, DSD --------------------------------------------------------------------------------------------------------

COMM = b"COMM\0\0\0\x12\0\2\0\0\1\0\0\x10\x40\x0e\xac\x44\0\0\0\0\0\0"
FMT = b"fmt \x10\0\0\0" + struct.pack("<HHIIHH", 1, 2, 44100, 176400, 4, 16)


@case("aiff.AIFF", b"ZZZZ", b"ID3 ", b"COMM", b"SSND")
def aiff_empty_chunks(n, name):
    body = b"AIFF" + COMM + times(name + bytes(4), n)
    return b"FORM" + struct.pack(">I", len(body)) + body


@case("aiff.AIFF")
def aiff_huge_chunks(n):
    return b"FORM\xff\xff\xff\xffAIFF" + COMM + times(b"ZZZZ\xff\xff\xff\xff", n)


@case("wave.WAVE", b"ZZZZ", b"id3 ", b"fmt ", b"data", b"LIST")
def wave_empty_chunks(n, name):
    body = b"WAVE" + FMT + times(name + bytes(4), n)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@case("wave.WAVE")
def wave_huge_chunks(n):
    return b"RIFF\xff\xff\xff\xffWAVE" + FMT + times(b"ZZZZ\xff\xff\xff\xff", n)


@case("wave.WAVE")
def wave_lists_in_lists(n):
    body = b"WAVE" + FMT + b"".join(b"LIST" + struct.pack("<I", n - 12 * i) + b"LIST" for i in range(n // 12))
    return b"RIFF" + struct.pack("<I", len(body)) + body


@case("dsdiff.DSDIFF", b"ZZZZ", b"PROP", b"ID3 ", b"DSD ")
def dsdiff_empty_chunks(n, name):
    props = b"SND FS  \0\0\0\0\0\0\0\4\0\x2b\x11\0CHNL\0\0\0\0\0\0\0\x0a\0\2SLFTSRGT"
    body = b"DSD PROP" + struct.pack(">Q", len(props)) + props + times(name + bytes(8), n)
    return b"FRM8" + struct.pack(">Q", len(body)) + body


@case("dsdiff.DSDIFF", b"ZZZZ", b"CMPR", b"FS  ")
def dsdiff_empty_properties(n, name):
    props = b"SND " + times(name + bytes(8), n)
    body = b"DSD PROP" + struct.pack(">Q", len(props)) + props
    return b"FRM8" + struct.pack(">Q", len(body)) + body


@case("dsf.DSF", 92, 28, 2**63)
def dsf_tag_anywhere(n, at):
    head = b"DSD " + struct.pack("<QQQ", 28, n, at) + b"fmt " + struct.pack("<Q", 52)
    head += struct.pack("<IIIIIIQII", 1, 0, 2, 2, 2822400, 1, 2822400, 4096, 0)
    return head + b"data" + struct.pack("<Q", n) + times(b"ID3\4\0\0\x7f\x7f\x7f\x7f", n)


# ---- ASF -------------------------------------------------------------------------------------------------------------

ASF_HEADER = uuid.UUID("75B22630-668E-11CF-A6D9-00AA0062CE6C").bytes_le
ASF_EXTENDED = uuid.UUID("D2D0A440-E307-11D2-97F0-00A0C95EA850").bytes_le
ASF_EXTENSION = uuid.UUID("5FBF03B5-A92E-11CF-8EE3-00C00C205365").bytes_le
ASF_LIBRARY = uuid.UUID("44231C94-9498-49D1-A141-1D134E457054").bytes_le
ASF_CODECS = uuid.UUID("86D15240-311D-11D0-A3A4-00A0C90348F6").bytes_le
ASF_CONTENT = uuid.UUID("75B22633-668E-11CF-A6D9-00AA0062CE6C").bytes_le


def asf(body, count):
    return ASF_HEADER + struct.pack("<QIBB", 30 + len(body), count, 1, 2) + body


def asf_object(kind, body):
    return kind + struct.pack("<Q", 24 + len(body)) + body


@case("asf.ASF", (bytes(16),), (ASF_CONTENT,), (ASF_EXTENDED,), (ASF_EXTENSION,), (ASF_CODECS,))
def asf_empty_objects(n, kind):
    return asf(times(asf_object(kind, b""), n), n // 24)


@case("asf.ASF", 0, 2**64 - 1)
def asf_objects_of_size(n, size):
    return asf(times(bytes(16) + struct.pack("<Q", size), n), n // 24)


@case("asf.ASF")
def asf_many_objects_with_attributes(n):
    one = struct.pack("<H4sHH2s", 4, b"a\0\0\0", 0, 2, b"\0\0")
    content = asf_object(ASF_EXTENDED, struct.pack("<H", 5000) + one * 5000)
    return asf(times(content, n), n // len(content))


@case("asf.ASF")
def asf_many_library_attributes(n):
    one = struct.pack("<HHHHI4s2s", 0, 0, 4, 0, 2, b"a\0\0\0", b"\0\0")
    library = asf_object(ASF_LIBRARY, struct.pack("<H", 5000) + one * 5000)
    inner = times(library, n)
    return asf(asf_object(ASF_EXTENSION, bytes(18) + struct.pack("<I", len(inner)) + inner), 1)


@case("asf.ASF")
def asf_many_codecs(n):
    body = bytes(16) + struct.pack("<I", n // 8) + times(struct.pack("<HHHH", 2, 0, 0, 0), n)
    return asf(asf_object(ASF_CODECS, body), 1)


@case("asf.ASF")
def asf_extensions_in_extensions(n):
    body = b"".join(ASF_EXTENSION + struct.pack("<Q", n - 46 * i) + bytes(18) + struct.pack("<I", n - 46 * i - 46)
                    for i in range(n // 46))
    return asf(body, 1)


# ---- APEv2 and its company -------------------------------------------------------------------------------------------


def ape(body, count, size=None):
    size = len(body) + 32 if size is None else size
    return body + b"APETAGEX" + struct.pack("<4I", 2000, size & 0xFFFFFFFF, count, 0) + bytes(8)


@case("apev2.APEv2File", b"ab\0", b"TITLE\0", b"aa\0x")
def ape_tiny_items(n, item):
    """All of one name."""
    length = len(item) - item.index(b"\0") - 1
    return ape(times(struct.pack("<II", length, 0) + item, n), n // (8 + len(item)))


@case("apev2.APEv2File")
def ape_items_of_many_names(n):
    return ape(b"".join(struct.pack("<II", 1, 0) + b"%07x\0x" % i for i in range(n // 17)), n // 17)


@case("apev2.APEv2File", 0, 0xFFFFFFFF)
def ape_count(n, count):
    return ape(times(struct.pack("<II", 0, 0) + b"ab\0", n), count)


@case("apev2.APEv2File", 0xFFFFFFFF, 0, 31)
def ape_size(n, size):
    return ape(bytes(n), 1, size)


@case("apev2.APEv2File")
def ape_key_without_end(n):
    return ape(struct.pack("<II", 0, 0) + b"a" * n, 1)


@case("apev2.APEv2File")
def ape_many_values(n):
    return ape(struct.pack("<II", n, 0) + b"ab\0" + bytes(n), 1)


@case("apev2.APEv2File", b"APETAGEX", b"TAG", b"LYRICS200", b"LYRICSEND")
def ape_magic_everywhere(n, magic):
    return times(magic, n)


@case("wavpack.WavPack", 24, 0, 2**32 - 1)
def wavpack_tiny_blocks(n, size):
    """Whose number of samples has to be counted."""
    return times(struct.pack("<4sIHBBIIIII", b"wvpk", size, 0x410, 0, 0, 2**32 - 1, 0, 1, 0x1800, 0), n)


@case("wavpack.WavPack", b"\x27\0", b"\xff\0", b"\x80\0\0\0")
def wavpack_subblocks(n, block):
    body = times(block, n)
    flags = 0x04000000 | 0xF << 23
    return struct.pack("<4sIHBBIIIII", b"wvpk", 24 + len(body), 0x410, 0, 0, 44100, 0, 100, flags, 0) + body


@case("musepack.Musepack", b"ZZ\3", b"SE\3", b"RG\3", b"SH\3", b"ZZ\x80\x80\x80\x80\x80")
def musepack_packets(n, packet):
    return b"MPCK" + times(packet, n)


@case("musepack.Musepack", b"MP+\7", b"\x80\1\2\3")
def musepack_old(n, head):
    return head + bytes(n)


@case("monkeysaudio.MonkeysAudio")
def monkeysaudio_frames(n):
    return b"MAC " + struct.pack("<H", 3990) + b"\xff" * n


@case("optimfrog.OptimFROG", 0, 12, 2**32 - 1)
def optimfrog_size(n, size):
    return times(b"OFR " + struct.pack("<I", size) + b"\xff" * 12, n)


@case("tak.TAK", b"\4\0\0\0", b"\1\0\0\0", b"\4\xff\xff\xff", b"\1\x0d\0\0" + bytes(13))
def tak_blocks(n, block):
    return b"tBaK" + times(block, n)


@case("trueaudio.TrueAudio")
def trueaudio_after_tags(n):
    return times(t.id3(b""), n) + b"TTA1" + bytes(18)


# ---- standard MIDI files ---------------------------------------------------------------------------------------------


def track(body):
    return b"MTrk" + struct.pack(">I", len(body)) + body


@case("smf.SMF", b"\0\x90@@", b"\1\xff\x51\3\7\xa1\x20", b"\0\xf0\0", b"\x81\0\xff\1\0", b"\xff\xff\xff\x7f\xc0\0")
def smf_events(n, event):
    return b"MThd\0\0\0\6\0\0\0\1\0\x60" + track(times(event, n) + b"\0\xff\x2f\0")


@case("smf.SMF")
def smf_tracks_with_tempos(n):
    one = track(times(b"\1\xff\x51\3\7\xa1\x20", 300) + b"\0\xff\x2f\0")
    return b"MThd\0\0\0\6\0\1" + struct.pack(">H", min(0xFFFF, n // len(one))) + b"\0\x60" + times(one, n)


@case("smf.SMF", b"MTrk", b"ZZZZ")
def smf_empty_chunks(n, name):
    return b"MThd\0\0\0\6\0\1\xff\xff\0\x60" + times(name + bytes(4), n)


# ---- what opening one costs ------------------------------------------------------------------------------------------


def status(field):
    with open("/proc/self/status", encoding="ascii") as f:
        return next(int(line.split()[1]) << 10 for line in f if line.startswith(field + ":"))


def answer(opened, simdtag, path):
    """What comes of opening and of a look at the tags' keys, as words; exceptions other than MutagenError are not
    caught."""
    try:
        f = opened(path)
        tags = getattr(f, "tags", f)
        return f"{type(f).__name__}, {0 if tags is None else len(list(tags.keys()))} tags"
    except simdtag.MutagenError as error:
        return f"{type(error).__name__}: {error}"


class Counted:
    """A file object that counts what is read."""

    def __init__(self, path):
        self.file, self.name = open(path, "rb"), path
        self.reads = self.bytes = 0

    def read(self, n=-1):
        data = self.file.read(n)
        self.reads += 1
        self.bytes += len(data)
        return data

    def seek(self, *where):
        return self.file.seek(*where)

    def tell(self):
        return self.file.tell()


def measure(cls, small, large, rounds=3):
    """Memory that opening takes at its peak; processor time that opening and the tags' keys take, reads and bytes read
    through a file object, and answers, of both sizes."""
    import importlib

    import simdtag

    def opener(cls):
        module, _, name = cls.rpartition(".")
        found = getattr(importlib.import_module("simdtag." + module), name)
        try:
            found(os.path.abspath(__file__))  # imports what its first use imports
        except simdtag.MutagenError:
            pass
        return found

    opened = opener(cls)
    plainly = opener("mp3.MP3") if cls == "id3.ID3" else opened  # ID3() opens and makes the frames in one
    out = {"answers": [], "seconds": [], "reads": [], "bytes": []}
    before = status("VmHWM")
    try:
        plainly(large)
    except simdtag.MutagenError:
        pass
    out["memory"] = status("VmHWM") - before
    for path in (small, large):
        words = None
        best = 1e9
        for _ in range(rounds):
            began = time.process_time()
            words = answer(opened, simdtag, path)
            best = min(best, time.process_time() - began)
            if best > 1:
                break
        out["seconds"].append(best)
        out["answers"].append(words)
        counted = Counted(path)
        try:
            opened(counted)
        except simdtag.MutagenError:
            pass
        out["reads"].append(counted.reads)
        out["bytes"].append(counted.bytes)
    return out


def table(names):
    import subprocess
    import tempfile

    from simdtag import _core

    with tempfile.TemporaryDirectory() as folder:
        for name in (name for name in CASES if not names or any(word in name for word in names)):
            cls, make = CASES[name]
            if not (cls == "id3.ID3" or cls.rpartition(".")[2] in _core.FORMATS):
                print(f"{name:40} (not read yet)")
                continue
            paths = [os.path.join(folder, size) for size in ("small", "large")]
            for path, n in zip(paths, (1 << 20, 1 << 22)):
                with open(path, "wb") as f:
                    f.write(make(n))
            command = [sys.executable, os.path.abspath(__file__), cls, *paths]
            try:
                done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                                      timeout=30)
            except subprocess.TimeoutExpired:
                print(f"{name:40} TAKES LONG", flush=True)
                continue
            if done.returncode:
                print(f"{name:40} FAILS: {done.returncode} {done.stderr.strip().splitlines()[-1:]}")
                continue
            m = json.loads(done.stdout)
            shown = name.encode("unicode_escape").decode()
            print("%-40.40s %7.2f %7.2f ms %5.1f x %6.1f MiB %6d reads %5.2f x size  %s" % (
                shown, m["seconds"][0] * 1e3, m["seconds"][1] * 1e3, m["seconds"][1] / max(m["seconds"][0], 1e-6),
                m["memory"] / (1 << 20), m["reads"][1], m["bytes"][1] / os.path.getsize(paths[1]),
                m["answers"][1][:70]), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4 and "." in sys.argv[1]:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        table(sys.argv[1:])
